// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/wechatv2.h"

#include "app/core/check.h"
#include "drivers/payment/paymenttext.h"
#include "drivers/payment/wechatcodes.h"
#include "drivers/payment/wechatsign.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace menzhen::payment {

namespace {

using core::PaymentAnswer;
using core::PaymentQuestion;
using core::PaymentSaid;
using core::PaymentVerb;

constexpr std::size_t hmacCharacters = 64; // MD5 has 32
constexpr int serverFaultV2 = 500;
constexpr const char* ownAddress = "127.0.0.1"; // spbill_create_ip: the registry's, which is inside

std::string md5(const std::string& text) {
    core::Bytes digest(16);
    unsigned int size = 0;
    MENZHEN_CHECK(EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr) ==
                      1,
                  "OpenSSL has no MD5");
    return core::toHex(digest);
}

std::string at(const Fields& fields, const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

/// Empty: not said. Nothing: said, and no amount.
std::optional<core::Fen> fen(const Fields& fields, const char* name) {
    const std::string text = at(fields, name);
    core::Fen value = 0;
    const char* const end = text.data() + text.size();
    if (text.empty()) return 0;
    if (text.size() > 10 || std::from_chars(text.data(), end, value).ptr != end || value < 0 ||
        value > core::maxAmountFen)
        return std::nullopt;
    return value;
}

/// Whether words that nobody signed say that the platform does not know us: a wrong key can be told
/// in no other way. They say nothing of any order.
bool refusesUs(const Fields& fields) {
    constexpr std::array<const char*, 5> words{"签名", "SIGN", "APPID", "MCH_ID", "商户号"};
    std::string message = at(fields, "return_msg");
    for (char& c : message)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return std::any_of(words.begin(), words.end(), [&message](const char* word) {
        return message.find(word) != std::string::npos;
    });
}

const char* pathOf(PaymentVerb verb) {
    switch (verb) {
    case PaymentVerb::Open:
    case PaymentVerb::Charge:
        return "/pay/micropay";
    case PaymentVerb::Query:
        return "/pay/orderquery";
    case PaymentVerb::End:
        return "/secapi/pay/reverse";
    case PaymentVerb::Refund:
        return "/secapi/pay/refund";
    case PaymentVerb::RefundQuery:
        return "/pay/refundquery";
    }
    return "";
}

PaymentAnswer order(const PaymentQuestion& question, const Fields& fields) {
    const auto total = fen(fields, "total_fee");
    const std::string currency = at(fields, "fee_type");
    if (!currency.empty() && currency != "CNY") return unknownAnswer("currency");
    PaymentAnswer answer;
    // A charge that was taken names no state: the result is the state.
    const std::string state =
        question.verb == PaymentVerb::Charge ? "SUCCESS" : at(fields, "trade_state");
    answer.said = wechatStateSays(state);
    answer.code = codeForLog(state);
    answer.transaction = at(fields, "transaction_id");
    answer.amountFen = total.value_or(0);
    answer.paidAtMs = parseCompactTime(at(fields, "time_end")).value_or(0);
    if (answer.said == PaymentSaid::Unknown) return unknownAnswer("state-" + codeForLog(state));
    if (wasPaidThenReversed(answer)) answer.said = PaymentSaid::Returned;
    const bool paid = answer.said == PaymentSaid::Paid;
    if (!total || (paid && (answer.transaction.empty() || answer.amountFen == 0)))
        return unknownAnswer("answer-shape");
    return answer;
}

/// A refund was taken in; only refundquery says what became of it.
PaymentAnswer refundTaken(const PaymentQuestion& question, const Fields& fields) {
    const auto refund = fen(fields, "refund_fee");
    if (at(fields, "out_refund_no") != question.refundNumber) return unknownAnswer("other-order");
    if (!refund) return unknownAnswer("answer-shape");
    PaymentAnswer answer = saidAnswer(PaymentSaid::RefundGoing, "PROCESSING", 0);
    answer.refundedFen = *refund;
    return answer;
}

/// Asked by out_refund_no, it lists that one refund as number 0.
PaymentAnswer refundState(const PaymentQuestion& question, const Fields& fields) {
    const auto refund = fen(fields, "refund_fee_0");
    if (at(fields, "out_refund_no_0") != question.refundNumber) return unknownAnswer("other-order");
    if (!refund) return unknownAnswer("answer-shape");
    const std::string status = at(fields, "refund_status_0");
    PaymentAnswer answer = saidAnswer(wechatRefundSays(status), codeForLog(status), 0);
    answer.refundedFen = *refund;
    if (answer.said == PaymentSaid::Unknown) return unknownAnswer("state-" + answer.code);
    return answer;
}

} // namespace

std::string v2Text(const Fields& fields, const std::string& key) {
    std::string text;
    for (const auto& [name, value] : fields) {
        if (value.empty() || name == "sign") continue;
        text += name;
        text += '=';
        text += value;
        text += '&';
    }
    return text + "key=" + key;
}

std::string v2Signature(const ports::Crypto& crypto, const Fields& fields, const std::string& key,
                        V2Sign kind) {
    const std::string text = v2Text(fields, key);
    std::string hex = kind == V2Sign::Md5
                          ? md5(text)
                          : core::toHex(crypto.hmacSha256(core::asBytes(key), core::asBytes(text)));
    for (char& c : hex)
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    return hex;
}

HttpRequest WechatV2::request(const PaymentQuestion& question, const Moment& moment) const {
    const bool hmac = settings_.v2Sign == V2Sign::HmacSha256;
    Fields fields{{"appid", settings_.appid},
                  {"mch_id", settings_.mchid},
                  {"nonce_str", moment.nonce},
                  {"sign_type", hmac ? "HMAC-SHA256" : "MD5"},
                  {"out_trade_no", question.number}};
    if (question.verb == PaymentVerb::Charge) {
        fields["body"] = question.subject;
        fields["total_fee"] = std::to_string(question.amountFen);
        fields["spbill_create_ip"] = ownAddress;
        fields["auth_code"] = question.authCode;
        fields["device_info"] = question.terminal;
    } else if (question.verb == PaymentVerb::Refund) {
        fields["out_refund_no"] = question.refundNumber;
        fields["total_fee"] = std::to_string(question.amountFen);
        fields["refund_fee"] = std::to_string(question.refundFen);
    } else if (question.verb == PaymentVerb::RefundQuery) {
        fields.erase("out_trade_no"); // one number alone: then the answer is about that refund
        fields["out_refund_no"] = question.refundNumber;
    }
    fields["sign"] = v2Signature(*crypto_, fields, settings_.apiV2Key, settings_.v2Sign);
    const bool mutual = question.verb == PaymentVerb::End || question.verb == PaymentVerb::Refund;
    return {"POST",
            settings_.baseUrl + pathOf(question.verb),
            {"Content-Type: text/xml"},
            writeXml(fields),
            mutual,
            question.verb == PaymentVerb::Charge};
}

/// Of which kind is told by the length, as WeChat Pay's own code has it: older answers are MD5
/// whatever was asked for. Both need the key.
bool WechatV2::isSigned(const Fields& fields) const {
    const std::string said = at(fields, "sign");
    const V2Sign kind = said.size() == hmacCharacters ? V2Sign::HmacSha256 : V2Sign::Md5;
    const std::string wanted = v2Signature(*crypto_, fields, settings_.apiV2Key, kind);
    return said.size() == wanted.size() &&
           CRYPTO_memcmp(said.data(), wanted.data(), said.size()) == 0;
}

PaymentAnswer WechatV2::answer(const PaymentQuestion& question, const HttpAnswer& http,
                               std::int64_t nowMs) const {
    if (!http.fault.empty()) return unknownAnswer(http.fault);
    const auto date = parseHttpDate(headerOf(http.headers, "date"));
    const std::int64_t skewMs = date ? *date - nowMs : 0;
    const auto fields = readXml(http.body);
    if (!fields || http.status >= serverFaultV2)
        return unknownAnswer(http.status == 200 ? "answer-shape" : httpCode(http.status), skewMs);
    // Refused before it was looked at (a wrong key, broken XML): nobody signs that.
    if (at(*fields, "return_code") != "SUCCESS" && at(*fields, "sign").empty())
        return refusesUs(*fields) ? saidAnswer(PaymentSaid::Misset, "v2-refused", skewMs)
                                  : unknownAnswer("v2-return-fail", skewMs);
    if (!isSigned(*fields)) {
        const std::string code = codeForLog(at(*fields, "err_code"));
        if (plainCode(code) == "SIGNERROR") return saidAnswer(PaymentSaid::Misset, code, skewMs);
        return unknownAnswer("bad-signature", skewMs);
    }
    PaymentAnswer answer = verified(question, *fields);
    answer.skewMs = skewMs;
    return answer;
}

PaymentAnswer WechatV2::verified(const PaymentQuestion& question, const Fields& fields) const {
    if (at(fields, "mch_id") != settings_.mchid || at(fields, "appid") != settings_.appid)
        return unknownAnswer("other-merchant");
    if (question.verb == PaymentVerb::End && at(fields, "recall") == "Y")
        return saidAnswer(PaymentSaid::EndAgain, codeForLog(at(fields, "err_code")), 0);
    if (at(fields, "result_code") != "SUCCESS") {
        const std::string code = at(fields, "err_code");
        return saidAnswer(wechatCodeSays(code, question.verb), codeForLog(code), 0);
    }
    const std::string number = at(fields, "out_trade_no");
    if (question.verb != PaymentVerb::End && number != question.number)
        return unknownAnswer("other-order");
    switch (question.verb) {
    case PaymentVerb::Open:
    case PaymentVerb::Charge:
    case PaymentVerb::Query:
        return order(question, fields);
    case PaymentVerb::End:
        return saidAnswer(PaymentSaid::Ended, {}, 0);
    case PaymentVerb::Refund:
        return refundTaken(question, fields);
    case PaymentVerb::RefundQuery:
        return refundState(question, fields);
    }
    return unknownAnswer("answer-shape");
}

} // namespace menzhen::payment
