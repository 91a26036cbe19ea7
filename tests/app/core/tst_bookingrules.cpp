// SPDX-License-Identifier: Apache-2.0
// Who may book what and when: each rule at its border.
#include "app/core/bookingrules.h"

#include "app/core/draw.h"
#include "app/core/queue.h"

#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>

using namespace menzhen::core;

namespace {

constexpr Day monday = 20261123;

/// "code", or "code opens 20261123 07:00", or "" when all is well.
std::string said(const std::optional<BookingRefusal>& refusal) {
    if (!refusal) return {};
    std::string text(refusal->code);
    const auto add = [&](const char* word, const std::optional<LocalMoment>& moment) {
        if (moment)
            text += std::string(" ") + word + " " + std::to_string(moment->day) + " " +
                    formatMinute(moment->minute);
    };
    add("opens", refusal->opensAt);
    add("until", refusal->untilAt);
    return text;
}

std::string dayAt(const BookingPolicy& policy, Minute now, int ahead, bool onSite = false) {
    return said(judgeDay(policy, {{monday, now}, addDays(monday, ahead), onSite}));
}

TEST(BookingRules, row_A4_TheWindowOfABandAndLateAfterIt) {
    Queue queue;
    for (const char* id : {"a", "b", "c"}) {
        Registration registration;
        registration.id = id;
        registration.band = 540;
        ASSERT_TRUE(queue.registerEntry(registration));
    }
    const auto early = queue.checkIn("a", 509);
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, "too-early");
    EXPECT_EQ(540 - queue.parameters().earlyOpen, 510) << "opens 08:30";
    const auto onTime = queue.checkIn("a", 510);
    ASSERT_TRUE(onTime);
    EXPECT_FALSE(onTime->late);
    EXPECT_FALSE(queue.checkIn("b", 570)->late);
    EXPECT_TRUE(queue.checkIn("c", 571)->late);
}

TEST(BookingRules, row_A6_FourteenDaysAndNotFifteenFromTheReleaseOn) {
    const BookingPolicy policy;
    EXPECT_EQ(dayAt(policy, 419, 13), "");
    EXPECT_EQ(dayAt(policy, 419, 14), "not-released opens 20261123 07:00");
    EXPECT_EQ(dayAt(policy, 420, 14), "");
    EXPECT_EQ(dayAt(policy, 1439, 15), "too-far-ahead opens 20261124 07:00");
    EXPECT_EQ(dayAt(policy, 600, -1), "session-over");
}

TEST(BookingRules, SameDayWhereTheHospitalHasIt) {
    BookingPolicy policy;
    EXPECT_EQ(dayAt(policy, 550, 0), "");
    policy.sameDayAllowed = false;
    EXPECT_EQ(dayAt(policy, 550, 0), "too-late-to-book");
    EXPECT_EQ(dayAt(policy, 550, 0, true), "");
    policy.sameDayAllowed = true;
    policy.advanceDaysMin = 2;
    EXPECT_EQ(dayAt(policy, 550, 1), "too-late-to-book");
    EXPECT_EQ(dayAt(policy, 550, 2), "");
}

TEST(BookingRules, AClosedDayAndASwappedOne) {
    BookingPolicy policy;
    policy.calendar.closed = {20261125};
    policy.calendar.workedAs = {{20261128, Weekday::Thursday}};
    EXPECT_EQ(dayAt(policy, 600, 2), "closed-day");
    EXPECT_EQ(dayAt(policy, 600, 2, true), "closed-day");
    EXPECT_EQ(dayAt(policy, 600, 3), "");
    EXPECT_EQ(plannedWeekday(policy.calendar, 20261125), std::nullopt);
    EXPECT_EQ(plannedWeekday(policy.calendar, 20261128), Weekday::Thursday);
    EXPECT_EQ(plannedWeekday(policy.calendar, 20261129), Weekday::Sunday);
}

TEST(BookingRules, ASessionByWhatIsWrongWithIt) {
    const WhenFacts now{{monday, 690}, monday, false};
    const WhenFacts onSite{{monday, 690}, monday, true};
    const auto judge = [](SessionFacts session, const WhenFacts& when) {
        return said(judgeSession(session, when));
    };
    EXPECT_EQ(judge({true, false, 691, true, true}, now), "");
    EXPECT_EQ(judge({true, false, 690, true, true}, now), "session-over");
    EXPECT_EQ(judge({false, false, 720, true, true}, now), "session-closed");
    EXPECT_EQ(judge({false, true, 720, true, true}, now), "session-stopped");
    EXPECT_EQ(judge({true, false, 720, false, true}, now), "department-not-bookable");
    EXPECT_EQ(judge({true, false, 720, false, true}, onSite), "");
    EXPECT_EQ(judge({true, false, 720, false, true}, {{monday, 690}, monday + 1, true}),
              "department-not-bookable");
    EXPECT_EQ(judge({false, true, 0, false, false}, onSite), "booking-off");
}

TEST(BookingRules, PoolsOfAChannel) {
    const BookingPolicy policy;
    using Pools = std::vector<std::string>;
    const auto pools = [&](const char* channel, int age, Minute now, Day day = monday) {
        return poolsFor(policy, channel, age, {{monday, now}, day, isOnSite(channel)}, 690);
    };
    EXPECT_EQ(pools("REGION", -1, 600), Pools{"REGION"});
    EXPECT_EQ(pools("KIOSK", 59, 600), Pools{"KIOSK"});
    EXPECT_EQ(pools("KIOSK", 60, 600), (Pools{"KIOSK", "ELDER"}));
    EXPECT_EQ(pools("KIOSK", 60, 600, monday + 1), Pools{"KIOSK"}) << "on site is today";
    EXPECT_EQ(pools("PHONE", 80, 600), Pools{"PHONE"});
    EXPECT_EQ(pools("PHONE", -1, 629), Pools{"PHONE"});
    EXPECT_EQ(pools("PHONE", -1, 630), Pools{}) << "an hour before the end all are open to all";
    EXPECT_EQ(said(judgePool(policy, "ELDER", 59)), "elders-only");
    EXPECT_EQ(said(judgePool(policy, "ELDER", -1)), "elders-only");
    EXPECT_EQ(said(judgePool(policy, "ELDER", 60)), "");
    EXPECT_EQ(said(judgePool(policy, "KIOSK", 30)), "");
}

TEST(BookingRules, APersonByAgeRegistrationsAndMissedVisits) {
    const BookingPolicy policy;
    const WhenFacts ahead{{monday, 600}, addDays(monday, 3), false};
    const WhenFacts today{{monday, 600}, monday, true};
    const auto judge = [&](PersonFacts person, const WhenFacts& when) {
        return said(judgePerson(policy, person, when));
    };
    PersonFacts adult;
    adult.age = 38;
    EXPECT_EQ(judge(adult, ahead), "");
    PersonFacts child;
    child.age = 13;
    EXPECT_EQ(judge(child, ahead), "guardian-needed");
    child.hasGuardian = true;
    EXPECT_EQ(judge(child, ahead), "");
    child = {};
    child.age = 14;
    EXPECT_EQ(judge(child, ahead), "");
    PersonFacts twice = adult;
    twice.sameDepartmentDay = true;
    EXPECT_EQ(judge(twice, ahead), "same-department-day");
    PersonFacts busy = adult;
    busy.liveThatDay = 3;
    EXPECT_EQ(judge(busy, ahead), "person-limit");
    busy.liveThatDay = 0;
    busy.liveAhead = 8;
    EXPECT_EQ(judge(busy, ahead), "person-limit");
    PersonFacts missed = adult;
    missed.noshows = {20260901, 20261001};
    EXPECT_EQ(judge(missed, ahead), "");
    missed.noshows.push_back(20261101);
    EXPECT_EQ(judge(missed, ahead), "suspended until 20270131 00:00");
    EXPECT_EQ(judge(missed, today), "") << "on site it stays open";
    missed.noshows = {20260401, 20261001, 20261101};
    EXPECT_EQ(judge(missed, ahead), "") << "the first lies outside the window";
}

TEST(BookingRules, TheSuspensionEndsOnItsDay) {
    const BookingPolicy policy;
    const std::vector<Day> missed{20260801, 20260802, 20260803};
    EXPECT_EQ(suspendedUntil(policy, missed, 20261101), 20261102);
    EXPECT_EQ(suspendedUntil(policy, missed, 20261102), std::nullopt);
}

TEST(BookingRules, APhoneByItsBookingsAndItsPeople) {
    const BookingPolicy policy;
    EXPECT_EQ(said(judgeHolder(policy, {19, 6, true})), "");
    EXPECT_EQ(said(judgeHolder(policy, {20, 1, true})), "holder-limit");
    EXPECT_EQ(said(judgeHolder(policy, {5, 5, false})), "") << "oneself and five others";
    EXPECT_EQ(said(judgeHolder(policy, {6, 6, false})), "too-many-dependants");
}

TEST(BookingRules, CancellingUntilTheDeadline) {
    BookingPolicy policy;
    EXPECT_EQ(said(judgeCancel(policy, {monday, 570}, monday, 600)), "");
    EXPECT_EQ(said(judgeCancel(policy, {monday, 571}, monday, 600)),
              "too-late-to-cancel until 20261123 09:30");
    policy.cancelLeadMinutes = 24 * 60;
    EXPECT_EQ(said(judgeCancel(policy, {20261122, 600}, monday, 600)), "");
    EXPECT_EQ(said(judgeCancel(policy, {20261122, 601}, monday, 600)),
              "too-late-to-cancel until 20261122 10:00");
}

TEST(BookingRules, WhatIsOlderThanFiveMinutesCannotBeBooked) {
    EXPECT_EQ(said(judgeAge(0, 1'000'000)), "");
    EXPECT_EQ(said(judgeAge(1'000'000, 1'300'000)), "");
    EXPECT_EQ(said(judgeAge(1'000'000, 1'300'001)), "stale-availability");
}

TEST(BookingRules, ARefusalCarriesItsRuleAndItsNotes) {
    EXPECT_EQ(ruleOf("not-released"), "B3");
    EXPECT_EQ(ruleOf("wrong-pin"), "");
    Error error = refusalOf("not-released", {{"opens_at", 1795388400000}, {"waitlist", 1}});
    EXPECT_EQ(error.code, "not-released");
    const auto notes = takeNotes(error);
    EXPECT_EQ(notes, (std::vector<RefusalNote>{{"opens_at", 1795388400000}, {"waitlist", 1}}));
    EXPECT_EQ(error.detail, "that day opens for booking later today");
    EXPECT_TRUE(takeNotes(error).empty());
}

TEST(BookingRules, TheBookHasEveryRuleOnce) {
    std::ifstream file(std::string(MENZHEN_RESOURCES) + "/../docs/booking-rules.md");
    std::map<std::string, std::string> book;
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("| B")) {
            std::stringstream cells(line);
            std::string none;
            std::string id;
            std::string code;
            std::getline(cells, none, '|');
            std::getline(cells, id, '|');
            std::getline(cells, code, '|');
            book[id.substr(1, id.size() - 2)] = code.substr(2, code.size() - 4);
        }
    EXPECT_EQ(book.size(), bookingRules().size());
    std::set<std::string_view> codes;
    for (const BookingRule& rule : bookingRules()) {
        EXPECT_EQ(book[std::string(rule.id)], rule.code);
        EXPECT_TRUE(codes.insert(rule.code).second) << rule.code;
    }
}

TEST(Draw, TheSameSeedDrawsTheSameWhateverTheOrderOfAsking) {
    const auto first = drawOrder({"c", "a", "b", "d"}, 42);
    EXPECT_EQ(first, drawOrder({"d", "b", "a", "c"}, 42));
    EXPECT_EQ(std::set<std::string>(first.begin(), first.end()).size(), 4U);
    EXPECT_EQ(seedFrom("000000000000002a"), 42U);
    EXPECT_EQ(seedToText(0xfedcba9876543210U), "fedcba9876543210");
    EXPECT_EQ(seedFrom("2a"), std::nullopt);
    EXPECT_EQ(seedFrom("00000000000000zz"), std::nullopt);
    EXPECT_TRUE(drawOrder({}, 1).empty());
}

TEST(Draw, EverybodyIsFirstEquallyOften) {
    std::map<std::string, int> first;
    for (std::uint64_t seed = 0; seed < 10'000; ++seed)
        ++first[drawOrder({"a", "b", "c", "d"}, seed).front()];
    for (const auto& [id, times] : first)
        EXPECT_NEAR(times, 2500, 200) << id; // four standard deviations
}

} // namespace
