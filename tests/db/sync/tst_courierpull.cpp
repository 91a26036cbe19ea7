// SPDX-License-Identifier: Apache-2.0
// What the courier fetches: snapshots and pages of the log.
#include "tests/db/sync/courierbench.h"

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::CourierHall;
using test::monday;
using test::tailOf;
using test::TinyDevice;

namespace {

TEST(Courier, OtherLogMeansSnapshotAndKeepsTheOutbox) {
    CourierHall hall;
    hall.help();
    ASSERT_TRUE(hall.kiosk.settle());
    hall.help();
    auto restored = Clinic::small(1, 4);
    restored->clock.nowMs = hall.clinic->clock.nowMs;
    for (int i = 0; i < 40; ++i) {
        while (hall.kiosk.courier->hasWork())
            (void)hall.kiosk.courier->work();
        if (const auto request = hall.kiosk.courier->next())
            hall.kiosk.courier->answered(serve(*restored, *request));
        else
            hall.clinic->clock.nowMs = *hall.kiosk.courier->wakeAtMs();
        restored->clock.nowMs = hall.clinic->clock.nowMs;
    }
    EXPECT_TRUE(hall.state().upToDate);
    EXPECT_EQ(hall.state().cursor, restored->rev());
    EXPECT_EQ(test::projectionOf(*hall.kiosk.database, "T1"),
              test::projectionOf(*restored->database, "T1"));
    std::int64_t helps = 0;
    (void)restored->database->read([&]() -> core::Result<void> {
        store::Query q(*restored->database, "SELECT count(*) FROM help");
        q.step();
        helps = q.integer(0);
        return {};
    });
    EXPECT_EQ(helps, 2) << "what the registry had acknowledged before is offered again";
}

TEST(Courier, NewDayBringsASnapshot) {
    CourierHall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.kiosk.replica->cursor()->day, monday);
    hall.clinic->clock.set(20261124, 5);
    ASSERT_TRUE(hall.kiosk.settle());
    const auto pull = hall.ask();
    ASSERT_EQ(tailOf(pull).substr(0, 9), "GET /ops?");
    hall.kiosk.courier->answered(serve(*hall.clinic, pull));
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.kiosk.replica->cursor()->day, 20261124);
}

TEST(Courier, TakesSmallSlicesWhileSomebodyStandsThere) {
    CourierHall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    TinyDevice other(*hall.clinic, "K02", ":memory:", 4, test::publicKeyOf(*hall.clinic));
    for (int i = 0; i < 200; ++i) {
        char id[17];
        std::snprintf(id, sizeof id, "%016d", 1000 + i);
        ASSERT_TRUE(other.commit("help.requested", {{"help", id}, {"screen", "home"}}));
    }
    ASSERT_TRUE(other.settle());
    hall.kiosk.courier->setOccupied(true);
    hall.kiosk.courier->liveOpened();
    const auto pull = hall.kiosk.courier->next();
    ASSERT_TRUE(pull);
    const std::int64_t before = hall.state().cursor;
    hall.kiosk.courier->answered(serve(*hall.clinic, *pull));
    ASSERT_TRUE(hall.kiosk.courier->work());
    EXPECT_LE(hall.state().cursor - before, 64 + 2);
    int slices = 1;
    while (hall.kiosk.courier->hasWork()) {
        (void)hall.kiosk.courier->work();
        ++slices;
    }
    EXPECT_EQ(slices, 4);
    EXPECT_EQ(hall.state().cursor, hall.clinic->rev());
    EXPECT_EQ(test::projectionOf(*hall.kiosk.database, "T1"),
              test::projectionOf(*hall.clinic->database, "T1"));
}

TEST(Courier, AsksForTheNextPageWhileOneIsWritten) {
    CourierHall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    TinyDevice other(*hall.clinic, "K02", ":memory:", 4, test::publicKeyOf(*hall.clinic));
    for (int i = 0; i < 7; ++i)
        ASSERT_TRUE(other.commit("help.requested", {{"help", "000000000000010" + std::to_string(i)},
                                                    {"screen", "home"}}));
    ASSERT_TRUE(other.settle());
    // Pages of two ops, so that a few make a long tail.
    const auto small = [&](ports::LinkRequest request) {
        const std::size_t at = request.path.find("limit=1000");
        if (at != std::string::npos) request.path.replace(at, 10, "limit=2");
        return serve(*hall.clinic, request);
    };
    hall.kiosk.courier->liveOpened();
    int ahead = 0;
    std::optional<ports::LinkRequest> asked = hall.kiosk.courier->next();
    for (int steps = 0; asked && steps < 20; ++steps) {
        hall.kiosk.courier->answered(small(*asked));
        asked = hall.kiosk.courier->next();
        if (asked && hall.kiosk.courier->hasWork()) {
            ++ahead;
            EXPECT_EQ(tailOf(*asked).substr(0, 9), "GET /ops?");
            EXPECT_FALSE(hall.kiosk.courier->next()) << "one request is under way at a time";
            if (ahead == 2) { // its answer comes after the page before it was written
                while (hall.kiosk.courier->hasWork())
                    (void)hall.kiosk.courier->work();
            }
        }
        if (asked) continue;
        while (hall.kiosk.courier->hasWork())
            (void)hall.kiosk.courier->work();
        asked = hall.kiosk.courier->next();
    }
    EXPECT_GE(ahead, 2);
    EXPECT_EQ(hall.state().cursor, hall.clinic->rev());
    EXPECT_EQ(test::projectionOf(*hall.kiosk.database, "T1"),
              test::projectionOf(*hall.clinic->database, "T1"));
    // What is kept for a restored registry is every page, in its place.
    const std::int64_t before = hall.state().cursor;
    EXPECT_TRUE(hall.kiosk.database->read([&]() -> core::Result<void> {
        store::Query q(*hall.kiosk.database,
                       "SELECT count(*) FROM pulled AS p WHERE NOT EXISTS (SELECT 1 FROM pulled AS "
                       "n WHERE n.after = p.through) AND p.through <> ?");
        q.bind(before);
        q.step();
        EXPECT_EQ(q.integer(0), 0);
        return {};
    }));
}

TEST(Courier, APageThatWasAskedAheadOfOneThatCameToNothingIsDropped) {
    CourierHall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    TinyDevice other(*hall.clinic, "K02", ":memory:", 4, test::publicKeyOf(*hall.clinic));
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(other.commit("help.requested", {{"help", "000000000000010" + std::to_string(i)},
                                                    {"screen", "home"}}));
    ASSERT_TRUE(other.settle());
    const auto small = [&](ports::LinkRequest request) {
        request.path.replace(request.path.find("limit=1000"), 10, "limit=2");
        return serve(*hall.clinic, request);
    };
    hall.kiosk.courier->liveOpened();
    auto page = small(*hall.kiosk.courier->next());
    json damaged = json::parse(page.body);
    damaged["after"] = damaged["after"].get<std::int64_t>() - 1; // does not begin at the cursor
    hall.kiosk.courier->answered(ports::LinkResponse{200, damaged.dump(), {}});
    const auto ahead = hall.kiosk.courier->next();
    ASSERT_TRUE(ahead);
    (void)hall.kiosk.courier->work();
    EXPECT_FALSE(hall.kiosk.courier->hasWork());
    hall.kiosk.courier->answered(small(*ahead));
    EXPECT_FALSE(hall.kiosk.courier->hasWork()) << "it begins behind a page that is not there";
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(test::projectionOf(*hall.kiosk.database, "T1"),
              test::projectionOf(*hall.clinic->database, "T1"));
}

} // namespace
