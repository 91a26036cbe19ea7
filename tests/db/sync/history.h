// SPDX-License-Identifier: Apache-2.0
// A registry and kiosk K01 whose stores are files, so that older copies of them can be put back.
#pragma once

#include "db/store/oplog.h"
#include "db/store/tasks.h"
#include "tests/db/sync/tinyhall.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <set>
#include <string>

namespace menzhen::test {

namespace fs = std::filesystem;

inline void copyStore(const std::string& from, const std::string& to) {
    for (const char* tail : {"", "-wal", "-shm"}) {
        fs::remove(to + tail);
        if (fs::exists(from + tail)) fs::copy_file(from + tail, to + tail);
    }
}

class History : public testing::Test {
protected:
    void SetUp() override {
        for (const char* name : {"k1", "copy", "k2", "reg", "regcopy"})
            for (const char* tail : {"", "-wal", "-shm"})
                fs::remove(storeOfTest(name) + tail);
        clinic = Clinic::small(1, 12, storeOfTest("reg"));
        clinic->clock.set(monday, 485);
        key = test::publicKeyOf(*clinic);
    }

    std::unique_ptr<TinyDevice> start(const std::string& file, std::uint64_t seed) {
        return std::make_unique<TinyDevice>(*clinic, "K01", storeOfTest(file), seed, key);
    }

    void help(TinyDevice& device) {
        char id[17];
        std::snprintf(id, sizeof id, "%016d", ++helps);
        ASSERT_TRUE(device.commit("help.requested", {{"help", id}, {"screen", "home"}}));
    }

    void settle(TinyDevice& device) {
        ASSERT_TRUE(device.settle())
            << device.courier->state().problem << " pending " << device.courier->state().pendingOps;
    }

    std::int64_t count(store::Database& database, const std::string& sql) {
        std::int64_t value = -1;
        (void)database.read([&]() -> core::Result<void> {
            store::Query q(database, sql);
            q.step();
            value = q.integer(0);
            return {};
        });
        return value;
    }

    std::set<std::string> alarms() {
        std::set<std::string> codes;
        (void)clinic->database->read([&]() -> core::Result<void> {
            for (const store::Task& task : store::tasks(*clinic->database, "T1", 0, 1000, false))
                codes.insert(task.code);
            return {};
        });
        return codes;
    }

    std::int64_t incarnation(TinyDevice& device) {
        return count(*device.database, "SELECT coalesce((SELECT CAST(value AS INTEGER) FROM meta "
                                       "WHERE name = 'incarnation'), 1)");
    }

    void saveRegistry() {
        clinic->database->connection();
        copyStore(storeOfTest("reg"), storeOfTest("regcopy"));
    }

    void restoreRegistry() {
        clinic->clerk.reset();
        clinic->database.reset();
        copyStore(storeOfTest("regcopy"), storeOfTest("reg"));
        clinic->database =
            std::move(*store::Database::open(storeOfTest("reg"), store::StoreKind::Registry));
        clinic->clerk = std::make_unique<clerk::Clerk>(
            "T1", clerk::ClerkSetup{*clinic->database, clinic->crypto, clinic->clock,
                                    clinic->chance, clinic->keys, true});
        clinic->must([](clerk::Clerk&) { return nlohmann::json(); });
    }

    std::int64_t helpsAtRegistry() { return count(*clinic->database, "SELECT count(*) FROM help"); }

    std::unique_ptr<Clinic> clinic;
    std::string key;
    int helps = 0;
};

} // namespace menzhen::test
