// SPDX-License-Identifier: Apache-2.0
// One press: who is called, what the desk shows, and the rest of a station's day.
#include "tests/app/flows/callbench.h"

using namespace menzhen;
using flows::CallNext;
using flows::NextAnswer;
using test::Heard;
using test::Station;

namespace {

TEST(FlowCallNext, SignInComesBeforeEverything) {
    Station station(0);
    Heard<tl::expected<flows::StaffView, flows::SignInRefusal>> heard;
    EXPECT_EQ(station.call.open("CARD-D01", "AM", "301").error().code, "not-signed-in");
    station.call.signIn("d01", "000000", heard.ear());
    station.bench.run();
    ASSERT_EQ(heard.times, 1);
    EXPECT_EQ(heard.value->error().error.code, "wrong-pin");
    EXPECT_FALSE(station.call.staff());
    station.open();
    EXPECT_EQ(station.call.open("NOPE", "AM", "301").error().code, "unknown-queue");
}

TEST(FlowCallNext, TheDeskShowsQueueOrderAndReasons) {
    Station station;
    const auto closed = station.call.desk();
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->state, flows::Desk::State::Closed);
    const auto queues = station.call.queues();
    ASSERT_TRUE(queues);
    ASSERT_FALSE(queues->empty());
    EXPECT_TRUE(queues->front().now);
    station.open();
    station.bench.clockTo(505);
    const auto desk = station.call.desk();
    ASSERT_TRUE(desk);
    EXPECT_EQ(desk->state, flows::Desk::State::Open);
    EXPECT_EQ(desk->room, "301");
    EXPECT_EQ(desk->queue.doctor.en, "Lin Zhiyuan");
    EXPECT_EQ(desk->queue.rooms, std::vector<std::string>{"301"});
    ASSERT_EQ(desk->waiting.size(), 4U);
    ASSERT_EQ(desk->next.size(), 3U);
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(desk->waiting[i].id, station.tickets[i]) << i;
    EXPECT_EQ(desk->next[0].reason, "N:on-turn");
    EXPECT_EQ(desk->figures.waiting, 4);
    EXPECT_EQ(desk->figures.longestWaitMinutes, 25);
    EXPECT_EQ(desk->figures.medianMinutes, std::nullopt);
}

TEST(FlowCallNext, OnePressFinishesAndCalls) {
    Station station;
    station.open();
    for (std::size_t i = 0; i < 4; ++i) {
        const auto next = station.press();
        ASSERT_TRUE(next) << next.error().code;
        ASSERT_TRUE(next->patient);
        EXPECT_EQ(next->patient->id, station.tickets[i]);
        station.bench.advance(5 * 60'000);
        if (i % 2 == 0) station.bench.pull(); // or not yet: the answer stands for it
        EXPECT_EQ(station.call.desk()->patient->id, station.tickets[i]);
    }
    const auto last = station.press();
    ASSERT_TRUE(last);
    EXPECT_FALSE(last->patient);
    EXPECT_EQ(last->reason, "empty");
    EXPECT_FALSE(station.call.desk()->patient) << "seen off, though the store may not know yet";
    station.bench.pull();
    const auto desk = station.call.desk();
    EXPECT_FALSE(desk->patient);
    EXPECT_EQ(desk->figures.finished, 4);
    EXPECT_EQ(desk->figures.medianMinutes, 5);
}

TEST(FlowCallNext, TwoPressesAreOne) {
    Station station;
    station.open();
    ASSERT_TRUE(station.press());
    Heard<core::Result<NextAnswer>> heard;
    const std::size_t asked = station.bench.link->sent.size();
    station.call.next(heard.ear());
    station.bench.run();
    EXPECT_EQ(heard.value->error().code, "pressed-twice");
    EXPECT_EQ(station.bench.link->sent.size(), asked);
}

TEST(FlowCallNext, RepeatMissedTestsFinish) {
    Station station;
    station.open();
    EXPECT_EQ(station.moved(&CallNext::recall).error().code, "no-patient");
    ASSERT_TRUE(station.press());
    station.bench.pull();
    ASSERT_TRUE(station.moved(&CallNext::recall));
    EXPECT_EQ(station.call.desk()->patient->calls, 2);
    ASSERT_TRUE(station.moved(&CallNext::toTests));
    EXPECT_EQ(station.bench.text("SELECT pin FROM entry WHERE state = 'onleave'"), "S1");
    // The unsent ops travel with the call and are judged first.
    ASSERT_TRUE(station.press());
    station.bench.sync();
    EXPECT_EQ(station.call.desk()->patient->id, station.tickets[1]);
    ASSERT_TRUE(station.moved(&CallNext::finish));
    EXPECT_FALSE(station.call.desk()->patient);
    station.bench.sync();
    for (const std::string& verdict : station.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
}

TEST(FlowCallNext, PauseResumeClose) {
    Station station;
    station.open();
    EXPECT_EQ(station.call.pause("", 10).error().code, "bad-field");
    ASSERT_TRUE(station.call.pause("ward emergency", 10));
    auto desk = station.call.desk();
    EXPECT_EQ(desk->state, flows::Desk::State::Paused);
    EXPECT_EQ(desk->pauseReason, "ward emergency");
    EXPECT_GT(desk->pausedUntilMs, station.bench.clinic->clock.utcMs());
    EXPECT_EQ(station.press().error().code, "not-open");
    ASSERT_TRUE(station.call.resume());
    EXPECT_EQ(station.call.resume().error().code, "not-paused");
    ASSERT_TRUE(station.press());
    ASSERT_TRUE(station.call.close());
    EXPECT_EQ(station.call.close().error().code, "not-open");
    EXPECT_EQ(station.call.desk()->state, flows::Desk::State::Closed);
    station.bench.sync();
    for (const std::string& verdict : station.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
}

} // namespace
