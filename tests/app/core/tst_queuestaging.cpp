// SPDX-License-Identifier: Apache-2.0
#include "tests/app/core/queuesample.h"

namespace menzhen::core {
namespace {

using namespace sample;

Queue morning(int stage, int people) {
    Queue queue({.stage = stage});
    for (int i = 1; i <= people; ++i)
        arrive(queue, std::to_string(i), Lane::N, 480, i);
    return queue;
}

TEST(Staging, TheCallFillsTheList) {
    Queue queue = morning(3, 5);
    EXPECT_EQ(call(queue), "1 N:on-turn");
    EXPECT_EQ(list(queue), (Texts{"2", "3", "4"}));
    EXPECT_EQ(stateOf(queue, "2"), "staged");
    EXPECT_EQ(stateOf(queue, "5"), "waiting");
}

TEST(Staging, OnlyAnEmergencyPassesAPromise) {
    Queue queue = morning(2, 3);
    call(queue);
    arrive(queue, "p", Lane::P, 480, 1, -5);
    arrive(queue, "e", Lane::E);
    EXPECT_EQ(call(queue), "e E:clinical");
    EXPECT_EQ(list(queue), (Texts{"2", "3"}));
    EXPECT_EQ(call(queue), "2 N:on-turn");
    EXPECT_EQ(list(queue), (Texts{"3", "p"}));
}

TEST(Staging, AnEmergencyIsNeverStagedAndEndsTheRefill) {
    Queue queue = morning(2, 5);
    arrive(queue, "e1", Lane::E);
    arrive(queue, "e2", Lane::E);
    EXPECT_EQ(call(queue), "e1 E:clinical");
    EXPECT_TRUE(list(queue).empty()) << "the second one would be picked next";
    EXPECT_EQ(call(queue), "e2 E:clinical");
    EXPECT_EQ(list(queue), (Texts{"1", "2"}));
}

TEST(Staging, TheReasonIsTheOneOfThePromise) {
    Queue queue({.stage = 1});
    arrive(queue, "1");
    arrive(queue, "early", Lane::N, 600);
    EXPECT_EQ(call(queue, 480), "1 N:on-turn");
    EXPECT_EQ(call(queue, 600), "early N:early-doctor-idle");
}

TEST(Staging, EveryStationHasItsOwnList) {
    Queue queue = morning(1, 6);
    EXPECT_EQ(call(queue, 480, "A"), "1 N:on-turn");
    EXPECT_EQ(call(queue, 480, "B"), "3 N:on-turn");
    EXPECT_EQ(call(queue, 480, "A"), "2 N:on-turn");
    EXPECT_EQ(list(queue, "A"), Texts{"5"});
    EXPECT_EQ(list(queue, "B"), Texts{"4"});
}

TEST(Staging, AShorterStageKeepsItsPromises) {
    Queue queue = morning(3, 6);
    call(queue);
    QueueParameters parameters = queue.parameters();
    parameters.stage = 1;
    queue.configure(parameters);
    EXPECT_EQ(calls(queue, 2), (Texts{"2 N:on-turn", "3 N:on-turn"}));
    EXPECT_EQ(list(queue), Texts{"4"});
}

TEST(Staging, StagedPeopleNoLongerWait) {
    Queue queue({.missGap = {2}, .stage = 1});
    arrive(queue, "m");
    call(queue);
    ASSERT_TRUE(queue.miss("m"));
    ASSERT_TRUE(queue.checkIn("m", 480));
    arrive(queue, "r", Lane::R);
    EXPECT_EQ(call(queue), "r R:interleave");
    EXPECT_EQ(list(queue), Texts{"m"}) << "nobody is due, so the gap does not hold";
    arrive(queue, "1", Lane::N, 480, 1);
    arrive(queue, "2", Lane::N, 480, 2);
    call(queue, 480, "B");
    EXPECT_EQ(queue.find("m")->gap, 2) << "who is staged does not wait";
    EXPECT_EQ(queue.state().counters.m, 0);
}

TEST(Staging, ReleaseMakesThemWaitAgainAndNothingElse) {
    Queue queue = morning(3, 5);
    call(queue);
    const QueueState before = queue.state();
    const Changes changes = queue.release("A");
    EXPECT_EQ(changes, (Changes{.entries = {"2", "3", "4"}, .state = true, .stations = {"A"}}));
    EXPECT_EQ(queue.state().counters, before.counters);
    EXPECT_EQ(queue.state().run, before.run);
    EXPECT_TRUE(queue.staged().empty());
    EXPECT_EQ(call(queue, 480, "B"), "2 N:on-turn");
    EXPECT_TRUE(queue.release("A").none());
}

TEST(Staging, ReportsEveryRowItTouched) {
    Queue queue({.stage = 2});
    for (int i = 1; i <= 3; ++i)
        arrive(queue, std::to_string(i), Lane::N, 480, i);
    arrive(queue, "m", Lane::M, 480, 1, 0, "B");
    EXPECT_EQ(queue.callNext("A", 480).changes,
              (Changes{.entries = {"1", "2", "3", "m"}, .state = true, .stations = {"A"}}));
    EXPECT_EQ(queue.callNext("A", 480).changes,
              (Changes{.entries = {"2"}, .state = true, .stations = {"A"}}));
}

/// What a store keeps if it writes just the rows that are reported: it must never fall behind.
struct Rows {
    Queue::Entries entries;
    QueueState state;
    StagedLists staged;

    void write(const Queue& queue, const Changes& changes) {
        for (const std::string& id : changes.entries)
            entries[id] = *queue.find(id);
        if (changes.state) state = queue.state();
        for (const std::string& station : changes.stations) {
            const auto found = queue.staged().find(station);
            if (found == queue.staged().end())
                staged.erase(station);
            else
                staged[station] = found->second;
        }
    }
};

TEST(Staging, TheReportedRowsAreTheWholeTruth) {
    const char* stations[] = {"A", "B", "C"};
    for (unsigned seed = 1; seed <= 200; ++seed) {
        SCOPED_TRACE(std::string("seed ").append(std::to_string(seed)));
        unsigned state = seed * 2654435761U;
        const auto draw = [&](unsigned below) {
            state = state * 1664525U + 1013904223U;
            return (state >> 16) % below;
        };
        Queue queue({.missGap = {2, 1}, .stage = static_cast<int>(draw(4))});
        Rows rows;
        for (int step = 0; step < 120; ++step) {
            const std::string id = std::to_string(draw(25));
            const std::string station = stations[draw(3)];
            const int now = 480 + step;
            const auto wrote = [&](const auto& done) {
                if (done) rows.write(queue, done->changes);
            };
            switch (draw(9)) {
            case 0:
            case 1: {
                const auto lane = static_cast<Lane>(draw(6));
                const auto pin = draw(3) ? std::nullopt : std::optional(station);
                const auto done = queue.registerEntry(
                    {.id = id, .band = 480, .slot = step, .lane = lane, .pin = pin});
                if (done) rows.write(queue, *done);
                break;
            }
            case 2:
            case 3:
                wrote(queue.checkIn(id, now));
                break;
            case 4:
                rows.write(queue, queue.callNext(station, now).changes);
                break;
            case 5:
                wrote(queue.miss(id));
                break;
            case 6:
                if (const auto done = queue.onLeave(id, station)) rows.write(queue, *done);
                break;
            case 7:
                rows.write(queue, queue.release(station));
                break;
            default:
                rows.write(queue, queue.clearPins(station));
                break;
            }
            ASSERT_EQ(rows.entries, queue.entries());
            ASSERT_EQ(rows.state, queue.state());
            ASSERT_EQ(rows.staged, queue.staged());
            std::vector<QueueEntry> stored;
            for (const auto& [ignored, entry] : rows.entries)
                stored.push_back(entry);
            auto again = Queue::load(queue.parameters(), stored, rows.state, rows.staged);
            ASSERT_TRUE(again) << again.error().detail;
            Queue copy = queue;
            ASSERT_EQ(call(*again, now, station), call(copy, now, station));
        }
    }
}

} // namespace
} // namespace menzhen::core
