// SPDX-License-Identifier: Apache-2.0
// A morning at the clerk's: from holds and bookings to calls, over the real store.
#include "tests/support/clinic.h"

#include "app/ops/codecheck.h"
#include "app/ops/staffpins.h"
#include "db/store/oplog.h"
#include "db/store/records.h"

#include <gtest/gtest.h>
#include <set>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;

namespace {

constexpr const char* patientNumber = "999999198811201012";

json person() {
    return {{"name", "王测试"}, {"id_number", patientNumber}, {"phone", "19900000102"}};
}

json holdBody(const std::string& session, const std::string& channel = "PHONE") {
    return {{"day", monday}, {"session", session}, {"channel", channel}, {"holder", "ph1"}};
}

json introduce(Clinic& clinic, const std::string& id, const std::string& role = "kiosk") {
    const auto key = clinic.crypto.generateKey();
    const json body{
        {"id", id}, {"role", role}, {"public_key", clinic.crypto.publicPem(key->publicKey())}};
    return clinic.must([&](clerk::Clerk& c) { return c.introduceDevice(body); });
}

json op(Clinic& clinic, const std::string& device, int seq, const std::string& type, json fields) {
    return {{"device", device},
            {"incarnation", 1},
            {"seq", seq},
            {"type", type},
            {"version", 1},
            {"day", monday},
            {"occurred_at", clinic.clock.utcMs()},
            {"actor", device},
            {"request", ""},
            {"fields", std::move(fields)}};
}

json batch(const std::string& device, std::vector<json> ops) {
    return {{"device", device}, {"ops", std::move(ops)}};
}

json bookedTicket(const json& booking, const std::string& id) {
    return {{"ticket", id},
            {"kind", "booked"},
            {"session", booking["session"]},
            {"slot", booking["slot"]},
            {"queue", "CARD-D01"},
            {"half", "AM"},
            {"number", booking["number"]},
            {"band", booking["band"]},
            {"zone", "3A"},
            {"short_code", "7G0MX2A4"},
            {"booking", booking["id"]},
            {"masked", booking["masked"]}};
}

TEST(ClerkDay, BookingGetsCodeThatVerifies) {
    const auto clinic = Clinic::demo();
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    EXPECT_GE(held["band"], 480);
    EXPECT_EQ(held["amount_fen"], 10050);
    const json booking = clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    EXPECT_EQ(booking["number"], held["number"]);
    EXPECT_EQ(booking["masked"], "王*试");
    const auto read = core::readCode(booking["code"].get<std::string>());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->claims.session, "CARD-D01-AM");
    EXPECT_EQ(read->claims.idHash.size(), 8U);
    EXPECT_LE(booking["code"].get<std::string>().size(), 300U);
}

TEST(ClerkDay, PersonIsSealedAndComesBack) {
    const auto clinic = Clinic::demo();
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    const json booking = clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    const auto known = clinic->act([&](clerk::Clerk& c) -> core::Result<json> {
        const auto found = c.people().get(monday, booking["id"]);
        if (!found || !*found) return core::refused("lost");
        return json{{"name", (*found)->name},
                    {"number", (*found)->idNumber},
                    {"birth", (*found)->birthDay}};
    });
    ASSERT_TRUE(known);
    EXPECT_EQ((*known)["name"], "王测试");
    EXPECT_EQ((*known)["number"], patientNumber);
    EXPECT_EQ((*known)["birth"], 19881120);
    // Nothing of it stands in the log or in the projection.
    (void)clinic->database->read([&]() -> core::Result<void> {
        for (const auto& logged :
             store::opsBetween(*clinic->database, "HA", 0, clinic->rev(), 100000)) {
            EXPECT_EQ(logged.fields.find("王测试"), std::string::npos);
            EXPECT_EQ(logged.outcome.find(patientNumber), std::string::npos);
        }
        return {};
    });
}

TEST(ClerkDay, PersonWithoutPhoneIsKept) {
    const auto clinic = Clinic::demo();
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    const auto booked = clinic->act([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]},
                       {"person", {{"name", "王测试"}, {"id_number", patientNumber}}}});
    });
    ASSERT_TRUE(booked) << booked.error().detail;
}

TEST(ClerkDay, WrongCheckDigitIsRefusedWithWhatToDo) {
    const auto clinic = Clinic::demo();
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    const auto booked = clinic->act([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]},
                       {"person", {{"name", "王"}, {"id_number", "999999198811201013"}}}});
    });
    ASSERT_FALSE(booked);
    EXPECT_EQ(booked.error().code, "id-check-digit");
    EXPECT_EQ(booked.error().detail.find("99999919"), std::string::npos);
}

TEST(ClerkDay, HoldRunsOutAndItsSlotIsFreeAgain) {
    const auto clinic = Clinic::demo();
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    clinic->clock.nowMs += 11 * 60'000;
    EXPECT_EQ(
        clinic->must([](clerk::Clerk& c) -> core::Result<json> { return json(c.expireHolds()); }),
        1);
    const auto late = clinic->act([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "unknown-hold");
    const json again =
        clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    EXPECT_EQ(again["number"], held["number"]);
}

TEST(ClerkDay, KioskHoldThatRanOutNeverGivesItsNumberAgain) {
    const auto clinic = Clinic::small(1, 3);
    std::set<std::string> numbers;
    for (int i = 0; i < 6; ++i) {
        const auto held = clinic->act([](clerk::Clerk& c) {
            return c.hold({{"day", monday},
                           {"session", "DEPA-D1-AM"},
                           {"channel", "KIOSK"},
                           {"holder", "K1"}});
        });
        ASSERT_TRUE(held) << held.error().code;
        EXPECT_TRUE(numbers.insert((*held)["number"]).second) << (*held)["number"];
        clinic->clock.nowMs += 13 * 60'000;
        clinic->must([](clerk::Clerk& c) -> core::Result<json> { return json(c.expireHolds()); });
    }
}

TEST(ClerkDay, CancelledSlotComesBackLaterUnderANewNumber) {
    const auto clinic = Clinic::demo();
    json wish = holdBody("CARD-D01-AM");
    wish["band"] = 630; // a patient may cancel until half an hour before
    const json held = clinic->must([&](clerk::Clerk& c) { return c.hold(wish); });
    const json booking = clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    clinic->must([&](clerk::Clerk& c) { return c.cancelBooking(booking["id"]); });
    const auto again = clinic->act([&](clerk::Clerk& c) { return c.cancelBooking(booking["id"]); });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "already-cancelled");
    const auto slots = [&] {
        std::vector<store::Record> rows;
        (void)clinic->database->read([&]() -> core::Result<void> {
            rows = store::select(*clinic->database, "HA", "slot",
                                 "AND day = ? AND session = 'CARD-D01-AM' ORDER BY slot",
                                 {std::int64_t{monday}});
            return {};
        });
        return rows;
    }();
    EXPECT_EQ(slots.size(), 19U);
    EXPECT_EQ(slots[held["slot"].get<std::size_t>() - 1].text("state"), "retired");
    EXPECT_EQ(slots.back().text("state"), "free");
    EXPECT_GT(slots.back().integer("release_at"), clinic->clock.utcMs());
    EXPECT_NE(slots.back().text("number"), held["number"]);
}

TEST(ClerkDay, VisitFromTicketToCall) {
    const auto clinic = Clinic::demo();
    clinic->clock.set(monday, 510);
    introduce(*clinic, "K1");
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    const json booking = clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    const json sent = batch(
        "K1", {op(*clinic, "K1", 1, "ticket.issued", bookedTicket(booking, "00112233445566aa")),
               op(*clinic, "K1", 2, "entry.checked_in", {{"entry", "00112233445566aa"}})});
    const json taken = clinic->must([&](clerk::Clerk& c) { return c.acceptOps(sent); });
    EXPECT_EQ(taken["acknowledged"], 2);
    EXPECT_EQ(taken["verdicts"][0]["verdict"], "applied") << taken.dump();
    EXPECT_EQ(taken["verdicts"][1]["verdict"], "applied") << taken.dump();
    // Sent again: the same verdicts, and the log does not grow.
    const std::int64_t before = clinic->rev();
    EXPECT_EQ(clinic->must([&](clerk::Clerk& c) { return c.acceptOps(sent); })["verdicts"],
              taken["verdicts"]);
    EXPECT_EQ(clinic->rev(), before);
    const json called = clinic->must([](clerk::Clerk& c) {
        return c.callNext("CARD-D01", {{"station", "S1"}, {"room", "301"}, {"request", "r1"}});
    });
    EXPECT_EQ(called["result"], "00112233445566aa");
    EXPECT_EQ(called["reason"], "N:on-turn");
    EXPECT_EQ(called["entry"]["number"], booking["number"]);
    const json nobody = clinic->must([](clerk::Clerk& c) {
        return c.callNext("CARD-D01", {{"station", "S1"}, {"request", "r2"}});
    });
    EXPECT_TRUE(nobody["result"].is_null());
    EXPECT_EQ(nobody["reason"], "empty");
    const auto board = clinic->view([](clerk::Views& v) { return v.snapshot("board:3A"); });
    ASSERT_TRUE(board);
    ASSERT_EQ((*board)["rows"].size(), 1U);
    EXPECT_EQ((*board)["rows"][0]["state"], "called");
    EXPECT_EQ((*board)["rows"][0]["room"], "301");
    EXPECT_EQ((*board)["rows"][0]["mask"], "王*试");
}

TEST(ClerkDay, SecondTicketOfOneBookingIsOneArrival) {
    const auto clinic = Clinic::demo();
    introduce(*clinic, "K1");
    introduce(*clinic, "K2");
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    const json booking = clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps(batch("K1", {op(*clinic, "K1", 1, "ticket.issued",
                                           bookedTicket(booking, "00112233445566aa"))}));
    });
    const json second = clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps(batch("K2", {op(*clinic, "K2", 1, "ticket.issued",
                                           bookedTicket(booking, "00112233445566bb"))}));
    });
    EXPECT_EQ(second["verdicts"][0]["verdict"], "compensated");
    EXPECT_EQ(second["verdicts"][0]["code"], "duplicate-arrival");
}

TEST(ClerkDay, BadOpsAreAnsweredAndNeverBlock) {
    const auto clinic = Clinic::demo();
    introduce(*clinic, "K1");
    const json taken = clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps(
            batch("K1", {op(*clinic, "K1", 1, "made.up", json::object()),
                         op(*clinic, "K1", 2, "entry.called", json::object()),
                         op(*clinic, "K1", 3, "entry.checked_in", {{"entry", "nobody"}}),
                         op(*clinic, "K1", 4, "help.requested",
                            {{"help", "00112233445566aa"}, {"screen", "scan"}})}));
    });
    EXPECT_EQ(taken["verdicts"][0]["verdict"], "kept");
    EXPECT_EQ(taken["verdicts"][1]["code"], "registry-only");
    EXPECT_EQ(taken["verdicts"][2]["code"], "unknown-entry");
    EXPECT_EQ(taken["verdicts"][3]["verdict"], "applied");
    const auto gap = clinic->act([&](clerk::Clerk& c) {
        return c.acceptOps(batch("K1", {op(*clinic, "K1", 9, "made.up", json::object())}));
    });
    ASSERT_FALSE(gap);
    EXPECT_EQ(gap.error().code, "seq-gap");
    EXPECT_EQ(gap.error().detail, "5");
    const auto fork = clinic->act([&](clerk::Clerk& c) {
        return c.acceptOps(batch("K1", {op(*clinic, "K1", 1, "made.up", {{"other", 1}})}));
    });
    ASSERT_FALSE(fork);
    EXPECT_EQ(fork.error().code, "fork");
}

TEST(ClerkDay, HostileOpsAreAnsweredAndHarmNobody) {
    const auto clinic = Clinic::demo();
    introduce(*clinic, "K1");
    json strange = op(*clinic, "K1", 1, "ticket.issued", {{"ticket", 1}});
    strange["attachment"] = "00";
    strange["attachment_hash"] = "00";
    json help =
        op(*clinic, "K1", 2, "help.requested", {{"help", "00112233445566aa"}, {"screen", "scan"}});
    const json taken = clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps(batch("K1", {strange, help}));
    });
    EXPECT_EQ(taken["verdicts"][0]["verdict"], "rejected");
    EXPECT_EQ(taken["verdicts"][1]["verdict"], "applied");
}

TEST(ClerkDay, MissedAndBackIsCalledAFurtherTime) {
    const auto clinic = Clinic::demo();
    clinic->clock.set(monday, 510);
    introduce(*clinic, "S1", "counter");
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    const json booking = clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    const std::string ticket = "00112233445566aa";
    const auto send = [&](int seq, const char* type, json fields) {
        return clinic->must([&](clerk::Clerk& c) {
            return c.acceptOps(batch("S1", {op(*clinic, "S1", seq, type, fields)}));
        })["verdicts"][0]["verdict"];
    };
    EXPECT_EQ(send(1, "ticket.issued", bookedTicket(booking, ticket)), "applied");
    EXPECT_EQ(send(2, "entry.checked_in", {{"entry", ticket}}), "applied");
    const auto call = [&] {
        return clinic->must([](clerk::Clerk& c) {
            return c.callNext("CARD-D01", {{"station", "S1"}});
        });
    };
    EXPECT_EQ(call()["result"], ticket);
    EXPECT_EQ(send(3, "entry.missed", {{"entry", ticket}}), "applied");
    EXPECT_EQ(send(4, "entry.checked_in", {{"entry", ticket}}), "applied");
    EXPECT_EQ(call()["result"], ticket);
    const auto board = clinic->view([](clerk::Views& v) { return v.snapshot("board:3A"); });
    EXPECT_EQ((*board)["rows"][0]["calls"], 2);
}

TEST(ClerkDay, PrintedCheckInIsNotRefusedForItsKiosksClock) {
    const auto clinic = Clinic::demo();
    introduce(*clinic, "K1");
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    const json booking = clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    json early = op(*clinic, "K1", 2, "entry.checked_in", {{"entry", "00112233445566aa"}});
    early["occurred_at"] = 1000; // a dead battery
    const json taken = clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps(batch(
            "K1", {op(*clinic, "K1", 1, "ticket.issued", bookedTicket(booking, "00112233445566aa")),
                   early}));
    });
    EXPECT_EQ(taken["verdicts"][1]["verdict"], "compensated") << taken.dump();
    EXPECT_EQ(taken["verdicts"][1]["code"], "other-clock");
}

TEST(ClerkDay, OneTicketIdStandsInOneQueue) {
    const auto clinic = Clinic::demo();
    introduce(*clinic, "K1");
    const auto ticket = [&](int seq, const char* queue) {
        return op(*clinic, "K1", seq, "ticket.issued",
                  {{"ticket", "00112233445566aa"},
                   {"kind", "extra"},
                   {"queue", queue},
                   {"half", "AM"},
                   {"number", "X" + std::to_string(seq)},
                   {"band", 480},
                   {"short_code", "7G0MX2A4"}});
    };
    const json taken = clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps(batch("K1", {ticket(1, "CARD-D01"), ticket(2, "CARD")}));
    });
    EXPECT_EQ(taken["verdicts"][0]["verdict"], "applied") << taken.dump();
    EXPECT_EQ(taken["verdicts"][1]["code"], "duplicate-ticket");
}

TEST(ClerkDay, SameKeySameAnswerOtherBodyRefused) {
    const auto clinic = Clinic::demo();
    const auto once = [&](const std::string& body) {
        return clinic->act([&](clerk::Clerk& c) {
            return c.once("key-1", body, [&] { return c.hold(holdBody("CARD-D01-AM")); });
        });
    };
    const auto first = once("a");
    const auto second = once("a");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(*first, *second);
    const auto other = once("b");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, "key-reused");
}

TEST(ClerkDay, PinLocksAfterFiveTries) {
    const auto clinic = Clinic::demo();
    clinic->must([](clerk::Clerk& c) -> core::Result<json> {
        (void)c.log().author(
            {"record.defined",
             0,
             {{"table", "staff"},
              {"row", {{"id", "d01"}, {"name", "Lin"}, {"roles", "doctor"}, {"state", "active"}}}},
             {},
             {}});
        if (const auto set = ops::setPin(c.log(), "d01", "246810"); !set)
            return tl::unexpected(set.error());
        return json();
    });
    const auto signIn = [&](const char* pin) {
        return clinic->act([&](clerk::Clerk& c) {
            return c.signIn({{"user", "d01"}, {"pin", pin}});
        });
    };
    EXPECT_TRUE(signIn("246810"));
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(signIn("000000").error().code, "wrong-pin");
    EXPECT_EQ(signIn("246810").error().code, "locked");
    clinic->clock.nowMs += 15 * 60'000 + 1;
    EXPECT_TRUE(signIn("246810"));
}

TEST(ClerkDay, EverySlotIsSoldOnceAndThenNothingIsLeft) {
    const auto clinic = Clinic::small(2, 40);
    std::set<std::string> numbers;
    for (int i = 0; i < 80; ++i) {
        const std::string session = i % 2 == 0 ? "DEPA-D1-AM" : "DEPB-D1-AM";
        const json held = clinic->must([&](clerk::Clerk& c) {
            return c.hold({{"day", monday},
                           {"session", session},
                           {"channel", "KIOSK"},
                           {"holder", "K" + std::to_string(i)}});
        });
        EXPECT_TRUE(numbers.insert(held["number"]).second);
    }
    const auto none = clinic->act([](clerk::Clerk& c) {
        return c.hold(
            {{"day", monday}, {"session", "DEPA-D1-AM"}, {"channel", "KIOSK"}, {"holder", "K99"}});
    });
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, "no-free-slot");
}

} // namespace
