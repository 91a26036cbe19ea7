// SPDX-License-Identifier: Apache-2.0
#include "app/core/queueahead.h"
#include "app/core/waitingline.h"

#include <gtest/gtest.h>

using namespace menzhen::core;

namespace {

Pace usualPace() {
    return {{4, 5, 5, 6, 6, 6, 7, 8, 9, 12, 15, 3}, {}, 12, 0};
}

WaitingLine lineOf(int places) {
    WaitingLine line;
    line.now = 500;
    line.stations.emplace_back();
    for (int i = 0; i < places; ++i)
        line.places.push_back({std::to_string(i), false});
    return line;
}

CallTimes lastOf(const WaitingLine& line, const Pace& pace = usualPace()) {
    const auto times = callTimes(line, pace);
    const auto found = times.find(line.places.back().id);
    EXPECT_NE(found, times.end());
    return found == times.end() ? CallTimes{} : found->second;
}

TEST(Waiting, WithoutHistoryThereIsNoTime) {
    Pace pace;
    pace.today = {5, 5, 5, 5, 5, 5, 5};
    EXPECT_TRUE(callTimes(lineOf(3), pace).empty());
    pace.earlier = {5, 6};
    EXPECT_TRUE(callTimes(lineOf(3), pace).empty());
    pace.earlier = {5, 6, 7};
    EXPECT_EQ(callTimes(lineOf(3), pace).size(), 3U);
}

TEST(Waiting, NobodyCallsNoTime) {
    WaitingLine line = lineOf(3);
    line.stations.clear();
    EXPECT_TRUE(callTimes(line, usualPace()).empty());
}

TEST(Waiting, TheSameLineHasTheSameTimes) {
    const CallTimes once = lastOf(lineOf(8));
    const CallTimes again = lastOf(lineOf(8));
    EXPECT_EQ(once.low, again.low);
    EXPECT_EQ(once.high, again.high);
}

TEST(Waiting, MoreAheadIsLaterAndLessCertain) {
    const auto times = callTimes(lineOf(12), usualPace());
    EXPECT_EQ(times.at("0").low, 500); // the doctor is free
    EXPECT_EQ(times.at("0").high, 500);
    EXPECT_LT(times.at("3").high, times.at("10").high);
    EXPECT_LT(times.at("3").high - times.at("3").low, times.at("10").high - times.at("10").low);
    // Ten people at 7.2 minutes each: the middle lies inside.
    EXPECT_LT(times.at("10").low, 572);
    EXPECT_GT(times.at("10").high, 572);
}

TEST(Waiting, TodaysPaceMovesIt) {
    Pace slow = usualPace();
    for (const double minutes : slow.earlier)
        slow.today.push_back(minutes * 2);
    EXPECT_GT(lastOf(lineOf(8), slow).low, lastOf(lineOf(8)).low + 5);
    EXPECT_GT(lastOf(lineOf(8), slow).high, lastOf(lineOf(8)).high + 5);
}

TEST(Waiting, APauseIsWaitedFor) {
    WaitingLine line = lineOf(2);
    line.stations[0].pausedFor = 20;
    const auto times = callTimes(line, usualPace());
    EXPECT_GE(times.at("0").low, 516);
    EXPECT_LE(times.at("0").high, 528);
}

TEST(Waiting, WhoIsBeingSeenHasBeenForAWhile) {
    WaitingLine fresh = lineOf(1);
    fresh.stations[0].busyFor = 0;
    WaitingLine almost = lineOf(1);
    almost.stations[0].busyFor = 8;
    EXPECT_LT(lastOf(almost).high, lastOf(fresh).high);
    WaitingLine longest = lineOf(1);
    longest.stations[0].busyFor = 80; // longer than anything that was measured
    EXPECT_LT(lastOf(longest).high, 600);
}

TEST(Waiting, TwoDoctorsHalveIt) {
    WaitingLine two = lineOf(11);
    two.stations.emplace_back();
    EXPECT_LT(lastOf(two).high, lastOf(lineOf(11)).high - 20);
}

TEST(Waiting, NobodyIsCalledBeforeTheSessionBegins) {
    WaitingLine line = lineOf(1);
    line.begun = false;
    line.begins = 530;
    EXPECT_GE(lastOf(line).low, 530);
    EXPECT_LE(lastOf(line).high, 540);
}

TEST(Waiting, WhoIsExpectedBeforeMayCome) {
    WaitingLine line = lineOf(4);
    for (int i = 0; i < 5; ++i)
        line.comers.push_back({3, 480, 540});
    const CallTimes with = lastOf(line);
    const CallTimes without = lastOf(lineOf(4));
    EXPECT_GT(with.high, without.high + 5);
    EXPECT_LE(with.low, without.high); // and may not
}

TEST(Waiting, ThoseWhoGoBetweenAreReckonedWith) {
    Pace many = usualPace();
    many.sideCalls = 12;
    EXPECT_GT(lastOf(lineOf(8), many).high, lastOf(lineOf(8)).high + 5);
}

TEST(Waiting, WhatWasForgottenOpenIsNoService) {
    Pace pace = usualPace();
    pace.earlier.push_back(400);
    EXPECT_EQ(lastOf(lineOf(8), pace).high, lastOf(lineOf(8)).high);
}

TEST(Waiting, TheRangeStandsOnTheStepsOfTheClockAndDoesNotFlicker) {
    const ClockRange first = shownRange({531.2, 552.9}, std::nullopt);
    EXPECT_EQ(first, (ClockRange{530, 555}));
    EXPECT_EQ(shownRange({534.9, 549.0}, first), first);
    EXPECT_EQ(shownRange({538.0, 549.0}, first), first); // less than two steps
    EXPECT_EQ(shownRange({541.0, 552.0}, first), (ClockRange{540, 555}));
    EXPECT_EQ(shownRange({532.0, 556.0}, first), (ClockRange{530, 560})); // it does not hold
    EXPECT_EQ(shownRange({529.0, 552.0}, first), (ClockRange{525, 555}));
    EXPECT_EQ(shownRange({500, 500}, std::nullopt), (ClockRange{500, 505}));
}

TEST(Waiting, AQueueBecomesALine) {
    Queue queue;
    const auto add = [&](const std::string& id, int band, int slot, Lane lane = Lane::N) {
        ASSERT_TRUE(queue.registerEntry({id, band, slot, EntryKind::Booked, lane}));
    };
    add("here1", 510, 7);
    add("here2", 510, 9);
    add("first", 480, 1); // expected before both, but its band is over
    add("next", 510, 8);  // expected between them
    add("last", 510, 11);
    add("prior", 510, 12, Lane::P);
    for (const char* id : {"here1", "here2", "prior"})
        ASSERT_TRUE(queue.checkIn(id, 511));
    const WaitingLine line = waitingLine(queue, 512, peopleAhead(queue, 512));
    ASSERT_EQ(line.places.size(), 3U);
    EXPECT_EQ(line.places[0].id, "here1");
    EXPECT_EQ(line.places[1].id, "prior");
    EXPECT_TRUE(line.places[1].side);
    EXPECT_EQ(line.places[2].id, "here2");
    ASSERT_EQ(line.comers.size(), 1U);
    EXPECT_EQ(line.comers[0].before, 2U);
    EXPECT_EQ(line.comers[0].earliest, 480);
    EXPECT_EQ(line.comers[0].latest, 540);
}

} // namespace
