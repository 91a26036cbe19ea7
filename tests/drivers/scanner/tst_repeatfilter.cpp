// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/repeatfilter.h"

#include <gtest/gtest.h>

namespace menzhen::scanner {
namespace {

TEST(RepeatFilter, ACodeLeftInViewIsOneScan) {
    RepeatFilter filter;
    EXPECT_TRUE(filter.isNew("a", 0));
    for (int ms = 66; ms < 60000; ms += 66)
        EXPECT_FALSE(filter.isNew("a", ms));
}

TEST(RepeatFilter, ThreeSecondsAfterItWasLastSeenItIsNewAgain) {
    RepeatFilter filter;
    EXPECT_TRUE(filter.isNew("a", 0));
    EXPECT_FALSE(filter.isNew("a", 2000));
    EXPECT_FALSE(filter.isNew("a", 4999));
    EXPECT_TRUE(filter.isNew("a", 7999));
}

TEST(RepeatFilter, AnotherTextBetweenChangesNothing) {
    RepeatFilter filter;
    EXPECT_TRUE(filter.isNew("a", 0));
    EXPECT_TRUE(filter.isNew("b", 100));
    EXPECT_FALSE(filter.isNew("a", 200));
    EXPECT_FALSE(filter.isNew("b", 300));
}

TEST(RepeatFilter, ForgetsTheOldestBeyondItsLimit) {
    RepeatFilter filter;
    for (std::size_t i = 0; i <= RepeatFilter::maxTexts; ++i)
        EXPECT_TRUE(filter.isNew(std::to_string(i), static_cast<std::int64_t>(i)));
    EXPECT_FALSE(filter.isNew("1", 100));
    EXPECT_TRUE(filter.isNew("0", 101));
}

} // namespace
} // namespace menzhen::scanner
