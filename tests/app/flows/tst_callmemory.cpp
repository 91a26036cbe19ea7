// SPDX-License-Identifier: Apache-2.0
// Answers that came late or never: the same question calls the same patient, once.
#include "tests/app/flows/callbench.h"

using namespace menzhen;
using flows::CallNext;
using flows::NextAnswer;
using test::Heard;
using test::Station;

namespace {

TEST(FlowCallNext, AfterSilenceTheSameQuestionCallsTheSamePatient) {
    Station station;
    station.open();
    station.bench.link->weather = test::ClerkLink::Weather::AnswerLost;
    EXPECT_EQ(station.press().error().code, "list-used-up") << "nothing was promised yet";
    station.bench.link->weather = test::ClerkLink::Weather::Fine;
    // Even after a restart of the station.
    CallNext restarted(*station.bench.context);
    Heard<core::Result<NextAnswer>> heard;
    restarted.next(heard.ear());
    station.bench.run();
    ASSERT_TRUE(heard.value->has_value()) << heard.value->error().code;
    EXPECT_EQ((*heard.value)->patient->id, station.tickets[0]);
    const auto& sent = station.bench.link->sent;
    EXPECT_EQ(sent[sent.size() - 2].idempotencyKey, sent.back().idempotencyKey);
    station.bench.pull();
    EXPECT_EQ(station.bench.count("SELECT count(*) FROM entry WHERE state = 'called'"), 1);
}

// Found by seed 1949 of the simulator: whoever had been seen off by a call that was replaced, and
// was called anew, was nobody's patient: the next call left two at one station.
TEST(FlowCallNext, WhoIsCalledAnewAfterAReplacedAnswerIsThePatientAgain) {
    Station station;
    station.open();
    station.bench.link->weather = test::ClerkLink::Weather::AnswerLost;
    EXPECT_EQ(station.press().error().code, "list-used-up");
    station.bench.pull(); // the registry had called the first
    EXPECT_EQ(station.call.desk()->patient->id, station.tickets[0]);
    station.bench.link->weather = test::ClerkLink::Weather::Away;
    const auto own = station.press();
    ASSERT_TRUE(own) << own.error().code;
    EXPECT_EQ(own->patient->id, station.tickets[1]);
    station.bench.link->weather = test::ClerkLink::Weather::Fine;
    station.bench.sync(); // the first goes back to the queue
    const auto anew = station.press();
    ASSERT_TRUE(anew) << anew.error().code;
    ASSERT_EQ(anew->patient->id, station.tickets[0]);
    station.bench.pull();
    ASSERT_TRUE(station.call.desk()->patient);
    EXPECT_EQ(station.call.desk()->patient->id, station.tickets[0]);
    ASSERT_TRUE(station.press());
    station.bench.pull();
    EXPECT_EQ(station.bench.count("SELECT count(*) FROM entry WHERE state = 'called'"), 1);
}

// Found by seed 2280 of the simulator: a station that lost its power between the registry's answer
// and its own pull did not know its patient any more, and the next call left two at one station.
TEST(FlowCallNext, ARestartedStationKnowsWhomItHadCalled) {
    Station station;
    station.open();
    ASSERT_TRUE(station.press());
    CallNext restarted(*station.bench.context);
    ASSERT_TRUE(restarted.desk()->patient);
    EXPECT_EQ(restarted.desk()->patient->id, station.tickets[0]);
    Heard<core::Result<NextAnswer>> heard;
    restarted.next(heard.ear());
    station.bench.run();
    ASSERT_TRUE(heard.value->has_value()) << heard.value->error().code;
    EXPECT_EQ((*heard.value)->patient->id, station.tickets[1]);
    station.bench.pull();
    EXPECT_EQ(station.bench.count("SELECT count(*) FROM entry WHERE state = 'called'"), 1);
    EXPECT_EQ(CallNext(*station.bench.context).desk()->patient->id, station.tickets[1]);
}

TEST(FlowCallNext, ThatNobodyWasWaitingIsRememberedToo) {
    Station station(1);
    station.open();
    ASSERT_TRUE(station.press());
    station.bench.pull();
    const auto nobody = station.press();
    ASSERT_TRUE(nobody);
    EXPECT_FALSE(nobody->patient);
    EXPECT_FALSE(CallNext(*station.bench.context).desk()->patient) << "finished, not pulled yet";
    EXPECT_FALSE(station.press()->patient) << "neither was finished nor called";
    EXPECT_FALSE(CallNext(*station.bench.context).desk()->patient);
}

TEST(FlowCallNext, WhatTheStoreKnowsIsNotRemembered) {
    Station station;
    station.open();
    ASSERT_TRUE(station.press());
    station.bench.pull();
    ASSERT_TRUE(station.moved(&CallNext::missed));
    EXPECT_FALSE(CallNext(*station.bench.context).desk()->patient);
    station.bench.advance(5000);
    ASSERT_TRUE(station.press()); // the second, not pulled
    station.bench.link->weather = test::ClerkLink::Weather::Away;
    (void)station.press();
    const auto patient = CallNext(*station.bench.context).desk()->patient;
    const auto shown = station.call.desk()->patient;
    EXPECT_EQ(patient ? patient->id : "", shown ? shown->id : "");
}

TEST(FlowCallNext, AMoveWaitsForTheStoreToCatchUp) {
    Station station;
    station.open();
    ASSERT_TRUE(station.press());
    EXPECT_TRUE(station.call.desk()->patient->provisional);
    EXPECT_EQ(station.moved(&CallNext::missed).error().code, "catching-up");
    Heard<core::Result<void>> heard;
    station.call.missed(heard.ear());
    station.bench.advance(200);
    EXPECT_EQ(heard.times, 0);
    station.bench.pull();
    station.bench.advance(200);
    ASSERT_EQ(heard.times, 1);
    EXPECT_TRUE(heard.value->has_value()) << heard.value->error().code;
    const auto desk = station.call.desk();
    EXPECT_FALSE(desk->patient);
    ASSERT_EQ(desk->missed.size(), 1U);
    EXPECT_EQ(desk->missed[0].misses, 1);
}

// Next was pressed, the answer was lost and nobody could be called without it; then the log brought
// the call. The next press is about the next patient.
TEST(FlowCallNext, ACallThatTheLogBroughtIsNotAskedForAgain) {
    Station station(2);
    station.open();
    station.bench.pull();
    station.bench.link->weather = test::ClerkLink::Weather::AnswerLost;
    CallNext restarted(*station.bench.context); // it has no claim: nothing may be called offline
    Heard<core::Result<NextAnswer>> lost;
    restarted.next(lost.ear());
    station.bench.advance(flows::commandBudgetMs + 50);
    ASSERT_FALSE(*lost.value);
    station.bench.pull();
    const std::string request =
        station.bench.text("SELECT request FROM question WHERE state = 'open'");
    ASSERT_TRUE(station.bench.database->transact([&]() -> core::Result<void> {
        sync::noteOutcome(*station.bench.database, request); // as the replica does with the page
        return {};
    }));
    EXPECT_EQ(restarted.desk()->patient->id, station.tickets[0]);
    station.bench.link->weather = test::ClerkLink::Weather::Fine;
    station.bench.advance(flows::pressGuardMs + 25);
    Heard<core::Result<NextAnswer>> next;
    restarted.next(next.ear());
    station.bench.advance(flows::commandBudgetMs + 50);
    ASSERT_TRUE(*next.value) << next.value->error().code;
    ASSERT_TRUE((*next.value)->patient);
    EXPECT_EQ((*next.value)->patient->id, station.tickets[1]);
}

} // namespace
