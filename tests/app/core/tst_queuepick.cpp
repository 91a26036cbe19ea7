// SPDX-License-Identifier: Apache-2.0
#include "tests/app/core/queuesample.h"

#include <algorithm>

namespace menzhen::core {
namespace {

using namespace sample;

const QueueParameters fixedR{.dynamicR = false};

void arriveMany(Queue& queue, Lane lane, const std::string& name, int count, int band = 480) {
    for (int i = 1; i <= count; ++i)
        arrive(queue, name + std::to_string(i), lane, band, i);
}

/// Somebody back from a miss, with so many ordinary calls to go.
void arriveMissed(Queue& queue, const std::string& id, int gap) {
    arrive(queue, id, Lane::M);
    std::vector<QueueEntry> rows;
    for (const auto& [ignored, entry] : queue.entries()) {
        rows.push_back(entry);
        if (entry.id == id) rows.back().gap = gap;
    }
    queue = *Queue::load(queue.parameters(), rows, queue.state(), queue.staged());
}

TEST(Pick, EmergencyBeforeEverybodyAndChangesNothing) {
    Queue queue;
    arriveMany(queue, Lane::N, "n", 2);
    arrive(queue, "p", Lane::P);
    arrive(queue, "e", Lane::E, 900, 9, 3);
    const QueueState before = queue.state();
    EXPECT_EQ(call(queue), "e E:clinical");
    EXPECT_EQ(queue.state().counters, before.counters);
    EXPECT_EQ(queue.state().run, before.run);
}

TEST(Pick, row_A12_ComingAtSixInTheMorningGainsNothing) {
    Texts order;
    std::vector<int> slots{1, 2, 3, 4, 5, 6};
    do {
        Queue queue;
        for (const int slot : slots)
            add(queue, "n" + std::to_string(slot), Lane::N, 480, slot);
        for (const int slot : slots) // the first to come is another one each time
            ASSERT_TRUE(queue.checkIn("n" + std::to_string(slot), 450));
        const Texts called = calls(queue, 6);
        if (order.empty()) order = called;
        ASSERT_EQ(called, order);
    } while (std::next_permutation(slots.begin(), slots.end()));
    EXPECT_EQ(order.front(), "n1 N:on-turn");
}

TEST(Pick, PriorityComesEverySecondCall) {
    Queue queue;
    arriveMany(queue, Lane::N, "n", 3);
    arriveMany(queue, Lane::P, "p", 2);
    EXPECT_EQ(calls(queue, 5), (Texts{"n1 N:on-turn", "p1 P:interleave", "n2 N:on-turn",
                                      "p2 P:interleave", "n3 N:on-turn"}));
}

TEST(Pick, CountersOfEmptyLanesDoNotGrow) {
    Queue queue;
    arriveMany(queue, Lane::N, "n", 5);
    arrive(queue, "r", Lane::R, 480, 1, 0, "B");
    calls(queue, 3);
    EXPECT_EQ(queue.state().counters, (SideNumbers{0, 3, 0})) << "R waits, though for station B";
}

TEST(Pick, ManyReturnsGoEverySecondCall) {
    Queue queue;
    arriveMany(queue, Lane::N, "n", 2);
    arriveMany(queue, Lane::R, "r", 4);
    EXPECT_EQ(calls(queue, 3), (Texts{"n1 N:on-turn", "r1 R:interleave", "n2 N:on-turn"}));
    Queue fixed(fixedR);
    arriveMany(fixed, Lane::N, "n", 3);
    arriveMany(fixed, Lane::R, "r", 4);
    EXPECT_EQ(calls(fixed, 3), (Texts{"n1 N:on-turn", "n2 N:on-turn", "r1 R:interleave"}));
}

TEST(Pick, ManyReturnsAreCountedAsTheStationSeesThem) {
    Queue queue;
    arriveMany(queue, Lane::N, "n", 3);
    for (int i = 1; i <= 4; ++i)
        arrive(queue, std::string("b").append(std::to_string(i)), Lane::R, 480, i, 0, "B");
    arrive(queue, "r", Lane::R);
    EXPECT_EQ(calls(queue, 2), (Texts{"n1 N:on-turn", "n2 N:on-turn"}))
        << "A sees one return and two ordinary ones";
    EXPECT_EQ(call(queue, 480, "B"), "b1 R:interleave");
}

TEST(Pick, EqualNumbersAreNotMore) {
    Queue queue;
    arriveMany(queue, Lane::N, "n", 3);
    arriveMany(queue, Lane::R, "r", 2);
    EXPECT_EQ(calls(queue, 2), (Texts{"n1 N:on-turn", "n2 N:on-turn"}));
}

TEST(Pick, SideCallsRunOutWhileSomebodyIsDue) {
    Queue queue({.interval = {0, 0, 0}, .maxSideRun = 2});
    arriveMany(queue, Lane::N, "n", 2);
    arriveMany(queue, Lane::P, "p", 4);
    EXPECT_EQ(calls(queue, 5), (Texts{"p1 P:interleave", "p2 P:interleave", "n1 N:on-turn",
                                      "p3 P:interleave", "p4 P:interleave"}));
    Queue idle({.interval = {9, 9, 9}, .maxSideRun = 0});
    arriveMany(idle, Lane::P, "p", 3);
    arrive(idle, "n", Lane::N, 600);
    EXPECT_EQ(calls(idle, 4), (Texts{"p1 P:interleave", "p2 P:interleave", "p3 P:interleave",
                                     "n N:early-doctor-idle"}));
}

TEST(Pick, SideLanesAreAskedInTheOrderPRM) {
    Queue queue({.interval = {0, 0, 0}, .maxSideRun = 9});
    arrive(queue, "n");
    arrive(queue, "m", Lane::M);
    arrive(queue, "r", Lane::R);
    arrive(queue, "p", Lane::P);
    EXPECT_EQ(calls(queue, 4),
              (Texts{"p P:interleave", "r R:interleave", "m M:interleave", "n N:on-turn"}));
}

TEST(Pick, AfterAMissOrdinaryCallsMustPass) {
    Queue queue({.interval = {1, 2, 1}});
    arriveMany(queue, Lane::N, "n", 6);
    arriveMissed(queue, "far", 3);
    arriveMissed(queue, "near", 1);
    EXPECT_EQ(calls(queue, 5), (Texts{"n1 N:on-turn", "near M:interleave", "n2 N:on-turn",
                                      "n3 N:on-turn", "far M:interleave"}))
        << "the first of those whose gap is over, not the first of all";
}

TEST(Pick, WithNobodyDueTheGapDoesNotHold) {
    Queue queue;
    arriveMissed(queue, "m", 5);
    arrive(queue, "n", Lane::N, 900);
    EXPECT_EQ(call(queue, 480), "m M:interleave");
}

TEST(Pick, TheGapShrinksWhateverThePin) {
    Queue queue;
    arriveMany(queue, Lane::N, "n", 1);
    arrive(queue, "m", Lane::M, 480, 1, 0, "B");
    const Called called = queue.callNext("A", 480);
    EXPECT_EQ(queue.find("m")->gap, -1);
    EXPECT_EQ(called.changes, (Changes{.entries = {"m", "n1"}, .state = true}));
}

struct DueCase {
    int now;
    const char* answer;
};

void PrintTo(const DueCase& tried, std::ostream* out) {
    *out << tried.now;
}

class Due : public testing::TestWithParam<DueCase> {};

TEST_P(Due, OfABandAtTen) {
    Queue queue;
    add(queue, "n", Lane::N, 600);
    ASSERT_TRUE(queue.checkIn("n", 575));
    EXPECT_EQ(call(queue, GetParam().now), GetParam().answer);
}

INSTANTIATE_TEST_SUITE_P(Times, Due,
                         testing::Values(DueCase{589, "n N:early-doctor-idle"},
                                         DueCase{590, "n N:on-turn"}, DueCase{700, "n N:on-turn"}));

TEST(Pick, TheTailComesLastAndChangesNothing) {
    Queue queue;
    arrive(queue, "t", Lane::T);
    arrive(queue, "n", Lane::N, 900);
    EXPECT_EQ(call(queue), "n N:early-doctor-idle");
    const QueueState before = queue.state();
    EXPECT_EQ(call(queue), "t T:tail");
    EXPECT_EQ(queue.state().counters, before.counters);
    EXPECT_EQ(queue.state().run, before.run);
    EXPECT_EQ(call(queue), "- empty");
}

TEST(Pick, WhoIsEarlyCountsAsOrdinary) {
    Queue queue({.interval = {9, 9, 9}});
    arrive(queue, "n", Lane::N, 900);
    arriveMissed(queue, "m", 2);
    ASSERT_TRUE(queue.onLeave("m", "B"));
    ASSERT_TRUE(queue.checkIn("m", 480)); // lane R, for station B alone
    EXPECT_EQ(call(queue), "n N:early-doctor-idle");
    EXPECT_EQ(queue.state().counters, (SideNumbers{0, 1, 0}));
    EXPECT_EQ(queue.state().run, 0);
}

TEST(Pick, NobodyChangesNothing) {
    Queue queue({.stage = 3});
    const Called called = queue.callNext("A", 480);
    EXPECT_FALSE(called.id);
    EXPECT_EQ(called.reason, CallReason::Empty);
    EXPECT_TRUE(called.changes.none());
}

} // namespace
} // namespace menzhen::core
