// SPDX-License-Identifier: Apache-2.0
// Published snapshots (sync.md 1.12): what they say of themselves, who may get a kept one, and what
// a device makes of one that is not what it says.
#include "app/core/bytes.h"
#include "db/store/oplog.h"
#include "db/sync/snapshotreader.h"
#include "tests/db/sync/tinyhall.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;
using test::projectionOf;
using test::TinyDevice;

namespace {

struct SnapshotHall {
    std::unique_ptr<Clinic> clinic = Clinic::small(1, 12);
    clerk::SnapshotShelf shelf{clinic->crypto};

    SnapshotHall() { clinic->clock.set(monday, 485); }

    void hold() {
        clinic->must([](clerk::Clerk& c) {
            return c.hold({{"day", monday}, {"session", "DEPA-D1-AM"}, {"channel", "KIOSK"}});
        });
    }

    std::string snapshot(std::int64_t least = -1, std::string epoch = {}) {
        std::string text;
        (void)clinic->database->read([&]() -> core::Result<void> {
            clerk::Recall recall;
            recall.snapshots = &shelf;
            clerk::Views views(*clinic->database, clinic->clerk->site(), clinic->clock, &recall);
            text = views.snapshotText("lobby", least, epoch).value_or("");
            return {};
        });
        return text;
    }

    std::int64_t revisionOf(const std::string& text) { return json::parse(text)["revision"]; }

    std::string projection(store::Database& of) { return projectionOf(of, clinic->clerk->site()); }
};

TEST(Snapshot, SaysItsRevisionSchemaHorizonAndHash) {
    SnapshotHall hall;
    const std::string text = hall.snapshot();
    const json snapshot = json::parse(text);
    EXPECT_EQ(snapshot["revision"], hall.clinic->rev());
    EXPECT_GE(snapshot["schema"], 30);
    EXPECT_EQ(snapshot["horizon"], 0);
    EXPECT_TRUE(sync::hashHolds(text, hall.clinic->crypto));
    // As docs/openapi.yaml says: over the text of the last member.
    const std::size_t from = text.find("\"tables\":") + 9;
    const std::string tables = text.substr(from, text.size() - from - 1);
    EXPECT_EQ(snapshot["hash"], core::toHex(hall.clinic->crypto.sha256(core::asBytes(tables))));
    EXPECT_FALSE(json::parse(tables)["slot"]["rows"].empty());
}

TEST(Snapshot, AnyChangeOfItsTablesIsSeen) {
    SnapshotHall hall;
    const std::string text = hall.snapshot();
    for (std::size_t at = text.find("\"tables\":") + 9; at + 1 < text.size(); at += 97) {
        std::string other = text;
        other[at] = static_cast<char>(other[at] ^ 1);
        EXPECT_FALSE(sync::hashHolds(other, hall.clinic->crypto)) << at;
    }
    EXPECT_FALSE(sync::hashHolds("{\"tables\":{}}", hall.clinic->crypto)) << "no hash";
    EXPECT_FALSE(sync::hashHolds("", hall.clinic->crypto));
}

TEST(Snapshot, AKeptOneIsForThoseWhoHaveSeenNothingNewer) {
    SnapshotHall hall;
    const std::string epoch = hall.clinic->clerk->epoch();
    const std::int64_t made = hall.revisionOf(hall.snapshot(0));
    hall.hold();
    EXPECT_EQ(hall.revisionOf(hall.snapshot(0)), made) << "a new device: the tail brings the rest";
    EXPECT_EQ(hall.revisionOf(hall.snapshot(made, epoch)), made);
    EXPECT_EQ(hall.revisionOf(hall.snapshot(made + 1, epoch)), made + 1);
    hall.hold();
    EXPECT_EQ(hall.revisionOf(hall.snapshot(made + 2, "another")), made + 1) << "of another log";
    EXPECT_EQ(hall.revisionOf(hall.snapshot()), made + 2) << "the present state was asked for";
    hall.clinic->clock.set(20261124, 5);
    EXPECT_EQ(json::parse(hall.snapshot(0))["day"], 20261124);
}

TEST(Snapshot, AKeptOneIsNotOlderThanItsWindow) {
    SnapshotHall hall;
    const clerk::PublishedSnapshot& kept = hall.shelf.keep("T1", {"e", 10, monday, "", "", "{}"});
    EXPECT_EQ(hall.shelf.find("T1", "e", 10 + clerk::snapshotWindow, monday, 10), &kept);
    EXPECT_EQ(hall.shelf.find("T1", "e", 11 + clerk::snapshotWindow, monday, 0), nullptr);
    EXPECT_EQ(hall.shelf.find("T1", "e", 9, monday, 0), nullptr) << "a log that is behind it";
    EXPECT_EQ(hall.shelf.find("T2", "e", 10, monday, 0), nullptr);
}

TEST(Snapshot, OneThatIsNotWhatWasPublishedReplacesNothing) {
    SnapshotHall hall;
    TinyDevice kiosk(*hall.clinic, "K01", ":memory:", 1, test::publicKeyOf(*hall.clinic));
    ASSERT_TRUE(kiosk.settle());
    hall.clinic->clock.set(20261124, 5); // a new day: it asks for a snapshot
    const std::string before = hall.projection(*kiosk.database);
    std::optional<ports::LinkRequest> asked;
    while (!asked || asked->path.find("/snapshot?") == std::string::npos) {
        if (asked) kiosk.courier->answered(serve(*hall.clinic, *asked));
        while (kiosk.courier->hasWork())
            (void)kiosk.courier->work();
        hall.clinic->clock.nowMs =
            std::max(hall.clinic->clock.nowMs + 1, kiosk.courier->wakeAtMs().value_or(0));
        asked = kiosk.courier->next();
        ASSERT_TRUE(asked);
    }
    auto answer = serve(*hall.clinic, *asked);
    const std::size_t at = answer.body.find("DEPA", answer.body.find("\"tables\":"));
    ASSERT_NE(at, std::string::npos);
    answer.body.replace(at, 4, "DEPB");
    kiosk.courier->answered(answer);
    EXPECT_FALSE(kiosk.courier->hasWork());
    EXPECT_EQ(kiosk.courier->state().problem, "snapshot-hash");
    EXPECT_EQ(hall.projection(*kiosk.database), before);
    ASSERT_TRUE(kiosk.settle()) << "it asks again";
    EXPECT_EQ(kiosk.courier->state().problem, "");
    EXPECT_EQ(kiosk.replica->cursor()->day, 20261124);
}

TEST(Snapshot, WhoeverStandsBelowTheHorizonIsToldToFetchOne) {
    SnapshotHall hall;
    TinyDevice kiosk(*hall.clinic, "K01", ":memory:", 1, test::publicKeyOf(*hall.clinic));
    ASSERT_TRUE(kiosk.settle());
    const std::int64_t seen = kiosk.replica->cursor()->revision;
    ASSERT_TRUE(kiosk.commit("help.requested", {{"help", "00000000000000a1"}, {"screen", "home"}}));
    hall.hold();
    hall.hold();
    ASSERT_TRUE(hall.clinic->database->transact([&]() -> core::Result<void> {
        store::Query(*hall.clinic->database, "DELETE FROM op WHERE rev <= ?").bind(seen + 1).run();
        EXPECT_EQ(store::logHorizon(*hall.clinic->database, hall.clinic->clerk->site()), seen + 1);
        return {};
    }));
    const auto told = serve(
        *hall.clinic,
        {"GET", "/v1/sites/T1/ops?scope=lobby&after=" + std::to_string(seen), {}, {}, {}, 500});
    EXPECT_EQ(told.status, 409);
    EXPECT_EQ(json::parse(told.body)["code"], "snapshot-needed");
    ASSERT_TRUE(kiosk.settle());
    EXPECT_EQ(kiosk.courier->state().pendingOps, 0) << "its outbox was kept";
    EXPECT_EQ(hall.projection(*kiosk.database), hall.projection(*hall.clinic->database));
}

} // namespace
