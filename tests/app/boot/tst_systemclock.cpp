// SPDX-License-Identifier: Apache-2.0
#include "app/boot/systemclock.h"

#include <gtest/gtest.h>
#include <random>

namespace menzhen::boot {

namespace {

constexpr std::int64_t hourMs = 3'600'000;
// 2026-11-23 00:00 UTC, by `date -ud 2026-11-23 +%s`.
constexpr std::int64_t mondayMs = 1'795'392'000'000;

Zone zone(const char* name) {
    const auto found = Zone::named(name);
    EXPECT_TRUE(found) << name;
    return *found;
}

std::int64_t shift(const char* text, const char* name = "Asia/Shanghai", std::int64_t nowMs = 0) {
    const auto value = clockShiftMs(text, zone(name), nowMs);
    EXPECT_TRUE(value) << text;
    return value.value_or(-1);
}

} // namespace

TEST(Zone, LocalOf) {
    EXPECT_EQ(zone("Asia/Shanghai").localOf(mondayMs), (ports::LocalTime{20261123, 480, 0}));
    EXPECT_EQ(zone("Asia/Shanghai").localOf(mondayMs + 16 * hourMs - 1),
              (ports::LocalTime{20261123, 1439, 59}));
    EXPECT_EQ(zone("Asia/Shanghai").localOf(mondayMs + 16 * hourMs),
              (ports::LocalTime{20261124, 0, 0}));
    EXPECT_EQ(zone("Asia/Kathmandu").localOf(mondayMs + 59'999),
              (ports::LocalTime{20261123, 345, 59}));
    EXPECT_EQ(zone("UTC").localOf(-1), (ports::LocalTime{19691231, 1439, 59}));
    EXPECT_EQ(zone("America/Adak").localOf(mondayMs), (ports::LocalTime{20261122, 840, 0}));
}

TEST(Zone, SummerTimeSkipsAndRepeats) {
    const Zone berlin = zone("Europe/Berlin");
    // 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC. 25 October: 03:00 becomes 02:00 at 01:00
    // UTC.
    const std::int64_t skip = 1'774'746'000'000;
    const std::int64_t repeat = 1'792'890'000'000;
    EXPECT_EQ(berlin.localOf(skip - 1), (ports::LocalTime{20260329, 119, 59}));
    EXPECT_EQ(berlin.localOf(skip), (ports::LocalTime{20260329, 180, 0}));
    EXPECT_EQ(berlin.utcMsOf(20260329, 119 * 60), skip - 60'000);
    EXPECT_EQ(berlin.utcMsOf(20260329, 150 * 60), skip);
    EXPECT_EQ(berlin.utcMsOf(20260329, 180 * 60), skip);
    EXPECT_EQ(berlin.localOf(repeat), (ports::LocalTime{20261025, 120, 0}));
    EXPECT_EQ(berlin.utcMsOf(20261025, 150 * 60), repeat - hourMs / 2); // the earlier 02:30
    EXPECT_EQ(berlin.utcMsOf(20261025, 180 * 60), repeat + hourMs);
    // The day of the skip has 23 hours, that of the repeat 25.
    EXPECT_EQ(berlin.utcMsOf(20260329, 86400) - berlin.utcMsOf(20260329, 0), 23 * hourMs);
    EXPECT_EQ(berlin.utcMsOf(20261025, 86400) - berlin.utcMsOf(20261025, 0), 25 * hourMs);
}

TEST(Zone, ThereAndBackAtAnyMoment) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 chance(seed);
    for (const char* name : {"Asia/Shanghai", "Asia/Kathmandu", "UTC", "Pacific/Apia"}) {
        const Zone any = zone(name);
        for (int i = 0; i < 2000; ++i) {
            // 2012 to 2050: none of these zones changes its offset there but Apia, which once
            // repeats an hour a year.
            const auto utcMs =
                static_cast<std::int64_t>(chance() % 1'200'000'000) * 1000 + 1'330'000'000'000;
            const ports::LocalTime local = any.localOf(utcMs);
            const std::int64_t back = any.utcMsOf(local.day, local.minute * 60 + local.second);
            EXPECT_TRUE(back == utcMs || back == utcMs - hourMs) << name << " " << utcMs;
        }
    }
}

TEST(Zone, Unknown) {
    for (const char* name :
         {"", "Asia/Nowhere", "/etc/passwd", "../zoneinfo/UTC", "posixrules.txt"}) {
        EXPECT_FALSE(isZone(name)) << name;
        EXPECT_EQ(Zone::named(name).error().code, "time-zone");
    }
}

TEST(ClockShift, ReadsLocalAtTheGivenMoment) {
    EXPECT_EQ(shift("2026-11-23T08:00@1795392000"), 0);
    EXPECT_EQ(shift("2026-11-23 08:00@1795392000"), 0);
    EXPECT_EQ(shift("2026-11-23T08:00:01@1795392000"), 1000);
    EXPECT_EQ(shift("2026-11-23T08:00", "Asia/Shanghai", mondayMs - 250), 250);
    EXPECT_EQ(shift("2026-11-23T00:00@1795392000", "UTC"), 0);
    EXPECT_EQ(shift("2026-11-23T07:50@0"), mondayMs - 600'000);
}

TEST(ClockShift, OneTextGivesOneShiftAtAnyHour) {
    EXPECT_EQ(shift("2026-11-23T07:50@1795000000", "Asia/Shanghai", 1),
              shift("2026-11-23T07:50@1795000000", "Asia/Shanghai", mondayMs));
}

TEST(ClockShift, Bad) {
    for (const char* text :
         {"", "now", "07:50", "2026-11-23", "2026-11-23T7:50", "2026-11-23T24:00",
          "2026-11-23T07:60", "2026-02-30T07:50", "2026-11-23x07:50", "2026-11-23T07:50:60",
          "2026-11-23T07:50:3", "2026-11-23T07:50:300", "2026-11-23T07:50Z", "2026-11-23T07:50@",
          "2026-11-23T07:50@-1", "2026-11-23T07:50@1e9", "2026-11-23T07:50@123456789012",
          "2026-11-23T07:50 @1", "0000-00-00T00:00"}) {
        const auto value = clockShiftMs(text, zone("UTC"), 0);
        ASSERT_FALSE(value) << text;
        EXPECT_EQ(value.error().code, "bad-clock");
        EXPECT_EQ(value.error().detail.find("--clock " + std::string(text) + ": is not LOCAL"), 0U);
    }
}

TEST(SystemClock, FollowsTheMachineShifted) {
    const SystemClock real(zone("Asia/Shanghai"));
    const SystemClock shifted(zone("Asia/Shanghai"), -24 * hourMs);
    const std::int64_t before = realUtcMs();
    const std::int64_t now = real.utcMs();
    const std::int64_t then = shifted.utcMs();
    const std::int64_t after = realUtcMs();
    EXPECT_LE(before, now);
    EXPECT_LE(now, after);
    EXPECT_LE(before - 24 * hourMs, then);
    EXPECT_LE(then, after - 24 * hourMs);
    const std::int64_t first = real.monotonicMs();
    EXPECT_LE(first, real.monotonicMs());
    EXPECT_EQ(real.utcMsOf(20261123, 480), mondayMs);
    EXPECT_EQ(real.utcMsOf(20261122, 1440), real.utcMsOf(20261123, 0));
    EXPECT_EQ(real.local(mondayMs), (ports::LocalTime{20261123, 480, 0}));
}

} // namespace menzhen::boot
