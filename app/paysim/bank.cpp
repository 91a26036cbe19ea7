// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/bank.h"

#include "app/core/timeunits.h"
#include "app/paysim/beijingtime.h"
#include "app/paysim/signing.h"

#include <algorithm>

namespace menzhen::paysim {

namespace {

constexpr std::int64_t unpaidLifeMs = std::int64_t{7} * 86'400'000; ///< payments.md 2
constexpr const char* someone = "patient";

std::string keyOf(const Order& order) {
    return order.platform + "/" + order.number;
}

bool isOver(const Order& order, std::int64_t now, std::int64_t revokeMs) {
    if (order.byCode && order.platform == "wechat")
        return order.state == OrderState::Paying && now > order.createdMs + revokeMs;
    if (order.state != OrderState::Unpaid && order.state != OrderState::Paying) return false;
    // WeChat's last moment ends paying; it does not close the order (payments.md 2).
    if (order.platform == "wechat") return now > order.createdMs + unpaidLifeMs;
    return order.lastMomentMs != 0 && now > order.lastMomentMs;
}

} // namespace

std::optional<Order> Bank::order(const std::string& platform, const std::string& number) {
    return aged(ledger_.order(platform, number));
}

std::optional<Order> Bank::aged(std::optional<Order> order) {
    if (!order || !isOver(*order, now(), faults_.number("self_revoke_s") * core::msPerSecond))
        return order;
    const bool revoked = order->byCode && order->platform == "wechat";
    order->state = revoked ? OrderState::Reversed : OrderState::Closed;
    order->endedMs = now();
    ledger_.save(*order);
    return order;
}

std::vector<Order> Bank::orders() {
    std::vector<Order> all = ledger_.orders();
    for (Order& order : all)
        order = *aged(order);
    return all;
}

std::string Bank::transactionNumber(const std::string& platform) {
    const std::string moment = compactTime(now());
    if (platform == "wechat") return "4200000000" + moment.substr(0, 8) + randomDigits(10);
    return moment.substr(0, 8) + "22001" + randomDigits(15);
}

void Bank::pay(Order& order, const std::string& user) {
    beingPaid_.erase(keyOf(order));
    if (order.wasPaid()) return;
    order.state = OrderState::Paid;
    order.paidMs = now();
    order.endedMs = 0;
    order.user = user.empty() ? someone : user;
    if (order.transaction.empty()) order.transaction = transactionNumber(order.platform);
    ledger_.save(order);
    ledger_.charge(order);
    if (onPaid) onPaid(order);
}

void Bank::payLater(const Order& order, const std::string& user, std::int64_t ms) {
    const std::string key = keyOf(order);
    beingPaid_[key] = user;
    later_(ms, [this, key, platform = order.platform, number = order.number] {
        const auto paying = beingPaid_.find(key);
        auto found = this->order(platform, number);
        if (paying == beingPaid_.end() || !found) return;
        const std::string payer = paying->second;
        const bool open = found->state == OrderState::Unscanned ||
                          found->state == OrderState::Unpaid || found->state == OrderState::Paying;
        if (open) pay(*found, payer);
        beingPaid_.erase(key);
    });
}

bool Bank::isBeingPaid(const Order& order) const {
    return beingPaid_.count(keyOf(order)) > 0;
}

void Bank::stopPaying(const Order& order) {
    beingPaid_.erase(keyOf(order));
}

void Bank::end(Order& order, OrderState state, const std::string& name) {
    stopPaying(order);
    const bool paid = order.wasPaid();
    if (paid && !ledger_.refund(order.platform, order.number, name)) {
        Refund back;
        back.platform = order.platform;
        back.number = order.number;
        back.refundNumber = name;
        back.fen = refundable(order);
        back.createdMs = back.dueMs = now();
        back.refundId = transactionNumber(order.platform);
        back.reason = name;
        if (back.fen > 0) ledger_.addRefund(back);
    }
    order.state = state;
    if (order.endedMs == 0) order.endedMs = now();
    ledger_.save(order);
}

core::Fen Bank::refundable(const Order& order) {
    if (!order.wasPaid()) return 0;
    core::Fen left = order.amountFen;
    for (const Refund& refund : ledger_.refunds(order.platform, order.number))
        if (refund.holds(now())) left -= refund.fen;
    return left;
}

Refund Bank::refund(const Order& order, Refund wanted, const FaultSite& site) {
    wanted.platform = order.platform;
    wanted.number = order.number;
    wanted.createdMs = now();
    wanted.dueMs = wanted.createdMs + faults_.number("refund_ms");
    if (const auto slow = faults_.strike(site, "refund-slow"))
        wanted.dueMs = wanted.createdMs + slow->ms;
    const bool alipay = order.platform == "alipay";
    if (faults_.strike(site, "refund-abnormal"))
        wanted.outcome = alipay ? RefundOutcome::Never : RefundOutcome::Abnormal;
    else if (faults_.strike(site, "refund-closed"))
        wanted.outcome = alipay ? RefundOutcome::Never : RefundOutcome::Closed;
    wanted.refundId = transactionNumber(order.platform);
    ledger_.addRefund(wanted);
    if (onRefund && wanted.outcome != RefundOutcome::Never) onRefund(order, wanted);
    return wanted;
}

CodeVerdict Bank::judgeCode(const std::string& platform, const std::string& code, core::Fen amount,
                            const FaultSite& site) {
    const auto known = ledger_.code(code);
    if (!known || known->platform != platform) return CodeVerdict::Unknown;
    if (!known->number.empty()) return CodeVerdict::Used;
    if (now() > known->madeMs + faults_.number("code_life_s") * core::msPerSecond)
        return CodeVerdict::Expired;
    if (known->mood == "poor") return CodeVerdict::Poor;
    if (known->mood == "cancels") return CodeVerdict::Cancels;
    if (known->mood == "slow") return CodeVerdict::PaysLater;
    const bool asks = known->mood == "password" || faults_.strike(site, "ask-password") ||
                      (platform == "wechat" && amount > faults_.number("password_above_fen"));
    return asks ? CodeVerdict::AsksPassword : CodeVerdict::Pays;
}

void Bank::useCode(const Order& order, CodeVerdict verdict) {
    if (auto code = ledger_.code(order.authCode)) {
        code->number = order.number;
        ledger_.save(*code);
    }
    const std::int64_t ms = faults_.number("slow_wallet_ms");
    if (verdict == CodeVerdict::PaysLater) payLater(order, {}, ms);
    if (verdict != CodeVerdict::Cancels) return;
    later_(ms, [this, platform = order.platform, number = order.number] {
        auto found = this->order(platform, number);
        if (!found || found->state != OrderState::Paying) return;
        found->state = platform == "wechat" ? OrderState::Failed : OrderState::Unpaid;
        ledger_.save(*found);
    });
}

WalletCode Bank::newCode(const std::string& platform, const std::string& mood) {
    WalletCode code;
    // 18 digits, 10 to 15 in front; Alipay's begin with 25 to 30 (payments.md 3, 11).
    code.code = (platform == "wechat" ? "13" : "28") + randomDigits(16);
    code.platform = platform;
    code.mood = mood;
    code.madeMs = now();
    ledger_.save(code);
    return code;
}

} // namespace menzhen::paysim
