// SPDX-License-Identifier: Apache-2.0
// Which questions go to the platforms next, when there are more than the rate allows: new payments
// first, then what somebody stands before (its page was asked for lately), refunds, what was not
// asked since the start (newest first), ends, and the rest by when it was due. What a step costs
// does not grow with the bills that wait. No clock, no threads, no store: the cashier
// (app/registry/cashier.h) owns one.
#pragma once

#include "app/core/payment.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace menzhen::clerk {

inline constexpr std::int64_t litForMs = 10'000; ///< after a page asked last

class PaymentRounds {
public:
    /// As the store has it now; where the asking stands is kept. One that is final is forgotten.
    void take(core::PaymentBill bill, std::int64_t nowMs);
    /// Somebody looks at it.
    void seen(const std::string& bill, std::int64_t nowMs);

    /// What is due, the most urgent first, at most `most`. Each is under way until done().
    std::vector<core::PaymentAsk> due(std::int64_t nowMs, std::size_t most);
    /// For a query: it is handed out now. (Other verbs are written down by the clerk.)
    core::PaymentQuestion handOut(const core::PaymentAsk& ask, std::int64_t nowMs);
    /// Whether an answer has to be written; if not, it is taken here.
    bool hear(const core::PaymentAsk& ask, std::int64_t askedAtMs,
              const core::PaymentAnswer& answer, std::int64_t nowMs);
    void done(const core::PaymentAsk& ask, std::int64_t nowMs);

    /// The earliest moment at which something is due, 0 when something is; far ahead when nothing
    /// will be.
    std::int64_t nextMs() const;

    std::size_t open() const { return bills_.size(); }

    std::size_t underWay() const { return underWay_.size(); }

    /// Attempts whose outcome is not known at the moment: asked, fading or held.
    std::size_t unknown() const { return unknown_; }

private:
    /// Rank, order within the rank (the smallest first), bill.
    using Place = std::tuple<int, std::int64_t, std::string>;

    struct Kept {
        core::PaymentBill bill;
        std::int64_t seenAtMs = 0;
        std::size_t unknown = 0;
        Place place; ///< in ready_ (rank >= 0), or in waiting_ with the moment as its order
        bool placed = false;
    };

    using Bills = std::map<std::string, Kept>;

    struct Candidate {
        Place place;
        core::PaymentAsk ask;
    };

    std::vector<Candidate> candidates(const Kept& kept, std::int64_t nowMs) const;
    void unplace(Kept& kept);
    void plan(Kept& kept, std::int64_t nowMs);
    void forget(Bills::iterator bill);

    Bills bills_;
    std::set<Place> ready_;          ///< one a bill: its most urgent question, which is due
    std::set<Place> waiting_;        ///< the others, by when something will be
    std::set<std::string> underWay_; ///< order and refund number
    std::size_t unknown_ = 0;
};

} // namespace menzhen::clerk
