// SPDX-License-Identifier: Apache-2.0
#include "db/store/database.h"
#include "db/store/outbox.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>
#include <utility>

namespace {

using namespace menzhen;
namespace fs = std::filesystem;

// A header, and a page with its own header for each frame.
constexpr std::uintmax_t logHeaderBytes = 32;
constexpr std::uintmax_t frameBytes = 4096 + 24;

class StoreFile : public testing::Test {
protected:
    StoreFile() : folder(fs::temp_directory_path() / ("store-" + std::to_string(getpid()))) {
        fs::create_directories(folder);
    }

    ~StoreFile() override { fs::remove_all(folder); }

    std::unique_ptr<store::Database> open(store::StoreKind kind) {
        return std::move(*store::Database::open((folder / "a.db").string(), kind));
    }

    static void commit(store::Database& database, int count) {
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(database.transact([&]() -> core::Result<void> {
                store::setMeta(database, "row" + std::to_string(next++), std::string(3000, 'x'));
                return {};
            }));
    }

    std::uintmax_t logPages() const {
        const std::uintmax_t bytes = fs::file_size(folder / "a.db-wal");
        return bytes < logHeaderBytes ? 0 : (bytes - logHeaderBytes) / frameBytes;
    }

    fs::path folder;
    static inline int next = 0;
};

TEST_F(StoreFile, ADevicesCommitsLeaveTheLogAloneUntilItIsTidied) {
    const auto database = open(store::StoreKind::Device);
    commit(*database, 600); // SQLite's own hook would have moved the log at 1,000 pages
    const std::uintmax_t grown = logPages();
    EXPECT_GT(grown, 1100U);
    EXPECT_LT(grown, static_cast<std::uintmax_t>(store::mostLogPages));
    database->tidy();
    commit(*database, 10);
    EXPECT_EQ(logPages(), grown) << "the log begins anew in its old place";
}

TEST_F(StoreFile, ALogThatNobodyTidiesHasALimit) {
    const auto database = open(store::StoreKind::Device);
    commit(*database, 3000);
    EXPECT_LT(logPages(), static_cast<std::uintmax_t>(store::mostLogPages) + 100);
}

// SQLite's own guess for a whole day of a site is nine rows: it would read them all, 25,000 of a
// large hospital at every call.
TEST_F(StoreFile, OneEntryOfADayIsFoundByItsIndex) {
    const std::pair<const char*, const char*> wanted[] = {
        {"SELECT id FROM entry WHERE site = ? AND day = ? AND half = ? AND queue = ?",
         "entry_queue (site=? AND day=? AND half=? AND queue=?)"},
        {"SELECT id FROM entry WHERE site = ? AND day = ? AND elsewhere = ? AND elsewhere <> ''",
         "entry_elsewhere (site=? AND day=? AND elsewhere=?)"},
        {"SELECT id FROM entry WHERE site = ? AND day = ? AND booking = ? AND booking <> ''",
         "entry_booking (site=? AND day=? AND booking=?)"},
        {"SELECT id FROM booking WHERE site = ? AND day = ? AND idhash = ? AND idhash <> ''",
         "booking_person (site=? AND day=? AND idhash=?)"},
        {"SELECT slot FROM slot WHERE site = ? AND day = ? AND session = ?",
         "PRIMARY KEY (site=? AND day=? AND session=?)"}};
    for (const store::StoreKind kind : {store::StoreKind::Registry, store::StoreKind::Device}) {
        fs::remove(folder / "a.db");
        const auto database = open(kind);
        for (const auto& [sql, index] : wanted) {
            std::string plan;
            ASSERT_TRUE(database->read([&, text = sql]() -> core::Result<void> {
                store::Query query(*database, std::string("EXPLAIN QUERY PLAN ") + text);
                while (query.step())
                    plan += query.text(3) + "\n";
                return {};
            }));
            EXPECT_NE(plan.find(index), std::string::npos) << sql << "\n" << plan;
        }
    }
}

} // namespace
