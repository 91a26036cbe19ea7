// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/wechatv3.h"

#include "app/core/timeunits.h"
#include "drivers/payment/paymenttext.h"
#include "drivers/payment/reading.h"
#include "drivers/payment/wechatcodes.h"
#include "drivers/payment/wechatorder.h"
#include "drivers/payment/wechatsign.h"

namespace menzhen::payment {

namespace {

using core::PaymentAnswer;
using core::PaymentChannel;
using core::PaymentQuestion;
using core::PaymentSaid;
using core::PaymentVerb;

constexpr int ok = 200;
constexpr int accepted = 202;
constexpr int noContent = 204;
constexpr int redirected = 300;
constexpr int refusedFrom = 400;
constexpr int unauthorized = 401;
constexpr int tooMany = 429;
constexpr int serverFault = 500;
constexpr std::size_t mostQrBytes = 512;
const std::string orders = "/v3/pay/transactions/out-trade-no/";
/// Native wants an address. Addresses like this one are never called, so it stands for "none".
const std::string nowhere = "https://127.0.0.1";

/// The clock of an answer that nobody signed: good for an alarm, for nothing else.
std::int64_t unsignedSkewMs(const HttpAnswer& http, std::int64_t nowMs) {
    const auto date = parseHttpDate(headerOf(http.headers, "date"));
    return date ? *date - nowMs : 0;
}

PaymentAnswer unverified(const HttpAnswer& http, Witness witness, std::int64_t nowMs) {
    const std::int64_t skewMs = unsignedSkewMs(http, nowMs);
    if (witness == Witness::NoSignature && http.status == unauthorized) {
        const auto json = readObject(http.body);
        const std::string code = json ? textAt(*json, "code") : "";
        if (plainCode(code) == "SIGNERROR")
            return saidAnswer(PaymentSaid::Misset, codeForLog(code), skewMs);
    }
    if (witness == Witness::NoSignature && (http.status >= redirected || http.status < ok))
        return unknownAnswer(httpCode(http.status), skewMs);
    return unknownAnswer(codeOf(witness), skewMs);
}

PaymentAnswer refusal(const PaymentQuestion& question, int status, const Json& json) {
    const std::string code = textAt(json, "code");
    if (code.empty()) return unknownAnswer(httpCode(status));
    PaymentSaid said = wechatCodeSays(code, question.verb);
    // Trouble at their end says nothing about the order, whatever the code is; only that the wallet
    // waits for its owner has been seen under every status.
    const bool trouble = status >= serverFault || status == tooMany || status < refusedFrom;
    if (trouble && plainCode(code) != "USERPAYING") said = PaymentSaid::Unknown;
    return saidAnswer(said, codeForLog(code), 0);
}

PaymentAnswer opened(const Json& json) {
    PaymentAnswer answer;
    answer.qrText = textAt(json, "code_url");
    if (!answer.qrText.starts_with("weixin://") || answer.qrText.size() > mostQrBytes)
        return unknownAnswer("answer-shape");
    answer.said = PaymentSaid::Opened;
    return answer;
}

PaymentAnswer endedAnswer(const PaymentQuestion& question, const Json& json) {
    const std::string number = textAt(json, "out_trade_no");
    if (!number.empty() && number != question.number) return unknownAnswer("other-order");
    return saidAnswer(textAt(json, "recall") == "Y" ? PaymentSaid::EndAgain : PaymentSaid::Ended,
                      {}, 0);
}

bool codeChannel(const PaymentQuestion& question) {
    return question.channel == PaymentChannel::WechatCode;
}

} // namespace

core::Result<std::unique_ptr<WechatV3>> WechatV3::open(const WechatSettings& settings,
                                                       const std::string& notifyUrl,
                                                       const std::string& store,
                                                       const WechatKeys& keys) {
    auto key = RsaPrivateKey::read(settings.merchantKeyPem);
    if (!key) return tl::unexpected(key.error());
    return std::unique_ptr<WechatV3>(
        new WechatV3(settings, notifyUrl, store, keys, std::move(*key)));
}

WechatV3::WechatV3(const WechatSettings& settings, std::string notifyUrl, std::string store,
                   const WechatKeys& keys, RsaPrivateKey key)
    : settings_(settings), notifyUrl_(std::move(notifyUrl)), store_(std::move(store)), keys_(&keys),
      key_(std::move(key)) {}

std::string WechatV3::openBody(const PaymentQuestion& question) const {
    const std::string base = notifyUrl_.empty() ? nowhere : notifyUrl_;
    return Json{{"appid", settings_.appid},
                {"mchid", settings_.mchid},
                {"description", question.subject},
                {"out_trade_no", question.number},
                {"time_expire", rfc3339(question.expiresAtMs)},
                {"notify_url", base + wechatNotifyPath},
                {"amount", {{"total", question.amountFen}, {"currency", "CNY"}}}}
        .dump();
}

std::string WechatV3::chargeBody(const PaymentQuestion& question) const {
    return Json{
        {"appid", settings_.appid},
        {"mchid", settings_.mchid},
        {"description", question.subject},
        {"out_trade_no", question.number},
        {"payer", {{"auth_code", question.authCode}}},
        {"amount", {{"total", question.amountFen}, {"currency", "CNY"}}},
        {"scene_info", {{"device_id", question.terminal}, {"store_info", {{"out_id", store_}}}}}}
        .dump();
}

std::string WechatV3::refundBody(const PaymentQuestion& question) const {
    Json body{{"out_trade_no", question.number}, {"out_refund_no", question.refundNumber}};
    if (!notifyUrl_.empty()) body["notify_url"] = notifyUrl_ + wechatNotifyPath;
    body["amount"] = {
        {"refund", question.refundFen}, {"total", question.amountFen}, {"currency", "CNY"}};
    return body.dump();
}

HttpRequest WechatV3::signedRequest(HttpRequest request, const Moment& moment) const {
    const std::string timestamp = std::to_string(moment.nowMs / core::msPerSecond);
    const std::string signature = key_.sign(wechatRequestText(request, timestamp, moment.nonce));
    request.headers = {"Accept: application/json",
                       "Authorization: " + wechatAuthorization(settings_.mchid,
                                                               settings_.merchantSerial, timestamp,
                                                               moment.nonce, signature),
                       "Wechatpay-Serial: " + keys_->preferred()};
    if (request.method == "POST") request.headers.emplace_back("Content-Type: application/json");
    return request;
}

HttpRequest WechatV3::request(const PaymentQuestion& question, const Moment& moment) const {
    HttpRequest request{"POST", settings_.baseUrl, {}, {}, false};
    switch (question.verb) {
    case PaymentVerb::Open:
        request.url += "/v3/pay/transactions/native";
        request.body = openBody(question);
        break;
    case PaymentVerb::Charge:
        request.url += "/v3/pay/transactions/codepay";
        request.once = true;
        request.body = chargeBody(question);
        break;
    case PaymentVerb::Query:
        request.method = "GET";
        request.url += orders + question.number + "?mchid=" + settings_.mchid;
        break;
    case PaymentVerb::End:
        request.url += orders + question.number + (codeChannel(question) ? "/reverse" : "/close");
        request.body = codeChannel(question)
                           ? Json{{"appid", settings_.appid}, {"mchid", settings_.mchid}}.dump()
                           : Json{{"mchid", settings_.mchid}}.dump();
        break;
    case PaymentVerb::Refund:
        request.url += "/v3/refund/domestic/refunds";
        request.body = refundBody(question);
        break;
    case PaymentVerb::RefundQuery:
        request.method = "GET";
        request.url += "/v3/refund/domestic/refunds/" + question.refundNumber;
        break;
    }
    return signedRequest(std::move(request), moment);
}

HttpRequest WechatV3::certificateRequest(const Moment& moment) const {
    return signedRequest({"GET", settings_.baseUrl + "/v3/certificates", {}, {}, false}, moment);
}

PaymentAnswer WechatV3::answer(const PaymentQuestion& question, const HttpAnswer& http,
                               std::int64_t nowMs) const {
    if (!http.fault.empty()) return unknownAnswer(http.fault);
    const Witnessed seen = witnessWechat(http.headers, http.body, *keys_, nowMs);
    if (seen.witness == Witness::Stale)
        return saidAnswer(PaymentSaid::Misset, codeOf(seen.witness), seen.skewMs);
    if (seen.witness != Witness::Good) return unverified(http, seen.witness, nowMs);
    PaymentAnswer answer = verified(question, http);
    answer.skewMs = seen.skewMs;
    return answer;
}

PaymentAnswer WechatV3::verified(const PaymentQuestion& question, const HttpAnswer& http) const {
    const auto json = http.body.empty() ? std::optional(Json::object()) : readObject(http.body);
    if (!json) return unknownAnswer("answer-shape");
    const bool good = http.status == ok || http.status == noContent;
    if (!good || json->contains("code")) {
        const bool waits = http.status == accepted &&
                           wechatStateSays(textAt(*json, "trade_state")) == PaymentSaid::Paying;
        if (waits && question.verb != PaymentVerb::End)
            return saidAnswer(PaymentSaid::Paying, "USERPAYING", 0);
        return refusal(question, http.status, *json);
    }
    const WechatMerchant ours{settings_.appid, settings_.mchid};
    switch (question.verb) {
    case PaymentVerb::Open:
        return opened(*json);
    case PaymentVerb::Charge:
    case PaymentVerb::Query:
        return wechatOrder(*json, ours, question.number);
    case PaymentVerb::End:
        return endedAnswer(question, *json);
    case PaymentVerb::Refund:
    case PaymentVerb::RefundQuery:
        return wechatRefund(*json, question.number, question.refundNumber);
    }
    return unknownAnswer("answer-shape");
}

} // namespace menzhen::payment
