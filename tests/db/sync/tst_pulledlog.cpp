// SPDX-License-Identifier: Apache-2.0
// A page of the log as it is read straight into rows: what it keeps, what it passes over, and what
// is not as agreed.
#include "db/sync/pulledlog.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace menzhen;
using nlohmann::json;

namespace {

json pageOf(json ops) {
    return {{"epoch", "ab"}, {"after", 4},       {"through", 5},
            {"revision", 9}, {"now", 1'795'391}, {"day", 20261123},
            {"chain", "c0"}, {"digest", "d0"},   {"ops", std::move(ops)}};
}

json opOf(json outcome) {
    return {{"revision", 5},
            {"verdict", "applied"},
            {"code", ""},
            {"op",
             {{"device", "K1"},
              {"incarnation", 2},
              {"seq", 7},
              {"type", "help.requested"},
              {"fields", {{"help", {{"device", "X9"}, {"seq", {1, 2}}}}}},
              {"was", {1, 16}}}},
            {"outcome", std::move(outcome)}};
}

const json help{{"day", 20261123}, {"id", "a1"}, {"device", "K1"}, {"at", 17}};

TEST(PulledLog, IsReadIntoRows) {
    const auto page =
        sync::readPulledLog(pageOf(json::array({opOf({{"help", json::array({help})}})})).dump());
    ASSERT_TRUE(page);
    EXPECT_EQ(page->epoch, "ab");
    EXPECT_EQ(page->after, 4);
    EXPECT_EQ(page->through, 5);
    EXPECT_EQ(page->revision, 9);
    EXPECT_EQ(page->day, 20261123);
    EXPECT_EQ(page->now, 1'795'391);
    EXPECT_EQ(page->chain, "c0");
    EXPECT_EQ(page->digest, "d0");
    ASSERT_EQ(page->ops.size(), 1U);
    const sync::PulledOp& op = page->ops.front();
    EXPECT_EQ(op.id, (ops::OpId{"K1", 2, 7})) << "the op's own, not its fields'";
    EXPECT_EQ(op.verdict.seq, 7);
    EXPECT_EQ(op.verdict.revision, 5);
    EXPECT_EQ(op.verdict.verdict, "applied");
    ASSERT_EQ(op.rows.size(), 1U);
    EXPECT_EQ(op.rows.front(), store::Record("help")
                                   .set("day", 20261123)
                                   .set("id", "a1")
                                   .set("device", "K1")
                                   .set("at", 17));
}

TEST(PulledLog, WhatALaterRegistryAddedIsPassedOver) {
    json row = help;
    row["colour"] = {{"deep", json::array({1, {{"x", nullptr}}})}};
    row["more"] = nullptr;
    json page = pageOf(json::array({opOf({{"help", json::array({row})},
                                          {"tomorrow", json::array({json{{"id", 1}}})},
                                          {"zebra", json::array()}})}));
    page["later"] = {{"ops", json::array({1})}};
    page["ops"][0]["why"] = {{"op", {{"seq", 99}}}};
    page["ops"][0]["op"]["weight"] = 1.5;
    const auto read = sync::readPulledLog(page.dump());
    ASSERT_TRUE(read);
    ASSERT_EQ(read->ops.size(), 1U);
    EXPECT_EQ(read->ops.front().id.seq, 7);
    ASSERT_EQ(read->ops.front().rows.size(), 1U);
    EXPECT_EQ(read->ops.front().rows.front().text("id"), "a1");
}

TEST(PulledLog, WhatIsNotAsAgreedIsRefused) {
    const json good = pageOf(json::array({opOf({{"help", json::array({help})}})}));
    ASSERT_TRUE(sync::readPulledLog(good.dump()));
    for (const char* member : {"epoch", "after", "through", "revision", "ops"}) {
        json bad = good;
        bad.erase(member);
        EXPECT_FALSE(sync::readPulledLog(bad.dump())) << member;
        bad[member] = json::object();
        EXPECT_FALSE(sync::readPulledLog(bad.dump())) << member;
        bad[member] = nullptr;
        EXPECT_FALSE(sync::readPulledLog(bad.dump())) << member;
    }
    for (const char* member : {"revision", "verdict", "op", "outcome"}) {
        json bad = good;
        bad["ops"][0].erase(member);
        EXPECT_FALSE(sync::readPulledLog(bad.dump())) << member;
    }
    for (const char* member : {"device", "seq"}) {
        json bad = good;
        bad["ops"][0]["op"].erase(member);
        EXPECT_FALSE(sync::readPulledLog(bad.dump())) << member;
    }
    json keyless = good;
    keyless["ops"][0]["outcome"]["help"][0].erase("id");
    EXPECT_FALSE(sync::readPulledLog(keyless.dump()));
    json otherType = good;
    otherType["ops"][0]["outcome"]["help"][0]["at"] = "noon";
    EXPECT_FALSE(sync::readPulledLog(otherType.dump()));
    const std::string text = good.dump();
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(sync::readPulledLog(text.substr(0, size))) << size;
    EXPECT_FALSE(sync::readPulledLog("[]"));
    EXPECT_FALSE(sync::readPulledLog("7"));
}

} // namespace
