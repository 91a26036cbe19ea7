// SPDX-License-Identifier: Apache-2.0
#include "app/core/sessionplan.h"

#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <random>
#include <set>

namespace menzhen::core {
namespace {

constexpr Day monday = 20261123;

Channel channel(std::string code, int sharePpm) {
    return {std::move(code), {}, sharePpm};
}

/// The channels of the demo's general hospital.
std::vector<Channel> sixChannels() {
    return {channel("WINDOW", 120000), channel("KIOSK", 180000), channel("ELDER", 200000),
            channel("PHONE", 350000),  channel("REGION", 80000), channel("RETURN", 70000)};
}

SessionTemplate session(std::string practitioner, Weekday weekday, HalfDay half, int capacity) {
    const bool morning = half == HalfDay::Morning;
    SessionTemplate made;
    made.practitioner = std::move(practitioner);
    made.department = "CARD";
    made.weekday = weekday;
    made.half = half;
    made.start = morning ? 480 : 810;
    made.end = morning ? 690 : 1020;
    made.room = "301";
    made.capacity = capacity;
    made.extraMax = 3;
    made.fee = "GEN";
    return made;
}

Hospital hospitalWith(std::vector<SessionTemplate> sessions) {
    Hospital hospital;
    hospital.organization.id = "HA";
    Department cardiology;
    cardiology.code = "CARD";
    cardiology.prefix = "C";
    cardiology.zone = "3A";
    hospital.departments = {cardiology};
    hospital.fees = {{"GEN", {}, 1000}};
    hospital.channels = sixChannels();
    hospital.sessionTemplates = std::move(sessions);
    return hospital;
}

TEST(SessionPlan, MakesASessionFromItsTemplate) {
    auto wanted = session("CARD-D01", Weekday::Monday, HalfDay::Morning, 18);
    const auto plan = planSessions(hospitalWith({wanted}), monday, 7);
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->size(), 1u);
    const PlannedSession& made = plan->front();
    EXPECT_EQ(made.id, "CARD-D01-AM");
    EXPECT_EQ(made.day, monday);
    EXPECT_EQ(made.zone, "3A");
    EXPECT_EQ(made.queue, "CARD-D01");
    EXPECT_EQ(made.feeFen, 1000);
    EXPECT_EQ(made.extraMax, 3);
    ASSERT_EQ(made.slots.size(), 18u);
    EXPECT_EQ(made.slots.front(), (PlannedSlot{1, 480, "WINDOW", "C001"}));
    EXPECT_EQ(made.slots.back().number, "C018");

    wanted.pooled = true;
    EXPECT_EQ(planSessions(hospitalWith({wanted}), monday, 1)->front().queue, "CARD");
}

TEST(SessionPlan, PutsSlotsIntoBands) {
    EXPECT_EQ(bandCount(480, 690, 30), 7);
    EXPECT_EQ(bandCount(810, 1020, 30), 7);
    EXPECT_EQ(bandCount(480, 500, 30), 1);
    EXPECT_EQ(bandCount(480, 700, 30), 7);
    // 18 slots over 7 bands: floor(i * 7 / 18), worked out by hand.
    const std::vector<int> bands{0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 6};
    for (int i = 0; i < 18; ++i)
        EXPECT_EQ(bandOfSlot(i, 18, 480, 690, 30), 480 + 30 * bands[std::size_t(i)]) << i;
}

TEST(SessionPlan, SharesByLargestRemainder) {
    // 18 slots: 2.16 3.24 3.60 6.30 1.44 1.26; two are left, for ELDER (.60) and REGION (.44).
    EXPECT_EQ(shareOut(18, sixChannels()), (std::vector<int>{2, 3, 4, 6, 2, 1}));
    // Equal remainders: the first in the file.
    const std::vector<Channel> thirds{channel("A", 1), channel("B", 1), channel("C", 1)};
    EXPECT_EQ(shareOut(4, thirds), (std::vector<int>{2, 1, 1}));
    EXPECT_EQ(shareOut(5, thirds), (std::vector<int>{2, 2, 1}));
    EXPECT_EQ(shareOut(5, {}), std::vector<int>{});
}

TEST(SessionPlan, DealsRoundRobin) {
    const std::vector<std::size_t> wanted{0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 1, 2, 3, 2, 3, 3, 3};
    EXPECT_EQ(dealChannels(18, sixChannels()), wanted);
}

TEST(SessionPlan, NumbersByBandThenSessionThenPlace) {
    const Hospital hospital =
        hospitalWith({session("CARD-D02", Weekday::Monday, HalfDay::Morning, 8),
                      session("CARD-D01", Weekday::Monday, HalfDay::Morning, 7),
                      session("CARD-D01", Weekday::Monday, HalfDay::Afternoon, 7)});
    const auto plan = planSessions(hospital, monday, 1);
    ASSERT_TRUE(plan);
    const auto numbers = [&](std::string_view id) {
        std::string joined;
        for (const PlannedSession& made : *plan)
            if (made.id == id)
                for (const PlannedSlot& slot : made.slots)
                    joined += slot.number + " ";
        return joined;
    };
    // Bands of D02's eight slots: 0 0 1 2 3 4 5 6.
    EXPECT_EQ(numbers("CARD-D01-AM"), "C001 C004 C006 C008 C010 C012 C014 ");
    EXPECT_EQ(numbers("CARD-D02-AM"), "C002 C003 C005 C007 C009 C011 C013 C015 ");
    EXPECT_EQ(numbers("CARD-D01-PM"), "C501 C502 C503 C504 C505 C506 C507 ");
}

TEST(SessionPlan, RefusesMoreNumbersThanThreeDigitsCarry) {
    auto sessions = [](int second) {
        return hospitalWith({session("A", Weekday::Monday, HalfDay::Afternoon, 300),
                             session("B", Weekday::Monday, HalfDay::Afternoon, second)});
    };
    const auto full = planSessions(sessions(199), monday, 1);
    ASSERT_TRUE(full);
    EXPECT_EQ(full->at(1).slots.back().number, "C999");
    EXPECT_EQ(planSessions(sessions(200), monday, 1).error().code, "too-many-numbers");
    EXPECT_TRUE(planSessions(sessions(200), 20261124, 6)) << "no Monday among them";
}

TEST(SessionPlan, RefusesWhatItCannotPlan) {
    const auto codeOf = [](const Hospital& hospital, Day first = monday, int days = 1) {
        return planSessions(hospital, first, days).error().code;
    };
    auto bad = session("A", Weekday::Monday, HalfDay::Morning, 10);
    EXPECT_EQ(codeOf(hospitalWith({bad, bad})), "bad-template");
    EXPECT_EQ(codeOf(hospitalWith({bad}), 20260230), "bad-range");
    EXPECT_EQ(codeOf(hospitalWith({bad}), monday, maxPlannedDays + 1), "bad-range");
    bad.capacity = 0;
    EXPECT_EQ(codeOf(hospitalWith({bad})), "bad-template");
    bad.capacity = 10, bad.fee = "NONE";
    EXPECT_EQ(codeOf(hospitalWith({bad})), "unknown-reference");
}

Hospital randomHospital(std::mt19937& random) {
    std::vector<SessionTemplate> sessions;
    int left = maxNumbersPerHalfDay;
    for (int i = 0; i < 1 + int(random() % 12); ++i) {
        auto made =
            session("D" + std::to_string(random() % 90 + 10) + std::to_string(i), Weekday::Monday,
                    random() % 2 ? HalfDay::Morning : HalfDay::Afternoon, 1 + int(random() % 60));
        made.start += int(random() % 4) * 15;
        left -= made.capacity;
        if (left >= 0) sessions.push_back(made);
    }
    Hospital hospital = hospitalWith(sessions);
    for (Channel& each : hospital.channels)
        each.sharePpm = int(random() % 300000);
    return hospital;
}

/// Every promise of the header, checked from the outside, on made-up hospitals.
TEST(SessionPlan, KeepsItsPromisesOnRandomHospitals) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 300; ++round) {
        const Hospital hospital = randomHospital(random);
        const auto plan = planSessions(hospital, monday, 1);
        ASSERT_TRUE(plan) << plan.error().detail;
        std::map<HalfDay, std::map<std::string, std::tuple<Minute, std::string, int>>> byNumber;
        for (const PlannedSession& made : *plan) {
            const std::int64_t total = std::accumulate(
                hospital.channels.begin(), hospital.channels.end(), std::int64_t{0},
                [](std::int64_t sum, const Channel& each) { return sum + each.sharePpm; });
            std::map<std::string, std::int64_t> dealt;
            Minute before = made.start;
            for (const PlannedSlot& slot : made.slots) {
                EXPECT_GE(slot.band, before);
                EXPECT_LT(slot.band, made.end);
                EXPECT_EQ((slot.band - made.start) % 30, 0);
                before = slot.band;
                ++dealt[slot.channel];
                const auto place = std::tuple(slot.band, made.id, slot.slot);
                EXPECT_TRUE(byNumber[made.half].emplace(slot.number, place).second) << slot.number;
            }
            for (const Channel& each : hospital.channels) { // never a whole slot off its share
                const std::int64_t off = std::abs(dealt[each.code] * total -
                                                  std::int64_t(each.sharePpm) * made.capacity);
                EXPECT_LT(off, total) << each.code;
            }
        }
        for (const auto& [half, numbers] : byNumber) {
            int next = half == HalfDay::Morning ? 1 : 501;
            std::tuple<Minute, std::string, int> last{-1, "", 0};
            for (const auto& [number, place] : numbers) {
                EXPECT_EQ(number, ticketNumber("C", next++));
                EXPECT_LT(last, place);
                last = place;
            }
        }
    }
}

} // namespace
} // namespace menzhen::core
