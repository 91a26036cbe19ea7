// SPDX-License-Identifier: Apache-2.0
#include "app/core/queueahead.h"

#include <gtest/gtest.h>

using namespace menzhen::core;

namespace {

class Ahead : public testing::Test {
protected:
    void arrive(const std::string& id, int slot, Lane lane = Lane::N) {
        ASSERT_TRUE(queue.registerEntry({id, 480, slot, EntryKind::Booked, lane}));
        ASSERT_TRUE(queue.checkIn(id, 480));
    }

    std::string order() {
        std::map<int, std::string> places;
        for (const auto& [id, ahead] : peopleAhead(queue, 490))
            places[ahead] = id;
        std::string text;
        for (const auto& [place, id] : places)
            text += std::to_string(place) + id + " ";
        return text;
    }

    QueueParameters parameters;
    Queue queue{parameters};
};

TEST_F(Ahead, FollowsTheOrderOfTheRules) {
    arrive("c", 3);
    arrive("a", 1);
    arrive("b", 2);
    EXPECT_EQ(order(), "0a 1b 2c ");
    arrive("e", 9, Lane::E);
    EXPECT_EQ(order(), "0e 1a 2b 3c ");
    // A priority class goes in between, as the calls will.
    arrive("p", 8, Lane::P);
    EXPECT_EQ(order(), "0e 1a 2p 3b 4c ");
}

TEST_F(Ahead, CountsThePromisedPlacesFirst) {
    QueueParameters staging = parameters;
    staging.stage = 2;
    queue.configure(staging);
    for (const char* id : {"a", "b", "c", "d"})
        arrive(id, id[0]);
    ASSERT_EQ(queue.callNext("S1", 481).id, "a"); // b and c are promised
    arrive("x", 0);
    EXPECT_EQ(order(), "0b 1c 2x 3d ");
}

TEST_F(Ahead, ChangesNothing) {
    arrive("a", 1);
    const QueueState before = queue.state();
    (void)peopleAhead(queue, 490);
    EXPECT_EQ(queue.state(), before);
    EXPECT_EQ(queue.find("a")->state, EntryState::Waiting);
}

TEST_F(Ahead, AnEmptyQueueHasNobody) {
    EXPECT_TRUE(peopleAhead(queue, 490).empty());
    ASSERT_TRUE(queue.registerEntry({"a", 480, 1}));
    EXPECT_TRUE(peopleAhead(queue, 490).empty()); // expected: not here yet
}

} // namespace
