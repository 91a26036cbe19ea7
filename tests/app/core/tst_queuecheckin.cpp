// SPDX-License-Identifier: Apache-2.0
#include "tests/app/core/queuesample.h"

namespace menzhen::core {
namespace {

using namespace sample;

struct ArrivalCase {
    const char* what;
    int now;
    const char* answer; ///< "ok", "late" or the refusal
    int band;           ///< afterwards
    QueueParameters parameters = {};
};

void PrintTo(const ArrivalCase& tried, std::ostream* out) {
    *out << tried.what;
}

class Arrival : public testing::TestWithParam<ArrivalCase> {};

TEST_P(Arrival, OfSomebodyExpectedAtEight) {
    const auto& [what, now, answer, band, parameters] = GetParam();
    Queue queue(parameters);
    add(queue, "a");
    const auto done = queue.checkIn("a", now);
    EXPECT_EQ(done && done->late ? "late" : codeOf(done), answer) << what;
    EXPECT_EQ(queue.find("a")->band, band) << what;
    EXPECT_EQ(queue.find("a")->seq, done ? 1 : 0) << what;
    EXPECT_EQ(queue.state().lastSeq, done ? 1 : 0) << what;
    EXPECT_EQ(queue.find("a")->late, std::string(answer) == "late") << what;
    EXPECT_EQ(stateOf(queue, "a"), done ? "waiting" : "expected") << what;
}

INSTANTIATE_TEST_SUITE_P(
    Times, Arrival,
    testing::Values(
        ArrivalCase{"a minute too early", 449, "too-early", 480},
        ArrivalCase{"as it opens", 450, "ok", 480}, ArrivalCase{"inside the band", 495, "ok", 480},
        ArrivalCase{"at the band's end", 510, "ok", 480},
        ArrivalCase{"a minute after it", 511, "late", 510},
        ArrivalCase{"two bands later", 569, "late", 540},
        ArrivalCase{"grace: its last minute", 520, "ok", 480, {.grace = 10}},
        ArrivalCase{"grace: over", 521, "late", 510, {.grace = 10}},
        ArrivalCase{"grace below nothing", 496, "late", 480, {.grace = -15}},
        ArrivalCase{"short bands", 503, "late", 495, {.band = 15}},
        ArrivalCase{"odd bands", 495, "late", 490, {.band = 7}},
        ArrivalCase{"opens later than the band", 489, "too-early", 480, {.earlyOpen = -10}},
        ArrivalCase{
            "huge numbers do not run over", 2'000'000'000, "ok", 480, {.grace = 2'000'000'000}}));

TEST(CheckIn, OnceLateIsLateForEver) {
    Queue queue;
    add(queue, "a");
    EXPECT_TRUE(queue.checkIn("a", 600)->late);
    EXPECT_EQ(call(queue, 600), "a N:late");
    ASSERT_TRUE(queue.onLeave("a", {}));
    EXPECT_TRUE(queue.checkIn("a", 601)->late);
    EXPECT_EQ(queue.find("a")->band, 600);
}

TEST(CheckIn, ReturnsAreNeverTooEarlyNorLate) {
    Queue queue;
    arrive(queue, "a");
    ASSERT_TRUE(queue.onLeave("a", {}));
    EXPECT_FALSE(queue.checkIn("a", 1000)->late);
    EXPECT_EQ(queue.find("a")->lane, Lane::R);
    ASSERT_TRUE(queue.onLeave("a", {}));
    EXPECT_FALSE(queue.checkIn("a", 100)->late);
    EXPECT_EQ(queue.find("a")->seq, 3);
}

TEST(CheckIn, AMissCostsMoreEachTimeAndAtLastTheTail) {
    Queue queue({.missGap = {3, 5}, .maxMisses = 4});
    arrive(queue, "a");
    Texts seen;
    for (int i = 0; i < 4; ++i) {
        call(queue);
        ASSERT_EQ(queue.miss("a")->state, EntryState::Missed);
        ASSERT_TRUE(queue.checkIn("a", 480));
        const QueueEntry& a = *queue.find("a");
        seen.push_back(std::string(toText(a.lane)) + std::to_string(a.gap));
    }
    EXPECT_EQ(seen, (Texts{"M3", "M5", "M5", "T5"}));
}

TEST(CheckIn, FirstIntoASideLaneRestartsItsCounter) {
    for (const Lane lane : {Lane::P, Lane::R, Lane::M}) {
        QueueState state{.counters = {7, 7, 7}};
        Queue queue = *Queue::load({}, {}, state, {});
        arrive(queue, "first", lane, 480, 1, 0, "B"); // the pin does not matter
        state.counters.of(lane) = 0;
        EXPECT_EQ(queue.state().counters, state.counters);
    }
    for (const Lane lane : {Lane::E, Lane::N, Lane::T}) {
        Queue queue = *Queue::load({}, {}, {.counters = {7, 7, 7}}, {});
        arrive(queue, "first", lane);
        EXPECT_EQ(queue.state().counters, (SideNumbers{7, 7, 7}));
    }
}

TEST(CheckIn, ALaterOneDoesNot) {
    Queue queue = *Queue::load({}, {{.id = "p", .lane = Lane::P, .state = EntryState::Waiting}},
                               {.counters = {7, 7, 7}}, {});
    arrive(queue, "q", Lane::P);
    EXPECT_EQ(queue.state().counters.p, 7);
}

TEST(CheckIn, WhoIsStagedOrCalledIsNotWaiting) {
    Queue queue = *Queue::load({}, {{.id = "p", .lane = Lane::P, .state = EntryState::Called}},
                               {.counters = {7, 7, 7}}, {});
    arrive(queue, "q", Lane::P);
    EXPECT_EQ(queue.state().counters.p, 0);
}

TEST(CheckIn, ReportsItsEntryAndTheState) {
    Queue queue;
    add(queue, "a");
    EXPECT_EQ(queue.checkIn("a", 480)->changes, (Changes{.entries = {"a"}, .state = true}));
}

} // namespace
} // namespace menzhen::core
