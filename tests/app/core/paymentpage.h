// SPDX-License-Identifier: Apache-2.0
// One bill before a test that is patient, platform and time.
#pragma once

#include "app/core/payment.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace menzhen::core {

inline constexpr std::int64_t pageStartMs = 1'800'000'000'000;

inline PaymentAnswer platformSaid(PaymentSaid what, Fen fen = 0) {
    PaymentAnswer answer;
    answer.said = what;
    answer.amountFen = fen;
    if (what == PaymentSaid::Opened) answer.qrText = "qr";
    return answer;
}

struct PaymentPage {
    PaymentBill bill{"HA_0123456789abcdef", 10050, pageStartMs, pageStartMs + billLifeMs, {}, {}};
    std::int64_t now = pageStartMs;

    std::string open(PaymentChannel channel) {
        const auto at = openAttempt(bill, channel, now);
        return at ? bill.attempts[*at].number : at.error().code;
    }

    /// The next question of an attempt: "query" or "end@16000", or "" when nothing is to be asked.
    std::string next(const std::string& number) const {
        for (const PaymentAsk& ask : nextAsks(bill, now))
            if (ask.number == number)
                return std::string(toText(ask.verb)) +
                       (ask.atMs > now ? "@" + std::to_string(ask.atMs - pageStartMs) : "");
        return {};
    }

    std::vector<PaymentEffect> ask(PaymentVerb verb, const std::string& number,
                                   const PaymentAnswer& answer) {
        const PaymentAsk what{verb, number, {}, now};
        EXPECT_TRUE(write(bill, what, now)) << toText(verb);
        if (verb == PaymentVerb::Query) findAttempt(bill, number)->queriedMs = now;
        return answered(bill, what, now, answer, now);
    }

    std::string phase(const std::string& number) {
        return std::string(toText(findAttempt(bill, number)->phase));
    }

    std::string told() const { return std::string(toldOf(bill, now)); }
};

} // namespace menzhen::core
