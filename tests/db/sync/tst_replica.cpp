// SPDX-License-Identifier: Apache-2.0
#include "db/store/records.h"
#include "tests/db/sync/tinyhall.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;
using test::projectionOf;
using test::TinyDevice;

namespace {

struct Hall {
    std::unique_ptr<Clinic> clinic = Clinic::small(1, 12);
    std::string key = test::publicKeyOf(*clinic);
    TinyDevice kiosk{*clinic, "K01", ":memory:", 1, key};

    Hall() { clinic->clock.set(monday, 485); }

    std::string registry() { return projectionOf(*clinic->database, clinic->clerk->site()); }

    std::string device() { return projectionOf(*kiosk.database, clinic->clerk->site()); }

    json hold() {
        return clinic->must([](clerk::Clerk& c) {
            return c.hold({{"day", monday},
                           {"session", "DEPA-D1-AM"},
                           {"channel", "KIOSK"},
                           {"holder", "K01"}});
        });
    }

    core::Result<sync::Committed> ticket(const json& held, const std::string& id) {
        return kiosk.commit("ticket.issued", {{"ticket", id},
                                              {"kind", "walkin"},
                                              {"session", "DEPA-D1-AM"},
                                              {"slot", held["slot"]},
                                              {"hold", held["hold"]},
                                              {"queue", "DEPA-D1"},
                                              {"half", "AM"},
                                              {"number", held["number"]},
                                              {"band", held["band"]},
                                              {"zone", "1A"},
                                              {"short_code", "7G0MX2A4"},
                                              {"masked", "王*"}});
    }

    std::string state(TinyDevice& device, const std::string& entry) {
        std::string state = "none";
        (void)device.database->read([&]() -> core::Result<void> {
            const auto row = store::find(*device.database, clinic->clerk->site(), "entry",
                                         {std::int64_t{monday}, entry});
            if (row) state = row->text("state");
            return {};
        });
        return state;
    }
};

const std::string first = "00000000000000a1";
const std::string second = "00000000000000a2";

TEST(Replica, SnapshotGivesTheRegistrysProjection) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.device(), hall.registry());
    EXPECT_TRUE(hall.kiosk.courier->state().hasData);
    EXPECT_GT(hall.kiosk.courier->state().cursor, 0);
}

TEST(Replica, OwnOpsCountAtOnceAndComeBackOnce) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    const json held = hall.hold();
    ASSERT_TRUE(hall.kiosk.settle());
    ASSERT_TRUE(hall.ticket(held, first));
    ASSERT_TRUE(hall.kiosk.commit("entry.checked_in", {{"entry", first}}));
    EXPECT_EQ(hall.state(hall.kiosk, first), "waiting");
    EXPECT_EQ(hall.kiosk.courier->state().pendingOps, 2);
    EXPECT_NE(hall.device(), hall.registry());
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.kiosk.courier->state().pendingOps, 0);
    EXPECT_EQ(hall.device(), hall.registry());
    EXPECT_EQ(hall.state(hall.kiosk, first), "waiting");
}

TEST(Replica, UnsentOpsStayOnTopOfWhatTheRegistrySays) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    const json held = hall.hold();
    ASSERT_TRUE(hall.kiosk.settle());
    ASSERT_TRUE(hall.ticket(held, first));
    ASSERT_TRUE(hall.kiosk.commit("entry.checked_in", {{"entry", first}}));
    (void)hall.hold(); // another device's, meanwhile
    const auto cursor = hall.kiosk.replica->cursor();
    const auto page = hall.clinic->view([&](clerk::Views& views) {
        return test::parsed(views.changes("lobby", cursor->revision, 1000, cursor->epoch));
    });
    const auto changed = hall.kiosk.replica->apply(*page);
    ASSERT_TRUE(changed);
    EXPECT_TRUE(*changed);
    EXPECT_EQ(hall.state(hall.kiosk, first), "waiting");
    EXPECT_EQ(hall.kiosk.replica->cursor()->revision, hall.clinic->rev());
}

TEST(Replica, WhatTheNewGroundForbidsHasNoEffectUntilTheRegistrySpoke) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    const json held = hall.hold();
    ASSERT_TRUE(hall.kiosk.settle());
    ASSERT_TRUE(hall.ticket(held, first));
    ASSERT_TRUE(hall.kiosk.commit("entry.checked_in", {{"entry", first}}));
    ASSERT_TRUE(hall.kiosk.settle());
    // The device says "finished" while the registry lets the same patient be called and missed.
    hall.clinic->must([](clerk::Clerk& c) {
        return c.callNext("DEPA-D1", {{"station", "S1"}, {"half", "AM"}, {"room", "101"}});
    });
    ASSERT_TRUE(hall.kiosk.settle());
    ASSERT_EQ(hall.state(hall.kiosk, first), "called");
    ASSERT_TRUE(hall.kiosk.commit("entry.finished", {{"entry", first}}));
    EXPECT_EQ(hall.state(hall.kiosk, first), "finished");
    TinyDevice station(*hall.clinic, "S1", ":memory:", 2, test::publicKeyOf(*hall.clinic));
    ASSERT_TRUE(station.settle());
    ASSERT_TRUE(station.commit("entry.missed", {{"entry", first}}));
    ASSERT_TRUE(station.settle());
    const auto cursor = hall.kiosk.replica->cursor();
    const auto page = hall.clinic->view([&](clerk::Views& views) {
        return test::parsed(views.changes("lobby", cursor->revision, 1000, cursor->epoch));
    });
    const auto applied = hall.kiosk.replica->apply(*page);
    ASSERT_TRUE(applied) << applied.error().code << applied.error().detail;
    EXPECT_EQ(hall.state(hall.kiosk, first), hall.state(station, first));
    EXPECT_EQ(hall.kiosk.courier->state().pendingOps, 1);
    ASSERT_TRUE(hall.kiosk.settle());
    ASSERT_TRUE(station.settle());
    EXPECT_EQ(hall.device(), hall.registry());
    std::string verdict;
    (void)hall.kiosk.database->read([&]() -> core::Result<void> {
        store::Query q(*hall.kiosk.database,
                       "SELECT verdict FROM outbox ORDER BY seq DESC LIMIT 1");
        q.step();
        verdict = q.text(0);
        return {};
    });
    EXPECT_EQ(verdict, "rejected");
}

TEST(Replica, LostAnswerIsSettledByTheRepeat) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    const json held = hall.hold();
    ASSERT_TRUE(hall.kiosk.settle());
    ASSERT_TRUE(hall.ticket(held, first));
    ASSERT_TRUE(hall.kiosk.commit("entry.checked_in", {{"entry", first}}));
    const auto batch = hall.kiosk.courier->next();
    ASSERT_TRUE(batch);
    ASSERT_EQ(batch->method, "POST");
    ASSERT_EQ(serve(*hall.clinic, *batch).status, 200); // the registry took it; nobody hears
    hall.kiosk.courier->answered(core::fail(core::ErrorKind::Offline, "timeout"));
    EXPECT_FALSE(hall.kiosk.courier->state().connected);
    // A snapshot that holds the effect already, before the repeat is answered.
    const auto snapshot =
        hall.clinic->view([](clerk::Views& views) { return views.snapshot("lobby"); });
    const auto loaded = hall.kiosk.replica->load(*snapshot);
    ASSERT_TRUE(loaded) << loaded.error().code << loaded.error().detail;
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.device(), hall.registry());
    EXPECT_EQ(hall.kiosk.courier->state().pendingOps, 0);
}

TEST(Replica, PageThatDoesNotBeginAtTheCursorIsRefused) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    const std::string before = hall.device();
    const auto cursor = hall.kiosk.replica->cursor();
    for (const std::int64_t after : {cursor->revision - 1, cursor->revision + 1}) {
        const auto applied = hall.kiosk.replica->apply({{"epoch", cursor->epoch},
                                                        {"after", after},
                                                        {"through", after + 5},
                                                        {"ops", json::array()}});
        ASSERT_FALSE(applied);
        EXPECT_EQ(applied.error().code, "malformed-answer");
    }
    const auto other = hall.kiosk.replica->apply({{"epoch", "0000000000000000"},
                                                  {"after", cursor->revision},
                                                  {"through", cursor->revision},
                                                  {"ops", json::array()}});
    EXPECT_FALSE(other);
    EXPECT_EQ(hall.device(), before);
    EXPECT_EQ(hall.kiosk.replica->cursor()->revision, cursor->revision);
}

TEST(Replica, BrokenAnswersChangeNothing) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    const std::string before = hall.device();
    const auto good =
        hall.clinic->view([](clerk::Views& views) { return views.snapshot("lobby"); });
    for (const char* part : {"epoch", "revision", "day", "tables"}) {
        json broken = *good;
        broken.erase(part);
        EXPECT_FALSE(hall.kiosk.replica->load(broken)) << part;
        broken[part] = json::array();
        EXPECT_FALSE(hall.kiosk.replica->load(broken)) << part;
    }
    json keyless = *good;
    keyless["tables"]["slot"]["columns"][0] = "another";
    EXPECT_FALSE(hall.kiosk.replica->load(keyless));
    json shortRow = *good;
    shortRow["tables"]["slot"]["rows"][0].erase(0);
    EXPECT_FALSE(hall.kiosk.replica->load(shortRow));
    EXPECT_EQ(hall.device(), before);
}

TEST(Replica, LaterRegistrysTablesAndColumnsArePassedOver) {
    Hall hall;
    auto later = hall.clinic->view([](clerk::Views& views) { return views.snapshot("lobby"); });
    (*later)["tables"]["tomorrows_idea"] = {{"columns", {"id"}}, {"rows", {{"x"}}}};
    json& fees = (*later)["tables"]["fee"];
    fees["columns"].push_back("colour");
    for (json& row : fees["rows"])
        row.push_back("blue");
    ASSERT_TRUE(hall.kiosk.replica->load(*later));
    EXPECT_EQ(hall.device(), hall.registry());
}

TEST(Replica, AcknowledgedOpOfAnotherDayDoesNotStayProvisional) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    const auto late = hall.kiosk.journal->commit(
        {{"help.requested", 20261120, {{"help", second}, {"screen", "home"}}, {}, {}, {}}});
    ASSERT_TRUE(late);
    ASSERT_TRUE(hall.kiosk.settle());
    std::int64_t unacknowledged = -1;
    (void)hall.kiosk.database->read([&]() -> core::Result<void> {
        store::Query q(*hall.kiosk.database, "SELECT count(*) FROM outbox WHERE rev = 0");
        q.step();
        unacknowledged = q.integer(0);
        return {};
    });
    EXPECT_EQ(unacknowledged, 0);
}

} // namespace
