// SPDX-License-Identifier: Apache-2.0
// What a store promises when the power goes in the middle of anything: with WAL and
// synchronous=FULL every acknowledged commit is there afterwards, whole, and nothing of the others
// is there in part. The same suite run with synchronous=NORMAL, and on a disk that lies about its
// syncs, must find losses: else it would find none anywhere.
#include "db/store/database.h"
#include "drivers/sim/disk.h"

#include <gtest/gtest.h>

using namespace menzhen;

namespace {

constexpr int cuts = 150;
constexpr const char* path = "M1/store.db";
constexpr const char* machine = "M1";

struct Losses {
    int acknowledged = 0; ///< commits that were answered and are gone
    int torn = 0;         ///< transactions of which a part is there
    int damaged = 0;      ///< stores that SQLite calls corrupt
    int commits = 0;
};

std::unique_ptr<store::Database> openStore(const char* pragma) {
    auto opened = store::Database::open(path, store::StoreKind::Device);
    if (!opened) return nullptr;
    if (pragma != nullptr) store::Query(**opened, pragma).run();
    return std::move(*opened);
}

/// One transaction writes one value to several rows, so that a part of it can be told.
core::Result<void> write(store::Database& database, int value, int rows) {
    return database.transact([&]() -> core::Result<void> {
        for (int row = 0; row < rows; ++row)
            store::Query(database, "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")
                .bind("row" + std::to_string(row))
                .bind(std::to_string(value) + std::string(300, '.'))
                .run();
        return {};
    });
}

/// The value of each row; one value: whole.
std::set<int> valuesOf(store::Database& database) {
    std::set<int> values;
    const auto read = database.read([&]() -> core::Result<void> {
        store::Query query(database, "SELECT value FROM meta WHERE name LIKE 'row%'");
        while (query.step())
            values.insert(std::stoi(query.text(0)));
        return {};
    });
    if (!read) values = {-1, -2};
    return values;
}

Losses run(std::uint64_t seed, const char* pragma, bool lying) {
    twin::Disk disk(seed);
    twin::Chance chance(seed, "suite");
    Losses losses;
    int value = 0;
    int acknowledged = 0;
    constexpr int rows = 12;
    for (int cut = 0; cut < cuts; ++cut) {
        disk.restart(machine);
        disk.setLying(machine, lying);
        auto database = openStore(pragma);
        if (!database) {
            ++losses.damaged;
            disk.wipe(machine);
            acknowledged = 0;
            continue;
        }
        const std::set<int> values = valuesOf(*database);
        if (values.size() > 1) ++losses.torn;
        const int found = values.empty() ? 0 : *values.begin();
        if (found < acknowledged) ++losses.acknowledged;
        acknowledged = value = std::max(found, acknowledged);
        if (chance.percent(20))
            (void)store::Query(*database, "PRAGMA wal_checkpoint(TRUNCATE)").step();
        disk.stopAfter(machine, chance.between(1, 120));
        while (!disk.stopped(machine)) {
            if (write(*database, ++value, rows)) {
                ++losses.commits;
                acknowledged = value;
            }
            if (chance.percent(5) && !disk.stopped(machine)) try {
                    (void)store::Query(*database, "PRAGMA wal_checkpoint(PASSIVE)").step();
                } catch (const std::exception&) {
                    break; // the power went during it
                }
        }
        database.reset();
        disk.stopAfter(machine, 0);
        disk.cutPower(machine);
    }
    return losses;
}

TEST(PowerCut, FullSyncLosesNothing) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const Losses losses = run(seed, nullptr, false);
        EXPECT_EQ(losses.acknowledged, 0) << "seed " << seed;
        EXPECT_EQ(losses.torn, 0) << "seed " << seed;
        EXPECT_EQ(losses.damaged, 0) << "seed " << seed;
        EXPECT_GT(losses.commits, cuts) << "seed " << seed;
    }
}

TEST(PowerCut, NormalSyncIsCaught) {
    int lost = 0;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const Losses losses = run(seed, "PRAGMA synchronous=NORMAL", false);
        lost += losses.acknowledged;
        EXPECT_EQ(losses.torn, 0) << "seed " << seed;
    }
    EXPECT_GT(lost, 0);
}

TEST(PowerCut, LyingDiskIsCaught) {
    int lost = 0;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const Losses losses = run(seed, nullptr, true);
        lost += losses.acknowledged + losses.damaged + losses.torn;
    }
    EXPECT_GT(lost, 0);
}

TEST(PowerCut, FullDiskIsToldAndHarmsNothing) {
    twin::Disk disk(1);
    auto database = openStore(nullptr);
    ASSERT_TRUE(database);
    ASSERT_TRUE(write(*database, 1, 4));
    disk.setFull(machine, true);
    const auto refused = write(*database, 2, 4);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "store-full");
    EXPECT_EQ(valuesOf(*database), std::set<int>{1});
    disk.setFull(machine, false);
    EXPECT_TRUE(write(*database, 3, 4));
    EXPECT_EQ(valuesOf(*database), std::set<int>{3});
}

// Found by the simulator: killed between the write and the sync of a commit, the program starts
// again and shows that commit; then the power goes.
TEST(PowerCut, WhatARestartShowedStays) {
    for (int operation = 1; operation < 80; ++operation) {
        twin::Disk disk(static_cast<std::uint64_t>(operation));
        auto database = openStore(nullptr);
        ASSERT_TRUE(database && write(*database, 1, 12));
        disk.stopAfter(machine, operation);
        (void)write(*database, 2, 12);
        disk.stopAfter(machine, 0);
        database.reset(); // killed: what was written stays in the page cache
        disk.restart(machine);
        database = openStore(nullptr);
        ASSERT_TRUE(database);
        const std::set<int> shown = valuesOf(*database);
        disk.stopAfter(machine, 0);
        database.reset();
        disk.cutPower(machine);
        disk.restart(machine);
        database = openStore(nullptr);
        ASSERT_TRUE(database);
        EXPECT_EQ(valuesOf(*database), shown) << "operation " << operation;
    }
}

TEST(PowerCut, SeedReplays) {
    const auto bytes = [] {
        twin::Disk disk(9);
        disk.stopAfter(machine, 60);
        if (auto database = openStore(nullptr))
            for (int value = 0; !disk.stopped(machine); ++value)
                (void)write(*database, value, 5);
        disk.stopAfter(machine, 0);
        disk.cutPower(machine);
        return disk.copy(path) + disk.copy(std::string(path) + "-wal");
    };
    EXPECT_EQ(bytes(), bytes());
}

} // namespace
