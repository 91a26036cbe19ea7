// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/paymentrounds.h"

#include "app/clerk/paymentstore.h"

#include <algorithm>
#include <limits>

namespace menzhen::clerk {

using core::PaymentAsk;
using core::PaymentVerb;

namespace {

constexpr std::int64_t neverMs = std::numeric_limits<std::int64_t>::max();
constexpr int waitingRank = -1;

// In this order they are asked.
enum Rank { Opening, Lit, Refunding, FirstSinceStart, Ending, Other };

std::string keyOf(const PaymentAsk& ask) {
    return ask.number + "/" + ask.refundNumber;
}

std::pair<int, std::int64_t> rankOf(const core::PaymentBill& bill, const PaymentAsk& ask,
                                    bool lit) {
    switch (ask.verb) {
    case PaymentVerb::Open:
    case PaymentVerb::Charge:
        return {Opening, ask.atMs};
    case PaymentVerb::Refund:
    case PaymentVerb::RefundQuery:
        return {Refunding, ask.atMs};
    case PaymentVerb::End:
        return {lit ? Lit : Ending, ask.atMs};
    case PaymentVerb::Query:
        break;
    }
    if (lit) return {Lit, ask.atMs};
    const core::PaymentAttempt* a = core::findAttempt(bill, ask.number);
    if (a != nullptr && a->queriedMs == 0) return {FirstSinceStart, -a->madeAtMs};
    return {Other, ask.atMs};
}

std::size_t unknownOf(const core::PaymentBill& bill) {
    return static_cast<std::size_t>(
        std::count_if(bill.attempts.begin(), bill.attempts.end(), [](const auto& a) {
            return !core::isFinal(a) && (a.heldPaid || a.phase == core::AttemptPhase::Asking ||
                                         a.phase == core::AttemptPhase::Fading);
        }));
}

} // namespace

/// What is not under way, whenever it is due; the places of what is due.
std::vector<PaymentRounds::Candidate> PaymentRounds::candidates(const Kept& kept,
                                                                std::int64_t nowMs) const {
    const bool lit = kept.seenAtMs != 0 && nowMs - kept.seenAtMs <= litForMs;
    std::vector<Candidate> found;
    for (PaymentAsk& ask : core::nextAsks(kept.bill, nowMs)) {
        if (underWay_.contains(keyOf(ask))) continue;
        const auto [rank, order] =
            ask.atMs <= nowMs ? rankOf(kept.bill, ask, lit) : std::pair(waitingRank, ask.atMs);
        found.push_back({{rank, order, kept.bill.id}, std::move(ask)});
    }
    return found;
}

void PaymentRounds::unplace(Kept& kept) {
    if (!kept.placed) return;
    (std::get<0>(kept.place) == waitingRank ? waiting_ : ready_).erase(kept.place);
    kept.placed = false;
}

/// Where the bill stands from now on: with its most urgent question, or until something is due.
void PaymentRounds::plan(Kept& kept, std::int64_t nowMs) {
    unplace(kept);
    unknown_ -= kept.unknown;
    kept.unknown = unknownOf(kept.bill);
    unknown_ += kept.unknown;
    Place best{waitingRank, neverMs, {}};
    for (const Candidate& one : candidates(kept, nowMs)) {
        const bool ready = std::get<0>(one.place) != waitingRank;
        const bool bestReady = std::get<0>(best) != waitingRank;
        if (ready != bestReady ? ready : one.place < best) best = one.place;
    }
    if (std::get<1>(best) == neverMs) return;
    kept.place = std::move(best);
    kept.placed = true;
    (std::get<0>(kept.place) == waitingRank ? waiting_ : ready_).insert(kept.place);
}

void PaymentRounds::forget(Bills::iterator bill) {
    unplace(bill->second);
    unknown_ -= bill->second.unknown;
    bills_.erase(bill);
}

void PaymentRounds::take(core::PaymentBill bill, std::int64_t nowMs) {
    const auto known = bills_.find(bill.id);
    if (core::isFinal(bill) && core::nextAsks(bill, nowMs).empty()) {
        if (known != bills_.end()) forget(known);
        return;
    }
    Kept& kept = known == bills_.end() ? bills_[bill.id] : known->second;
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
    if (found == bills_.end()) return;
    found->second.seenAtMs = nowMs;
    plan(found->second, nowMs);
}

std::vector<PaymentAsk> PaymentRounds::due(std::int64_t nowMs, std::size_t most) {
    while (!waiting_.empty() && std::get<1>(*waiting_.begin()) <= nowMs)
        plan(bills_.at(std::get<2>(*waiting_.begin())), nowMs); // ready now, or due later
    std::vector<PaymentAsk> asks;
    while (asks.size() < most && !ready_.empty()) {
        Kept& kept = bills_.at(std::get<2>(*ready_.begin()));
        auto found = candidates(kept, nowMs);
        std::erase_if(found, [](const Candidate& c) { return std::get<0>(c.place) < 0; });
        const auto best = std::min_element(
            found.begin(), found.end(),
            [](const Candidate& a, const Candidate& b) { return a.place < b.place; });
        if (best != found.end()) {
            underWay_.insert(keyOf(best->ask));
            asks.push_back(std::move(best->ask));
        }
        plan(kept, nowMs);
    }
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
    if (!found->second.placed && core::isFinal(found->second.bill)) forget(found);
}

std::int64_t PaymentRounds::nextMs() const {
    if (!ready_.empty()) return 0;
    return waiting_.empty() ? neverMs : std::get<1>(*waiting_.begin());
}

} // namespace menzhen::clerk
