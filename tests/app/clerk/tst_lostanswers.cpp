// SPDX-License-Identifier: Apache-2.0
// The registry's side of a lost answer (sync.md 1.18): the device did something of its own.
#include "app/ops/standin.h"
#include "db/store/records.h"
#include "db/store/tasks.h"
#include "tests/support/clinic.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;

namespace {

const std::string body = "{}";

class LostAnswers : public testing::Test {
protected:
    void SetUp() override {
        clinic = Clinic::small(1, 4);
        clinic->clock.set(monday, 485);
        const std::string pem = clinic->crypto.publicPem(clinic->crypto.generateKey()->publicKey());
        clinic->must([&](clerk::Clerk& c) {
            return c.introduceDevice({{"id", "K1"}, {"role", "kiosk"}, {"public_key", pem}});
        });
    }

    core::Result<json> hold(const std::string& request) {
        return clinic->act([&](clerk::Clerk& c) {
            return c.once(request, body, [&] {
                return c.hold({{"day", monday},
                               {"session", "DEPA-D1-AM"},
                               {"channel", "KIOSK"},
                               {"holder", "K1"}});
            });
        });
    }

    json send(const std::string& type, json fields, const std::string& request = {}) {
        const json op{{"device", "K1"},
                      {"incarnation", 1},
                      {"seq", ++seq_},
                      {"type", type},
                      {"version", 1},
                      {"day", monday},
                      {"occurred_at", clinic->clock.nowMs},
                      {"request", request},
                      {"fields", std::move(fields)}};
        return clinic->must([&](clerk::Clerk& c) {
            return c.acceptOps({{"device", "K1"}, {"ops", {op}}});
        })["verdicts"][0];
    }

    static json ticket(const std::string& id, const json& held = json()) {
        json fields{{"ticket", id},
                    {"kind", held.is_null() ? "extra" : "walkin"},
                    {"session", "DEPA-D1-AM"},
                    {"queue", "DEPA-D1"},
                    {"half", "AM"},
                    {"number", "A01-01"},
                    {"band", 480},
                    {"zone", "1A"},
                    {"short_code", "7G0MX2A4"}};
        if (!held.is_null())
            for (const char* name : {"slot", "hold", "number", "band"})
                fields[name] = held[name];
        return fields;
    }

    std::string slotState(const json& held) {
        std::string state;
        (void)clinic->database->read([&]() -> core::Result<void> {
            state =
                store::find(*clinic->database, "T1", "slot",
                            {std::int64_t{monday}, "DEPA-D1-AM", held["slot"].get<std::int64_t>()})
                    ->text("state");
            return {};
        });
        return state;
    }

    std::string entryState(const std::string& id) {
        std::string state;
        (void)clinic->database->read([&]() -> core::Result<void> {
            state = store::find(*clinic->database, "T1", "entry", {std::int64_t{monday}, id})
                        ->text("state");
            return {};
        });
        return state;
    }

    std::unique_ptr<Clinic> clinic;
    int seq_ = 0;
};

const std::string first = "00000000000000a1";
const std::string second = "00000000000000a2";

TEST_F(LostAnswers, HoldThatNobodyHeardOfIsFreeAgain) {
    const auto held = hold("r1");
    ASSERT_TRUE(held);
    EXPECT_EQ(slotState(*held), "held");
    const std::int64_t before = clinic->rev();
    const json verdict = send("ticket.issued", ticket(first), "r1");
    EXPECT_EQ(verdict["verdict"], "compensated");
    EXPECT_EQ(verdict["code"], "answer-replaced");
    EXPECT_EQ(clinic->rev(), before + 1) << "taken back in the same revision";
    EXPECT_EQ(slotState(*held), "free");
    EXPECT_EQ(entryState(first), "expected");
    (void)clinic->database->read([&]() -> core::Result<void> {
        const auto list = store::tasks(*clinic->database, "T1", 0, 10, false);
        EXPECT_EQ(list.size(), 1U);
        EXPECT_EQ(list[0].code, "answer-replaced");
        return {};
    });
}

TEST_F(LostAnswers, TicketOfTheHoldIsNoCollision) {
    const auto held = hold("r1");
    const json verdict = send("ticket.issued", ticket(first, *held), "r1");
    EXPECT_EQ(verdict["verdict"], "applied");
    EXPECT_EQ(verdict["code"], "");
    EXPECT_EQ(slotState(*held), "sold");
}

TEST_F(LostAnswers, CommandThatArrivesAfterItsStandInIsNotExecuted) {
    EXPECT_EQ(send("ticket.issued", ticket(first), "r1")["verdict"], "applied");
    const std::int64_t before = clinic->rev();
    const auto late = hold("r1");
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "replaced");
    EXPECT_EQ(clinic->rev(), before);
    EXPECT_TRUE(hold("r2"));
}

TEST_F(LostAnswers, HoldThatEndedMeanwhileStaysAsItIs) {
    const auto held = hold("r1");
    clinic->must([&](clerk::Clerk& c) { return c.releaseHold((*held)["hold"]); });
    const json verdict = send("ticket.issued", ticket(first), "r1");
    EXPECT_EQ(verdict["verdict"], "compensated");
    EXPECT_EQ(slotState(*held), "free");
}

TEST_F(LostAnswers, AnswersAreRememberedForTheDayAlone) {
    ASSERT_TRUE(hold("r1"));
    const auto remembered = [&] {
        std::int64_t count = 0;
        (void)clinic->database->read([&]() -> core::Result<void> {
            store::Query q(*clinic->database, "SELECT (SELECT count(*) FROM answer) + (SELECT "
                                              "count(*) FROM command)");
            q.step();
            count = q.integer(0);
            return {};
        });
        return count;
    };
    const auto sweep = [&] { clinic->must([](clerk::Clerk& c) { return json(c.expireHolds()); }); };
    sweep();
    EXPECT_EQ(remembered(), 2);
    clinic->clock.set(20261124, 5);
    sweep();
    EXPECT_EQ(remembered(), 2) << "asked before midnight, repeated after it";
    clinic->clock.set(20261125, 5);
    sweep();
    EXPECT_EQ(remembered(), 0);
}

TEST_F(LostAnswers, CallIsTakenBackAndComparedWithWhatTheStationDid) {
    for (const std::string& id : {first, second}) {
        const auto held = hold("h" + id);
        ASSERT_TRUE(held);
        send("ticket.issued", ticket(id, *held));
        send("entry.checked_in", {{"entry", id}});
    }
    send("station.opened", {{"station", "S1"}, {"queue", "DEPA-D1"}, {"half", "AM"}});
    const json called = clinic->must([&](clerk::Clerk& c) {
        return c.callNext("DEPA-D1",
                          {{"station", "S1"}, {"half", "AM"}, {"room", "101"}, {"request", "c1"}});
    });
    ASSERT_EQ(called["result"], first);
    clinic->must([&](clerk::Clerk& c) {
        const auto known = store::findCommand(*clinic->database, "T1", "c1");
        EXPECT_TRUE(known && known->state == "executed");
        const auto op =
            store::opsBetween(*clinic->database, "T1", known->rev - 1, known->rev, 1).front();
        ops::Op finished;
        finished.type = "entry.finished";
        finished.fields = {{"entry", second}};
        EXPECT_EQ(ops::compare(finished, op), ops::StandIn::Independent);
        ops::JudgeContext context{c.log().queues(), clinic->clock, clinic->chance,
                                  clinic->clock.nowMs, true};
        ops::Judgement back;
        const auto done = ops::takeBackExecuted(back, context, op);
        EXPECT_TRUE(done) << done.error().code;
        ops::apply(*clinic->database, "T1", back.rows, c.rev());
        return json();
    });
    EXPECT_NE(entryState(first), "called");
    const json again = clinic->must([&](clerk::Clerk& c) {
        return c.callNext("DEPA-D1", {{"station", "S1"}, {"half", "AM"}, {"request", "c2"}});
    });
    EXPECT_EQ(again["result"], first) << "he is the next again";
}

} // namespace
