// SPDX-License-Identifier: Apache-2.0
// What staff choose instead of the order (queue rules, 6).
#include "tests/app/core/queuesample.h"

namespace menzhen::core {
namespace {

using namespace sample;

Queue staged(int people) {
    Queue queue({.stage = 2});
    for (int i = 1; i <= people; ++i)
        arrive(queue, std::to_string(i), Lane::N, 480, i);
    call(queue);
    return queue;
}

TEST(Chosen, ACallByNameLeavesTheCountersAndGivesUpAPromise) {
    Queue queue = staged(6);
    arrive(queue, "r", Lane::R);
    const QueueState before = queue.state();
    ASSERT_EQ(list(queue), (Texts{"2", "3"}));
    const auto changes = queue.callChosen("3");
    ASSERT_TRUE(changes);
    EXPECT_EQ(*changes, (Changes{.entries = {"3"}, .state = true, .stations = {"A"}}));
    EXPECT_EQ(list(queue), Texts{"2"});
    EXPECT_EQ(stateOf(queue, "3"), "called");
    EXPECT_EQ(queue.state().counters, before.counters);
    EXPECT_EQ(queue.state().run, before.run);
    ASSERT_TRUE(queue.callChosen("5"));
    EXPECT_EQ(codeOf(queue.callChosen("5")), "called");
    ASSERT_TRUE(queue.finish("5"));
    EXPECT_EQ(codeOf(queue.callChosen("5")), "finished");
    EXPECT_EQ(codeOf(queue.callChosen("x")), "unknown-entry");
}

TEST(Chosen, GoingOverKeepsBandAndSlot) {
    Queue from = staged(4);
    Queue to;
    arrive(to, "a", Lane::N, 480, 2);
    arrive(to, "b", Lane::N, 480, 9);
    const auto gone = from.remove("3");
    ASSERT_TRUE(gone);
    EXPECT_EQ(from.find("3"), nullptr);
    EXPECT_EQ(list(from), Texts{"2"});
    ASSERT_TRUE(to.admit(gone->entry));
    EXPECT_EQ(to.find("3")->slot, 3);
    EXPECT_EQ(calls(to, 3), (Texts{"a N:on-turn", "3 N:on-turn", "b N:on-turn"}));
    EXPECT_EQ(calls(from, 3), (Texts{"2 N:on-turn", "4 N:on-turn", "- empty"}));
    EXPECT_EQ(codeOf(to.admit(gone->entry)), "id-taken");
    ASSERT_TRUE(to.finish("a"));
    EXPECT_EQ(codeOf(to.remove("a")), "finished");
}

TEST(Chosen, AtTheirWishTheyJoinTheEndOfTheBandInProgress) {
    Queue from = staged(1);
    Queue to;
    arrive(to, "a", Lane::N, 510, 7);
    add(to, "late", Lane::N, 450);
    ASSERT_TRUE(to.checkIn("late", 515));
    arrive(to, "next", Lane::N, 540, 1);
    auto gone = from.remove("1"); // the patient in the room
    ASSERT_TRUE(gone);
    joinBandInProgress(gone->entry, 525, to.parameters());
    ASSERT_TRUE(to.admit(gone->entry));
    EXPECT_EQ(calls(to, 4, 540),
              (Texts{"a N:on-turn", "late N:late", "1 N:late", "next N:on-turn"}));
}

TEST(Chosen, WhoIsServedElsewhereKeepsThePlaceAndIsPassed) {
    for (const int stage : {0, 2}) {
        Queue queue({.stage = stage});
        for (int i = 1; i <= 5; ++i)
            arrive(queue, std::to_string(i), Lane::N, 480, i);
        call(queue);
        ASSERT_TRUE(queue.setElsewhere("2", "other"));
        EXPECT_EQ(call(queue), "3 N:on-turn") << stage;
        EXPECT_EQ(call(queue), "4 N:on-turn") << stage;
        ASSERT_TRUE(queue.setElsewhere("2", ""));
        EXPECT_EQ(call(queue), "2 N:on-turn") << "at the old place, stage " << stage;
        EXPECT_TRUE(queue.setElsewhere("2", "")->none());
    }
}

TEST(Chosen, WhoIsServedElsewhereIsStillSoAfterLoading) {
    Queue queue;
    arrive(queue, "1");
    arrive(queue, "2", Lane::N, 480, 2);
    ASSERT_TRUE(queue.setElsewhere("1", "other"));
    std::vector<QueueEntry> rows;
    for (const auto& [id, entry] : queue.entries())
        rows.push_back(entry);
    auto loaded = Queue::load({}, rows, queue.state(), {});
    ASSERT_TRUE(loaded);
    EXPECT_EQ(calls(*loaded, 2), (Texts{"2 N:on-turn", "- empty"}));
}

} // namespace
} // namespace menzhen::core
