// SPDX-License-Identifier: Apache-2.0
// Before anybody tells it what it lost, a restored registry sells a booked place again
// (app/ops/returned.h).
#include "tests/db/sync/restoredagain.h"

using namespace menzhen;
using nlohmann::json;
using test::book;
using test::monday;
using test::projectionOf;
using test::RestoredAgain;

namespace {

// Seed 1357: neither is on paper yet. What was promised first may be in an old store's plan.
TEST_F(RestoredAgain, PlaceThatWasSoldAgainIsKeptByTheFirstAndTheLaterOneIsAnExtra) {
    auto kiosk = start("k1", 1);
    settle(*kiosk);
    saveRegistry();
    const json lost = book(*clinic, "甲");
    settle(*kiosk);
    restoreRegistry();
    const json early = book(*clinic, "乙");
    ASSERT_EQ(lost["number"], early["number"]);
    const std::string number = lost["number"];
    comeBack(*kiosk);
    EXPECT_EQ(numberOf(lost), number);
    EXPECT_EQ(numberOf(early), number + "-2");
    EXPECT_TRUE(alarms().contains("sold-again"));
    print(*kiosk, early, number + "-2");
    print(*kiosk, lost, number);
    settle(*kiosk);
    EXPECT_EQ(entryOf(lost), number + "booked");
    EXPECT_EQ(entryOf(early), number + "-2extra");
    EXPECT_FALSE(alarms().contains("number-again"));
    EXPECT_EQ(projectionOf(*kiosk->database, "T1"), projectionOf(*clinic->database, "T1"));
}

TEST_F(RestoredAgain, PlaceThatTheLaterOneHasOnPaperIsTheLaterOnes) {
    auto kiosk = start("k1", 1);
    auto stranger = other(5);
    settle(*kiosk);
    settle(*stranger);
    saveRegistry();
    const json lost = book(*clinic, "甲");
    settle(*kiosk); // K02 has not heard of it
    restoreRegistry();
    const json early = book(*clinic, "乙");
    const std::string number = lost["number"];
    comeBack(*stranger);
    print(*stranger, early, number);
    settle(*stranger);
    comeBack(*kiosk);
    EXPECT_EQ(entryOf(early), number + "booked");
    EXPECT_EQ(numberOf(lost), number + "-2");
    print(*kiosk, lost, number); // before it heard of that
    settle(*kiosk);
    EXPECT_EQ(entryOf(lost), number + "-2extra");
    EXPECT_TRUE(alarms().contains("number-again"));
}

TEST_F(RestoredAgain, ExtraThatIsCancelledTakesNobodysPlaceAlong) {
    auto kiosk = start("k1", 1);
    settle(*kiosk);
    saveRegistry();
    const json lost = book(*clinic, "甲");
    settle(*kiosk);
    restoreRegistry();
    const json early = book(*clinic, "乙");
    comeBack(*kiosk);
    const auto slots = [&] { return textOf("SELECT group_concat(state) FROM slot"); };
    const std::string before = slots();
    const auto cancel = [&](const json& booking) {
        clinic->must([&](clerk::Clerk& c) {
            EXPECT_TRUE(c.log().author(
                {"booking.cancelled",
                 monday,
                 {{"booking", booking["id"]}, {"why", "hospital"}, {"release_at", 0}},
                 {},
                 {}}));
            return json();
        });
    };
    cancel(early);
    EXPECT_EQ(stateOf(early), "cancelled");
    EXPECT_EQ(slots(), before);
    cancel(lost);
    EXPECT_NE(slots(), before);
}

} // namespace
