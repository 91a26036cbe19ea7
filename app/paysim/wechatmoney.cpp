// SPDX-License-Identifier: Apache-2.0
// What Wechat says of an order, of a refund, and in a notification.
#include "app/core/timeunits.h"
#include "app/paysim/beijingtime.h"
#include "app/paysim/signing.h"
#include "app/paysim/wechat.h"
#include "app/paysim/wechatshape.h"

#include <algorithm>

namespace menzhen::paysim {

namespace {

constexpr const char* platformName = "wechat";
constexpr std::size_t maxRefunds = 50; ///< payments.md 6

const char* described(const std::string& state) {
    if (state == "SUCCESS") return "支付成功";
    if (state == "REFUND") return "转入退款";
    if (state == "NOTPAY") return "订单未支付";
    if (state == "CLOSED") return "订单已关闭";
    if (state == "REVOKED") return "订单已撤销";
    if (state == "USERPAYING") return "需要用户输入支付密码";
    return "支付失败";
}

std::string refundState(const Refund& refund, std::int64_t now) {
    const std::string state = refundStateName(refund, now);
    if (state == "done") return "SUCCESS";
    if (state == "going") return "PROCESSING";
    return state == "closed" ? "CLOSED" : "ABNORMAL";
}

/// "00000000-0000-5000-8000-000000000001"
std::string noticeId() {
    std::string id = randomHex(32);
    std::transform(id.begin(), id.end(), id.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const std::size_t at : {8U, 13U, 18U, 23U})
        id.insert(at, "-");
    return id;
}

} // namespace

std::string Wechat::tradeState(const Order& order) const {
    switch (order.state) {
    case OrderState::Paying:
        return "USERPAYING";
    case OrderState::Paid:
        return bank_.ledger().refunds(platformName, order.number).empty() ? "SUCCESS" : "REFUND";
    case OrderState::Closed:
        return "CLOSED";
    case OrderState::Reversed:
        return "REVOKED";
    case OrderState::Failed:
        return "PAYERROR";
    default:
        return "NOTPAY";
    }
}

Wechat::Answer Wechat::trade(const Order& order, const FaultSite* site) const {
    Faults& faults = bank_.faults();
    const auto strikes = [&](const char* name) { return site && faults.strike(*site, name); };
    std::string state = tradeState(order);
    if (strikes("unknown-state")) state = "SUPERSEDED";
    const bool strangers = strikes("wrong-merchant");
    const core::Fen total = order.amountFen + (strikes("wrong-amount") ? 1 : 0);
    Answer json{{"appid", keys_.appid},
                {"mchid", strangers ? "1900000001" : keys_.mchid},
                {"out_trade_no", order.number},
                {"trade_state", state},
                {"trade_state_desc", described(state)},
                {"amount", {{"total", total}, {"currency", "CNY"}}}};
    if (!order.wasPaid()) return json;
    json["transaction_id"] = order.transaction;
    json["trade_type"] = order.byCode ? "MICROPAY" : "NATIVE";
    json["bank_type"] = "OTHERS";
    json["attach"] = order.attach;
    json["success_time"] = rfc3339(order.paidMs);
    json["payer"] = {{"openid", "oSandbox" + digestHex(Digest::Md5, {}, order.user).substr(0, 20)}};
    json["amount"]["payer_total"] = total;
    json["amount"]["payer_currency"] = "CNY";
    return json;
}

std::string Wechat::paidNotice(const Order& order, const std::string& wrong) const {
    Answer plain = trade(order, nullptr);
    plain["trade_state"] = "SUCCESS";
    plain["trade_state_desc"] = described("SUCCESS");
    if (wrong == "amount") plain["amount"]["total"] = order.amountFen + 1;
    if (wrong == "merchant") plain["mchid"] = "1900000001";
    if (wrong == "app") plain["appid"] = "wx0000000000000001";
    if (wrong == "number") plain["out_trade_no"] = "SANDBOX" + randomDigits(12);
    return Answer{{"id", noticeId()},
                  {"create_time", rfc3339(bank_.now())},
                  {"resource_type", "encrypt-resource"},
                  {"event_type", "TRANSACTION.SUCCESS"},
                  {"summary", "支付成功"},
                  {"resource", wire_.sealed("transaction", plain.dump())}}
        .dump();
}

std::string Wechat::refundNotice(const Order& order, const Refund& refund) const {
    const std::string state = refundState(refund, refund.dueMs);
    Answer plain{{"mchid", keys_.mchid},
                 {"transaction_id", order.transaction},
                 {"out_trade_no", order.number},
                 {"refund_id", refund.refundId},
                 {"out_refund_no", refund.refundNumber},
                 {"refund_status", state},
                 {"user_received_account", "支付用户零钱"},
                 {"amount",
                  {{"total", order.amountFen},
                   {"refund", refund.fen},
                   {"payer_total", order.amountFen},
                   {"payer_refund", refund.fen}}}};
    if (state == "SUCCESS") plain["success_time"] = rfc3339(refund.dueMs);
    return Answer{{"id", noticeId()},
                  {"create_time", rfc3339(refund.dueMs)},
                  {"resource_type", "encrypt-resource"},
                  {"event_type", "REFUND." + state},
                  {"summary", "退款" + state},
                  {"resource", wire_.sealed("refund", plain.dump())}}
        .dump();
}

Wechat::Answer Wechat::refundAnswer(const Order& order, const Refund& refund) const {
    const std::string state = refundState(refund, bank_.now());
    Answer json{{"refund_id", refund.refundId},
                {"out_refund_no", refund.refundNumber},
                {"transaction_id", order.transaction},
                {"out_trade_no", order.number},
                {"channel", "ORIGINAL"},
                {"user_received_account", "支付用户零钱"},
                {"create_time", rfc3339(refund.createdMs)},
                {"status", state},
                {"funds_account", "AVAILABLE"},
                {"amount",
                 {{"total", order.amountFen},
                  {"refund", refund.fen},
                  {"payer_total", order.amountFen},
                  {"payer_refund", refund.fen},
                  {"settlement_refund", refund.fen},
                  {"settlement_total", order.amountFen},
                  {"discount_refund", 0},
                  {"currency", "CNY"}}}};
    if (state == "SUCCESS") json["success_time"] = rfc3339(refund.dueMs);
    return json;
}

std::optional<WechatRefusal> Wechat::unrefundable(const Order& order, const Json& body) {
    if (!order.wasPaid() || order.state != OrderState::Paid)
        return WechatRefusal{400, "INVALID_REQUEST", "订单未支付或已撤销，不能退款"};
    if (integerAt(body, "amount.total") != order.amountFen)
        return WechatRefusal{400, "PARAM_ERROR", "订单金额与原订单不一致"};
    if (integerAt(body, "amount.refund") > bank_.refundable(order))
        return WechatRefusal{400, "INVALID_REQUEST", "申请退款金额超过可退金额"};
    const auto before = bank_.ledger().refunds(platformName, order.number);
    if (before.size() >= maxRefunds)
        return WechatRefusal{400, "INVALID_REQUEST", "退款次数超过50次"};
    const std::int64_t spacing = bank_.faults().number("refund_spacing_s") * core::msPerSecond;
    if (!before.empty() && bank_.now() < before.back().createdMs + spacing)
        return WechatRefusal{429, "FREQUENCY_LIMITED", "同一订单退款过于频繁"};
    return std::nullopt;
}

HttpResponse Wechat::refund(const Call& call, const Json& body) {
    const std::string transaction = textAt(body, "transaction_id");
    const auto order = transaction.empty()
                           ? bank_.order(platformName, call.site.number)
                           : bank_.ledger().orderOfTransaction(platformName, transaction);
    if (!order) return wire_.answer(call, WechatRefusal{404, "RESOURCE_NOT_EXISTS", "订单不存在"});
    const std::string number = textAt(body, "out_refund_no");
    // Judged first: the same number asked twice is one refund, whatever is left.
    if (const auto known = bank_.ledger().refundNamed(platformName, number)) {
        if (known->number != order->number || known->fen != integerAt(body, "amount.refund"))
            return wire_.answer(
                call, WechatRefusal{400, "INVALID_REQUEST", "同一退款单号的参数与首次请求不一致"});
        return wire_.answer(call, 200, refundAnswer(*order, *known).dump());
    }
    if (const auto refusal = unrefundable(*order, body)) return wire_.answer(call, *refusal);
    if (bank_.faults().strike(call.site, "refund-not-enough"))
        return wire_.answer(call, WechatRefusal{403, "NOT_ENOUGH", "商户余额不足"});
    Refund wanted;
    wanted.refundNumber = number;
    wanted.fen = integerAt(body, "amount.refund");
    wanted.reason = textAt(body, "reason");
    wanted.made = textAt(body, "notify_url");
    const Refund made = bank_.refund(*order, std::move(wanted), call.site);
    return wire_.answer(call, 200, refundAnswer(*order, made).dump());
}

HttpResponse Wechat::refundQuery(const Call& call) {
    const auto refund = bank_.ledger().refundNamed(platformName, call.request.parameter("refund"));
    const auto order = refund ? bank_.order(platformName, refund->number) : std::nullopt;
    if (!order || bank_.faults().strike(call.site, "not-exist"))
        return wire_.answer(call, WechatRefusal{404, "RESOURCE_NOT_EXISTS", "退款单不存在"});
    return wire_.answer(call, 200, refundAnswer(*order, *refund).dump());
}

} // namespace menzhen::paysim
