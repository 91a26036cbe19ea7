// SPDX-License-Identifier: Apache-2.0
// How an Alipay order ends: cancel and close, and the races with a patient who pays.
#include "app/paysim/alipay.h"

namespace menzhen::paysim {

namespace {

constexpr const char* platformName = "alipay";
constexpr std::int64_t cancelWindowMs = 24 * 3'600'000; ///< payments.md 12

const AlipayRefusal notExist{"40004", "ACQ.TRADE_NOT_EXIST", "交易不存在"};
const AlipayRefusal statusError{"40004", "ACQ.TRADE_STATUS_ERROR", "交易状态不合法"};
const AlipayRefusal systemError{"20000", "isp.unknow-error", "系统繁忙"};

} // namespace

void Alipay::payInRace(const Call& call, Order& order) {
    const bool open = order.state == OrderState::Unscanned || order.state == OrderState::Unpaid ||
                      order.state == OrderState::Paying;
    if (open && bank_.faults().strike(call.site, "paid-in-race")) bank_.pay(order, {});
}

void Alipay::payLate(const Call& call, const Order& order) {
    const auto late = bank_.faults().strike(call.site, "late-success");
    if (!late) return;
    bank_.later(late->ms, [this, number = order.number] {
        if (auto ended = bank_.order(platformName, number)) bank_.pay(*ended, {});
    });
}

HttpResponse Alipay::cancel(const Call& call, std::optional<Order> order) {
    Answer node{{"out_trade_no", call.site.number}, {"retry_flag", "N"}};
    if (!order) {
        // Nothing was ever asked under this number: nothing is to be done.
        node["action"] = "close";
        return wire_.answer(call, node);
    }
    if (bank_.faults().strike(call.site, "recall")) {
        node["retry_flag"] = "Y";
        return wire_.answer(call, node);
    }
    payInRace(call, *order);
    if (bank_.faults().strike(call.site, "end-lies")) {
        node["action"] = "close";
        return wire_.answer(call, node);
    }
    if (order->state == OrderState::Unscanned) return cancelUnscanned(call, std::move(*order));
    if (order->wasPaid() && bank_.now() > order->paidMs + cancelWindowMs)
        return wire_.answer(
            call, AlipayRefusal{"40004", "ACQ.TRADE_CANCEL_TIME_OUT", "超过撤销时间范围"});
    if (order->state != OrderState::Closed) bank_.end(*order, OrderState::Closed, "CANCEL");
    payLate(call, *order);
    node["trade_no"] = order->transaction;
    node["action"] = order->wasPaid() ? "refund" : "close";
    return wire_.answer(call, node);
}

HttpResponse Alipay::cancelUnscanned(const Call& call, Order order) {
    const std::string& how = bank_.faults().word("cancel_unscanned");
    if (how == "missing") return wire_.answer(call, notExist);
    bank_.stopPaying(order);
    if (how == "kills") {
        order.qrUntilMs = 0;
        order.endedMs = bank_.now();
        bank_.ledger().save(order);
    }
    payLate(call, order);
    return wire_.answer(call,
                        {{"out_trade_no", order.number}, {"retry_flag", "N"}, {"action", "close"}});
}

HttpResponse Alipay::close(const Call& call, std::optional<Order> order) {
    if (!order || order->state == OrderState::Unscanned) return wire_.answer(call, notExist);
    payInRace(call, *order);
    if (bank_.isBeingPaid(*order)) return wire_.answer(call, systemError);
    if (order->wasPaid()) return wire_.answer(call, statusError);
    if (!bank_.faults().strike(call.site, "end-lies")) {
        if (order->state != OrderState::Closed) bank_.end(*order, OrderState::Closed, "CLOSE");
        payLate(call, *order);
    }
    return wire_.answer(call, {{"out_trade_no", order->number}, {"trade_no", order->transaction}});
}

} // namespace menzhen::paysim
