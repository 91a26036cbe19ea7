// SPDX-License-Identifier: Apache-2.0
// What the courier sends: batches that fit, histories that fork or were lost.
#include "tests/db/sync/courierbench.h"

using namespace menzhen;
using nlohmann::json;
using test::CourierHall;
using test::opsIn;
using test::problem;
using test::tailOf;
using test::TinyDevice;

namespace {

TEST(Courier, BatchIsHalvedWhenItIsTooLargeAndGrowsAgain) {
    CourierHall hall;
    for (int i = 0; i < 40; ++i)
        hall.help();
    ASSERT_EQ(tailOf(hall.ask()), "POST /devices");
    hall.kiosk.courier->answered(core::fail(core::ErrorKind::Offline, "no-answer"));
    std::vector<std::size_t> sizes;
    for (int i = 0; i < 60 && !hall.state().upToDate; ++i) {
        const auto request = hall.ask();
        if (tailOf(request) == "POST /ops") sizes.push_back(opsIn(request));
        if (tailOf(request) == "POST /ops" && opsIn(request) > 10)
            hall.kiosk.courier->answered(problem(413, "body-too-large"));
        else
            hall.kiosk.courier->answered(serve(*hall.clinic, request));
        while (hall.kiosk.courier->hasWork())
            (void)hall.kiosk.courier->work();
    }
    ASSERT_GE(sizes.size(), 4U);
    EXPECT_EQ(sizes[0], 40U);
    EXPECT_EQ(sizes[1], 20U);
    EXPECT_EQ(sizes[2], 10U);
    EXPECT_TRUE(hall.state().upToDate);
    EXPECT_EQ(hall.state().pendingOps, 0);
}

TEST(Courier, BatchStaysBelowItsBytes) {
    CourierHall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    for (int i = 0; i < 1200; ++i)
        hall.help();
    const auto request = hall.ask();
    EXPECT_EQ(tailOf(request), "POST /ops");
    EXPECT_LE(request.body.size(), sync::maxBatchBytes + 100);
    EXPECT_LE(opsIn(request), 1000U);
    EXPECT_GT(opsIn(request), 500U);
    hall.kiosk.courier->answered(serve(*hall.clinic, request));
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.state().pendingOps, 0);
}

TEST(Courier, ForkAsksForAnotherIncarnation) {
    CourierHall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    hall.help();
    const auto request = hall.ask();
    ASSERT_EQ(tailOf(request), "POST /ops");
    hall.kiosk.courier->answered(problem(409, "fork", "this op came before with other content"));
    EXPECT_EQ(hall.state().problem, "fork");
    EXPECT_EQ(hall.state().pendingOps, 1);
    EXPECT_EQ(tailOf(hall.ask()), "POST /devices");
    hall.kiosk.courier->answered(core::fail(core::ErrorKind::Offline, "no-answer"));
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.state().problem, "");
    EXPECT_EQ(hall.state().pendingOps, 0);
}

TEST(Courier, RefusedBatchDoesNotKeepPullsWaiting) {
    CourierHall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    hall.help();
    int pulls = 0;
    for (int i = 0; i < 12; ++i) {
        const auto request = hall.ask();
        if (tailOf(request) == "POST /ops") {
            hall.kiosk.courier->answered(problem(500, "internal"));
            hall.kiosk.courier->woken(
                json{{"through", hall.state().cursor + 1}, {"epoch", hall.clinic->clerk->epoch()}}
                    .dump());
        } else {
            ++pulls;
            hall.kiosk.courier->answered(serve(*hall.clinic, request));
        }
    }
    EXPECT_GE(pulls, 3);
    EXPECT_EQ(hall.state().problem, "refused:internal");
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.state().problem, "");
}

TEST(Courier, RegistryThatLostOpsGetsThemAgain) {
    CourierHall hall;
    hall.help();
    hall.help();
    ASSERT_TRUE(hall.kiosk.settle());
    hall.help();
    const auto request = hall.ask();
    ASSERT_EQ(opsIn(request), 1U);
    hall.kiosk.courier->answered(problem(409, "seq-gap", "1"));
    EXPECT_EQ(hall.state().problem, "seq-gap");
    const auto again = hall.ask();
    ASSERT_EQ(tailOf(again), "POST /devices");
    json place = json::parse(serve(*hall.clinic, again).body);
    place["last_seq"] = 0; // a copy of before
    hall.kiosk.courier->answered(ports::LinkResponse{200, place.dump(), std::nullopt});
    EXPECT_EQ(hall.state().pendingOps, 3);
    const auto all = hall.ask();
    ASSERT_EQ(tailOf(all), "POST /ops");
    EXPECT_EQ(opsIn(all), 3U);
    hall.kiosk.courier->answered(serve(*hall.clinic, all));
    ASSERT_TRUE(hall.kiosk.settle());
}

TEST(Courier, StoreThatWasLostGetsItsHistoryAndAnotherIncarnation) {
    CourierHall hall;
    hall.help();
    ASSERT_TRUE(hall.kiosk.settle());
    TinyDevice copy(*hall.clinic, "K01", ":memory:", 3, hall.key); // its store was lost
    ASSERT_TRUE(copy.settle());
    EXPECT_EQ(copy.courier->state().problem, "");
    EXPECT_EQ(copy.journal->nextId()->incarnation, 2);
    EXPECT_EQ(copy.journal->nextId()->seq, 1);
}

} // namespace
