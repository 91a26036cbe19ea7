// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/alipay.h"

#include "app/core/timeunits.h"
#include "app/paysim/beijingtime.h"
#include "app/paysim/signing.h"
#include "app/paysim/wechatshape.h"

#include <array>
#include <map>

namespace menzhen::paysim {

namespace {

constexpr const char* platformName = "alipay";
constexpr std::int64_t qrLifeMs = 2 * 3'600'000;         ///< payments.md 10
constexpr std::int64_t defaultTimeoutMs = 3 * 3'600'000; ///< face to face
constexpr int maxPrecreates = 20;

/// Pauses between a notification's tries, in seconds (payments.md 13).
constexpr std::array<std::int64_t, 7> noticePausesS{240, 600, 600, 3600, 7200, 21'600, 54'000};

const AlipayRefusal notExist{"40004", "ACQ.TRADE_NOT_EXIST", "交易不存在"};
const AlipayRefusal otherData{"40004", "ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改"};
const AlipayRefusal hasSuccess{"40004", "ACQ.TRADE_HAS_SUCCESS", "交易已被支付"};
const AlipayRefusal hasClosed{"40004", "ACQ.TRADE_HAS_CLOSE", "交易已经关闭"};
const AlipayRefusal systemError{"20000", "isp.unknow-error", "系统繁忙"};

AlipayRefusal invalidParameter(const std::string& name) {
    return {"40004", "ACQ.INVALID_PARAMETER", "参数无效：" + name};
}

const std::map<std::string, std::pair<std::string, std::string>>& verbs() {
    static const std::map<std::string, std::pair<std::string, std::string>> all{
        {"alipay.trade.precreate", {"precreate", "open"}},
        {"alipay.trade.pay", {"pay", "charge"}},
        {"alipay.trade.query", {"query", "query"}},
        {"alipay.trade.cancel", {"cancel", "end"}},
        {"alipay.trade.close", {"close", "end"}},
        {"alipay.trade.refund", {"refund", "refund"}},
        {"alipay.trade.fastpay.refund.query", {"refund-query", "refund-query"}},
    };
    return all;
}

/// "5m" "2h" "1d"; nothing when it is written otherwise.
std::optional<std::int64_t> timeoutMs(const std::string& text) {
    if (text.size() < 2 || text.size() > 5) return std::nullopt;
    std::int64_t value = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = 10 * value + (text[i] - '0');
    }
    const char unit = text.back();
    const std::int64_t each = unit == 'm' ? 1 : unit == 'h' ? 60 : unit == 'd' ? 1440 : 0;
    if (value * each < 1 || value * each > 15 * 1440) return std::nullopt;
    return value * each * core::msPerMinute;
}

std::string text(const nlohmann::json& content, const char* name) {
    const auto found = content.find(name);
    if (found == content.end()) return {};
    // The gateway takes numbers for texts.
    return found->is_string() ? found->get<std::string>() : found->dump();
}

} // namespace

FaultSite Alipay::siteOf(const HttpRequest& request, const std::string&) const {
    FaultSite site{platformName, {}, {}, {}};
    auto fields = AlipayWire::fieldsOf(request).value_or(AlipayFields());
    const auto found = verbs().find(fields["method"]);
    if (found != verbs().end()) std::tie(site.verb, site.group) = found->second;
    const auto content = Json::parse(fields["biz_content"], nullptr, false);
    if (content.is_object()) site.number = text(content, "out_trade_no");
    return site;
}

HttpResponse Alipay::take(const Call& call) {
    Faults& faults = bank_.faults();
    const auto fields = AlipayWire::fieldsOf(call.request);
    if (!fields) return wire_.bareError({"40002", "isv.invalid-parameter", "请求格式不正确"});
    if (const auto refusal = wire_.refuses(*fields)) {
        // Nobody's method has no node to answer in.
        if (refusal->subCode == "isv.missing-method") return wire_.bareError(*refusal);
        return wire_.answer(call, *refusal);
    }
    if (call.site.verb.empty())
        return wire_.bareError({"40002", "isv.invalid-method", "不存在的方法名"});
    if (faults.strike(call.site, "error-response")) return wire_.bareError(systemError);
    if (faults.strike(call.site, "system-error")) return wire_.answer(call, systemError);
    if (faults.strike(call.site, "rate-limited"))
        return wire_.answer(call,
                            AlipayRefusal{"40005", "isv.app-call-limited", "应用调用次数超限"});
    if (const auto wanted = faults.strike(call.site, "business-error"))
        return wire_.answer(call, AlipayRefusal{"40004", wanted->text, "业务错误"});
    HttpResponse answer = done(call, *fields, Json::parse(fields->at("biz_content")));
    if (faults.strike(call.site, "system-error-done"))
        return wire_.answer(call, AlipayRefusal{"20000", "aop.ACQ.SYSTEM_ERROR", "系统异常"});
    return answer;
}

HttpResponse Alipay::done(const Call& call, const AlipayFields& fields, const Json& content) {
    const std::string& verb = call.site.verb;
    if (verb == "precreate") return precreate(call, fields, content);
    if (verb == "pay") return pay(call, fields, content);
    if (text(content, "out_trade_no").empty() && text(content, "trade_no").empty())
        return wire_.answer(call, invalidParameter("out_trade_no"));
    auto order = named(content);
    if (verb == "query") return query(call, order);
    if (verb == "cancel") return cancel(call, std::move(order));
    if (verb == "close") return close(call, std::move(order));
    if (verb == "refund") return refund(call, order, content);
    return refundQuery(call, order, content);
}

/// trade_no wins (payments.md 12).
std::optional<Order> Alipay::named(const Json& content) {
    const std::string trade = text(content, "trade_no");
    if (!trade.empty()) return bank_.aged(bank_.ledger().orderOfTransaction(platformName, trade));
    return bank_.order(platformName, text(content, "out_trade_no"));
}

core::Result<Order> Alipay::madeFrom(const AlipayFields& fields, const Json& content) const {
    Order order;
    order.platform = platformName;
    order.number = text(content, "out_trade_no");
    order.subject = text(content, "subject");
    order.attach = text(content, "passback_params");
    const auto url = fields.find("notify_url");
    if (url != fields.end()) order.notifyUrl = url->second;
    const auto amount = core::parseFen(text(content, "total_amount"));
    if (!isNumber(order.number, 1, 64, "_")) return core::badData("out_trade_no");
    if (!amount || *amount < 1) return core::badData("total_amount");
    if (order.subject.empty() || order.subject.find_first_of("/=&") != std::string::npos)
        return core::badData("subject");
    order.amountFen = *amount;
    order.createdMs = bank_.now();
    order.lastMomentMs = order.createdMs + defaultTimeoutMs;
    if (const std::string express = text(content, "timeout_express"); !express.empty()) {
        const auto ms = timeoutMs(express);
        if (!ms) return core::badData("timeout_express");
        order.lastMomentMs = order.createdMs + *ms;
    }
    if (const std::string expire = text(content, "time_expire"); !expire.empty()) {
        const auto moment = parsePlainTime(expire);
        if (!moment || *moment <= order.createdMs) return core::badData("time_expire");
        order.lastMomentMs = *moment;
    }
    order.made = std::to_string(order.amountFen) + "|" + order.subject;
    return order;
}

HttpResponse Alipay::precreate(const Call& call, const AlipayFields& fields, const Json& content) {
    auto wanted = madeFrom(fields, content);
    if (!wanted) return wire_.answer(call, invalidParameter(wanted.error().code));
    Order order = std::move(*wanted);
    if (auto known = bank_.order(platformName, order.number))
        return openAgain(call, std::move(*known), order);
    order.state = OrderState::Unscanned;
    order.qr = "https://qr.alipay.com/bax" + randomDigits(20);
    order.qrUntilMs = std::min(order.createdMs + qrLifeMs, order.lastMomentMs);
    if (const auto own = timeoutMs(text(content, "qr_code_timeout_express")))
        order.qrUntilMs = std::min(order.qrUntilMs, order.createdMs + *own);
    order.opens = 1;
    bank_.ledger().save(order);
    bank_.ledger().rememberQr(order.qr, order);
    if (const auto pays = bank_.faults().strike(call.site, "wallet-pays"))
        bank_.payLater(order, {}, pays->ms);
    return wire_.answer(call, {{"out_trade_no", order.number}, {"qr_code", order.qr}});
}

HttpResponse Alipay::openAgain(const Call& call, Order order, const Order& wanted) {
    if (order.byCode || order.made != wanted.made) return wire_.answer(call, otherData);
    if (order.wasPaid()) return wire_.answer(call, hasSuccess);
    if (order.state == OrderState::Closed) return wire_.answer(call, hasClosed);
    if (order.opens >= maxPrecreates)
        return wire_.answer(
            call, AlipayRefusal{"40004", "ACQ.EXCEED_PRECREATE_LIMIT", "同一订单预下单次数超限"});
    ++order.opens;
    bank_.ledger().save(order);
    return wire_.answer(call, {{"out_trade_no", order.number}, {"qr_code", order.qr}});
}

HttpResponse Alipay::pay(const Call& call, const AlipayFields& fields, const Json& content) {
    auto wanted = madeFrom(fields, content);
    if (!wanted) return wire_.answer(call, invalidParameter(wanted.error().code));
    if (text(content, "scene") != "bar_code") return wire_.answer(call, invalidParameter("scene"));
    Order order = std::move(*wanted);
    order.byCode = true;
    order.authCode = text(content, "auth_code");
    order.made += "|" + order.authCode;
    if (const auto known = bank_.order(platformName, order.number))
        return paidBefore(call, *known, order);
    const CodeVerdict verdict =
        bank_.judgeCode(platformName, order.authCode, order.amountFen, call.site);
    if (verdict == CodeVerdict::Unknown || verdict == CodeVerdict::Used ||
        verdict == CodeVerdict::Expired)
        return wire_.answer(
            call, AlipayRefusal{"40004", "ACQ.PAYMENT_AUTH_CODE_INVALID",
                                "支付失败，获取顾客账户信息失败，请顾客刷新付款码后重新收款"});
    const auto refused = bank_.faults().strike(call.site, "refuse-charge");
    if (refused || verdict == CodeVerdict::Poor) {
        bank_.useCode(order, CodeVerdict::Poor);
        const bool named = refused && !refused->text.empty();
        return wire_.answer(
            call, AlipayRefusal{"40004", named ? refused->text : "ACQ.BUYER_BALANCE_NOT_ENOUGH",
                                "买家余额不足"});
    }
    order.state = OrderState::Paying;
    order.transaction = bank_.transactionNumber(platformName);
    bank_.ledger().save(order);
    bank_.useCode(order, verdict);
    if (verdict != CodeVerdict::Pays)
        return wire_.answer(call, trade(order), "10003", "order success pay inprocess");
    bank_.pay(order, {});
    return wire_.answer(call, trade(order));
}

HttpResponse Alipay::paidBefore(const Call& call, const Order& order, const Order& wanted) {
    if (!order.byCode || order.made != wanted.made) return wire_.answer(call, otherData);
    if (order.wasPaid()) return wire_.answer(call, hasSuccess);
    if (order.state == OrderState::Closed) return wire_.answer(call, hasClosed);
    return wire_.answer(call, trade(order), "10003", "order success pay inprocess");
}

HttpResponse Alipay::query(const Call& call, const std::optional<Order>& order) {
    if (!order || order->state == OrderState::Unscanned || order->transaction.empty() ||
        bank_.faults().strike(call.site, "not-exist"))
        return wire_.answer(call, notExist);
    Answer node = trade(*order);
    if (bank_.faults().strike(call.site, "unknown-state"))
        node["trade_status"] = "TRADE_SUPERSEDED";
    if (bank_.faults().strike(call.site, "wrong-amount"))
        node["total_amount"] = core::formatFen(order->amountFen + 1);
    if (bank_.faults().strike(call.site, "wrong-merchant")) node["out_trade_no"] = "SANDBOX000001";
    return wire_.answer(call, node);
}

bool Alipay::isAcknowledged(int, const std::string& body) const {
    return body == "success";
}

std::int64_t Alipay::pauseAfter(int tries) const {
    const auto at = static_cast<std::size_t>(tries - 1);
    if (at >= noticePausesS.size()) return 0;
    return noticePausesS[at] * core::msPerSecond * bank_.faults().number("notify_scale_percent") /
           100;
}

} // namespace menzhen::paysim
