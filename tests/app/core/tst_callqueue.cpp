// SPDX-License-Identifier: Apache-2.0
#include "app/core/callqueue.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <map>
#include <random>
#include <set>

using namespace menzhen::core;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

using Handle = CallQueue::Handle;

std::string named(const char* prefix, std::size_t number) {
    return std::string(prefix).append(std::to_string(number));
}

/// A loudspeaker on a clock that the test moves: chime, pause, sentence once or twice.
struct Loudspeaker {
    static constexpr int kHeadMs = 1200;
    static constexpr int kSentenceMs = 3500;

    struct Saying {
        int fromMs, toMs, times;
    };

    CallQueue queue;
    int nowMs = 0;
    int busyUntilMs = -1;
    std::vector<Saying> said;
    std::map<Handle, int> endedMs;

    void step() { // one millisecond
        if (queue.speaking() && nowMs >= busyUntilMs) {
            for (const auto handle : queue.finished())
                EXPECT_TRUE(endedMs.emplace(handle, nowMs).second) << "ended twice";
        }
        if (const auto turn = queue.next()) {
            busyUntilMs =
                nowMs + kHeadMs + kSentenceMs * turn->times + (turn->times == 2 ? 1000 : 0);
            said.push_back({nowMs, busyUntilMs, turn->times});
        }
        ++nowMs;
    }

    void runUntilQuiet() {
        do
            step();
        while (queue.speaking() || queue.waiting() > 0);
    }
};

} // namespace

TEST(CallQueue, TwentyCallsInTenSeconds) {
    Loudspeaker speaker;
    std::set<Handle> handles;
    for (std::size_t i = 0; i < 20; ++i) {
        handles.insert(speaker.queue.offer(named("op", i), named("C", i), "1").handle);
        for (int ms = 0; ms < 500; ++ms)
            speaker.step();
    }
    speaker.runUntilQuiet();
    EXPECT_EQ(speaker.said.size(), 20u) << "none lost";
    EXPECT_EQ(speaker.endedMs.size(), handles.size());
    for (std::size_t i = 1; i < speaker.said.size(); ++i)
        EXPECT_GE(speaker.said[i].fromMs, speaker.said[i - 1].toMs) << "two at once";
    EXPECT_EQ(speaker.said.front().times, 2) << "nobody waited yet";
    EXPECT_EQ(speaker.said[5].times, 1) << "many wait";
    for (std::size_t i = 17; i < 20; ++i)
        EXPECT_EQ(speaker.said[i].times, 2) << "the crowd is gone";
}

TEST(CallQueue, DoublesAreSaidOnceAndAllEnd) {
    CallQueue queue;
    const auto busy = queue.offer("a", "C001", "1").handle;
    ASSERT_TRUE(queue.next());
    const auto first = queue.offer("b", "C002", "1").handle;
    const auto twin = queue.offer("c", "C002", "1").handle;
    EXPECT_EQ(queue.waiting(), 1u);
    EXPECT_THAT(queue.finished(), ElementsAre(busy));
    const auto turn = queue.next();
    ASSERT_TRUE(turn);
    EXPECT_THAT(turn->handles, ElementsAre(first, twin));
    const auto late = queue.offer("b", "C002", "1").handle;   // the same op while it is said
    const auto repeat = queue.offer("d", "C002", "1").handle; // staff pressed repeat
    EXPECT_THAT(queue.finished(), ElementsAre(first, twin, late));
    EXPECT_EQ(queue.next()->first, repeat);
}

TEST(CallQueue, AnotherRoomOvertakes) {
    CallQueue queue;
    queue.offer("a", "C001", "1");
    queue.next();
    const auto old = queue.offer("b", "C002", "1").handle;
    const auto other = queue.offer("c", "C003", "1").handle;
    const auto moved = queue.offer("d", "C002", "2");
    EXPECT_THAT(moved.overtaken, ElementsAre(old));
    queue.finished();
    EXPECT_EQ(queue.next()->first, other);
    queue.finished();
    EXPECT_EQ(queue.next()->first, moved.handle);
}

TEST(CallQueue, FullQueueGivesUpTheLongestWaiting) {
    CallQueue queue;
    const auto first = queue.offer("0", "N0", "1").handle;
    for (std::size_t i = 1; i < CallQueue::kMaxWaiting; ++i)
        EXPECT_THAT(queue.offer(std::to_string(i), named("N", i), "1").dropped, IsEmpty());
    EXPECT_THAT(queue.offer("x", "X", "1").dropped, ElementsAre(first));
    EXPECT_EQ(queue.waiting(), CallQueue::kMaxWaiting);
}

TEST(CallQueue, ClearForgetsAllThatWait) {
    CallQueue queue;
    const auto saying = queue.offer("a", "A", "1").handle;
    queue.next();
    const auto waiting = queue.offer("b", "B", "1").handle;
    EXPECT_THAT(queue.clear(), ElementsAre(waiting));
    EXPECT_TRUE(queue.speaking());
    EXPECT_THAT(queue.finished(), ElementsAre(saying));
    EXPECT_FALSE(queue.next());
}

TEST(CallQueue, EveryHandleEndsExactlyOnce) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    for (int round = 0; round < 200; ++round) {
        CallQueue queue;
        std::set<Handle> open;
        const auto end = [&](const std::vector<Handle>& handles) {
            for (const auto handle : handles)
                ASSERT_EQ(open.erase(handle), 1u);
        };
        for (int i = 0; i < 300; ++i) {
            const auto dice = chance() % 10;
            if (dice < 6) {
                const auto offer =
                    queue.offer(std::to_string(chance() % 200), std::to_string(chance() % 100),
                                std::to_string(chance() % 2));
                ASSERT_TRUE(open.insert(offer.handle).second);
                end(offer.overtaken);
                end(offer.dropped);
            } else if (queue.speaking()) {
                end(queue.finished());
            } else {
                queue.next();
            }
            if (chance() % 100 == 0) end(queue.clear());
            ASSERT_LE(queue.waiting(), CallQueue::kMaxWaiting);
        }
        while (queue.speaking() || queue.next())
            end(queue.finished());
        EXPECT_TRUE(open.empty());
    }
}
