// SPDX-License-Identifier: Apache-2.0
#include "app/core/calendar.h"

#include <gtest/gtest.h>

namespace menzhen::core {
namespace {

TEST(Calendar, KnowsWhichDaysExist) {
    for (const Day good : {20261123, 20240229, 20000229, 18000101, 99991231})
        EXPECT_TRUE(isDay(good)) << good;
    for (const Day bad : {0, -20261123, 20250229, 19000229, 20261131, 20261301, 20260001, 20260100,
                          17991231, 100000101})
        EXPECT_FALSE(isDay(bad)) << bad;
}

TEST(Calendar, WalksOverEndsOfMonthsAndYears) {
    EXPECT_EQ(nextDay(20261130), 20261201);
    EXPECT_EQ(nextDay(20261231), 20270101);
    EXPECT_EQ(nextDay(20240228), 20240229);
    EXPECT_EQ(addDays(20261123, 14), 20261207);
    EXPECT_EQ(addDays(20270101, -1), 20261231);
}

TEST(Calendar, CountsDaysAndWeekdaysOverACentury) {
    EXPECT_EQ(weekdayOf(20261123), Weekday::Monday);
    EXPECT_EQ(weekdayOf(20261122), Weekday::Sunday);
    Day day = 19500101; // a Sunday
    for (int i = 0; i < 40000; ++i, day = nextDay(day)) {
        ASSERT_TRUE(isDay(day));
        ASSERT_EQ(daysBetween(19500101, day), i);
        ASSERT_EQ(int(weekdayOf(day)), (i + 6) % 7 + 1);
    }
    EXPECT_EQ(daysBetween(20261123, 20261122), -1);
}

TEST(Calendar, CountsAges) {
    EXPECT_EQ(ageOn(19440302, 20261123), 82);
    EXPECT_EQ(ageOn(19661124, 20261123), 59);
    EXPECT_EQ(ageOn(20240229, 20250228), 0);
    EXPECT_EQ(ageOn(20240229, 20250301), 1);
}

TEST(Calendar, ReadsAndWritesDays) {
    EXPECT_EQ(parseDay("2026-11-23"), 20261123);
    EXPECT_EQ(formatDay(20260102), "2026-01-02");
    for (const char* bad : {"", "20261123", "2026-1-23", "2026-11-2x", "2026-02-30", "2026/11/23",
                            "-026-11-23", "2026-11-23 "})
        EXPECT_FALSE(parseDay(bad)) << bad;
}

TEST(Calendar, ReadsAndWritesMinutes) {
    for (Minute minute = 0; minute < minutesPerDay; ++minute)
        EXPECT_EQ(parseMinute(formatMinute(minute)), minute);
    EXPECT_EQ(parseMinute("08:30"), 510);
    EXPECT_EQ(formatMinute(minutesPerDay), "24:00");
    for (const char* bad :
         {"", "8:30", "08:60", "24:00", "0830", "08:3", "-8:30", "08:30:00", "+8:30"})
        EXPECT_FALSE(parseMinute(bad)) << bad;
}

} // namespace
} // namespace menzhen::core
