// SPDX-License-Identifier: Apache-2.0
// Every fault and every setting of the sandbox, with what it does. A name that is not here is
// refused, so that a test cannot ask for a fault that never comes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace menzhen::paysim {

struct FaultName {
    std::string_view name;
    std::string_view does;
};

inline constexpr std::array<FaultName, 45> faultNames{{
    // The network, any call.
    {"drop-request", "the connection is cut before anything was done"},
    {"drop-answer", "it was done, then the connection is cut"},
    {"delay-request", "travels `ms` longer, then is done: also when the caller has given up"},
    {"delay-answer", "done at once, answered `ms` later"},
    {"http-status", "HTTP `value` without signature, nothing done (`text`: body)"},
    {"http-status-done", "HTTP `value` without signature, but it was done"},
    {"portal", "HTTP 200 with somebody else's page, nothing done"},
    // The platform's answer, any call.
    {"system-error", "SYSTEM_ERROR / 20000, nothing done"},
    {"system-error-done", "SYSTEM_ERROR / 20000, but it was done"},
    {"rate-limited", "FREQUENCY_LIMITED 429 / app-call-limited, nothing done"},
    {"business-error", "the code in `text` (status `value`), nothing done"},
    {"bad-signature", "the signature does not fit"},
    {"no-signature", "there is none"},
    {"wrong-key-id", "signed by the right key under an id that nobody knows (Alipay: wrong key)"},
    {"wrong-key", "signed by a key that is not the platform's"},
    {"signature-type", "an unknown Wechatpay-Signature-Type"},
    {"tampered-body", "the body is changed after it was signed"},
    {"clock-skew", "signed properly, `value` seconds away from now"},
    {"no-json", "a signed body that is no JSON"},
    {"wrong-amount", "names an amount one fen higher"},
    {"wrong-merchant", "names another merchant (Alipay query: another order)"},
    {"unknown-state", "a trade_state or trade_status that nobody knows"},
    {"error-response", "Alipay: answers under error_response, without signature; nothing done"},
    // Paying.
    {"ask-password", "a code payment waits for the password whatever the mood"},
    {"refuse-charge", "the code payment is refused with `text` (default: balance)"},
    {"wallet-pays", "the patient scans and pays by himself `ms` after the order was opened"},
    // Asking.
    {"not-exist", "says that there is no such order"},
    // Ending.
    {"end-lies", "close, reverse or cancel answers success and does nothing"},
    {"recall", "v2 reverse: recall Y; Alipay cancel: retry_flag Y; nothing done"},
    {"paid-in-race", "the patient has paid a moment before the order is ended"},
    {"late-success", "answers success, and `ms` later the order is paid all the same"},
    // Refunds.
    {"refund-abnormal", "the refund ends abnormal (Alipay: never succeeds)"},
    {"refund-closed", "the refund ends closed (Alipay: never succeeds)"},
    {"refund-slow", "takes `ms`"},
    {"refund-not-enough", "refused: the merchant's balance does not reach"},
    // Notifications.
    {"notice-missing", "never sent"},
    {"notice-late", "sent `ms` later"},
    {"notice-early", "sent at once; the call that caused it is answered `ms` later"},
    {"notice-twice", "sent twice at once"},
    {"notice-replayed", "the same bytes and headers again after `ms`"},
    {"notice-forged", "a forged one besides, signed by a stranger"},
    {"notice-probe", "WeChat: a probe besides (WECHATPAY/SIGNTEST/)"},
    {"notice-stale", "one besides, signed `value` seconds ago"},
    {"notice-wrong", "one besides, properly signed: `text` = amount, merchant, app or number"},
    {"notice-broken", "one besides whose body is cut short after it was signed"},
}};

struct SettingName {
    std::string_view name;
    std::int64_t number; ///< default, where `word` is empty
    std::string_view word;
    std::string_view does;
};

inline constexpr std::array<SettingName, 20> settingNames{{
    {"userpaying_as", 0, "202-code", "202-code, 200-code, 200-state or 400-code"},
    {"spelling", 0, "v3", "error codes: v3 (ORDER_PAID) or v2 (ORDERPAID)"},
    {"refused_charge", 0, "payerror", "what a query says afterwards: payerror, notpay or missing"},
    {"reverse_unknown", 0, "missing",
     "missing: ORDER_NOT_EXIST; tombstone: done, the number is dead; "
     "accepted: done, and nothing is remembered"},
    {"cancel_unscanned", 0, "kills", "Alipay: kills the QR, lives (10000, QR lives on) or missing"},
    {"notify_key", 0, "public", "signs WeChat's notifications: public, certificate or mixed"},
    {"answer_key", 0, "public", "where the request names no key: public or certificate"},
    {"certificates", 0, "list", "list, or missing: 404 for merchants of the public-key mode"},
    {"strict_headers", 1, "", "WeChat: Accept and User-Agent must be there"},
    {"alipay_clock_s", 300, "", "how far a request's timestamp may be off; 0: any"},
    {"code_life_s", 60, "", "a payment code is good so long"},
    {"self_revoke_s", 45, "", "an unpaid code payment is revoked by the platform after"},
    {"password_above_fen", 100'000, "", "a code payment above it asks for the password"},
    {"slow_wallet_ms", 4000, "", "of the moods slow and cancels"},
    {"refund_ms", 1500, "", "a refund takes so long"},
    {"refund_spacing_s", 0, "", "WeChat: between two refunds of one order; 0: any"},
    {"latency_ms", 0, "", "of every answer"},
    {"notify_scale_percent", 100, "", "of the pauses between a notification's repeats"},
    {"notify_delay_ms", 50, "", "from the payment to its notification"},
    {"v2_reverse_after_s", 0, "", "WeChat: reverse is refused sooner after the payment; 0: any"},
}};

} // namespace menzhen::paysim
