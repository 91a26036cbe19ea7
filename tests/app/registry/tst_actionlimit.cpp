// SPDX-License-Identifier: Apache-2.0
#include "app/registry/actionlimit.h"

#include <gtest/gtest.h>

using namespace menzhen::registry;

namespace {

int taken(ActionLimit& limit, const std::string& address, int tries, std::int64_t atMs) {
    int good = 0;
    for (int i = 0; i < tries; ++i)
        if (limit.take(address, atMs) == 0) ++good;
    return good;
}

TEST(ActionLimit, AHundredAMinute) {
    ActionLimit limit;
    EXPECT_EQ(taken(limit, "192.0.2.1", 150, 1000), 100);
    EXPECT_EQ(limit.take("192.0.2.1", 1000), 600);
    EXPECT_EQ(limit.take("192.0.2.1", 1600), 0);
    EXPECT_GT(limit.take("192.0.2.1", 1600), 0);
    EXPECT_EQ(taken(limit, "192.0.2.1", 150, 61'600), 100);
}

TEST(ActionLimit, OthersAreNotHarmed) {
    ActionLimit limit;
    taken(limit, "192.0.2.1", 1000, 0);
    EXPECT_EQ(limit.take("192.0.2.2", 0), 0);
}

TEST(ActionLimit, WhoActsNowAndThenNeverWaits) {
    ActionLimit limit;
    for (int i = 0; i < 1000; ++i)
        EXPECT_EQ(limit.take("192.0.2.1", i * 600), 0);
}

TEST(ActionLimit, AHouseholdIsOneAddress) {
    EXPECT_EQ(countedAs("2001:db8:1:2::1"), countedAs("2001:db8:1:2:ffff::9"));
    EXPECT_NE(countedAs("2001:db8:1:2::1"), countedAs("2001:db8:1:3::1"));
    EXPECT_NE(countedAs("::ffff:192.0.2.1"), countedAs("::ffff:192.0.2.2"));
    EXPECT_EQ(countedAs("192.0.2.1"), "192.0.2.1");
}

} // namespace
