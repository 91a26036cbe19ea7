// SPDX-License-Identifier: Apache-2.0
// Taking back what was done last (queue rules, 6).
#include "tests/app/core/queuesample.h"

namespace menzhen::core {
namespace {

using namespace sample;

/// What a store would still know of the queue before the operation that made `changes`.
Undoable found(const Queue& before, const Queue& after, const Changes& changes,
               const std::string& id) {
    Undoable done{.id = id, .moves = after.state().moves, .state = before.state()};
    for (const std::string& changed : changes.entries)
        done.entries.push_back(*before.find(changed));
    for (const std::string& station : changes.stations) {
        const auto list = before.staged().find(station);
        done.staged[station] =
            list == before.staged().end() ? std::vector<StagedPlace>{} : list->second;
    }
    return done;
}

struct Undone {
    Queue before;
    Undoable done;
};

Undone callIn(Queue& queue, const std::string& station = "A", int now = 480) {
    Queue before = queue;
    const Called called = queue.callNext(station, now);
    Undoable done = found(before, queue, called.changes, called.id.value_or(""));
    done.reason = called.reason;
    return {std::move(before), std::move(done)};
}

void expectSame(const Queue& queue, const Queue& wanted) {
    EXPECT_EQ(queue.entries(), wanted.entries());
    EXPECT_EQ(queue.state(), wanted.state());
    EXPECT_EQ(queue.staged(), wanted.staged());
}

Queue busy(int stage) {
    Queue queue({.stage = stage});
    for (int i = 1; i <= 6; ++i)
        arrive(queue, std::to_string(i), Lane::N, 480, i);
    arrive(queue, "r", Lane::R);
    arrive(queue, "m", Lane::M);
    return queue;
}

TEST(Undo, ACallIsAsIfItHadNeverBeen) {
    Queue queue = busy(3);
    call(queue);
    auto [before, done] = callIn(queue);
    const auto back = queue.takeBack(done, "A");
    ASSERT_TRUE(back) << back.error().code;
    EXPECT_TRUE(back->exact);
    expectSame(queue, before);
    EXPECT_EQ(calls(queue, 6), calls(before, 6));
}

TEST(Undo, AMissALeaveAndAFinishToo) {
    for (const int what : {0, 1, 2}) {
        Queue queue({.maxMisses = 0});
        arrive(queue, "a", Lane::N, 480, 1, 0, "A");
        call(queue);
        const Queue before = queue;
        const Changes changes = what == 0   ? queue.miss("a")->changes
                                : what == 1 ? *queue.onLeave("a", "B")
                                            : *queue.finish("a");
        ASSERT_NE(stateOf(queue, "a"), "called");
        const auto back = queue.takeBack(found(before, queue, changes, "a"), "A");
        ASSERT_TRUE(back && back->exact) << what;
        expectSame(queue, before);
    }
}

TEST(Undo, AfterALaterMoveTheEntryHeadsTheStagedListAndCountersStay) {
    Queue queue = busy(3);
    call(queue);
    auto [before, done] = callIn(queue);
    const auto promised = list(queue);
    call(queue, 480, "B");
    const QueueState state = queue.state();
    const auto back = queue.takeBack(done, "A");
    ASSERT_TRUE(back);
    EXPECT_FALSE(back->exact);
    Texts wanted{done.id};
    wanted.insert(wanted.end(), promised.begin(), promised.end());
    EXPECT_EQ(list(queue), wanted);
    EXPECT_EQ(queue.state().counters, state.counters);
    EXPECT_EQ(queue.state().run, state.run);
    EXPECT_EQ(back->changes.stations, std::set<std::string>{"A"});
    EXPECT_EQ(call(queue), done.id + " " + std::string(toText(done.reason)))
        << "with the reason it was called for";
}

TEST(Undo, WithoutListsTheEntryHeadsItsLane) {
    Queue queue({.stage = 0});
    for (int i = 1; i <= 4; ++i)
        arrive(queue, std::to_string(i), Lane::N, 480, i);
    call(queue);
    auto [before, done] = callIn(queue);
    ASSERT_EQ(done.id, "2");
    arrive(queue, "0", Lane::N, 480, 0);
    const auto back = queue.takeBack(done, "A");
    ASSERT_TRUE(back && !back->exact);
    EXPECT_EQ(calls(queue, 3), (Texts{"2 N:on-turn", "0 N:on-turn", "3 N:on-turn"}));
    EXPECT_EQ(queue.find("2")->front, 0) << "a call ends it";
}

TEST(Undo, TheLatestTakenBackGoesFirstAndWhoIsNotDueHidesNobody) {
    Queue queue;
    arrive(queue, "early", Lane::N, 600);
    ASSERT_EQ(call(queue), "early N:early-doctor-idle");
    // A second station, so that both calls can be taken back after each other.
    auto [before, done] = callIn(queue, "B");
    ASSERT_EQ(done.id, "");
    Undoable first{.id = "early", .moves = -1, .entries = {*queue.find("early")}};
    arrive(queue, "n", Lane::N, 480);
    ASSERT_TRUE(queue.takeBack(first, std::nullopt));
    EXPECT_LT(queue.find("early")->front, 0);
    EXPECT_EQ(call(queue, 480), "n N:on-turn") << "due goes before early";
    arrive(queue, "late", Lane::N, 630);
    EXPECT_EQ(call(queue, 480), "early N:early-doctor-idle");
}

TEST(Undo, TheOneSeenOffByTheSameCallIsCalledAgain) {
    Queue queue = busy(0);
    while (call(queue) != "r R:interleave") {
    }
    Queue before = queue;
    Changes changes = *queue.finish("r");
    const Called called = queue.callNext("A", 480);
    changes.entries.insert(called.changes.entries.begin(), called.changes.entries.end());
    Undoable done = found(before, queue, changes, *called.id);
    done.finished = "r";
    Queue touched = queue;
    const auto back = queue.takeBack(done, "A");
    ASSERT_TRUE(back && back->exact);
    expectSame(queue, before);
    call(touched, 480, "B");
    ASSERT_TRUE(touched.takeBack(done, "A"));
    EXPECT_EQ(stateOf(touched, "r"), "called");
    EXPECT_EQ(stateOf(touched, *called.id), "waiting");
}

TEST(Undo, WhoHasMovedOnIsLeftAlone) {
    Queue queue = busy(0);
    auto [before, done] = callIn(queue);
    ASSERT_TRUE(queue.miss(done.id));
    ASSERT_TRUE(queue.checkIn(done.id, 480));
    const Queue now = queue;
    EXPECT_EQ(codeOf(queue.takeBack(done, "A")), "waiting");
    done.id = "nobody";
    EXPECT_EQ(codeOf(queue.takeBack(done, "A")), "unknown-entry");
    expectSame(queue, now);
}

TEST(Undo, AnyOperationOfAnyMorning) {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE(std::string("seed ").append(std::to_string(seed)));
        unsigned state = seed * 2654435761U;
        const auto draw = [&](unsigned below) {
            state = state * 1664525U + 1013904223U;
            return (state >> 16) % below;
        };
        const char* stations[] = {"A", "B", "C"};
        Queue queue({.missGap = {2, 1}, .stage = static_cast<int>(draw(4))});
        for (int step = 0; step < 100; ++step) {
            const std::string id = std::to_string(draw(15));
            const std::string station = stations[draw(3)];
            const Queue before = queue;
            std::optional<Changes> changes;
            std::string moved = id;
            switch (draw(7)) {
            case 0:
                (void)queue.registerEntry(
                    {.id = id, .band = 480, .slot = step, .lane = static_cast<Lane>(draw(6))});
                break;
            case 1:
            case 2:
                (void)queue.checkIn(id, 480 + step);
                break;
            case 3:
                if (const auto done = queue.miss(id)) changes = done->changes;
                break;
            case 4:
                if (const auto done = queue.finish(id)) changes = *done;
                break;
            default:
                if (const Called called = queue.callNext(station, 480 + step); called.id) {
                    changes = called.changes;
                    moved = *called.id;
                }
            }
            if (!changes) continue;
            const Undoable done = found(before, queue, *changes, moved);
            Queue once = queue;
            ASSERT_TRUE(once.takeBack(done, station)->exact);
            expectSame(once, before);
            Queue later = queue;
            if (!later.callNext("D", 480 + step).id) continue;
            const auto back = later.takeBack(done, station);
            ASSERT_TRUE(back && !back->exact);
            // What it leaves can be loaded again.
            std::vector<QueueEntry> rows;
            for (const auto& [ignored, entry] : later.entries())
                rows.push_back(entry);
            ASSERT_TRUE(Queue::load(later.parameters(), rows, later.state(), later.staged()));
        }
    }
}

} // namespace
} // namespace menzhen::core
