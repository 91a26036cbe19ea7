// SPDX-License-Identifier: Apache-2.0
#include "db/store/latestrows.h"
#include "db/store/records.h"

#include <gtest/gtest.h>

namespace {

using namespace menzhen;
using store::Record;

Record entry(std::string id) {
    return Record("entry").set("day", std::int64_t{20261123}).set("id", std::move(id));
}

class LatestRows : public testing::Test {
protected:
    void write(const store::LatestRows& rows) {
        ASSERT_TRUE(database->transact([&]() -> core::Result<void> {
            rows.write(*database, "HA");
            return {};
        }));
    }

    std::vector<Record> entries() {
        std::vector<Record> all;
        (void)database->read([&]() -> core::Result<void> {
            all = store::select(*database, "HA", "entry", "ORDER BY id");
            return {};
        });
        return all;
    }

    std::unique_ptr<store::Database> database =
        std::move(*store::Database::open(":memory:", store::StoreKind::Device));
};

TEST_F(LatestRows, KeepWhatEachOpSetAndTheLastRevision) {
    store::LatestRows rows;
    rows.add(entry("A").set("number", "C001").set("state", "expected"), 4);
    rows.add(entry("B").set("number", "C002"), 5);
    rows.add(entry("A").set("state", "waiting"), 6);
    write(rows);
    const auto all = entries();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].text("number"), "C001");
    EXPECT_EQ(all[0].text("state"), "waiting");
    EXPECT_EQ(all[0].integer("rev"), 6);
    EXPECT_EQ(all[1].integer("rev"), 5);
}

TEST_F(LatestRows, DoNotMixKeysThatLookAlikeSideBySide) {
    const auto staged = [](std::string half, std::string queue) {
        return Record("staged")
            .set("day", std::int64_t{20261123})
            .set("half", std::move(half))
            .set("queue", std::move(queue))
            .set("station", "S1")
            .set("ids", "x");
    };
    store::LatestRows rows;
    rows.add(staged("AM", "1CARD"), 1);
    rows.add(staged("AM1", "CARD"), 2);
    write(rows);
    std::size_t count = 0;
    (void)database->read([&]() -> core::Result<void> {
        count = store::select(*database, "HA", "staged").size();
        return {};
    });
    EXPECT_EQ(count, 2U);
}

TEST_F(LatestRows, ChangeRowsThatAreThere) {
    store::LatestRows first;
    first.add(entry("A").set("number", "C001").set("state", "waiting"), 1);
    write(first);
    store::LatestRows second;
    second.add(entry("A").set("state", "called"), 2);
    write(second);
    const auto all = entries();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].text("number"), "C001");
    EXPECT_EQ(all[0].text("state"), "called");
}

} // namespace
