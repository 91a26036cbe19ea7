// SPDX-License-Identifier: Apache-2.0
#include "tests/db/sync/tinyhall.h"

#include <filesystem>
#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;

namespace {

struct Board {
    std::unique_ptr<store::Database> database;
    std::unique_ptr<sync::BoardReplica> replica;

    explicit Board(const Clinic& clinic) {
        database = std::move(
            *store::Database::open(test::storeOfTest("device"), store::StoreKind::Device));
        replica = std::make_unique<sync::BoardReplica>(*database, "1A", clinic.clock);
    }
};

json rowOf(const std::string& id, const std::string& state, int calls, std::int64_t calledAt) {
    return {{"id", id},           {"queue", "DEPA-D1"},       {"number", "A" + id},
            {"mask", "王*"},      {"state", state},           {"room", "101"},
            {"place", 0},         {"called_at", calledAt},    {"calls", calls},
            {"sensitive", false}, {"department_zh", "科室A"}, {"department_en", "Department A"}};
}

json snapshotOf(std::vector<json> rows, int revision = 5, const std::string& epoch = "ab") {
    return {{"epoch", epoch},
            {"revision", revision},
            {"day", monday},
            {"rows", std::move(rows)},
            {"stations", json::array()}};
}

json pageOf(std::vector<json> rows, int after, int through) {
    return {{"epoch", "ab"},
            {"after", after},
            {"through", through},
            {"revision", through},
            {"day", monday},
            {"rows", std::move(rows)},
            {"stations", json::array()}};
}

std::vector<std::string> newCalls(Board& board) {
    std::vector<std::string> ids;
    const auto calls = board.replica->newCalls();
    for (const sync::BoardRow& row : calls.value())
        ids.push_back(row.id);
    return ids;
}

class BoardReplica : public testing::Test {
protected:
    void SetUp() override {
        for (const char* tail : {"", "-wal", "-shm"})
            std::filesystem::remove(test::storeOfTest("device") + tail);
        clinic = Clinic::small(1, 6);
    }

    std::unique_ptr<Clinic> clinic;
};

TEST_F(BoardReplica, WhatWasCalledBeforeItsFirstSnapshotIsNotAnnounced) {
    Board board(*clinic);
    EXPECT_FALSE(*board.replica->dataAtMs());
    ASSERT_TRUE(board.replica->load(snapshotOf({rowOf("1", "called", 2, 10)})));
    EXPECT_TRUE(newCalls(board).empty());
    EXPECT_EQ(*board.replica->dataAtMs(), clinic->clock.nowMs);
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("2", "called", 1, 30)}, 5, 6)));
    EXPECT_EQ(newCalls(board), std::vector<std::string>{"2"});
}

TEST_F(BoardReplica, CallIsNewUntilItWasAnnouncedAndAgainWhenRepeated) {
    Board board(*clinic);
    ASSERT_TRUE(board.replica->load(snapshotOf({})));
    ASSERT_TRUE(board.replica->apply(
        pageOf({rowOf("2", "called", 1, 40), rowOf("1", "called", 1, 30)}, 5, 7)));
    EXPECT_EQ(newCalls(board), (std::vector<std::string>{"1", "2"})) << "the oldest first";
    {
        Board restarted(*clinic); // a crash before the announcement
        EXPECT_EQ(newCalls(restarted).size(), 2U);
        ASSERT_TRUE(restarted.replica->announced("1", 1));
    }
    EXPECT_EQ(newCalls(board), std::vector<std::string>{"2"});
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 2, 50)}, 7, 8)));
    EXPECT_EQ(newCalls(board), (std::vector<std::string>{"2", "1"}));
    ASSERT_TRUE(board.replica->apply(
        pageOf({rowOf("1", "missed", 2, 50), rowOf("2", "finished", 1, 40)}, 8, 10)));
    EXPECT_TRUE(newCalls(board).empty()) << "nobody is called who is not called any more";
}

TEST_F(BoardReplica, SnapshotKeepsWhatWasAnnounced) {
    Board board(*clinic);
    ASSERT_TRUE(board.replica->load(snapshotOf({})));
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 3, 30)}, 5, 6)));
    ASSERT_TRUE(board.replica->announced("1", 3));
    ASSERT_TRUE(board.replica->load(
        snapshotOf({rowOf("1", "called", 3, 30), rowOf("2", "called", 1, 35)}, 9)));
    EXPECT_EQ(newCalls(board), std::vector<std::string>{"2"}) << "called while it was cut off";
    // A registry restored from an older copy counts fewer calls; its next one must be heard.
    ASSERT_TRUE(board.replica->load(snapshotOf({rowOf("1", "called", 1, 30)}, 4, "cd")));
    ASSERT_TRUE(board.replica->load(snapshotOf({rowOf("1", "called", 2, 60)}, 5, "cd")));
    EXPECT_EQ(newCalls(board), std::vector<std::string>{"1"});
}

// Seeds 334 and 343 of the simulator with everything: a restored registry gets the lost call back,
// and the board said it again.
TEST_F(BoardReplica, ACallThatARestoredRegistryGotBackIsNotNewAgain) {
    Board board(*clinic);
    const std::int64_t first = clinic->clock.nowMs;
    ASSERT_TRUE(board.replica->load(snapshotOf({})));
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 1, first)}, 5, 6)));
    ASSERT_TRUE(board.replica->announced("1", 1));
    ASSERT_TRUE(board.replica->load(snapshotOf({}, 5, "ab"))); // the copy knows no such call
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 1, first)}, 5, 6)));
    EXPECT_TRUE(newCalls(board).empty());
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 2, first + 30)}, 6, 7)));
    EXPECT_EQ(newCalls(board), std::vector<std::string>{"1"}) << "the next one is";
}

// Seed 740 with everything: call and recall were announced, and came back one after the other.
TEST_F(BoardReplica, CallsThatARestoredRegistryGetsBackOneByOneAreNotNewAgain) {
    Board board(*clinic);
    const std::int64_t first = clinic->clock.nowMs;
    ASSERT_TRUE(board.replica->load(snapshotOf({})));
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 1, first)}, 5, 6)));
    ASSERT_TRUE(board.replica->announced("1", 1));
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 2, first + 30)}, 6, 7)));
    ASSERT_TRUE(board.replica->announced("1", 2));
    ASSERT_TRUE(board.replica->load(snapshotOf({}, 5, "ab"))); // the copy knows neither
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 1, first)}, 5, 6)));
    EXPECT_TRUE(newCalls(board).empty());
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 2, first + 30)}, 6, 7)));
    EXPECT_TRUE(newCalls(board).empty());
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 3, first + 60)}, 7, 8)));
    EXPECT_EQ(newCalls(board), std::vector<std::string>{"1"}) << "the next one is";
}

TEST_F(BoardReplica, PageThatBringsNothingNewChangesNothing) {
    Board board(*clinic);
    ASSERT_TRUE(board.replica->load(snapshotOf({rowOf("1", "staged", 0, 0)})));
    const auto same = board.replica->apply(pageOf({rowOf("1", "staged", 0, 0)}, 5, 5));
    ASSERT_TRUE(same);
    EXPECT_FALSE(*same);
    EXPECT_FALSE(board.replica->apply(pageOf({}, 4, 6))) << "begins before the cursor";
    EXPECT_FALSE(board.replica->apply(pageOf({}, 6, 7))) << "leaves one out";
    EXPECT_EQ(board.replica->cursor()->revision, 5);
}

TEST_F(BoardReplica, FollowsAMorningAtTheRegistry) {
    Board board(*clinic);
    clinic->clock.set(monday, 485);
    sync::Courier courier({"T1", "D01", "display", test::publicKeyOf(*clinic), *board.database,
                           *board.replica, nullptr, clinic->clock, clinic->chance});
    const auto settle = [&] {
        courier.liveOpened();
        for (int i = 0; i < 20; ++i) {
            while (courier.hasWork())
                (void)courier.work();
            if (const auto request = courier.next()) courier.answered(serve(*clinic, *request));
        }
        return courier.state().upToDate;
    };
    ASSERT_TRUE(settle());
    test::TinyDevice kiosk(*clinic, "K01", ":memory:", 5, test::publicKeyOf(*clinic));
    ASSERT_TRUE(kiosk.settle());
    const json held = clinic->must([](clerk::Clerk& c) {
        return c.hold(
            {{"day", monday}, {"session", "DEPA-D1-AM"}, {"channel", "KIOSK"}, {"holder", "K01"}});
    });
    ASSERT_TRUE(kiosk.settle());
    const std::string id = "00000000000000c1";
    ASSERT_TRUE(kiosk.commit("ticket.issued", {{"ticket", id},
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
                                               {"masked", "王*"}}));
    ASSERT_TRUE(kiosk.commit("entry.checked_in", {{"entry", id}}));
    ASSERT_TRUE(kiosk.settle());
    clinic->must([](clerk::Clerk& c) {
        return c.callNext("DEPA-D1", {{"station", "S1"}, {"half", "AM"}, {"room", "101"}});
    });
    ASSERT_TRUE(settle());
    const auto calls = board.replica->newCalls();
    ASSERT_TRUE(calls);
    ASSERT_EQ(calls->size(), 1U);
    EXPECT_EQ(calls->front().id, id);
    EXPECT_EQ(calls->front().mask, "王*");
    EXPECT_EQ(calls->front().room, "101");
    EXPECT_EQ(calls->front().number, held["number"]);
    EXPECT_EQ(courier.state().cursor, clinic->rev());
    EXPECT_EQ(board.replica->rows()->size(), 1U);
}

ports::ZoneRow toldOf(const std::string& id, const std::string& state, int calls,
                      std::int64_t seq) {
    ports::ZoneRow row;
    row.opDevice = "S1";
    row.opIncarnation = 1;
    row.opSeq = seq;
    row.id = id;
    row.queue = "DEPA-D1";
    row.number = "A" + id;
    row.mask = "王*";
    row.state = state;
    row.room = "102";
    row.calls = calls;
    return row;
}

std::string shownAs(Board& board, const std::string& id) {
    const auto rows = board.replica->rows();
    for (const sync::BoardRow& row : rows.value())
        if (row.id == id) return row.state + " " + row.room + " " + std::to_string(row.calls);
    return "";
}

std::size_t heardCalls(Board& board) {
    return board.replica->heardCalls().value().size();
}

TEST_F(BoardReplica, AStationsWordIsShownAndAnnouncedOnce) {
    Board board(*clinic);
    ASSERT_TRUE(board.replica->load(snapshotOf({rowOf("1", "staged", 0, 0)})));
    ASSERT_TRUE(board.replica->hear(toldOf("1", "called", 1, 7)).value());
    EXPECT_EQ(shownAs(board, "1"), "called 102 1");
    EXPECT_EQ(heardCalls(board), 1U);
    EXPECT_FALSE(board.replica->hear(toldOf("1", "called", 1, 7)).value()) << "the same op again";
    EXPECT_FALSE(board.replica->hear(toldOf("1", "called", 1, 6)).value()) << "an older op";
    ASSERT_TRUE(board.replica->announced("1", 1));
    EXPECT_EQ(heardCalls(board), 0U);
    ASSERT_TRUE(board.replica->hear(toldOf("1", "missed", 1, 8)).value());
    EXPECT_EQ(shownAs(board, "1"), "missed 102 1");
    ASSERT_TRUE(board.replica->hear(toldOf("1", "called", 2, 9)).value());
    EXPECT_EQ(heardCalls(board), 1U) << "a second call is a call";
    ASSERT_TRUE(board.replica->hear(toldOf("9", "called", 1, 10)).value());
    EXPECT_EQ(shownAs(board, "9"), "called 102 1") << "an entry that the registry never named";
}

TEST_F(BoardReplica, TheRegistrysRowStandsInItsPlaceAndIsNotSaidAgain) {
    Board board(*clinic);
    ASSERT_TRUE(board.replica->load(snapshotOf({rowOf("1", "staged", 0, 0)})));
    ASSERT_TRUE(board.replica->hear(toldOf("1", "called", 1, 7)).value());
    ASSERT_TRUE(board.replica->announced("1", 1));
    // Back again, but the station's op is still on its way.
    ASSERT_TRUE(board.replica->apply(
        pageOf({rowOf("1", "staged", 0, 0), rowOf("2", "staged", 0, 0)}, 5, 6)));
    EXPECT_EQ(shownAs(board, "1"), "called 102 1");
    ASSERT_TRUE(board.replica->apply(pageOf({rowOf("1", "called", 1, 100)}, 6, 7)));
    EXPECT_EQ(shownAs(board, "1"), "called 101 1") << "the registry's";
    EXPECT_TRUE(newCalls(board).empty()) << "it was said on the station's word";
    EXPECT_FALSE(board.replica->hear(toldOf("1", "called", 1, 7)).value()) << "a late repeat";
    EXPECT_EQ(shownAs(board, "1"), "called 101 1");
}

TEST_F(BoardReplica, WhatTheRegistryNeverConfirmsIsForgotten) {
    Board board(*clinic);
    ASSERT_TRUE(board.replica->load(snapshotOf({rowOf("1", "staged", 0, 0)})));
    ASSERT_TRUE(board.replica->hear(toldOf("1", "called", 1, 7)).value());
    EXPECT_FALSE(board.replica->forgetHeard(clinic->clock.utcMs()).value());
    EXPECT_TRUE(board.replica->forgetHeard(clinic->clock.utcMs() + 1).value());
    EXPECT_EQ(shownAs(board, "1"), "staged 101 0");
}

TEST_F(BoardReplica, ASensitiveDepartmentsNameIsNeverKept) {
    Board board(*clinic);
    ports::ZoneRow row = toldOf("1", "called", 1, 7);
    row.sensitive = true;
    ASSERT_TRUE(board.replica->hear(row).value());
    EXPECT_EQ(board.replica->rows().value().at(0).mask, "");
}

} // namespace
