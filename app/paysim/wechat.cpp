// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/wechat.h"

#include "app/core/timeunits.h"
#include "app/paysim/beijingtime.h"
#include "app/paysim/signing.h"
#include "app/paysim/wechatshape.h"

#include <array>

namespace menzhen::paysim {

namespace {

constexpr const char* platformName = "wechat";
constexpr std::int64_t qrLifeMs = 2 * 3'600'000; ///< payments.md 2

/// Pauses between a notification's tries, in seconds (payments.md 5).
constexpr std::array<std::int64_t, 15> noticePausesS{
    15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10'800, 10'800, 10'800, 21'600, 21'600};

const WechatRefusal notExist{404, "ORDER_NOT_EXIST", "订单不存在"};
const WechatRefusal numberUsed{403, "OUT_TRADE_NO_USED", "商户订单号重复"};
const WechatRefusal busy{429, "FREQUENCY_LIMITED", "频率超限"};
const WechatRefusal systemError{500, "SYSTEM_ERROR", "系统异常，请用相同参数重新调用"};

WechatRefusal invalid(std::string message) {
    return {400, "INVALID_REQUEST", std::move(message)};
}

std::string groupOf(const std::string& verb) {
    if (verb == "native") return "open";
    if (verb == "codepay") return "charge";
    if (verb == "close" || verb == "reverse") return "end";
    return verb == "query-id" ? "query" : verb;
}

bool isCode(const std::string& text) {
    return text.size() == 18 && isNumber(text, 18, 18, "") && text[0] == '1' && text[1] <= '5' &&
           text.find_first_not_of("0123456789") == std::string::npos;
}

} // namespace

FaultSite Wechat::siteOf(const HttpRequest& request, const std::string& verb) const {
    FaultSite site{platformName, verb == "query-id" ? "query" : verb, groupOf(verb),
                   request.parameter("number")};
    if (site.number.empty() && request.method == "POST")
        site.number = textAt(Json::parse(request.body, nullptr, false), "out_trade_no");
    return site;
}

HttpResponse Wechat::take(const Call& call) {
    Faults& faults = bank_.faults();
    if (const auto refusal = wire_.refuses(call.request)) return wire_.answer(call, *refusal);
    if (faults.strike(call.site, "system-error")) return wire_.answer(call, systemError);
    if (faults.strike(call.site, "rate-limited")) return wire_.answer(call, busy);
    if (const auto wanted = faults.strike(call.site, "business-error"))
        return wire_.answer(call,
                            WechatRefusal{wanted->value ? static_cast<int>(wanted->value) : 403,
                                          wanted->text, "业务错误"});
    HttpResponse answer = done(call);
    if (faults.strike(call.site, "system-error-done")) return wire_.answer(call, systemError);
    return answer;
}

HttpResponse Wechat::done(const Call& call) {
    const std::string& verb = call.site.verb;
    const HttpRequest& request = call.request;
    if (verb == "certificates") return certificates(call);
    if (verb == "query") {
        if (request.queryValue("mchid") != keys_.mchid)
            return wire_.answer(call, WechatRefusal{400, "PARAM_ERROR", "mchid不正确"});
        const std::string& transaction = request.parameter("transaction");
        return query(call, transaction.empty() ? bank_.order(platformName, call.site.number)
                                               : bank_.aged(bank_.ledger().orderOfTransaction(
                                                     platformName, transaction)));
    }
    if (verb == "refund-query") return refundQuery(call);
    const Json body = Json::parse(request.body, nullptr, false);
    if (const auto refusal = misshapen(verb, body)) return wire_.answer(call, *refusal);
    if (const auto refusal = wrongIds(body)) return wire_.answer(call, *refusal);
    if (verb == "native") return native(call, body);
    if (verb == "codepay") return codepay(call, body);
    if (verb == "close") return close(call);
    if (verb == "reverse") return reverse(call);
    return refund(call, body);
}

std::optional<WechatRefusal> Wechat::wrongIds(const Json& body) const {
    if (body.contains("mchid") && textAt(body, "mchid") != keys_.mchid)
        return WechatRefusal{400, "PARAM_ERROR", "Http头中的mchid与请求中的mchid不一致"};
    if (body.contains("appid") && textAt(body, "appid") != keys_.appid)
        return WechatRefusal{400, "APPID_MCHID_NOT_MATCH", "AppID和mchid不匹配，请检查后再试"};
    return std::nullopt;
}

Order Wechat::madeFrom(const Json& body) const {
    Order order;
    order.platform = platformName;
    order.number = textAt(body, "out_trade_no");
    order.amountFen = integerAt(body, "amount.total");
    order.subject = textAt(body, "description");
    order.attach = textAt(body, "attach");
    order.notifyUrl = textAt(body, "notify_url");
    order.made = body.dump();
    order.createdMs = bank_.now();
    return order;
}

void Wechat::giveQr(Order& order) {
    order.qr = "weixin://wxpay/bizpayurl?pr=" + randomWord(9);
    order.qrUntilMs = bank_.now() + qrLifeMs;
    ++order.opens;
    bank_.ledger().save(order);
    bank_.ledger().rememberQr(order.qr, order);
}

HttpResponse Wechat::native(const Call& call, const Json& body) {
    if (auto known = bank_.order(platformName, call.site.number))
        return openAgain(call, std::move(*known), body);
    Order order = madeFrom(body);
    if (body.contains("time_expire")) {
        const auto moment = parseRfc3339(textAt(body, "time_expire"));
        if (!moment || *moment <= bank_.now())
            return wire_.answer(call, WechatRefusal{400, "PARAM_ERROR", "time_expire不正确"});
        order.lastMomentMs = *moment;
    }
    giveQr(order);
    if (const auto pays = bank_.faults().strike(call.site, "wallet-pays"))
        bank_.payLater(order, {}, pays->ms);
    return wire_.answer(call, 200, Answer{{"code_url", order.qr}}.dump());
}

HttpResponse Wechat::openAgain(const Call& call, Order order, const Json& body) {
    if (order.byCode) return wire_.answer(call, numberUsed);
    if (order.made != body.dump())
        return wire_.answer(call, invalid("请求重入时，参数与首次请求时不一致"));
    if (order.wasPaid())
        return wire_.answer(call, WechatRefusal{400, "ORDER_PAID", "该订单已支付"});
    if (order.state != OrderState::Unpaid)
        return wire_.answer(call, WechatRefusal{400, "ORDER_CLOSED", "该订单已关闭"});
    giveQr(order);
    return wire_.answer(call, 200, Answer{{"code_url", order.qr}}.dump());
}

HttpResponse Wechat::codepay(const Call& call, const Json& body) {
    if (textAt(body, "scene_info.store_info.id").empty() &&
        textAt(body, "scene_info.store_info.out_id").empty())
        return wire_.answer(call, WechatRefusal{400, "PARAM_ERROR", "缺少门店信息"});
    if (const auto known = bank_.order(platformName, call.site.number))
        return chargedBefore(call, *known, body);
    Order order = madeFrom(body);
    order.byCode = true;
    order.authCode = textAt(body, "payer.auth_code");
    if (!isCode(order.authCode))
        return wire_.answer(call, WechatRefusal{400, "AUTH_CODE_INVALID", "付款码格式不正确"});
    return charge(call, std::move(order),
                  bank_.judgeCode(platformName, textAt(body, "payer.auth_code"),
                                  integerAt(body, "amount.total"), call.site));
}

HttpResponse Wechat::chargedBefore(const Call& call, const Order& order, const Json& body) {
    if (!order.byCode || order.made != body.dump()) return wire_.answer(call, numberUsed);
    switch (order.state) {
    case OrderState::Paid:
        return wire_.answer(call, WechatRefusal{400, "ORDER_PAID", "该订单已支付"});
    case OrderState::Paying:
        return userPaying(call, order);
    case OrderState::Reversed:
        return wire_.answer(call, WechatRefusal{400, "ORDER_REVERSED", "该订单已撤销"});
    case OrderState::Closed:
        return wire_.answer(call, WechatRefusal{400, "ORDER_CLOSED", "该订单已关闭"});
    default:
        return wire_.answer(call, numberUsed);
    }
}

HttpResponse Wechat::charge(const Call& call, Order order, CodeVerdict verdict) {
    Faults& faults = bank_.faults();
    if (verdict == CodeVerdict::Unknown || verdict == CodeVerdict::Used ||
        verdict == CodeVerdict::Expired)
        return wire_.answer(
            call, WechatRefusal{400, "AUTH_CODE_INVALID", "付款码无效，请用户刷新后重新出示"});
    const auto refused = faults.strike(call.site, "refuse-charge");
    if (refused || verdict == CodeVerdict::Poor) {
        const std::string& after = faults.word("refused_charge");
        order.state = after == "notpay" ? OrderState::Unpaid : OrderState::Failed;
        bank_.useCode(order, CodeVerdict::Poor);
        if (after != "missing") bank_.ledger().save(order);
        const bool named = refused && !refused->text.empty();
        return wire_.answer(
            call, WechatRefusal{403, named ? refused->text : "NOT_ENOUGH", "用户账户余额不足"});
    }
    order.state = OrderState::Paying;
    bank_.ledger().save(order);
    bank_.useCode(order, verdict);
    if (verdict != CodeVerdict::Pays) return userPaying(call, order);
    bank_.pay(order, {});
    return wire_.answer(call, 200, trade(order, &call.site).dump());
}

HttpResponse Wechat::userPaying(const Call& call, const Order& order) {
    const std::string& as = bank_.faults().word("userpaying_as");
    if (as == "200-state") return wire_.answer(call, 200, trade(order, &call.site).dump());
    const int status = as == "200-code" ? 200 : as == "400-code" ? 400 : 202;
    return wire_.answer(call, WechatRefusal{status, "USERPAYING", "需要用户输入支付密码"});
}

HttpResponse Wechat::query(const Call& call, std::optional<Order> order) {
    if (!order || bank_.faults().strike(call.site, "not-exist"))
        return wire_.answer(call, notExist);
    return wire_.answer(call, 200, trade(*order, &call.site).dump());
}

HttpResponse Wechat::close(const Call& call) {
    Faults& faults = bank_.faults();
    auto order = bank_.order(platformName, call.site.number);
    if (!order) return wire_.answer(call, notExist);
    if (order->byCode) return wire_.answer(call, invalid("付款码支付的订单不能关闭，请调用撤销"));
    if (faults.strike(call.site, "paid-in-race") && order->state == OrderState::Unpaid)
        bank_.pay(*order, {});
    // Seen in production while a payment is being worked on (payments.md 4).
    if (bank_.isBeingPaid(*order)) return wire_.answer(call, busy);
    if (order->wasPaid())
        return wire_.answer(call, WechatRefusal{400, "ORDER_PAID", "该订单已支付"});
    if (faults.strike(call.site, "end-lies")) return wire_.answer(call, 204, {});
    const bool again = order->state == OrderState::Closed;
    if (!again) bank_.end(*order, OrderState::Closed, "CLOSE");
    if (const auto late = faults.strike(call.site, "late-success"))
        bank_.later(late->ms, [this, number = order->number] {
            if (auto closed = bank_.order(platformName, number)) bank_.pay(*closed, {});
        });
    return wire_.answer(call, 204, {});
}

HttpResponse Wechat::reverse(const Call& call) {
    Faults& faults = bank_.faults();
    const Answer done{
        {"appid", keys_.appid}, {"mchid", keys_.mchid}, {"out_trade_no", call.site.number}};
    auto order = bank_.order(platformName, call.site.number);
    if (!order) return reverseUnknown(call, call.site.number, done);
    if (!order->byCode) return wire_.answer(call, invalid("只有付款码支付的订单可以撤销"));
    if (bank_.now() < order->createdMs + faults.number("v2_reverse_after_s") * core::msPerSecond)
        return wire_.answer(call, invalid("支付15秒后才可撤销"));
    if (faults.strike(call.site, "paid-in-race") && order->state == OrderState::Paying)
        bank_.pay(*order, {});
    if (faults.strike(call.site, "end-lies")) return wire_.answer(call, 200, done.dump());
    if (order->state != OrderState::Reversed) bank_.end(*order, OrderState::Reversed, "REVERSE");
    if (const auto late = faults.strike(call.site, "late-success"))
        bank_.later(late->ms, [this, number = order->number] {
            if (auto reversed = bank_.order(platformName, number)) bank_.pay(*reversed, {});
        });
    return wire_.answer(call, 200, done.dump());
}

HttpResponse Wechat::reverseUnknown(const Call& call, const std::string& number,
                                    const Answer& done) {
    const std::string& how = bank_.faults().word("reverse_unknown");
    if (how == "missing") return wire_.answer(call, notExist);
    if (how == "tombstone") {
        Order grave;
        grave.platform = platformName;
        grave.number = number;
        grave.byCode = true;
        grave.state = OrderState::Reversed;
        grave.amountFen = 1;
        grave.createdMs = grave.endedMs = bank_.now();
        bank_.ledger().save(grave);
    }
    return wire_.answer(call, 200, done.dump());
}

HttpResponse Wechat::certificates(const Call& call) {
    if (bank_.faults().word("certificates") == "missing")
        return wire_.answer(call, WechatRefusal{404, "RESOURCE_NOT_EXISTS", "无可用的平台证书"});
    Answer sealed = wire_.sealed("certificate", keys_.certificatePem);
    sealed.erase("original_type");
    const Answer body{
        {"data", Answer::array({Answer{
                     {"serial_no", keys_.certificateSerial},
                     {"effective_time", rfc3339(bank_.now() - 86'400 * core::msPerSecond)},
                     {"expire_time", rfc3339(bank_.now() + 157'680'000 * core::msPerSecond)},
                     {"encrypt_certificate", sealed}}})}};
    return wire_.answer(call, 200, body.dump());
}

bool Wechat::isAcknowledged(int status, const std::string&) const {
    return status == 200 || status == 204;
}

std::int64_t Wechat::pauseAfter(int tries) const {
    const auto at = static_cast<std::size_t>(tries - 1);
    if (at >= noticePausesS.size()) return 0;
    return noticePausesS[at] * core::msPerSecond * bank_.faults().number("notify_scale_percent") /
           100;
}

} // namespace menzhen::paysim
