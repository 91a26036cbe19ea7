// SPDX-License-Identifier: Apache-2.0
#include "app/flows/callnext.h"

#include "app/flows/checkin.h"
#include "app/ops/codecheck.h"
#include "app/ops/staffpins.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using flows::CallNext;
using flows::NextAnswer;
using nlohmann::json;
using test::FlowBench;
using test::Heard;
using test::monday;

namespace {

struct Station {
    FlowBench bench{"S1", "station"};
    CallNext call{*bench.context};
    std::vector<std::string> tickets; ///< entry ids in the order of their slots

    explicit Station(int patients = 4) {
        bench.clinic->must([](clerk::Clerk& c) -> core::Result<json> {
            const json row{
                {"id", "d01"}, {"name", "林知远"}, {"roles", "doctor"}, {"state", "active"}};
            const auto done =
                c.log().author({"record.defined", 0, {{"table", "staff"}, {"row", row}}, {}, {}});
            if (!done) return tl::unexpected(done.error());
            if (const auto set = ops::setPin(c.log(), "d01", "123456"); !set)
                return tl::unexpected(set.error());
            return json();
        });
        // The kiosk's part of the morning, through this device: it has a journal like any other.
        flows::Printing printing(*bench.context);
        flows::CheckIn checkIn(*bench.context, printing);
        bench.context->printer = nullptr;
        for (int i = 0; i < patients; ++i) {
            const json booking = bench.book("CARD-D01-AM", i < 2 ? 480 : 510);
            bench.clockTo(480);
            bench.sync();
            const auto visit =
                checkIn.find(*flows::readScan(*bench.context, booking["code"].get<std::string>()));
            const auto ticket = checkIn.confirm(*visit, core::TicketLanguage::Zh, {});
            EXPECT_TRUE(ticket);
            tickets.push_back(ticket->place.ticket);
        }
        bench.sync();
        bench.run();
    }

    void open() {
        Heard<tl::expected<flows::StaffView, flows::SignInRefusal>> heard;
        call.signIn("d01", "123456", heard.ear());
        bench.run();
        ASSERT_TRUE(heard.value && heard.value->has_value());
        EXPECT_EQ((*heard.value)->name, "林知远");
        const auto opened = call.open("CARD-D01", "AM", "301");
        ASSERT_TRUE(opened) << opened.error().code;
        bench.sync();
    }

    core::Result<NextAnswer> press() {
        bench.advance(flows::pressGuardMs + 25);
        Heard<core::Result<NextAnswer>> heard;
        call.next(heard.ear());
        EXPECT_EQ(heard.times, 0);
        bench.advance(flows::commandBudgetMs + 50);
        EXPECT_EQ(heard.times, 1);
        return heard.value.value_or(core::refused("silent"));
    }

    core::Result<void> moved(void (CallNext::*verb)(CallNext::Done)) {
        Heard<core::Result<void>> heard;
        (call.*verb)(heard.ear());
        bench.advance(flows::catchUpMs + 100);
        EXPECT_EQ(heard.times, 1);
        return heard.value.value_or(core::refused("silent"));
    }
};

TEST(FlowCallNext, SignInComesBeforeEverything) {
    Station station(0);
    Heard<tl::expected<flows::StaffView, flows::SignInRefusal>> heard;
    EXPECT_EQ(station.call.open("CARD-D01", "AM", "301").error().code, "not-signed-in");
    station.call.signIn("d01", "000000", heard.ear());
    station.bench.run();
    ASSERT_EQ(heard.times, 1);
    EXPECT_EQ(heard.value->error().error.code, "wrong-pin");
    EXPECT_FALSE(station.call.staff());
    station.open();
    EXPECT_EQ(station.call.open("NOPE", "AM", "301").error().code, "unknown-queue");
}

TEST(FlowCallNext, TheDeskShowsQueueOrderAndReasons) {
    Station station;
    const auto closed = station.call.desk();
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->state, flows::Desk::State::Closed);
    const auto queues = station.call.queues();
    ASSERT_TRUE(queues);
    ASSERT_FALSE(queues->empty());
    EXPECT_TRUE(queues->front().now);
    station.open();
    station.bench.clockTo(505);
    const auto desk = station.call.desk();
    ASSERT_TRUE(desk);
    EXPECT_EQ(desk->state, flows::Desk::State::Open);
    EXPECT_EQ(desk->room, "301");
    EXPECT_EQ(desk->queue.doctor.en, "Lin Zhiyuan");
    EXPECT_EQ(desk->queue.rooms, std::vector<std::string>{"301"});
    ASSERT_EQ(desk->waiting.size(), 4U);
    ASSERT_EQ(desk->next.size(), 3U);
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(desk->waiting[i].id, station.tickets[i]) << i;
    EXPECT_EQ(desk->next[0].reason, "N:on-turn");
    EXPECT_EQ(desk->figures.waiting, 4);
    EXPECT_EQ(desk->figures.longestWaitMinutes, 25);
    EXPECT_EQ(desk->figures.medianMinutes, std::nullopt);
}

TEST(FlowCallNext, OnePressFinishesAndCalls) {
    Station station;
    station.open();
    for (std::size_t i = 0; i < 4; ++i) {
        const auto next = station.press();
        ASSERT_TRUE(next) << next.error().code;
        ASSERT_TRUE(next->patient);
        EXPECT_EQ(next->patient->id, station.tickets[i]);
        station.bench.advance(5 * 60'000);
        if (i % 2 == 0) station.bench.pull(); // or not yet: the answer stands for it
        EXPECT_EQ(station.call.desk()->patient->id, station.tickets[i]);
    }
    const auto last = station.press();
    ASSERT_TRUE(last);
    EXPECT_FALSE(last->patient);
    EXPECT_EQ(last->reason, "empty");
    EXPECT_FALSE(station.call.desk()->patient) << "seen off, though the store may not know yet";
    station.bench.pull();
    const auto desk = station.call.desk();
    EXPECT_FALSE(desk->patient);
    EXPECT_EQ(desk->figures.finished, 4);
    EXPECT_EQ(desk->figures.medianMinutes, 5);
}

TEST(FlowCallNext, TwoPressesAreOne) {
    Station station;
    station.open();
    ASSERT_TRUE(station.press());
    Heard<core::Result<NextAnswer>> heard;
    const std::size_t asked = station.bench.link->sent.size();
    station.call.next(heard.ear());
    station.bench.run();
    EXPECT_EQ(heard.value->error().code, "pressed-twice");
    EXPECT_EQ(station.bench.link->sent.size(), asked);
}

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

TEST(FlowCallNext, RepeatMissedTestsFinish) {
    Station station;
    station.open();
    EXPECT_EQ(station.moved(&CallNext::recall).error().code, "no-patient");
    ASSERT_TRUE(station.press());
    station.bench.pull();
    ASSERT_TRUE(station.moved(&CallNext::recall));
    EXPECT_EQ(station.call.desk()->patient->calls, 2);
    ASSERT_TRUE(station.moved(&CallNext::toTests));
    EXPECT_EQ(station.bench.text("SELECT pin FROM entry WHERE state = 'onleave'"), "S1");
    // The unsent ops travel with the call and are judged first.
    ASSERT_TRUE(station.press());
    station.bench.sync();
    EXPECT_EQ(station.call.desk()->patient->id, station.tickets[1]);
    ASSERT_TRUE(station.moved(&CallNext::finish));
    EXPECT_FALSE(station.call.desk()->patient);
    station.bench.sync();
    for (const std::string& verdict : station.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
}

TEST(FlowCallNext, CutOffItCallsItsOwnListInOrder) {
    Station station;
    station.open();
    ASSERT_TRUE(station.press());
    station.bench.pull();
    EXPECT_FALSE(station.call.desk()->cutOff);
    EXPECT_EQ(station.call.desk()->listLeft, 3);
    station.bench.link->weather = test::ClerkLink::Weather::Away;
    for (std::size_t i = 1; i < 4; ++i) {
        const auto next = station.press();
        ASSERT_TRUE(next) << next.error().code;
        EXPECT_TRUE(next->offline);
        ASSERT_TRUE(next->patient);
        EXPECT_EQ(next->patient->id, station.tickets[i]);
        EXPECT_TRUE(station.call.desk()->cutOff);
        EXPECT_EQ(station.call.desk()->listLeft, static_cast<int>(3 - i));
    }
    EXPECT_EQ(station.press().error().code, "list-used-up");
    station.bench.link->weather = test::ClerkLink::Weather::Fine;
    station.bench.sync();
    for (const std::string& verdict : station.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
    EXPECT_EQ(station.call.desk()->patient->id, station.tickets[3]);
    const auto last = station.press();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->reason, "empty");
    EXPECT_FALSE(station.call.desk()->cutOff);
}

TEST(FlowCallNext, TheLineBackEndsTheSignWithoutAPress) {
    Station station;
    station.open();
    ASSERT_TRUE(station.press());
    station.bench.pull();
    station.bench.cut();
    ASSERT_TRUE(station.press());
    EXPECT_TRUE(station.call.desk()->cutOff);
    station.bench.heal();
    EXPECT_FALSE(station.call.desk()->cutOff);
}

TEST(FlowCallNext, TheClaimEndsAfterTenMinutesAndWithARestart) {
    Station station;
    station.open();
    ASSERT_TRUE(station.press());
    station.bench.pull();
    station.bench.link->weather = test::ClerkLink::Weather::Away;
    CallNext restarted(*station.bench.context);
    Heard<core::Result<NextAnswer>> heard;
    restarted.next(heard.ear());
    station.bench.advance(flows::commandBudgetMs + 50);
    EXPECT_EQ(heard.value->error().code, "claim-over");
    EXPECT_EQ(restarted.desk()->claimLeftMs, 0);

    station.bench.advance(10 * 60'000);
    EXPECT_EQ(station.press().error().code, "claim-over");
    EXPECT_EQ(station.call.desk()->claimLeftMs, 0);
    // Anything else is an emergency, with a text.
    Heard<core::Result<NextAnswer>> chosen;
    station.call.callChosen(station.tickets[3], "", chosen.ear());
    station.bench.run();
    EXPECT_EQ(chosen.value->error().code, "text-missing");
    Heard<core::Result<NextAnswer>> emergency;
    station.call.callChosen(station.tickets[3], "chest pain", emergency.ear());
    station.bench.advance(flows::commandBudgetMs + 50);
    ASSERT_TRUE(emergency.value->has_value()) << emergency.value->error().code;
    EXPECT_EQ((*emergency.value)->patient->id, station.tickets[3]);
    EXPECT_EQ((*emergency.value)->reason, "emergency");
    station.bench.sync();
    EXPECT_EQ(station.bench.verdicts, std::vector<std::string>{"applied"});
    EXPECT_EQ(station.bench.text("SELECT text FROM deviation"), "chest pain");
}

TEST(FlowCallNext, CutOffItTakesPatientsFromPaper) {
    Station station(2);
    station.open();
    // Another kiosk, whose ticket this station has never heard of.
    const auto kiosk = station.bench.clinic->crypto.generateKey();
    station.bench.clinic->must([&](clerk::Clerk& c) {
        return c.introduceDevice(
            {{"id", "K9"},
             {"role", "kiosk"},
             {"public_key", station.bench.clinic->crypto.publicPem(kiosk->publicKey())}});
    });
    station.bench.pull();
    core::CodeClaims claims;
    claims.issuer = "HA";
    claims.notBefore = station.bench.clinic->clock.utcMsOf(monday, 0) / 1000;
    claims.expires = station.bench.clinic->clock.utcMsOf(monday, 1440) / 1000;
    claims.cti = {1, 2, 3, 4, 5, 6, 7, 8};
    claims.day = monday;
    claims.session = "CARD-D01-AM";
    claims.ticket = core::TicketClaims{"CARD-D01", "C9-01", 480, "K9", 1, 1};
    const std::string code = ops::makeCode(*kiosk, claims);
    EXPECT_EQ(station.call.takePaper(code).error().code, "not-cut-off");
    station.bench.link->weather = test::ClerkLink::Weather::Away;
    EXPECT_FALSE(station.press());
    EXPECT_EQ(station.call.takePaper("MZ1:nonsense").error().code, "bad-base45");
    const auto taken = station.call.takePaper(code);
    ASSERT_TRUE(taken) << taken.error().code << " " << taken.error().detail;
    EXPECT_EQ(taken->patient->number, "C9-01");
    EXPECT_EQ(station.call.desk()->patient->number, "C9-01");
    claims.ticket->queue = "CARD";
    claims.cti[0] = 9;
    EXPECT_EQ(station.call.takePaper(ops::makeCode(*kiosk, claims)).error().code, "other-queue");
    station.bench.link->weather = test::ClerkLink::Weather::Fine;
    station.bench.sync();
    EXPECT_EQ(station.bench.verdicts, std::vector<std::string>{"applied"});
}

TEST(FlowCallNext, UndoPutsEverythingBackAsItWas) {
    Station station;
    station.open();
    EXPECT_EQ(station.moved(&CallNext::undo).error().code, "nothing-to-undo");
    ASSERT_TRUE(station.press());
    station.bench.pull();
    ASSERT_TRUE(station.press()); // finishes the first, calls the second
    EXPECT_TRUE(station.call.desk()->undo) << "before the own store knows";
    station.bench.pull();
    auto desk = station.call.desk();
    ASSERT_TRUE(desk->undo);
    EXPECT_EQ(desk->undo->what, "called");
    EXPECT_EQ(desk->undo->entry, station.tickets[1]);
    ASSERT_TRUE(station.moved(&CallNext::undo));
    desk = station.call.desk();
    ASSERT_TRUE(desk->patient);
    EXPECT_EQ(desk->patient->id, station.tickets[0]) << "back in the room";
    EXPECT_EQ(desk->next.front().id, station.tickets[1]);
    EXPECT_FALSE(desk->undo);
    station.bench.sync();
    EXPECT_EQ(station.bench.verdicts, std::vector<std::string>{"applied"});
    EXPECT_EQ(station.call.desk()->patient->id, station.tickets[0]);
    EXPECT_EQ(station.bench.text("SELECT group_concat(state) FROM (SELECT state FROM entry WHERE "
                                 "calls > 0 ORDER BY called_at)"),
              "staged,called");
}

TEST(FlowCallNext, UndoOfAMissEndsAfterThirtySeconds) {
    Station station;
    station.open();
    ASSERT_TRUE(station.press());
    station.bench.pull();
    ASSERT_TRUE(station.moved(&CallNext::missed));
    EXPECT_EQ(station.call.desk()->undo->what, "missed");
    ASSERT_TRUE(station.moved(&CallNext::undo));
    EXPECT_EQ(station.call.desk()->patient->id, station.tickets[0]);
    EXPECT_EQ(station.call.desk()->patient->misses, 0);
    ASSERT_TRUE(station.moved(&CallNext::missed));
    station.bench.advance(31'000);
    EXPECT_FALSE(station.call.desk()->undo);
    EXPECT_EQ(station.moved(&CallNext::undo).error().code, "nothing-to-undo");
    station.bench.sync();
    for (const std::string& verdict : station.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
}

TEST(FlowCallNext, PauseResumeClose) {
    Station station;
    station.open();
    EXPECT_EQ(station.call.pause("", 10).error().code, "bad-field");
    ASSERT_TRUE(station.call.pause("ward emergency", 10));
    auto desk = station.call.desk();
    EXPECT_EQ(desk->state, flows::Desk::State::Paused);
    EXPECT_EQ(desk->pauseReason, "ward emergency");
    EXPECT_GT(desk->pausedUntilMs, station.bench.clinic->clock.utcMs());
    EXPECT_EQ(station.press().error().code, "not-open");
    ASSERT_TRUE(station.call.resume());
    EXPECT_EQ(station.call.resume().error().code, "not-paused");
    ASSERT_TRUE(station.press());
    ASSERT_TRUE(station.call.close());
    EXPECT_EQ(station.call.close().error().code, "not-open");
    EXPECT_EQ(station.call.desk()->state, flows::Desk::State::Closed);
    station.bench.sync();
    for (const std::string& verdict : station.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
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
