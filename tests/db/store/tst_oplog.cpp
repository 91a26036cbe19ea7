// SPDX-License-Identifier: Apache-2.0
// Where a log that went on from a copy parts from what was lost.
#include "db/store/oplog.h"

#include <gtest/gtest.h>

using namespace menzhen::store;

namespace {

struct Log {
    std::unique_ptr<Database> database =
        std::move(*Database::open(":memory:", StoreKind::Registry));

    void run(const std::function<void(Database&)>& act) {
        ASSERT_TRUE(database->transact([&]() -> menzhen::core::Result<void> {
            act(*database);
            return {};
        }));
    }

    std::optional<LostTail> tail(const std::string& parent) {
        std::optional<LostTail> found;
        run([&](Database& d) { found = lostTail(d, "T1", parent); });
        return found;
    }
};

TEST(LostTail, WhatCameBackWholeIsNotLostAnyMore) {
    Log log;
    log.run([](Database& d) {
        addLostTail(d, "T1", "e1", {"e0", 40, 41}, 1000);
        addLostTail(d, "T1", "e2", {"x0", 0, 41}, 1000);
        setAdopted(d, "T1", 41, 60);
        setLostAfter(d, "T1", "e0", 60, 59);
    });
    ASSERT_TRUE(log.tail("e0"));
    EXPECT_EQ(log.tail("e0")->rev, 59);
    EXPECT_EQ(log.tail("e0")->adopted, 60);
    EXPECT_EQ(log.tail("x0")->rev, 0) << "another log's tail";
    EXPECT_EQ(log.tail("x0")->adopted, 60);
}

TEST(LostTail, OneThatStandsElsewhereStays) {
    Log log;
    log.run([](Database& d) {
        addLostTail(d, "T1", "e1", {"e0", 40, -1}, 1000);
        addLostTail(d, "T1", "e2", {"e0", 44, 45}, 2000);
        setLostAfter(d, "T1", "e0", 45, 50);
    });
    EXPECT_EQ(log.tail("e0")->rev, 50) << "the latest copy counts";
    std::int64_t first = 0;
    log.run([&](Database& d) {
        Query q(d, "SELECT rev FROM epoch WHERE epoch = 'e1'");
        q.step();
        first = q.integer(0);
    });
    EXPECT_EQ(first, 40);
}

} // namespace
