// SPDX-License-Identifier: Apache-2.0
// A station takes back what it did, judged by the registry.
#include "tests/app/clerk/stationmorning.h"

using namespace menzhen;
using nlohmann::json;
using test::Morning;

namespace {

TEST(ClerkUndo, ACallLeavesNoTrace) {
    Morning morning(6);
    const std::string first = morning.call();
    const json before = morning.rows();
    const std::string second = morning.call("S1", first);
    ASSERT_NE(morning.rows(), before);
    EXPECT_EQ(morning.undo(second), "applied");
    EXPECT_EQ(morning.rows(), before);
    EXPECT_EQ(morning.state(first), "called");
    EXPECT_EQ(morning.undo(second), "rejected:nothing-to-undo");
    EXPECT_EQ(morning.call("S1", first), second);
    const auto board = morning.clinic->view([](clerk::Views& v) { return v.snapshot("board:3A"); });
    for (const json& row : (*board)["rows"])
        if (row["id"] == second) {
            EXPECT_EQ(row["calls"], 2) << "a board announces what grows";
        }
}

TEST(ClerkUndo, AMissAFinishALeave) {
    Morning morning(6);
    const std::string first = morning.call();
    const json before = morning.rows();
    for (const char* type : {"entry.missed", "entry.finished", "entry.left_for_tests"}) {
        EXPECT_EQ(morning.send(type, {{"entry", first}, {"pin", "S1"}}), "applied");
        EXPECT_EQ(morning.undo(first), "applied") << type;
        EXPECT_EQ(morning.rows(), before) << type;
    }
}

TEST(ClerkUndo, AfterAnotherMoveTheEntryIsTheStationsNext) {
    Morning morning(6);
    const std::string first = morning.call();
    const std::string second = morning.call("S1", first);
    morning.arrive();
    const std::string other = morning.call("S2");
    EXPECT_EQ(morning.undo(second), "applied");
    EXPECT_EQ(morning.state(first), "called") << "whom the same call saw off";
    EXPECT_EQ(morning.state(other), "called");
    EXPECT_EQ(morning.call("S1", first), second);
}

TEST(ClerkUndo, ThirtySecondsAndOnlyWhatWasDoneLast) {
    Morning morning(6);
    const std::string first = morning.call();
    morning.clinic->clock.nowMs += 30'001;
    EXPECT_EQ(morning.undo(first), "rejected:too-late");
    const std::string second = morning.call("S1", first);
    EXPECT_EQ(morning.undo(first), "rejected:nothing-to-undo");
    morning.clinic->clock.nowMs += 30'000;
    EXPECT_EQ(morning.undo(second), "applied");
}

TEST(ClerkUndo, WhoHasComeBackIsNotMoved) {
    Morning morning(4);
    const std::string first = morning.call();
    EXPECT_EQ(morning.send("entry.missed", {{"entry", first}}), "applied");
    EXPECT_EQ(morning.send("entry.checked_in", {{"entry", first}}), "applied");
    EXPECT_EQ(morning.undo(first), "rejected:refused:waiting");
}

} // namespace
