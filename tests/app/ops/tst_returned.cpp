// SPDX-License-Identifier: Apache-2.0
// What a device says about a page that a restored registry lost. What becomes of it:
// tests/db/sync/tst_restoredagain.cpp.
#include "app/ops/returned.h"
#include "drivers/crypto/opensslcrypto.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;

namespace {

json opAt(std::int64_t rev) {
    return {{"revision", rev},
            {"verdict", "applied"},
            {"code", ""},
            {"op",
             {{"device", "REG"},
              {"incarnation", 1},
              {"seq", rev},
              {"type", "hold.released"},
              {"version", 1},
              {"day", 20261123},
              {"occurred_at", 1795393200000},
              {"actor", "REG"},
              {"request", ""},
              {"fields", {{"hold", "aa"}, {"why", "expired"}}}}},
            {"outcome", json::object()}};
}

core::Result<ops::Returned> readPage(const json& page) {
    const crypto::OpenSslCrypto crypto;
    return ops::readReturned({{"epoch", "9f2c44aa01b7c3d5"}, {"page", page}}, crypto);
}

TEST(Returned, PageSaysWhatItReachesOver) {
    const auto read = readPage({{"after", 7}, {"through", 9}, {"ops", {opAt(8), opAt(9)}}});
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->after, 7);
    EXPECT_EQ(read->through, 9);
    EXPECT_EQ(read->ops.size(), 2U);
    EXPECT_EQ(read->ops.front().rev, 8);
    EXPECT_FALSE(read->last);
}

TEST(Returned, PageThatDoesNotSayItIsNotTaken) {
    for (const json& page :
         {json{{"ops", json::array()}}, json{{"after", 7}, {"ops", json::array()}},
          json{{"through", 9}, {"ops", json::array()}},
          json{{"after", 9}, {"through", 7}, {"ops", json::array()}},
          json{{"after", 7}, {"through", 9}, {"ops", {opAt(7)}}},
          json{{"after", 7}, {"through", 9}, {"ops", {opAt(10)}}}}) {
        const auto read = readPage(page);
        ASSERT_FALSE(read) << page.dump();
        EXPECT_EQ(read.error().code, "bad-field") << page.dump();
    }
}

TEST(Returned, LastWordNeedsNoPage) {
    const crypto::OpenSslCrypto crypto;
    const auto read = ops::readReturned({{"epoch", "9f2c44aa01b7c3d5"}, {"last", true}}, crypto);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->last);
    EXPECT_TRUE(read->ops.empty());
}

} // namespace
