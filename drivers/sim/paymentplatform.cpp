// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/paymentplatform.h"

#include <algorithm>
#include <utility>

namespace menzhen::sim {

using core::PaymentAnswer;
using core::PaymentChannel;
using core::PaymentQuestion;
using core::PaymentSaid;
using core::PaymentVerb;

namespace {

bool isAlipay(PaymentChannel channel) {
    return channel == PaymentChannel::AlipayQr || channel == PaymentChannel::AlipayCode;
}

bool isQr(PaymentChannel channel) {
    return channel == PaymentChannel::WechatQr || channel == PaymentChannel::AlipayQr;
}

} // namespace

PaymentAnswer PaymentPlatform::say(PaymentSaid said, const char* code) {
    PaymentAnswer answer;
    answer.said = said;
    answer.code = code;
    return answer;
}

PaymentAnswer PaymentPlatform::sayPaid(const std::string& number, const Order& order) const {
    PaymentAnswer answer = say(PaymentSaid::Paid);
    answer.amountFen = order.amountFen;
    answer.transaction = "T" + number;
    answer.paidAtMs = order.paidAtMs;
    return answer;
}

PaymentAnswer PaymentPlatform::answer(const PaymentQuestion& question, std::int64_t nowMs) {
    switch (question.verb) {
    case PaymentVerb::Open:
        return open(question);
    case PaymentVerb::Charge:
        return charge(question, nowMs);
    case PaymentVerb::Query:
        return query(question, nowMs);
    case PaymentVerb::End:
        return end(question);
    case PaymentVerb::Refund:
        return refund(question);
    case PaymentVerb::RefundQuery:
        return refundQuery(question);
    }
    return {};
}

PaymentAnswer PaymentPlatform::open(const PaymentQuestion& q) {
    const auto [found, fresh] = orders_.try_emplace(q.number);
    Order& order = found->second;
    if (fresh) {
        order.channel = q.channel;
        order.amountFen = q.amountFen;
        order.expiresAtMs = q.expiresAtMs;
        order.state = isAlipay(q.channel) ? State::QrMade : State::Unpaid;
    }
    if (order.amountFen != q.amountFen) return say(PaymentSaid::Misset, "PARAM_ERROR");
    if (order.state == State::Paid) return say(PaymentSaid::Unknown, "ORDERPAID");
    if (order.state == State::Closed) return say(PaymentSaid::Closed, "ORDER_CLOSED");
    PaymentAnswer answer = say(PaymentSaid::Opened);
    answer.qrText = "qr:" + q.number;
    return answer;
}

PaymentAnswer PaymentPlatform::charge(const PaymentQuestion& q, std::int64_t nowMs) {
    const auto [found, fresh] = orders_.try_emplace(q.number);
    Order& order = found->second;
    if (!fresh) return say(PaymentSaid::Unknown, "OUT_TRADE_NO_USED");
    order.channel = q.channel;
    order.amountFen = q.amountFen;
    order.expiresAtMs = q.expiresAtMs;
    const auto mood = moods_.find(q.authCode);
    switch (mood == moods_.end() ? WalletMood::Refuses : mood->second) {
    case WalletMood::Pays:
        order.state = State::Paid;
        order.paidAtMs = nowMs;
        return sayPaid(q.number, order);
    case WalletMood::AsksPassword:
        order.state = State::Paying;
        return say(PaymentSaid::Paying, "USERPAYING");
    case WalletMood::Refuses:
        break;
    }
    orders_.erase(found);
    return say(PaymentSaid::Failed, "AUTH_CODE_INVALID");
}

PaymentAnswer PaymentPlatform::query(const PaymentQuestion& q, std::int64_t nowMs) {
    const auto found = orders_.find(q.number);
    if (found == orders_.end()) return say(PaymentSaid::Missing, "ORDER_NOT_EXIST");
    Order& order = found->second;
    const bool late = nowMs >= order.expiresAtMs;
    switch (order.state) {
    case State::QrMade:
        return say(PaymentSaid::Missing, "ACQ.TRADE_NOT_EXIST");
    case State::Unpaid:
        if (late && isAlipay(order.channel)) order.state = State::Closed;
        return say(order.state == State::Closed ? PaymentSaid::Closed : PaymentSaid::Unpaid);
    case State::Paying:
        if (late) order.state = isAlipay(order.channel) ? State::Closed : State::Reversed;
        if (late) return query(q, nowMs);
        return say(PaymentSaid::Paying);
    case State::Paid:
        return order.refunds.empty() ? sayPaid(q.number, order) : say(PaymentSaid::Returned);
    case State::Closed:
        return say(order.returned && habits.saysReturned ? PaymentSaid::Returned
                                                         : PaymentSaid::Closed);
    case State::Reversed:
        return say(PaymentSaid::Reversed);
    }
    return {};
}

PaymentAnswer PaymentPlatform::end(const PaymentQuestion& q) {
    const auto found = orders_.find(q.number);
    if (q.unpaid && q.channel == PaymentChannel::AlipayQr) return closeTrade(q.number);
    if (found == orders_.end()) {
        if (!habits.endLeavesTombstone) return say(PaymentSaid::Ended);
        Order& order = orders_[q.number];
        order.channel = q.channel;
        order.amountFen = q.amountFen;
        order.state = q.channel == PaymentChannel::WechatCode ? State::Reversed : State::Closed;
        return say(PaymentSaid::Ended);
    }
    Order& order = found->second;
    if (order.channel == PaymentChannel::WechatQr) {
        if (std::exchange(habits.closesLimited, std::max(habits.closesLimited - 1, 0)) > 0)
            return say(PaymentSaid::Unknown, "FREQUENCY_LIMITED");
        if (order.state == State::Paid) return say(PaymentSaid::Unknown, "ORDERPAID");
        order.state = State::Closed;
        return say(PaymentSaid::Ended);
    }
    if (std::exchange(habits.endsAgain, std::max(habits.endsAgain - 1, 0)) > 0)
        return say(PaymentSaid::EndAgain);
    if (order.state == State::QrMade) {
        if (habits.cancelKillsQr) orders_.erase(found);
        return say(PaymentSaid::Ended);
    }
    if (order.state == State::Paid && order.refunds.empty()) order.returned = true;
    order.state = order.channel == PaymentChannel::WechatCode ? State::Reversed : State::Closed;
    return say(PaymentSaid::Ended);
}

/// Alipay's other end: of a trade that is there and was not paid, nothing else.
PaymentAnswer PaymentPlatform::closeTrade(const std::string& number) {
    const auto found = orders_.find(number);
    if (found == orders_.end() || found->second.state == State::QrMade)
        return say(PaymentSaid::Missing, "ACQ.TRADE_NOT_EXIST");
    if (found->second.state != State::Unpaid)
        return say(PaymentSaid::EndAgain, "ACQ.TRADE_STATUS_ERROR");
    found->second.state = State::Closed;
    return say(PaymentSaid::Ended);
}

PaymentAnswer PaymentPlatform::refund(const PaymentQuestion& q) {
    const auto found = orders_.find(q.number);
    if (found == orders_.end() || found->second.state != State::Paid)
        return say(PaymentSaid::Missing, "ORDER_NOT_EXIST");
    Order& order = found->second;
    if (const auto known = order.refunds.find(q.refundNumber); known != order.refunds.end())
        return say(known->second.state);
    if (q.refundFen > keptFen(q.number)) return say(PaymentSaid::Failed, "TOO_MUCH");
    if (habits.refund == RefundMood::PoorOnce && std::exchange(poor_, false))
        return say(PaymentSaid::Failed, "NOT_ENOUGH");
    Refund& refund = order.refunds[q.refundNumber];
    refund.fen = q.refundFen;
    if (habits.refund == RefundMood::Going) refund.state = PaymentSaid::RefundGoing;
    if (habits.refund == RefundMood::Abnormal) refund.state = PaymentSaid::RefundAbnormal;
    if (habits.refund == RefundMood::Closed) {
        refund.state = PaymentSaid::RefundClosed;
        habits.refund = RefundMood::Done; // the next number gets through
    }
    return say(refund.state);
}

PaymentAnswer PaymentPlatform::refundQuery(const PaymentQuestion& q) {
    const auto found = orders_.find(q.number);
    if (found == orders_.end()) return say(PaymentSaid::Missing);
    const auto refund = found->second.refunds.find(q.refundNumber);
    return say(refund == found->second.refunds.end() ? PaymentSaid::Missing : refund->second.state);
}

bool PaymentPlatform::scan(const std::string& number, std::int64_t nowMs) {
    const auto found = orders_.find(number);
    if (found == orders_.end() || !isQr(found->second.channel)) return false;
    Order& order = found->second;
    if (nowMs >= order.expiresAtMs) return false;
    if (order.state == State::QrMade) order.state = State::Unpaid;
    return order.state == State::Unpaid;
}

bool PaymentPlatform::pay(const std::string& number, std::int64_t nowMs) {
    const auto found = orders_.find(number);
    if (found == orders_.end()) return false;
    Order& order = found->second;
    const bool may = order.state == State::Paying || (order.state == State::Unpaid);
    if (!may || nowMs >= order.expiresAtMs) return false;
    order.state = State::Paid;
    order.paidAtMs = nowMs;
    return true;
}

void PaymentPlatform::settleRefunds() {
    for (auto& [number, order] : orders_)
        for (auto& [id, refund] : order.refunds)
            if (refund.state == PaymentSaid::RefundGoing) refund.state = PaymentSaid::RefundDone;
}

core::Fen PaymentPlatform::refundedFen(const std::string& number) const {
    core::Fen sum = 0;
    const auto found = orders_.find(number);
    if (found == orders_.end()) return 0;
    for (const auto& [id, refund] : found->second.refunds)
        if (refund.state == PaymentSaid::RefundDone || refund.state == PaymentSaid::RefundGoing)
            sum += refund.fen;
    return sum;
}

core::Fen PaymentPlatform::keptFen(const std::string& number) const {
    const auto found = orders_.find(number);
    if (found == orders_.end() || found->second.paidAtMs == 0 || found->second.returned) return 0;
    return found->second.amountFen - refundedFen(number);
}

std::vector<std::string> PaymentPlatform::numbers() const {
    std::vector<std::string> all;
    for (const auto& [number, order] : orders_)
        all.push_back(number);
    return all;
}

} // namespace menzhen::sim
