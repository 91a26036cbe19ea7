// SPDX-License-Identifier: Apache-2.0
// What waiting times are reckoned from: the log's facts, once each.
#include "app/clerk/figures.h"
#include "app/clerk/served.h"
#include "tests/app/clerk/stationmorning.h"

using namespace menzhen;

namespace {

constexpr std::int64_t servedMinuteMs = 60'000;

class Served : public testing::Test {
protected:
    void minutes(int n) { morning.clinic->clock.nowMs += n * servedMinuteMs; }

    void look() {
        morning.clinic->must([](clerk::Clerk& c) -> core::Result<nlohmann::json> {
            for (int i = 0; i < 5; ++i) // as many ops as a demo's days have
                clerk::recordServed(c);
            return nlohmann::json();
        });
    }

    std::string rows() {
        look();
        return morning.text("SELECT coalesce(group_concat(ms / 60000, ' '), '') FROM served");
    }

    test::Morning morning{6};
};

TEST_F(Served, EachCallLastsUntilItsStationIsFree) {
    const std::string first = morning.call();
    EXPECT_EQ(rows(), "");
    minutes(7);
    const std::string second = morning.call("S1", first); // Next
    EXPECT_EQ(rows(), "7");
    minutes(2);
    morning.send("entry.missed", {{"entry", second}});
    EXPECT_EQ(rows(), "7 2");
    const std::string third = morning.call();
    minutes(5);
    morning.send("entry.finished", {{"entry", third}});
    minutes(30); // idle: nobody's
    const std::string fourth = morning.call();
    minutes(4);
    morning.send("entry.left_for_tests", {{"entry", fourth}, {"pin", ""}});
    EXPECT_EQ(rows(), "7 2 5 4");
    EXPECT_EQ(rows(), "7 2 5 4"); // once each
}

TEST_F(Served, WhatWasTakenBackDoesNotCount) {
    const std::string first = morning.call();
    minutes(6);
    const std::string second = morning.call("S1", first);
    EXPECT_EQ(rows(), "6");
    ASSERT_EQ(morning.undo(second), "applied");
    EXPECT_EQ(rows(), "");
    minutes(3);
    morning.call("S1", first);
    EXPECT_EQ(rows(), "9");
}

TEST_F(Served, WhatWasForgottenOpenIsNoService) {
    const std::string first = morning.call();
    minutes(200);
    morning.call("S1", first);
    EXPECT_EQ(rows(), "");
}

TEST_F(Served, TodayAndEarlierAreApartAndOldOnesAreForgotten) {
    const auto sql = [&](const std::string& text) {
        EXPECT_TRUE(morning.clinic->database->transact([&]() -> core::Result<void> {
            store::Query(*morning.clinic->database, text).run();
            return {};
        }));
    };
    sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700) INSERT INTO "
        "served (site, queue, rev, day, ms) SELECT 'HA', 'CARD-D01', -i, 20261120, 300000 FROM n");
    sql("INSERT INTO served (site, queue, rev, day, ms) VALUES ('HA', 'CARD-D01', -9999, 20260101, "
        "300000)");
    const std::string first = morning.call();
    minutes(6);
    morning.call("S1", first);
    EXPECT_EQ(rows().size(), std::string("6").size() + 2U * (clerk::servedKeptPerQueue - 1));
    core::Pace pace;
    (void)morning.clinic->database->read([&]() -> core::Result<void> {
        pace = clerk::paceOf(*morning.clinic->database, "HA", "CARD-D01", test::monday);
        return {};
    });
    ASSERT_EQ(pace.today.size(), 1U);
    EXPECT_EQ(pace.today[0], 6);
    EXPECT_EQ(pace.earlier.size(), clerk::servedKeptPerQueue - 1U);
}

TEST_F(Served, row_A13_WaitsPerDepartment) {
    // All were here at 08:00, when their band began.
    for (int i = 0; i < 5; ++i) {
        minutes(10);
        const std::string called = morning.call();
        if (i == 4) morning.send("entry.missed", {{"entry", called}});
    }
    const auto figures = morning.clinic->view(
        [](clerk::Views& views) { return clerk::showFigures(views, test::monday); });
    ASSERT_TRUE(figures);
    const auto& department = (*figures)["departments"][0];
    EXPECT_EQ(department["code"], "CARD");
    EXPECT_EQ(department["waits"][0],
              (nlohmann::json{{"kind", "all"}, {"called", 5}, {"p50", 30}, {"p90", 40}}));
    EXPECT_EQ(department["waits"][1]["kind"], "extra");
    EXPECT_EQ(department["calls"], (nlohmann::json::array({{{"lane", "N"}, {"calls", 5}}})));
    EXPECT_EQ(department["missed"], 1);
    EXPECT_EQ(department["noshow"], 0);
    const auto nothing = morning.clinic->view(
        [](clerk::Views& views) { return clerk::showFigures(views, 20251123); });
    EXPECT_TRUE((*nothing)["departments"].empty());
}

TEST_F(Served, ARestoredLogIsReadAnew) {
    const std::string first = morning.call();
    minutes(6);
    morning.call("S1", first);
    EXPECT_EQ(rows(), "6");
    EXPECT_TRUE(morning.clinic->database->transact([&]() -> core::Result<void> {
        store::Query(*morning.clinic->database, "UPDATE served_through SET rev = 1000000").run();
        return {};
    }));
    EXPECT_EQ(rows(), "6");
}

} // namespace
