// SPDX-License-Identifier: Apache-2.0
#include "app/core/boardcalls.h"

#include "app/core/callqueue.h"

#include <gmock/gmock.h>
#include <map>
#include <random>

using namespace menzhen::core;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

BoardRow call(const std::string& id, int calls = 1, const std::string& room = "301") {
    return {id, "CARD", id, "张*", EntryState::Called, room, 0, 1000 + calls, calls};
}

std::string named(const char* prefix, int number) {
    return std::string(prefix).append(std::to_string(number));
}

std::vector<std::string> shown(const BoardCalls& calls) {
    std::vector<std::string> ids;
    for (const auto& row : calls.overlay())
        ids.push_back(row.id);
    return ids;
}

/// Board and loudspeaker together, a millisecond at a time.
struct Hall {
    explicit Hall(int capacity) : calls(capacity) {}

    BoardCalls calls;
    CallQueue voice;
    std::map<CallQueue::Handle, std::string> keys;
    std::int64_t nowMs = 0;
    std::int64_t speechEndMs = 0;
    std::map<std::string, std::int64_t> shownMs;  ///< how long each was on top
    std::map<std::string, std::int64_t> overMs;   ///< when each left the top
    std::map<std::string, std::int64_t> spokenMs; ///< when each one's speech ended
    std::size_t mostShared = 0;

    void arrive(const BoardRow& row) {
        if (const auto key = calls.arrived(row, nowMs))
            keys[voice.offer(*key, row.number, row.room).handle] = *key;
    }

    void step() {
        if (voice.speaking() && nowMs >= speechEndMs)
            for (const auto handle : voice.finished()) {
                const auto id = keys[handle].substr(0, keys[handle].find('#'));
                spokenMs[id] = nowMs;
                calls.speechEnded(keys[handle], nowMs);
            }
        if (const auto turn = voice.next())
            speechEndMs = nowMs + (turn->times == 2 ? 9'200 : 4'700);
        calls.tick(nowMs);
        mostShared = std::max(mostShared, calls.overlay().size());
        for (const auto& id : shown(calls)) {
            ++shownMs[id];
            overMs[id] = nowMs + 1;
        }
        ++nowMs;
    }

    void run(std::int64_t ms) {
        for (std::int64_t i = 0; i < ms; ++i)
            step();
    }
};

} // namespace

TEST(BoardCalls, ACallStandsEightSecondsAndUntilItsSpeechEnds) {
    BoardCalls calls(2);
    const auto a = calls.arrived(call("a"), 0);
    ASSERT_TRUE(a);
    EXPECT_THAT(shown(calls), ElementsAre("a"));
    calls.speechEnded(*a, 5'000);
    EXPECT_EQ(calls.nextChangeMs(), 8'000);
    EXPECT_FALSE(calls.tick(7'999));
    EXPECT_TRUE(calls.tick(8'000));
    EXPECT_THAT(shown(calls), IsEmpty());
    const auto b = calls.arrived(call("b"), 10'000);
    EXPECT_FALSE(calls.tick(18'000)) << "it is being said";
    calls.speechEnded(*b, 19'200);
    EXPECT_THAT(shown(calls), IsEmpty());
}

TEST(BoardCalls, ItsRowIsMarkedUntilAMinuteAfter) {
    BoardCalls calls(1);
    EXPECT_FALSE(calls.marked("a", 0));
    const auto a = calls.arrived(call("a"), 0);
    EXPECT_TRUE(calls.marked("a", 0));
    calls.speechEnded(*a, 1'000);
    calls.tick(8'000);
    EXPECT_TRUE(calls.marked("a", 67'999));
    EXPECT_EQ(calls.nextChangeMs(), 68'000);
    EXPECT_FALSE(calls.marked("a", 68'000));
    calls.tick(68'000);
    EXPECT_FALSE(calls.nextChangeMs());
}

TEST(BoardCalls, AVoiceThatNeverEndsHoldsNothing) {
    BoardCalls calls(1);
    calls.arrived(call("a"), 0);
    calls.arrived(call("b"), 0);
    calls.tick(BoardCalls::kSpeechLimitMs);
    EXPECT_THAT(shown(calls), ElementsAre("b"));
}

TEST(BoardCalls, TwoAtOnceQueueUp) {
    BoardCalls calls(5);
    const auto a = calls.arrived(call("a"), 0);
    const auto b = calls.arrived(call("b"), 0);
    EXPECT_THAT(shown(calls), ElementsAre("a")) << "they share only while more than 3 wait";
    EXPECT_EQ(calls.waiting(), 1u);
    calls.speechEnded(*b, 1'000); // before it was shown
    calls.speechEnded(*a, 1'000);
    calls.tick(8'000);
    EXPECT_THAT(shown(calls), ElementsAre("b"));
    calls.tick(16'000);
    EXPECT_THAT(shown(calls), IsEmpty());
}

TEST(BoardCalls, TwentyCallsInTenSeconds) {
    for (const int capacity : {1, 2, 4}) {
        Hall hall(capacity);
        for (int i = 0; i < 20; ++i) {
            hall.arrive(call(named("n", i)));
            hall.run(500);
        }
        for (int i = 0; i < 20; ++i)
            EXPECT_TRUE(hall.calls.marked(named("n", i), hall.nowMs)) << i;
        hall.run(400'000);
        EXPECT_EQ(hall.shownMs.size(), 20u) << "none lost";
        EXPECT_EQ(hall.spokenMs.size(), 20u);
        EXPECT_EQ(hall.mostShared, static_cast<std::size_t>(capacity));
        for (const auto& [id, ms] : hall.shownMs) {
            EXPECT_GE(ms, 8'000) << id << " capacity " << capacity;
            EXPECT_GE(hall.overMs[id], hall.spokenMs[id])
                << id << ": the screen ended before the voice";
        }
        EXPECT_THAT(shown(hall.calls), IsEmpty());
        EXPECT_FALSE(hall.calls.nextChangeMs());
    }
}

TEST(BoardCalls, TheSameCallTwiceIsOne) {
    BoardCalls calls(1);
    EXPECT_TRUE(calls.arrived(call("a"), 0));
    EXPECT_FALSE(calls.arrived(call("a"), 1)) << "the zone's link and the registry tell of it";
    EXPECT_TRUE(calls.arrived(call("a", 2), 2)) << "a repeat";
    EXPECT_EQ(calls.waiting(), 1u);
    EXPECT_TRUE(calls.arrived(call("a", 3), 3));
    EXPECT_EQ(calls.waiting(), 1u) << "repeats do not pile up";
    EXPECT_TRUE(calls.arrived(call("a", 3, "302"), 4));
    calls.tick(BoardCalls::kSpeechLimitMs);
    EXPECT_EQ(calls.overlay().front().room, "302");
}

TEST(BoardCalls, AnUndoneCallLeavesAtOnce) {
    BoardCalls calls(1);
    calls.arrived(call("a"), 0);
    calls.arrived(call("b"), 0);
    calls.arrived(call("c"), 0);
    calls.withdraw("b", 100);
    calls.withdraw("a", 100);
    EXPECT_THAT(shown(calls), ElementsAre("c"));
    EXPECT_FALSE(calls.marked("a", 100));
    EXPECT_EQ(calls.waiting(), 0u);
    auto again = call("a");
    again.calledUtcMs += 60'000;
    EXPECT_TRUE(calls.arrived(again, 200)) << "called again after the undo";
}

TEST(BoardCalls, AFullQueueGivesUpTheLongestWaiting) {
    BoardCalls calls(1);
    calls.arrived(call("top"), 0);
    for (std::size_t i = 0; i <= BoardCalls::kMaxWaiting; ++i)
        calls.arrived(call(std::to_string(i)), 10);
    EXPECT_EQ(calls.waiting(), BoardCalls::kMaxWaiting);
    EXPECT_TRUE(calls.marked("0", 60'009));
    EXPECT_FALSE(calls.marked("0", 60'010));
}

TEST(BoardCalls, NothingIsLostWhateverHappens) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    for (int round = 0; round < 300; ++round) {
        BoardCalls calls(1 + static_cast<int>(chance() % 4));
        std::int64_t now = 0;
        std::map<std::string, bool> seen; // by row
        std::vector<std::string> keys;
        const auto look = [&] {
            for (const auto& id : shown(calls))
                seen[id] = true;
        };
        for (int i = 0; i < 40; ++i) {
            const auto row = call(named("r", static_cast<int>(chance() % 30)),
                                  1 + static_cast<int>(chance() % 3));
            seen.emplace(row.id, false);
            if (const auto key = calls.arrived(row, now)) keys.push_back(*key);
            look();
            now += static_cast<std::int64_t>(chance() % 3'000);
            if (!keys.empty() && chance() % 2) calls.speechEnded(keys[chance() % keys.size()], now);
            look();
            calls.tick(now);
            look();
        }
        while (const auto next = calls.nextChangeMs()) {
            ASSERT_GE(*next, now);
            now = *next;
            calls.tick(now);
            look();
        }
        for (const auto& [id, was] : seen)
            EXPECT_TRUE(was) << id;
    }
}
