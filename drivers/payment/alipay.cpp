// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/alipay.h"

#include "drivers/payment/alipaycodes.h"
#include "drivers/payment/paymenttext.h"
#include "drivers/payment/reading.h"
#include "drivers/payment/wechatsign.h"

#include <algorithm>

namespace menzhen::payment {

namespace {

using core::PaymentAnswer;
using core::PaymentChannel;
using core::PaymentQuestion;
using core::PaymentSaid;
using core::PaymentVerb;

constexpr int ok = 200;
constexpr std::size_t mostQrBytes = 512;

const char* methodOf(const PaymentQuestion& question) {
    switch (question.verb) {
    case PaymentVerb::Open:
        return "alipay.trade.precreate";
    case PaymentVerb::Charge:
        return "alipay.trade.pay";
    case PaymentVerb::Query:
        return "alipay.trade.query";
    case PaymentVerb::End:
        return question.unpaid && question.channel == PaymentChannel::AlipayQr
                   ? "alipay.trade.close"
                   : "alipay.trade.cancel";
    case PaymentVerb::Refund:
        return "alipay.trade.refund";
    case PaymentVerb::RefundQuery:
        return "alipay.trade.fastpay.refund.query";
    }
    return "";
}

/// Three characters may not stand in a subject.
std::string subjectOf(std::string subject) {
    std::replace_if(
        subject.begin(), subject.end(), [](char c) { return c == '/' || c == '=' || c == '&'; },
        ' ');
    return subject;
}

/// The same question gives the same content whenever it is asked: an order that is opened again
/// with other data is refused. So the last moment to pay is an absolute one.
std::string content(const PaymentQuestion& question) {
    Json json{{"out_trade_no", question.number}};
    switch (question.verb) {
    case PaymentVerb::Open:
        json["total_amount"] = core::formatFen(question.amountFen);
        json["subject"] = subjectOf(question.subject);
        json["product_code"] = "FACE_TO_FACE_PAYMENT";
        json["time_expire"] = alipayTime(question.expiresAtMs);
        json["terminal_id"] = question.terminal;
        break;
    case PaymentVerb::Charge:
        json["scene"] = "bar_code";
        json["auth_code"] = question.authCode;
        json["subject"] = subjectOf(question.subject);
        json["total_amount"] = core::formatFen(question.amountFen);
        json["product_code"] = "FACE_TO_FACE_PAYMENT";
        json["time_expire"] = alipayTime(question.expiresAtMs);
        json["terminal_id"] = question.terminal;
        break;
    case PaymentVerb::Query:
    case PaymentVerb::End:
        break;
    case PaymentVerb::Refund:
        json["refund_amount"] = core::formatFen(question.refundFen);
        json["out_request_no"] = question.refundNumber;
        break;
    case PaymentVerb::RefundQuery:
        json["out_request_no"] = question.refundNumber;
        break;
    }
    return json.dump();
}

/// Nothing when it is there and is no amount.
std::optional<core::Fen> yuanAt(const Json& json, const char* name) {
    const std::string text = textAt(json, name);
    if (text.empty() && !json.contains(name)) return 0;
    const auto fen = core::parseFen(text);
    return fen ? std::optional(*fen) : std::nullopt;
}

PaymentAnswer opened(const Json& json) {
    PaymentAnswer answer = saidAnswer(PaymentSaid::Opened, {}, 0);
    answer.qrText = textAt(json, "qr_code");
    if (!answer.qrText.starts_with("https://") || answer.qrText.size() > mostQrBytes)
        return unknownAnswer("answer-shape");
    return answer;
}

/// Of a query, and of a charge, which says it by its code.
PaymentAnswer order(const PaymentQuestion& question, const Json& json) {
    const bool charged = question.verb == PaymentVerb::Charge;
    const std::string paidAt = textAt(json, charged ? "gmt_payment" : "send_pay_date");
    const std::string status = charged ? "TRADE_SUCCESS" : textAt(json, "trade_status");
    const auto total = yuanAt(json, "total_amount");
    PaymentAnswer answer;
    answer.said = alipayStatusSays(status, !paidAt.empty());
    answer.code = codeForLog(status);
    answer.transaction = textAt(json, "trade_no");
    answer.paidAtMs = parseAlipayTime(paidAt).value_or(0);
    if (answer.said == PaymentSaid::Unknown) return unknownAnswer("state-" + answer.code);
    const bool paid = answer.said == PaymentSaid::Paid;
    if (!total || (paid && (answer.transaction.empty() || *total == 0)))
        return unknownAnswer("answer-shape");
    answer.amountFen = *total;
    return answer;
}

PaymentAnswer endedAnswer(const Json& json) {
    const bool again = textAt(json, "retry_flag") == "Y";
    return saidAnswer(again ? PaymentSaid::EndAgain : PaymentSaid::Ended,
                      codeForLog(textAt(json, "action")), 0);
}

/// fund_change N: this call moved nothing, because an earlier one did or because none could. Only
/// the refund query knows. refund_fee is the sum of all refunds, so it is not looked at.
PaymentAnswer refunded(const PaymentQuestion& question, const Json& json) {
    PaymentAnswer answer = saidAnswer(PaymentSaid::RefundGoing, "fund-change-n", 0);
    answer.transaction = textAt(json, "trade_no");
    if (textAt(json, "fund_change") == "Y") {
        answer.said = PaymentSaid::RefundDone;
        answer.code = "fund-change-y";
        answer.refundedFen = question.refundFen;
    }
    return answer;
}

/// A refund that the query does not call a success was not made.
PaymentAnswer refundState(const PaymentQuestion& question, const Json& json) {
    const std::string request = textAt(json, "out_request_no");
    const std::string status = textAt(json, "refund_status");
    if (!request.empty() && request != question.refundNumber) return unknownAnswer("other-order");
    if (status.empty()) return saidAnswer(PaymentSaid::Missing, "no-refund-status", 0);
    if (plainCode(status) != "REFUNDSUCCESS")
        return saidAnswer(PaymentSaid::RefundGoing, codeForLog(status), 0);
    const auto amount = yuanAt(json, "refund_amount");
    if (!amount || request.empty()) return unknownAnswer("answer-shape");
    PaymentAnswer answer = saidAnswer(PaymentSaid::RefundDone, codeForLog(status), 0);
    answer.refundedFen = *amount;
    answer.transaction = textAt(json, "trade_no");
    return answer;
}

PaymentAnswer verified(const PaymentQuestion& question, const Json& json) {
    const std::string code = textAt(json, "code");
    const std::string sub = textAt(json, "sub_code");
    const bool waits = code == "10003" && question.verb == PaymentVerb::Charge;
    if (code != "10000" && !waits)
        return saidAnswer(alipayCodeSays(code, sub, question.verb),
                          codeForLog(sub.empty() ? code : sub), 0);
    const std::string number = textAt(json, "out_trade_no");
    // A refund query that found nothing may name nothing.
    const bool nameless = number.empty() && question.verb == PaymentVerb::RefundQuery &&
                          !json.contains("refund_status");
    if (number != question.number && !nameless) return unknownAnswer("other-order");
    if (waits) return saidAnswer(PaymentSaid::Paying, code, 0);
    switch (question.verb) {
    case PaymentVerb::Open:
        return opened(json);
    case PaymentVerb::Charge:
    case PaymentVerb::Query:
        return order(question, json);
    case PaymentVerb::End:
        return endedAnswer(json);
    case PaymentVerb::Refund:
        return refunded(question, json);
    case PaymentVerb::RefundQuery:
        return refundState(question, json);
    }
    return unknownAnswer("answer-shape");
}

} // namespace

core::Result<std::unique_ptr<Alipay>> Alipay::open(const AlipaySettings& settings,
                                                   const std::string& notifyUrl) {
    auto ours = RsaPrivateKey::read(settings.appKeyPem);
    if (!ours) return core::badData("bad-key", "app_key: " + ours.error().detail);
    auto theirs = RsaPublicKey::read(settings.alipayKeyPem);
    if (!theirs) return core::badData("bad-key", "alipay_key: " + theirs.error().detail);
    return std::unique_ptr<Alipay>(
        new Alipay(settings, notifyUrl, std::move(*ours), std::move(*theirs)));
}

Alipay::Alipay(const AlipaySettings& settings, std::string notifyUrl, RsaPrivateKey ours,
               RsaPublicKey theirs)
    : settings_(settings), notifyUrl_(std::move(notifyUrl)), ours_(std::move(ours)),
      theirs_(std::move(theirs)) {}

HttpRequest Alipay::request(const PaymentQuestion& question, const Moment& moment) const {
    Parameters parameters{{"app_id", settings_.appId}, {"method", methodOf(question)},
                          {"format", "JSON"},          {"charset", "utf-8"},
                          {"sign_type", "RSA2"},       {"timestamp", alipayTime(moment.nowMs)},
                          {"version", "1.0"},          {"biz_content", content(question)}};
    const bool told = question.verb == PaymentVerb::Open || question.verb == PaymentVerb::Charge;
    if (told && !notifyUrl_.empty()) parameters["notify_url"] = notifyUrl_ + alipayNotifyPath;
    parameters["sign"] = ours_.sign(alipayRequestText(parameters));

    // As the platform's own SDK sends it: what is common in the address, the content in the body.
    HttpRequest request{"POST", settings_.gatewayUrl, {}, {}, false};
    char sign = '?';
    for (const auto& [name, value] : parameters) {
        if (name == "biz_content") continue;
        request.url += sign + percentEncoded(name) + "=" + percentEncoded(value);
        sign = '&';
    }
    request.headers = {"Content-Type: application/x-www-form-urlencoded;charset=utf-8",
                       "Accept: application/json"};
    request.once = question.verb == PaymentVerb::Charge;
    request.body = "biz_content=" + percentEncoded(parameters["biz_content"]);
    return request;
}

PaymentAnswer Alipay::answer(const PaymentQuestion& question, const HttpAnswer& http,
                             std::int64_t nowMs) const {
    if (!http.fault.empty()) return unknownAnswer(http.fault);
    const auto date = parseHttpDate(headerOf(http.headers, "date"));
    const std::int64_t skewMs = date ? *date - nowMs : 0;
    if (http.status != ok) return unknownAnswer(httpCode(http.status), skewMs);
    const auto node = alipayNode(http.body, methodOf(question));
    if (!node) return unknownAnswer("answer-shape", skewMs);
    if (node->sign.empty()) {
        const auto json = readObject(node->text);
        const std::string sub = json ? textAt(*json, "sub_code") : "";
        if (isIdentityRefusal(sub)) return saidAnswer(PaymentSaid::Misset, codeForLog(sub), skewMs);
        return unknownAnswer("no-signature", skewMs);
    }
    if (!theirs_.verifies(node->text, node->sign)) return unknownAnswer("bad-signature", skewMs);
    const auto json = readObject(node->text);
    if (!json) return unknownAnswer("answer-shape", skewMs);
    PaymentAnswer answer = verified(question, *json);
    answer.skewMs = skewMs;
    return answer;
}

} // namespace menzhen::payment
