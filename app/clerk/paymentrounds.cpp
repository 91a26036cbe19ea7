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

std::size_t brandOf(const core::PaymentBill& bill, const PaymentAsk& ask) {
    const core::PaymentAttempt* a = core::findAttempt(bill, ask.number);
    return a != nullptr && core::isAlipay(a->channel) ? 1 : 0;
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
        const std::size_t brand = brandOf(kept.bill, ask);
        if (underWay_[brand].contains(keyOf(ask))) continue;
        const auto [rank, order] =
            ask.atMs <= nowMs ? rankOf(kept.bill, ask, lit) : std::pair(waitingRank, ask.atMs);
        found.push_back({{rank, order, kept.bill.id}, brand, std::move(ask)});
    }
    return found;
}

void PaymentRounds::unplace(Kept& kept) {
    for (std::size_t brand = 0; brand < brands; ++brand) {
        if (kept.ready[brand]) ready_[brand].erase(*kept.ready[brand]);
        if (kept.last[brand]) last_[brand].erase(*kept.last[brand]);
        kept.ready[brand].reset();
        kept.last[brand].reset();
    }
    if (kept.waits) waiting_.erase(*kept.waits);
    kept.waits.reset();
}

/// Where the bill stands from now on: with its most urgent question of each brand, and until
/// something else is due.
void PaymentRounds::plan(Kept& kept, std::int64_t nowMs) {
    unplace(kept);
    unknown_ -= kept.unknown;
    kept.unknown = unknownOf(kept.bill);
    unknown_ += kept.unknown;
    const auto better = [](std::optional<Place>& best, const Place& place) {
        if (!best || place < *best) best = place;
    };
    for (const Candidate& one : candidates(kept, nowMs)) {
        const auto& [rank, order, id] = one.place;
        if (rank == waitingRank && order != neverMs) better(kept.waits, one.place);
        if (rank == waitingRank) continue;
        better(kept.ready[one.brand], one.place);
        if (rank > Lit) better(kept.last[one.brand], {std::min<int>(rank, Ending), order, id});
    }
    for (std::size_t brand = 0; brand < brands; ++brand) {
        if (kept.ready[brand]) ready_[brand].insert(*kept.ready[brand]);
        if (kept.last[brand]) last_[brand].insert(*kept.last[brand]);
    }
    if (kept.waits) waiting_.insert(*kept.waits);
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

std::optional<std::size_t> PaymentRounds::nextBrand(const std::array<std::set<Place>, brands>& of,
                                                    std::size_t mostOfBrand) const {
    std::optional<std::size_t> next;
    for (std::size_t brand = 0; brand < brands; ++brand) {
        if (of[brand].empty() || underWay_[brand].size() >= mostOfBrand) continue;
        if (!next || *of[brand].begin() < *of[*next].begin()) next = brand;
    }
    return next;
}

std::vector<PaymentAsk> PaymentRounds::due(std::int64_t nowMs, std::size_t most,
                                           std::size_t mostOfBrand) {
    if (nowMs + core::quickQueryMs < lastMs_) {
        // The clock was set back: what waits would wait as much longer.
        for (auto& [id, kept] : bills_)
            plan(kept, nowMs);
        lastMs_ = nowMs;
    }
    lastMs_ = std::max(lastMs_, nowMs);
    while (!waiting_.empty() && std::get<1>(*waiting_.begin()) <= nowMs)
        plan(bills_.at(std::get<2>(*waiting_.begin())), nowMs); // ready now, or due later
    std::vector<PaymentAsk> asks;
    while (asks.size() < most) {
        auto brand = nextBrand(last_, mostOfBrand);
        const bool fair = brand && (handed_ + 1) % fairEvery == 0;
        if (!fair) brand = nextBrand(ready_, mostOfBrand);
        if (!brand) break;
        Kept& kept = bills_.at(std::get<2>(*(fair ? last_ : ready_)[*brand].begin()));
        auto found = candidates(kept, nowMs);
        std::erase_if(found, [&](const Candidate& c) {
            return std::get<0>(c.place) < (fair ? Refunding : Opening) || c.brand != *brand;
        });
        const auto best = std::min_element(
            found.begin(), found.end(),
            [](const Candidate& a, const Candidate& b) { return a.place < b.place; });
        if (best != found.end()) {
            underWay_[*brand].insert(keyOf(best->ask));
            asks.push_back(std::move(best->ask));
            ++handed_;
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
    for (auto& underWay : underWay_)
        underWay.erase(keyOf(ask));
    const auto found = bills_.find(billOfNumber(ask.number));
    if (found == bills_.end()) return;
    plan(found->second, nowMs);
    if (core::isFinal(found->second.bill) && core::nextAsks(found->second.bill, nowMs).empty())
        forget(found);
}

std::int64_t PaymentRounds::nextMs() const {
    if (!ready_[0].empty() || !ready_[1].empty()) return 0;
    return waiting_.empty() ? neverMs : std::get<1>(*waiting_.begin());
}

} // namespace menzhen::clerk
