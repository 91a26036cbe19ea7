// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/paymentrounds.h"

#include "app/clerk/paymentstore.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace menzhen::clerk {

using core::PaymentAsk;
using core::PaymentVerb;

namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

std::string keyOf(const PaymentAsk& ask) {
    return ask.number + "/" + ask.refundNumber;
}

struct Candidate {
    PaymentAsk ask;
    int rank = 0;
    std::int64_t order = 0; ///< within the rank, the smallest first

    friend bool operator<(const Candidate& a, const Candidate& b) {
        return std::tie(a.rank, a.order, a.ask.number) < std::tie(b.rank, b.order, b.ask.number);
    }
};

Candidate rankOf(const core::PaymentBill& bill, const PaymentAsk& ask, bool lit) {
    switch (ask.verb) {
    case PaymentVerb::Open:
    case PaymentVerb::Charge:
        return {ask, 0, ask.atMs};
    case PaymentVerb::End:
        return {ask, lit ? 1 : 2, ask.atMs};
    case PaymentVerb::Refund:
    case PaymentVerb::RefundQuery:
        return {ask, 3, ask.atMs};
    case PaymentVerb::Query:
        break;
    }
    if (lit) return {ask, 1, ask.atMs};
    const core::PaymentAttempt* a = core::findAttempt(bill, ask.number);
    if (a != nullptr && a->queriedMs == 0) return {ask, 4, -a->madeAtMs};
    return {ask, 5, ask.atMs};
}

} // namespace

void PaymentRounds::plan(Kept& kept, std::int64_t nowMs) {
    kept.nextMs = never;
    for (const PaymentAsk& ask : core::nextAsks(kept.bill, nowMs))
        if (!underWay_.contains(keyOf(ask))) kept.nextMs = std::min(kept.nextMs, ask.atMs);
}

void PaymentRounds::take(core::PaymentBill bill, std::int64_t nowMs) {
    if (core::isFinal(bill) && core::nextAsks(bill, nowMs).empty()) {
        bills_.erase(bill.id);
        return;
    }
    Kept& kept = bills_[bill.id];
    for (core::PaymentAttempt& a : bill.attempts) {
        const core::PaymentAttempt* before = core::findAttempt(kept.bill, a.number);
        if (before == nullptr) continue;
        a.queriedMs = before->queriedMs;
        a.answeredMs = before->answeredMs;
        a.said = before->said;
    }
    kept.bill = std::move(bill);
    plan(kept, nowMs);
}

void PaymentRounds::seen(const std::string& bill, std::int64_t nowMs) {
    const auto found = bills_.find(bill);
    if (found != bills_.end()) found->second.seenAtMs = nowMs;
}

std::vector<PaymentAsk> PaymentRounds::due(std::int64_t nowMs, std::size_t most) {
    std::vector<Candidate> candidates;
    for (auto& [id, kept] : bills_) {
        if (kept.nextMs > nowMs) continue;
        const bool lit = kept.seenAtMs != 0 && nowMs - kept.seenAtMs <= litForMs;
        for (const PaymentAsk& ask : core::nextAsks(kept.bill, nowMs))
            if (ask.atMs <= nowMs && !underWay_.contains(keyOf(ask)))
                candidates.push_back(rankOf(kept.bill, ask, lit));
    }
    most = std::min(most, candidates.size());
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(most),
                      candidates.end());
    std::vector<PaymentAsk> asks;
    for (std::size_t i = 0; i < most; ++i) {
        underWay_.insert(keyOf(candidates[i].ask));
        asks.push_back(std::move(candidates[i].ask));
    }
    for (const PaymentAsk& ask : asks)
        if (const auto found = bills_.find(billOfNumber(ask.number)); found != bills_.end())
            plan(found->second, nowMs);
    return asks;
}

core::PaymentQuestion PaymentRounds::handOut(const PaymentAsk& ask, std::int64_t nowMs) {
    core::PaymentBill& bill = bills_.at(billOfNumber(ask.number)).bill;
    core::findAttempt(bill, ask.number)->queriedMs = nowMs;
    return core::questionOf(bill, ask);
}

bool PaymentRounds::hear(const PaymentAsk& ask, std::int64_t askedAtMs,
                         const core::PaymentAnswer& answer, std::int64_t nowMs) {
    const auto found = bills_.find(billOfNumber(ask.number));
    if (found == bills_.end()) return true; // the store knows
    core::PaymentBill& bill = found->second.bill;
    if (ask.verb != PaymentVerb::Query || core::changes(bill, ask, askedAtMs, answer, nowMs)) {
        if (core::PaymentAttempt* a = core::findAttempt(bill, ask.number);
            a != nullptr && ask.verb == PaymentVerb::Query) {
            a->answeredMs = nowMs;
            a->said = answer.said;
        }
        return true;
    }
    (void)core::answered(bill, ask, askedAtMs, answer, nowMs);
    return false;
}

void PaymentRounds::done(const PaymentAsk& ask, std::int64_t nowMs) {
    underWay_.erase(keyOf(ask));
    const auto found = bills_.find(billOfNumber(ask.number));
    if (found == bills_.end()) return;
    plan(found->second, nowMs);
    if (found->second.nextMs == never && core::isFinal(found->second.bill)) bills_.erase(found);
}

std::int64_t PaymentRounds::nextMs() const {
    std::int64_t next = never;
    for (const auto& [id, kept] : bills_)
        next = std::min(next, kept.nextMs);
    return next;
}

std::size_t PaymentRounds::unknown() const {
    std::size_t count = 0;
    for (const auto& [id, kept] : bills_)
        for (const core::PaymentAttempt& a : kept.bill.attempts)
            if (!core::isFinal(a) && (a.heldPaid || a.phase == core::AttemptPhase::Asking ||
                                      a.phase == core::AttemptPhase::Fading))
                ++count;
    return count;
}

} // namespace menzhen::clerk
