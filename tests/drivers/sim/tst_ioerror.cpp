// SPDX-License-Identifier: Apache-2.0
// A store that met an I/O error is closed, opened anew and looked over before anything else is done
// with it (sync.md 1.15). Nothing acknowledged is lost by the error, by a failed sync that dropped
// what it was to save, or by a power cut after it.
#include "db/store/database.h"
#include "drivers/sim/disk.h"

#include <gtest/gtest.h>
#include <set>

using namespace menzhen;

namespace {

constexpr const char* machine = "M1";
constexpr const char* path = "M1/store.db";
constexpr int rows = 12;

/// One transaction writes one value to several rows, so that a part of it can be told.
core::Result<void> write(store::Database& database, int value) {
    return database.transact([&]() -> core::Result<void> {
        for (int row = 0; row < rows; ++row)
            store::Query(database, "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")
                .bind("row" + std::to_string(row))
                .bind(std::to_string(value) + std::string(300, '.'))
                .run();
        return {};
    });
}

core::Result<std::set<int>> valuesOf(store::Database& database) {
    std::set<int> values;
    const auto read = database.read([&]() -> core::Result<void> {
        store::Query query(database, "SELECT value FROM meta WHERE name LIKE 'row%'");
        while (query.step())
            values.insert(std::stoi(query.text(0)));
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    return values;
}

class IoError : public testing::Test {
protected:
    void SetUp() override { open(); }

    void open() {
        auto opened = store::Database::open(path, store::StoreKind::Device);
        ASSERT_TRUE(opened) << opened.error().detail;
        database = std::move(*opened);
    }

    /// The store's pages in its file, none in the log.
    void checkpoint() { store::Query(*database, "PRAGMA wal_checkpoint(TRUNCATE)").step(); }

    /// One write that fails; then the disk works again.
    void failOnce() {
        disk.failAfter(machine, 1, 1);
        const auto failed = write(*database, 99);
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().code, "store-failed");
    }

    twin::Disk disk{7};
    std::unique_ptr<store::Database> database;
};

TEST_F(IoError, TheNextTransactionBeginsOnANewConnection) {
    ASSERT_TRUE(write(*database, 1));
    const std::int64_t generation = database->generation();
    failOnce();
    const auto values = valuesOf(*database);
    ASSERT_TRUE(values);
    EXPECT_EQ(*values, std::set<int>{1});
    EXPECT_GE(database->generation(), generation + 2) << "rolled back, then opened anew";
    EXPECT_TRUE(write(*database, 2));
    EXPECT_EQ(valuesOf(*database), std::set<int>{2});
}

TEST_F(IoError, WhatIsOnTheDiskCountsNotWhatWasInMemory) {
    ASSERT_TRUE(write(*database, 1));
    checkpoint();
    const std::string before = disk.copy(path);
    ASSERT_TRUE(write(*database, 2));
    checkpoint();
    failOnce();
    // A controller that gave an old block back: the file is not the one that was written.
    disk.place(path, before);
    disk.place(std::string(path) + "-wal", "");
    EXPECT_EQ(valuesOf(*database), std::set<int>{1});
}

TEST_F(IoError, ADamagedStoreIsNotWrittenOn) {
    ASSERT_TRUE(write(*database, 1));
    checkpoint();
    const std::string good = disk.copy(path);
    std::string damaged = good;
    for (std::size_t page = 4096; page < damaged.size(); page += 4096)
        damaged.replace(page, 8, "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f");
    failOnce();
    disk.place(path, damaged);
    disk.place(std::string(path) + "-wal", "");
    for (int times = 0; times < 2; ++times) {
        const auto refused = write(*database, 2);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "store-corrupt");
    }
    EXPECT_EQ(disk.copy(path), damaged);
    disk.place(path, good);
    EXPECT_TRUE(write(*database, 3)) << "another disk, with the copy: service goes on by itself";
    EXPECT_EQ(valuesOf(*database), std::set<int>{3});
}

TEST_F(IoError, AStoreThatIsGoneIsNotMadeAnew) {
    ASSERT_TRUE(write(*database, 1));
    checkpoint();
    const std::string good = disk.copy(path);
    failOnce();
    disk.wipe(machine);
    const auto refused = write(*database, 2);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "store-open");
    EXPECT_TRUE(disk.paths().empty()) << "an empty store would begin a new history";
    disk.place(path, good);
    EXPECT_EQ(valuesOf(*database), std::set<int>{1});
}

TEST_F(IoError, AFullDiskEndsNoConnection) {
    ASSERT_TRUE(write(*database, 1));
    disk.setFull(machine, true);
    const std::int64_t generation = database->generation();
    ASSERT_FALSE(write(*database, 2));
    EXPECT_EQ(valuesOf(*database), std::set<int>{1}) << "opening anew may need room";
    EXPECT_EQ(database->generation(), generation + 1);
}

TEST(IoErrors, APrivateStoreStaysAsItIs) {
    auto database = std::move(*store::Database::open(":memory:", store::StoreKind::Device));
    ASSERT_TRUE(write(*database, 1));
    ASSERT_TRUE(database->reopen());
    EXPECT_EQ(valuesOf(*database), std::set<int>{1});
}

struct Story {
    int errors = 0;
    int commits = 0;
};

/// Writes until the disk has failed and works again; then the power goes.
Story live(int operation, int lasting) {
    Story story;
    twin::Disk disk(static_cast<std::uint64_t>(operation * 100 + lasting));
    auto database = std::move(*store::Database::open(path, store::StoreKind::Device));
    int acknowledged = 0;
    disk.failAfter(machine, operation, lasting);
    for (int value = 1; value <= 60; ++value) {
        if (write(*database, value)) {
            acknowledged = value;
            ++story.commits;
        } else {
            ++story.errors;
        }
        if (value % 7 == 0) (void)database->reopen(); // a checkpoint, as closing makes one
        const auto values = valuesOf(*database);
        if (!values) continue;
        // Whoever heard an error knows nothing: the commit may stand, whole, or not.
        EXPECT_EQ(values->size(), acknowledged == 0 && values->empty() ? 0U : 1U);
        if (!values->empty()) {
            EXPECT_GE(*values->begin(), acknowledged);
        }
        if (!values->empty()) acknowledged = *values->begin(); // it was shown
    }
    EXPECT_FALSE(disk.failing(machine)) << "the disk never got well";
    disk.stopAfter(machine, 0);
    database.reset();
    disk.cutPower(machine);
    disk.restart(machine);
    database = std::move(*store::Database::open(path, store::StoreKind::Device));
    EXPECT_EQ(valuesOf(*database), std::set<int>{acknowledged})
        << "operation " << operation << ", lasting " << lasting;
    return story;
}

TEST(IoErrors, NothingAcknowledgedIsLostWhereverTheyHappen) {
    Story all;
    for (int operation = 1; operation < 90; ++operation)
        for (const int lasting : {1, 2, 5, 30}) {
            const Story story = live(operation, lasting);
            all.errors += story.errors;
            all.commits += story.commits;
        }
    EXPECT_GT(all.errors, 300);
    EXPECT_GT(all.commits, 15'000);
}

} // namespace
