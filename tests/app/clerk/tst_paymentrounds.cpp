// SPDX-License-Identifier: Apache-2.0
// Which question goes out next when the rate does not reach for all.
#include "app/clerk/paymentrounds.h"

#include <gtest/gtest.h>

namespace menzhen::clerk {

namespace {

using core::PaymentAsk;
using core::PaymentBill;
using core::PaymentChannel;
using core::PaymentVerb;

constexpr std::int64_t startMs = 1'800'000'000'000;

std::string idOf(int n) {
    std::string digits = std::to_string(n);
    return "HA" + std::string(16 - digits.size(), '0') + digits;
}

/// A QR that was shown `age` ago, as a restart finds it.
PaymentBill shownBill(int n, std::int64_t ageMs,
                      PaymentChannel channel = PaymentChannel::WechatQr) {
    PaymentBill bill;
    bill.id = idOf(n);
    bill.totalFen = 350;
    bill.openedAtMs = startMs - ageMs;
    bill.openUntilMs = bill.openedAtMs + core::billLifeMs;
    EXPECT_TRUE(core::openAttempt(bill, channel, bill.openedAtMs));
    core::PaymentAttempt& a = bill.attempts.front();
    a.phase = core::AttemptPhase::Open;
    a.sentAtMs = bill.openedAtMs;
    return bill;
}

core::PaymentAnswer unpaid() {
    core::PaymentAnswer answer;
    answer.said = core::PaymentSaid::Unpaid;
    return answer;
}

void answer(PaymentRounds& rounds, const PaymentAsk& ask, std::int64_t nowMs) {
    (void)rounds.handOut(ask, nowMs);
    (void)rounds.hear(ask, nowMs, unpaid(), nowMs);
    rounds.done(ask, nowMs);
}

} // namespace

TEST(PaymentRounds, AfterAStartAllAreAskedForNewestFirstAndEndedThen) {
    PaymentRounds rounds;
    constexpr int many = 3000;
    for (int n = 0; n < many; ++n) // the oldest half is long over
        rounds.take(shownBill(n, (many - n) * 200), startMs);
    EXPECT_EQ(rounds.open(), static_cast<std::size_t>(many));
    EXPECT_EQ(rounds.nextMs(), 0);
    std::vector<PaymentAsk> asked;
    for (std::int64_t now = startMs + 60'000; asked.size() < many; now += 10) {
        const auto asks = rounds.due(now, 5);
        ASSERT_FALSE(asks.empty()) << "some are never asked for";
        for (const PaymentAsk& ask : asks) {
            ASSERT_EQ(ask.verb, PaymentVerb::Query);
            ASSERT_EQ(ask.number, idOf(many - 1 - static_cast<int>(asked.size())) + "_1");
            (void)rounds.handOut(ask, now);
            asked.push_back(ask);
        }
    }
    const std::int64_t later = startMs + 100'000;
    for (const PaymentAsk& ask : asked) {
        (void)rounds.hear(ask, later, unpaid(), later);
        rounds.done(ask, later);
    }
    const auto ends = rounds.due(later, 1);
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0].verb, PaymentVerb::End); // of one that was over
}

TEST(PaymentRounds, WhatSomebodyStandsBeforeComesFirst) {
    PaymentRounds rounds;
    for (int n = 0; n < 100; ++n)
        rounds.take(shownBill(n, 90'000 - n), startMs);
    rounds.seen(idOf(7), startMs);
    auto first = rounds.due(startMs, 1);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].number, idOf(7) + "_1");
    PaymentBill fresh = shownBill(200, 1000);
    fresh.attempts.front().phase = core::AttemptPhase::Queued;
    fresh.attempts.front().sentAtMs = 0;
    rounds.take(fresh, startMs);
    first = rounds.due(startMs, 1);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].verb, PaymentVerb::Open);
}

TEST(PaymentRounds, OneQuestionAtATimeAndNoneForgotten) {
    PaymentRounds rounds;
    rounds.take(shownBill(1, 10'000), startMs);
    auto asks = rounds.due(startMs, 10);
    ASSERT_EQ(asks.size(), 1U);
    EXPECT_TRUE(rounds.due(startMs + 60'000, 10).empty()); // it is under way
    answer(rounds, asks[0], startMs);
    EXPECT_EQ(rounds.nextMs(), startMs + core::quickQueryMs);
    EXPECT_TRUE(rounds.due(startMs + core::quickQueryMs - 1, 10).empty());
    EXPECT_EQ(rounds.due(startMs + core::quickQueryMs, 10).size(), 1U);
}

TEST(PaymentRounds, APlatformThatHangsLeavesTheOtherItsPlaces) {
    PaymentRounds rounds;
    constexpr std::size_t share = 4;
    for (int n = 0; n < 20; ++n) // more, and all more urgent, than the other's
        rounds.take(shownBill(n, 10'000, PaymentChannel::AlipayQr), startMs);
    for (int n = 20; n < 23; ++n)
        rounds.take(shownBill(n, 20'000), startMs);
    const auto asks = rounds.due(startMs, 50, share);
    ASSERT_EQ(asks.size(), share + 3);
    for (std::int64_t now = startMs; now < startMs + 60'000; now += 1000) {
        // Alipay answers nothing; who asks WeChat goes on as ever.
        for (const PaymentAsk& ask : now == startMs ? asks : rounds.due(now, 50, share))
            if (ask.number >= idOf(20)) answer(rounds, ask, now);
        ASSERT_LE(rounds.underWay(), share);
    }
    const std::int64_t later = startMs + 65'000;
    EXPECT_EQ(rounds.due(later, 50, share).size(), 3U);
    rounds.done(asks[0], later);
    EXPECT_EQ(rounds.due(later, 50, share).size(), 1U); // the place that came free
}

TEST(PaymentRounds, ABillOfBothBrandsIsAskedForWhereThereIsRoom) {
    PaymentRounds rounds;
    PaymentBill bill = shownBill(1, 10'000, PaymentChannel::AlipayQr);
    ASSERT_TRUE(core::openAttempt(bill, PaymentChannel::WechatQr, startMs - 5000));
    bill.attempts[1].phase = core::AttemptPhase::Open;
    bill.attempts[1].sentAtMs = startMs - 5000;
    rounds.take(shownBill(2, 20'000, PaymentChannel::AlipayQr), startMs);
    ASSERT_EQ(rounds.due(startMs, 1, 1).size(), 1U); // Alipay's only place
    rounds.take(bill, startMs);
    const auto asks = rounds.due(startMs, 5, 1);
    ASSERT_EQ(asks.size(), 1U);
    EXPECT_EQ(asks[0].number, idOf(1) + "_2");
}

TEST(PaymentRounds, WhatNobodyLooksAtIsEndedHoweverManyStandBeforeTheirScreens) {
    PaymentRounds rounds;
    constexpr int screens = 300; // ask for more than the rate allows
    for (int n = 0; n < screens; ++n)
        rounds.take(shownBill(n, 1000), startMs);
    PaymentBill left = shownBill(screens, 70'000, PaymentChannel::AlipayCode);
    const std::int64_t leftMs = startMs + 10'000; // all screens are lit and due by then
    std::int64_t endedMs = 0;
    for (std::int64_t now = startMs; now < startMs + 50'000 && endedMs == 0; now += 10) {
        if (now == leftMs) {
            core::leave(left, now);
            rounds.take(left, now);
        }
        for (int n = 0; n < screens && now % 1000 == 0; ++n)
            rounds.seen(idOf(n), now);
        for (const PaymentAsk& ask : rounds.due(now, 1)) {
            if (ask.verb == PaymentVerb::End)
                endedMs = now;
            else
                answer(rounds, ask, now);
        }
    }
    EXPECT_GT(endedMs, 0); // asked for right before, and then ended
}

TEST(PaymentRounds, AClockThatIsSetBackSilencesNothing) {
    for (const bool asked : {false, true}) {
        PaymentRounds rounds;
        rounds.take(shownBill(1, 10'000), startMs);
        const auto asks = rounds.due(startMs, 10);
        ASSERT_EQ(asks.size(), 1U);
        if (asked) answer(rounds, asks[0], startMs); // it waits for its next moment
        const std::int64_t back = startMs - 3'600'000;
        const auto again = rounds.due(back, 10);
        ASSERT_EQ(again.size(), asked ? 1U : 0U); // or it is under way
        answer(rounds, asks[0], back);
        EXPECT_LE(rounds.nextMs(), back + core::slowQueryMs);
        EXPECT_EQ(rounds.due(back + core::slowQueryMs, 10).size(), 1U) << asked;
    }
}

TEST(PaymentRounds, CountsWhatIsUnknown) {
    PaymentRounds rounds;
    PaymentBill bill = shownBill(1, 10'000);
    rounds.take(bill, startMs);
    EXPECT_EQ(rounds.unknown(), 0U);
    bill.attempts.front().phase = core::AttemptPhase::Fading;
    bill.attempts.front().leftAtMs = startMs;
    bill.attempts.front().endSentMs = startMs;
    rounds.take(bill, startMs);
    EXPECT_EQ(rounds.unknown(), 1U);
    bill.attempts.front().phase = core::AttemptPhase::Paid;
    rounds.take(bill, startMs);
    EXPECT_EQ(rounds.unknown(), 0U);
    EXPECT_EQ(rounds.open(), 0U);
}

} // namespace menzhen::clerk
