// SPDX-License-Identifier: Apache-2.0
// What was done last is taken back for 30 seconds.
#include "tests/app/flows/callbench.h"

using namespace menzhen;
using flows::CallNext;
using test::Station;

namespace {

TEST(FlowCallNext, UndoPutsEverythingBackAsItWas) {
    Station station;
    station.open();
    EXPECT_EQ(station.moved(&CallNext::undo).error().code, "nothing-to-undo");
    ASSERT_TRUE(station.press());
    station.bench.pull();
    ASSERT_TRUE(station.press()); // finishes the first, calls the second
    EXPECT_TRUE(station.call.desk()->undo) << "before the own store knows";
    station.bench.pull();
    auto desk = station.call.desk();
    ASSERT_TRUE(desk->undo);
    EXPECT_EQ(desk->undo->what, "called");
    EXPECT_EQ(desk->undo->entry, station.tickets[1]);
    ASSERT_TRUE(station.moved(&CallNext::undo));
    desk = station.call.desk();
    ASSERT_TRUE(desk->patient);
    EXPECT_EQ(desk->patient->id, station.tickets[0]) << "back in the room";
    EXPECT_EQ(desk->next.front().id, station.tickets[1]);
    EXPECT_FALSE(desk->undo);
    station.bench.sync();
    EXPECT_EQ(station.bench.verdicts, std::vector<std::string>{"applied"});
    EXPECT_EQ(station.call.desk()->patient->id, station.tickets[0]);
    EXPECT_EQ(station.bench.text("SELECT group_concat(state) FROM (SELECT state FROM entry WHERE "
                                 "calls > 0 ORDER BY called_at)"),
              "staged,called");
}

TEST(FlowCallNext, UndoOfAMissEndsAfterThirtySeconds) {
    Station station;
    station.open();
    ASSERT_TRUE(station.press());
    station.bench.pull();
    ASSERT_TRUE(station.moved(&CallNext::missed));
    EXPECT_EQ(station.call.desk()->undo->what, "missed");
    ASSERT_TRUE(station.moved(&CallNext::undo));
    EXPECT_EQ(station.call.desk()->patient->id, station.tickets[0]);
    EXPECT_EQ(station.call.desk()->patient->misses, 0);
    ASSERT_TRUE(station.moved(&CallNext::missed));
    station.bench.advance(31'000);
    EXPECT_FALSE(station.call.desk()->undo);
    EXPECT_EQ(station.moved(&CallNext::undo).error().code, "nothing-to-undo");
    station.bench.sync();
    for (const std::string& verdict : station.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
}

} // namespace
