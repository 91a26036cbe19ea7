// SPDX-License-Identifier: Apache-2.0
// Which questions go to the platforms next, when there are more than the rate allows: new payments
// first, then what somebody stands before (its page was asked for lately), refunds, what was not
// asked since the start (newest first), ends, and the rest by when it was due. A platform that
// hangs takes no more than its own share of the places, so the other is asked as ever. What a step
// costs does not grow with the bills that wait. No clock, no threads, no store: the cashier
// (app/registry/cashier.h) owns one.
#pragma once

#include "app/core/payment.h"

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace menzhen::clerk {

inline constexpr std::int64_t litForMs = 10'000; ///< after a page asked last
/// Of so many questions one is the first of what nobody looks at: however many stand before their
/// screens, the rest is refunded, ended and found out too.
inline constexpr std::uint64_t fairEvery = 8;

class PaymentRounds {
public:
    /// As the store has it now; where the asking stands is kept. One that is final is forgotten.
    void take(core::PaymentBill bill, std::int64_t nowMs);
    /// Somebody looks at it.
    void seen(const std::string& bill, std::int64_t nowMs);

    /// What is due, the most urgent first, at most `most`, and no more than `mostOfBrand` of a
    /// brand under way. Each is under way until done().
    std::vector<core::PaymentAsk> due(std::int64_t nowMs, std::size_t most,
                                      std::size_t mostOfBrand = noLimit);
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

    std::size_t underWay() const { return underWay_[0].size() + underWay_[1].size(); }

    /// Attempts whose outcome is not known at the moment: asked, fading or held.
    std::size_t unknown() const { return unknown_; }

private:
    static constexpr std::size_t noLimit = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t brands = 2;

    /// Rank, order within the rank (the smallest first), bill.
    using Place = std::tuple<int, std::int64_t, std::string>;

    struct Kept {
        core::PaymentBill bill;
        std::int64_t seenAtMs = 0;
        std::size_t unknown = 0;
        std::array<std::optional<Place>, brands> ready; ///< in ready_
        std::array<std::optional<Place>, brands> last;  ///< in last_
        std::optional<Place> waits;                     ///< in waiting_; the moment is its order
    };

    using Bills = std::map<std::string, Kept>;

    struct Candidate {
        Place place;
        std::size_t brand = 0;
        core::PaymentAsk ask;
    };

    std::vector<Candidate> candidates(const Kept& kept, std::int64_t nowMs) const;
    void unplace(Kept& kept);
    void plan(Kept& kept, std::int64_t nowMs);
    /// Whose first question comes first among those with room; absent: none is ready.
    std::optional<std::size_t> nextBrand(const std::array<std::set<Place>, brands>& of,
                                         std::size_t mostOfBrand) const;
    void forget(Bills::iterator bill);

    Bills bills_;
    /// One a bill and brand: its most urgent question, which is due.
    std::array<std::set<Place>, brands> ready_;
    /// ... of what nobody looks at; ends and the rest by when they were due.
    std::array<std::set<Place>, brands> last_;
    std::set<Place> waiting_; ///< bills of which none is, by when something will be
    std::array<std::set<std::string>, brands> underWay_; ///< order and refund number
    std::size_t unknown_ = 0;
    std::int64_t lastMs_ = 0;  ///< of due()
    std::uint64_t handed_ = 0; ///< questions, by due()
};

} // namespace menzhen::clerk
