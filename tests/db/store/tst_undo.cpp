// SPDX-License-Identifier: Apache-2.0
// Ops taken back newest first leave every row of the projection as it was before them.
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "db/store/records.h"
#include "db/store/undo.h"
#include "db/store/undotext.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <filesystem>
#include <gtest/gtest.h>
#include <random>
#include <sqlite3.h>
#include <unistd.h>

namespace {

using namespace menzhen;
namespace fs = std::filesystem;

constexpr const char* site = "HA";

class Undo : public testing::Test {
protected:
    Undo() : folder(fs::temp_directory_path() / ("undo-" + std::to_string(getpid()))) {
        fs::create_directories(folder);
        database =
            std::move(*store::Database::open((folder / "a.db").string(), store::StoreKind::Device));
    }

    ~Undo() override {
        database.reset();
        fs::remove_all(folder);
    }

    core::Bytes change(const std::vector<store::Record>& rows) {
        core::Bytes undo;
        EXPECT_TRUE(database->transact([&]() -> core::Result<void> {
            undo = store::upsertWithUndo(*database, site, rows);
            return {};
        }));
        return undo;
    }

    void takeBack(const core::Bytes& undo) {
        ASSERT_TRUE(database->transact([&]() -> core::Result<void> {
            store::applyUndo(*database, site, undo);
            return {};
        }));
    }

    std::vector<store::Record> everything() {
        std::vector<store::Record> rows;
        EXPECT_TRUE(database->read([&]() -> core::Result<void> {
            for (const store::Table& table : store::tables())
                for (store::Record& row : store::select(*database, site, table.name))
                    rows.push_back(std::move(row));
            return {};
        }));
        return rows;
    }

    fs::path folder;
    std::unique_ptr<store::Database> database;
};

/// Some columns of one of a few rows of any table, so that rows meet again and again.
store::Record someRow(std::mt19937& random) {
    const auto& tables = store::tables();
    const store::Table& table = tables[random() % tables.size()];
    store::Record row(table);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].name == "rev") continue;
        const bool isKey = i < table.keys;
        if (!isKey && random() % 2 == 0) continue;
        const auto value = static_cast<std::int64_t>(random() % (isKey ? 2 : 5));
        if (table.columns[i].text)
            row.setCell(i, std::string(static_cast<std::size_t>(value), 'x'));
        else
            row.setCell(i, value - 2);
    }
    return row;
}

TEST_F(Undo, AnyOpsTakenBackNewestFirstLeaveWhatWasBefore) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 30; ++i)
            change({someRow(random)}); // what the registry decided: it stays
        const auto before = everything();
        std::vector<core::Bytes> undos;
        for (int op = 0; op < 15; ++op) {
            std::vector<store::Record> rows;
            for (std::size_t left = random() % 6; left > 0; --left)
                rows.push_back(someRow(random));
            undos.push_back(change(rows));
        }
        for (auto undo = undos.rbegin(); undo != undos.rend(); ++undo)
            takeBack(*undo);
        ASSERT_EQ(everything(), before);
    }
}

TEST_F(Undo, ARowThatStoodSoAlreadyIsNoChange) {
    store::Record row("queue");
    row.set("day", 20260302).set("half", "AM").set("id", "CARD-D01").set("department", "CARD");
    EXPECT_FALSE(change({row}).empty());
    EXPECT_TRUE(change({row}).empty());
}

TEST_F(Undo, RowsThatSomebodyElseChangedAreABug) {
    store::Record row("queue");
    row.set("day", 20260302).set("half", "AM").set("id", "CARD-D01").set("department", "CARD");
    const core::Bytes undo = change({row});
    row.set("department", "SURG");
    change({row});
    EXPECT_DEATH(takeBack(undo), "its op did not leave");
}

TEST_F(Undo, WhatAnEarlierBuildLeftIsStillUnderstood) {
    store::Record row("queue");
    row.set("day", 20260302).set("half", "AM").set("id", "CARD-D01").set("department", "CARD");
    const auto before = everything();
    sqlite3* handle = database->connection().getHandle();
    sqlite3_session* session = nullptr;
    ASSERT_EQ(sqlite3session_create(handle, "main", &session), SQLITE_OK);
    ASSERT_EQ(sqlite3session_attach(session, "queue"), SQLITE_OK);
    change({row});
    int size = 0;
    void* changes = nullptr;
    ASSERT_EQ(sqlite3session_changeset(session, &size, &changes), SQLITE_OK);
    int inverseSize = 0;
    void* inverse = nullptr;
    ASSERT_EQ(sqlite3changeset_invert(size, changes, &inverseSize, &inverse), SQLITE_OK);
    const auto* bytes = static_cast<const std::uint8_t*>(inverse);
    const core::Bytes undo(bytes, bytes + inverseSize);
    sqlite3_free(changes);
    sqlite3_free(inverse);
    sqlite3session_delete(session);
    takeBack(undo);
    EXPECT_EQ(everything(), before);
}

TEST(UndoText, IsReadAsItWasWritten) {
    const std::vector<store::RowChange> changes{
        {"queue",
         {std::int64_t{20260302}, std::string("AM")},
         true,
         {{"a", {}, std::string("é\0x", 4)}}},
        {"entry", {}, false, {{"b", std::int64_t{-5}, std::int64_t{INT64_MAX}}, {"c", "", "x"}}}};
    EXPECT_EQ(store::changesFrom(store::toBytes(changes)), changes);
    EXPECT_TRUE(store::toBytes({}).empty());
}

TEST(UndoText, CutOffIsABug) {
    core::Bytes bytes = store::toBytes({{"queue", {std::string("AM")}, true, {}}});
    bytes.pop_back();
    EXPECT_DEATH(store::changesFrom(bytes), "ends too early");
}

} // namespace
