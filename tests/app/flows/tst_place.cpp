// SPDX-License-Identifier: Apache-2.0
#include "app/flows/place.h"

#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using core::Queue;
using flows::peopleAhead;

namespace {

void arrive(Queue& queue, const std::string& id, int slot, core::Lane lane = core::Lane::N) {
    core::Registration r;
    r.id = id;
    r.band = 480;
    r.slot = slot;
    r.lane = lane;
    ASSERT_TRUE(queue.registerEntry(r));
    ASSERT_TRUE(queue.checkIn(id, 480));
}

TEST(FlowPlace, CountsWhoWouldBeCalledBefore) {
    Queue queue;
    arrive(queue, "third", 3);
    arrive(queue, "first", 1);
    arrive(queue, "second", 2);
    EXPECT_EQ(peopleAhead(queue, "first", {}, 480), 0);
    EXPECT_EQ(peopleAhead(queue, "second", {}, 480), 1);
    EXPECT_EQ(peopleAhead(queue, "third", {}, 480), 2);
    EXPECT_EQ(peopleAhead(queue, "third", {"A", "B"}, 480), 2);
    EXPECT_EQ(peopleAhead(queue, "nobody", {}, 480), std::nullopt);
    arrive(queue, "urgent", 9, core::Lane::E);
    EXPECT_EQ(peopleAhead(queue, "first", {}, 480), 1);
    EXPECT_EQ(queue.find("first")->state, core::EntryState::Waiting) << "only a copy was called";
}

TEST(FlowPlace, StagedPlacesComeFirstAndCalledIsNobody) {
    core::QueueParameters rules;
    rules.stage = 1;
    Queue queue(rules);
    for (int i = 1; i <= 4; ++i)
        arrive(queue, std::to_string(i), i);
    EXPECT_EQ(queue.callNext("A", 480).id, "1"); // 2 is staged at A now
    EXPECT_EQ(peopleAhead(queue, "1", {"A"}, 480), 0);
    EXPECT_EQ(peopleAhead(queue, "2", {"A"}, 480), 0);
    EXPECT_EQ(peopleAhead(queue, "3", {"A"}, 480), 1);
    EXPECT_EQ(peopleAhead(queue, "4", {}, 480), 2) << "A is known from its staged list";
}

TEST(FlowPlace, APinnedPatientWaitsForTheirOwnDoctorAlone) {
    Queue queue;
    for (int i = 1; i <= 3; ++i)
        arrive(queue, std::to_string(i), i);
    ASSERT_TRUE(queue.callNext("A", 480).id);
    ASSERT_TRUE(queue.onLeave("1", "A"));
    EXPECT_EQ(peopleAhead(queue, "1", {"A", "B"}, 480), std::nullopt) << "away for tests";
    ASSERT_TRUE(queue.checkIn("1", 490));
    const auto ahead = peopleAhead(queue, "1", {"A", "B"}, 490);
    ASSERT_TRUE(ahead);
    EXPECT_LE(*ahead, 1) << "B's patients do not hold A up";
}

TEST(FlowPlace, UnknownTicketsAreRefused) {
    test::FlowBench bench;
    EXPECT_EQ(flows::placeOf(*bench.context, test::monday, "0000000000000000").error().code,
              "unknown-ticket");
}

} // namespace
