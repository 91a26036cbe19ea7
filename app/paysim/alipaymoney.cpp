// SPDX-License-Identifier: Apache-2.0
// What Alipay says of a trade, of a refund, and in a notification.
#include "app/paysim/alipay.h"
#include "app/paysim/beijingtime.h"
#include "app/paysim/signing.h"

namespace menzhen::paysim {

namespace {

constexpr const char* platformName = "alipay";

std::string text(const nlohmann::json& content, const char* name) {
    const auto found = content.find(name);
    if (found == content.end()) return {};
    return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string buyerOf(const Order& order) {
    return "2088" + digestHex(Digest::Md5, {}, order.user).substr(0, 12);
}

} // namespace

core::Fen Alipay::refundedFen(const Order& order) const {
    core::Fen sum = 0;
    for (const Refund& refund : bank_.ledger().refunds(platformName, order.number))
        if (refund.isDone(bank_.now())) sum += refund.fen;
    return sum;
}

/// TRADE_CLOSED stands for both: never paid, and paid and wholly refunded (payments.md 12).
std::string Alipay::tradeStatus(const Order& order) const {
    if (order.state == OrderState::Closed) return "TRADE_CLOSED";
    if (!order.wasPaid()) return "WAIT_BUYER_PAY";
    return refundedFen(order) >= order.amountFen ? "TRADE_CLOSED" : "TRADE_SUCCESS";
}

Alipay::Answer Alipay::trade(const Order& order) const {
    Answer node{{"out_trade_no", order.number},
                {"trade_no", order.transaction},
                {"buyer_logon_id", "san***@sandbox.com"},
                {"trade_status", tradeStatus(order)},
                {"total_amount", core::formatFen(order.amountFen)},
                {"receipt_amount", order.wasPaid() ? core::formatFen(order.amountFen) : "0.00"},
                {"buyer_pay_amount", order.wasPaid() ? core::formatFen(order.amountFen) : "0.00"}};
    if (!order.wasPaid()) return node;
    node["buyer_user_id"] = buyerOf(order);
    node["send_pay_date"] = plainTime(order.paidMs);
    node["gmt_payment"] = plainTime(order.paidMs);
    node["fund_bill_list"] = Answer::array(
        {Answer{{"fund_channel", "ALIPAYACCOUNT"}, {"amount", core::formatFen(order.amountFen)}}});
    return node;
}

Alipay::Answer Alipay::refundAnswer(const Order& order, bool moved) const {
    // refund_fee is the sum of all refunds so far (payments.md 12).
    return {{"out_trade_no", order.number},
            {"trade_no", order.transaction},
            {"buyer_logon_id", "san***@sandbox.com"},
            {"fund_change", moved ? "Y" : "N"},
            {"refund_fee", core::formatFen(refundedFen(order))},
            {"gmt_refund_pay", plainTime(bank_.now())}};
}

HttpResponse Alipay::refund(const Call& call, const std::optional<Order>& order,
                            const Json& content) {
    const auto refuse = [&](const char* subCode, const char* message) {
        return wire_.answer(call, AlipayRefusal{"40004", subCode, message});
    };
    if (!order || order->state == OrderState::Unscanned)
        return refuse("ACQ.TRADE_NOT_EXIST", "交易不存在");
    const auto fen = core::parseFen(text(content, "refund_amount"));
    if (!fen || *fen < 1) return refuse("ACQ.INVALID_PARAMETER", "参数无效：refund_amount");
    std::string number = text(content, "out_request_no");
    if (number.empty()) {
        if (*fen != order->amountFen)
            return refuse("ACQ.INVALID_PARAMETER", "部分退款必须传入out_request_no");
        number = order->number;
    }
    if (number.size() > 64) return refuse("ACQ.INVALID_PARAMETER", "参数无效：out_request_no");
    if (const auto known = bank_.ledger().refund(platformName, order->number, number)) {
        if (known->fen != *fen) return refuse("ACQ.DISCORDANT_REPEAT_REQUEST", "请求信息不一致");
        return wire_.answer(call, refundAnswer(*order, false));
    }
    if (!order->wasPaid()) return refuse("ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
    if (*fen > bank_.refundable(*order))
        return refuse("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额错误");
    if (bank_.faults().strike(call.site, "refund-not-enough"))
        return refuse("ACQ.SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足");
    Refund wanted;
    wanted.refundNumber = number;
    wanted.fen = *fen;
    wanted.reason = text(content, "refund_reason");
    const Refund made = bank_.refund(*order, std::move(wanted), call.site);
    return wire_.answer(call, refundAnswer(*order, made.isDone(bank_.now())));
}

HttpResponse Alipay::refundQuery(const Call& call, const std::optional<Order>& order,
                                 const Json& content) {
    if (!order || order->transaction.empty() || bank_.faults().strike(call.site, "not-exist"))
        return wire_.answer(call, AlipayRefusal{"40004", "ACQ.TRADE_NOT_EXIST", "交易不存在"});
    const auto refund =
        bank_.ledger().refund(platformName, order->number, text(content, "out_request_no"));
    // Without refund_status nothing was refunded under that number (payments.md 12).
    Answer node{{"out_trade_no", order->number}, {"trade_no", order->transaction}};
    if (refund && refund->isDone(bank_.now())) {
        node["out_request_no"] = refund->refundNumber;
        node["total_amount"] = core::formatFen(order->amountFen);
        node["refund_amount"] = core::formatFen(refund->fen);
        node["refund_status"] = "REFUND_SUCCESS";
        node["gmt_refund_pay"] = plainTime(refund->dueMs);
    }
    return wire_.answer(call, node);
}

std::string Alipay::notice(const Order& order, const Refund* refund,
                           const std::string& wrong) const {
    const core::Fen total = order.amountFen + (wrong == "amount" ? 1 : 0);
    std::map<std::string, std::string> fields{
        {"app_id", wrong == "app" ? "2021000000000001" : keys_.appId},
        {"auth_app_id", keys_.appId},
        {"buyer_id", buyerOf(order)},
        {"buyer_logon_id", "san***@sandbox.com"},
        {"buyer_pay_amount", core::formatFen(order.amountFen)},
        {"charset", "utf-8"},
        {"gmt_create", plainTime(order.createdMs)},
        {"gmt_payment", plainTime(order.paidMs)},
        {"notify_id", randomDigits(34)},
        {"notify_type", "trade_status_sync"},
        {"out_trade_no", wrong == "number" ? "SANDBOX" + randomDigits(12) : order.number},
        {"receipt_amount", core::formatFen(order.amountFen)},
        {"seller_id", wrong == "merchant" ? "2088000000000001" : keys_.sellerId},
        {"subject", order.subject},
        {"total_amount", core::formatFen(total)},
        {"trade_no", order.transaction},
        {"trade_status", "TRADE_SUCCESS"},
        {"version", "1.0"},
    };
    if (!order.attach.empty()) fields["passback_params"] = order.attach;
    if (refund) {
        // Those that are done by then, this one among them.
        core::Fen sum = 0;
        for (const Refund& one : bank_.ledger().refunds(platformName, order.number))
            if (one.isDone(refund->dueMs)) sum += one.fen;
        if (sum >= order.amountFen) fields["trade_status"] = "TRADE_CLOSED";
        fields["refund_fee"] = core::formatFen(sum);
        fields["out_biz_no"] = refund->refundNumber;
        fields["gmt_refund"] = plainTime(refund->dueMs);
    }
    return nlohmann::json(fields).dump();
}

} // namespace menzhen::paysim
