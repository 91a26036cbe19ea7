// SPDX-License-Identifier: Apache-2.0
// A morning at the clerk's: what devices report, from the ticket to the call.
#include "tests/app/clerk/daybench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::batch;
using test::bookedTicket;
using test::Clinic;
using test::holdBody;
using test::introduce;
using test::monday;
using test::op;
using test::person;

namespace {

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

} // namespace
