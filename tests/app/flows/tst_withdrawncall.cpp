// SPDX-License-Identifier: Apache-2.0
// What a station asked without hearing an answer, and then did something else instead: nobody is
// left called beside the patient in the room (sync.md 1.18).
#include "tests/app/flows/callbench.h"

using namespace menzhen;
using flows::NextAnswer;
using nlohmann::json;
using test::Heard;
using test::Station;
using Weather = test::ClerkLink::Weather;

namespace {

class WithdrawnCall : public testing::TestWithParam<Weather> {
protected:
    void SetUp() override { station.open(); }

    void askInVain() {
        station.bench.link->weather = GetParam();
        EXPECT_EQ(station.press().error().code, "list-used-up");
        station.bench.link->weather = Weather::Fine;
    }

    core::Result<NextAnswer> choose(const std::string& entry) {
        station.bench.advance(flows::pressGuardMs + 25);
        Heard<core::Result<NextAnswer>> heard;
        station.call.callChosen(entry, "chest pain", heard.ear());
        station.bench.advance(flows::commandBudgetMs + 50);
        return heard.value.value_or(core::refused("silent"));
    }

    std::int64_t called() {
        station.bench.sync();
        return station.bench.count("SELECT count(*) FROM entry WHERE state = 'called'");
    }

    Station station;
};

// Found by seed 2758 of the simulator: the old question was asked again after the call by choice,
// and saw off whoever had been in the room before it.
TEST_P(WithdrawnCall, ACallByChoiceTakesItsPlace) {
    askInVain();
    const auto chosen = choose(station.tickets[3]);
    ASSERT_TRUE(chosen) << chosen.error().code;
    EXPECT_EQ(chosen->patient->id, station.tickets[3]);
    EXPECT_EQ(called(), 1);
    const auto next = station.press();
    ASSERT_TRUE(next) << next.error().code;
    EXPECT_EQ(next->patient->id, station.tickets[0]) << "the first is the first again";
    EXPECT_EQ(called(), 1);
}

TEST_P(WithdrawnCall, APatientTakenFromPaperTakesItsPlace) {
    askInVain();
    station.bench.link->weather = Weather::Away;
    EXPECT_FALSE(station.press());
    std::string code =
        station.bench.text("SELECT short_code FROM entry WHERE id = '" + station.tickets[2] + "'");
    const auto taken = station.call.takePaper(code.insert(4, "-"));
    ASSERT_TRUE(taken) << taken.error().code;
    EXPECT_EQ(taken->patient->id, station.tickets[2]);
    station.bench.link->weather = Weather::Fine;
    EXPECT_EQ(called(), 1);
    ASSERT_TRUE(station.press());
    EXPECT_EQ(called(), 1);
}

/// One patient is in the room and nobody is on the list; the next one comes without this station's
/// knowledge, so that an answer which is lost leaves it nothing to call.
class LeftInTheRoom : public testing::TestWithParam<Weather> {
protected:
    void SetUp() override {
        station.open();
        ASSERT_TRUE(station.press());
        station.bench.sync();
        arrive();
        station.bench.link->weather = GetParam();
        EXPECT_EQ(station.press().error().code, "list-used-up");
        station.bench.link->weather = Weather::Fine;
    }

    /// At a kiosk, as the registry has it.
    void arrive() {
        test::Clinic& clinic = *station.bench.clinic;
        const auto key = clinic.crypto.generateKey();
        const json card{{"id", "K9"},
                        {"role", "kiosk"},
                        {"public_key", clinic.crypto.publicPem(key->publicKey())}};
        clinic.must([&](clerk::Clerk& c) { return c.introduceDevice(card); });
        json issued{{"device", "K9"},
                    {"incarnation", 1},
                    {"seq", 1},
                    {"type", "ticket.issued"},
                    {"version", 1},
                    {"day", clinic.clock.now().day},
                    {"occurred_at", clinic.clock.utcMs()},
                    {"actor", "K9"},
                    {"request", ""},
                    {"fields",
                     {{"ticket", next},
                      {"kind", "extra"},
                      {"session", "CARD-D01-AM"},
                      {"queue", "CARD-D01"},
                      {"half", "AM"},
                      {"number", "C09-01"},
                      {"band", 480},
                      {"zone", "3A"},
                      {"short_code", "7G0MX2A4"},
                      {"masked", "王*"}}}};
        json arrived = issued;
        arrived.update({{"seq", 2}, {"type", "entry.checked_in"}, {"fields", {{"entry", next}}}});
        clinic.must([&](clerk::Clerk& c) {
            return c.acceptOps({{"device", "K9"}, {"ops", {issued, arrived}}});
        });
    }

    void choose() {
        station.bench.sync();
        station.bench.advance(flows::pressGuardMs + 25);
        Heard<core::Result<NextAnswer>> heard;
        station.call.callChosen(next, "chest pain", heard.ear());
        station.bench.advance(flows::commandBudgetMs + 50);
        ASSERT_TRUE(heard.value && heard.value->has_value());
        station.bench.sync();
    }

    std::string stateOf(const std::string& entry) {
        return station.bench.text("SELECT state FROM entry WHERE id = '" + entry + "'");
    }

    Station station{1};
    const std::string next = "00000000000000a1";
};

// Found by seed 5109: the registry had finished whom the station sent to another queue, took that
// back with the question, and left two patients called.
TEST_P(LeftInTheRoom, WhatBecomesOfThePatientIsToldBeforeTheQuestionIsForgotten) {
    ASSERT_TRUE(station.moved(&flows::CallNext::missed));
    choose();
    EXPECT_EQ(stateOf(station.tickets[0]), "missed");
    EXPECT_EQ(stateOf(next), "called");
}

// Finished is what the question asked for: it stays open until the station wants somebody else.
TEST_P(LeftInTheRoom, WhoWasFinishedIsNotCalledAgain) {
    ASSERT_TRUE(station.moved(&flows::CallNext::finish));
    choose();
    EXPECT_EQ(stateOf(station.tickets[0]), "finished");
    EXPECT_EQ(stateOf(next), "called");
}

INSTANTIATE_TEST_SUITE_P(Silence, LeftInTheRoom,
                         testing::Values(Weather::Away, Weather::AnswerLost));
INSTANTIATE_TEST_SUITE_P(Silence, WithdrawnCall,
                         testing::Values(Weather::Away, Weather::AnswerLost));

} // namespace
