// SPDX-License-Identifier: Apache-2.0
#include "app/registry/logmover.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <chrono>
#include <filesystem>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

namespace menzhen::registry {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds look{10};
constexpr int mostLooks = 2000;
constexpr std::uintmax_t pageBytes = 4096;

class RegistryLog : public testing::Test {
protected:
    RegistryLog() : folder(fs::temp_directory_path() / ("logmover-" + std::to_string(getpid()))) {
        fs::create_directories(folder);
        writing = open();
        writing->connection().exec("CREATE TABLE filler (content TEXT) STRICT");
    }

    ~RegistryLog() override { fs::remove_all(folder); }

    std::unique_ptr<store::Database> open() const {
        return std::move(*store::Database::open(path(), store::StoreKind::Registry));
    }

    std::string path() const { return (folder / "a.db").string(); }

    /// One more row that fills most of a page.
    void commit() {
        const auto done = writing->transact([&]() -> core::Result<void> {
            store::Query(*writing, "INSERT INTO filler VALUES (?)")
                .bind(std::string(3000, 'x'))
                .run();
            ++next;
            return {};
        });
        ASSERT_TRUE(done) << done.error().code << " " << done.error().detail;
    }

    std::uintmax_t movedPages() const { return fs::file_size(path()) / pageBytes; }

    fs::path folder;
    std::unique_ptr<store::Database> writing;
    int next = 0;
};

TEST_F(RegistryLog, IsMovedWhileTheWriterGoesOn) {
    while (!HasFailure() && writing->logPages() < movePages)
        commit();
    const std::uintmax_t before = movedPages();
    LogMover mover(open());
    const std::uintmax_t atStart = movedPages();
    EXPECT_GT(atStart, before) << "whoever opens the store to write moves what is there";
    const int begun = next;
    while (!HasFailure() &&
           next < begun + movePages) { // two pages or more each: the log reaches hurryPages
        commit();
        mover.grown(writing->logPages());
    }
    for (int i = 0; i < mostLooks && movedPages() < atStart + movePages / 2; ++i) {
        mover.grown(writing->logPages());
        std::this_thread::sleep_for(look);
    }
    EXPECT_GE(movedPages(), atStart + movePages / 2);
}

TEST_F(RegistryLog, IsLeftAloneWhileItIsShort) {
    LogMover mover(open());
    const std::uintmax_t before = movedPages();
    while (!HasFailure() && writing->logPages() < movePages / 2) {
        commit();
        mover.grown(writing->logPages());
    }
    mover.stop();
    EXPECT_EQ(movedPages(), before);
}

TEST_F(RegistryLog, StaysShortWhenCommitsFollowEachOther) {
    LogMover mover(open());
    for (int i = 0; !HasFailure() && i < store::mostLogPages; ++i) {
        commit();
        mover.grown(writing->logPages());
        ASSERT_LT(writing->logPages(), store::mostLogPages + 1000) << "after " << i << " commits";
    }
}

} // namespace

} // namespace menzhen::registry
