// SPDX-License-Identifier: Apache-2.0
// Which questions go to the platforms next, when there are more than the rate allows: new payments
// first, then what somebody stands before (its page was asked for lately), ends and refunds, then
// the rest; what was never asked newest first, as after a start. No clock, no threads, no store:
// the cashier (app/registry/cashier.h) owns one.
#pragma once

#include "app/core/payment.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
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

    /// The earliest moment at which something is due; far ahead when nothing is.
    std::int64_t nextMs() const;

    std::size_t open() const { return bills_.size(); }

    std::size_t underWay() const { return underWay_.size(); }

    /// Attempts whose outcome is not known at the moment: asked, fading or held.
    std::size_t unknown() const;

private:
    struct Kept {
        core::PaymentBill bill;
        std::int64_t seenAtMs = 0;
        std::int64_t nextMs = 0;
    };

    void plan(Kept& kept, std::int64_t nowMs);

    std::map<std::string, Kept> bills_;
    std::set<std::string> underWay_; ///< order and refund number
};

} // namespace menzhen::clerk
