// SPDX-License-Identifier: Apache-2.0
// Calling without the registry: the own list, its claim, patients from paper.
#include "tests/app/flows/callbench.h"

#include "app/ops/codecheck.h"

using namespace menzhen;
using flows::CallNext;
using flows::NextAnswer;
using test::Heard;
using test::monday;
using test::Station;

namespace {

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
    // The question that nobody answered is withdrawn, then somebody is called by choice.
    EXPECT_EQ(station.bench.verdicts, (std::vector<std::string>{"applied", "applied"}));
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

} // namespace
