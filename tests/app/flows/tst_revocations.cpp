// SPDX-License-Identifier: Apache-2.0
// The compact list of cancelled and redeemed bookings, and what a kiosk does with it.
#include "app/flows/revocations.h"

#include "app/flows/checkin.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::FlowBench;
using test::monday;

namespace {

constexpr int inThreeDays = 20261126;

std::string codeOf(const json& booking) {
    return booking["code"].get<std::string>();
}

TEST(Revocations, ACancelledBookingOfALaterDayIsRefusedWithoutANetwork) {
    FlowBench bench("K01", "kiosk", 4);
    const std::string session = bench.clinic->must([](clerk::Clerk& c) -> core::Result<json> {
        store::Query query(c.log().queues().database(),
                           "SELECT id FROM session WHERE day = ? ORDER BY id LIMIT 1");
        query.bind(inThreeDays);
        query.step();
        return json(query.text(0));
    });
    const json good = bench.book(session, -1, inThreeDays);
    const json cancelled = bench.book(session, -1, inThreeDays);
    bench.clinic->must([&](clerk::Clerk& c) { return c.cancelBooking(cancelled["id"]); });
    flows::Revocations revocations(*bench.context);
    revocations.turn();
    bench.run();
    EXPECT_EQ(bench.count("SELECT count(*) FROM revoked"), 1);
    bench.cut();
    bench.clinic->clock.set(inThreeDays, 490);
    EXPECT_TRUE(flows::readScan(*bench.context, codeOf(good)));
    const auto refused = flows::readScan(*bench.context, codeOf(cancelled));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().error.code, "revoked-id");
}

TEST(Revocations, WhatOthersRedeemedIsKnownBeforeTheTailIsHere) {
    FlowBench bench;
    const json booking = bench.book("CARD-D01-AM", 480);
    bench.pull();
    flows::Revocations revocations(*bench.context);
    revocations.turn();
    bench.run();
    bench.cut();
    revocations.turn();
    // Another kiosk prints it meanwhile.
    const json other{{"id", "K02"},
                     {"role", "kiosk"},
                     {"public_key", bench.clinic->crypto.publicPem(
                                        bench.clinic->crypto.generateKey()->publicKey())}};
    bench.clinic->must([&](clerk::Clerk& c) { return c.introduceDevice(other); });
    const json op{{"device", "K02"},
                  {"incarnation", 1},
                  {"seq", 1},
                  {"type", "ticket.issued"},
                  {"version", 1},
                  {"day", monday},
                  {"occurred_at", bench.clinic->clock.utcMs()},
                  {"actor", "K02"},
                  {"request", ""},
                  {"fields",
                   {{"ticket", "00112233445566aa"},
                    {"kind", "booked"},
                    {"session", "CARD-D01-AM"},
                    {"slot", booking["slot"]},
                    {"queue", "CARD-D01"},
                    {"half", "AM"},
                    {"number", booking["number"]},
                    {"band", booking["band"]},
                    {"short_code", "7G0MX2A4"},
                    {"booking", booking["id"]}}}};
    bench.clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps({{"device", "K02"}, {"ops", {op}}});
    });
    flows::Printing printing{*bench.context};
    flows::CheckIn checkIn{*bench.context, printing};
    const auto scanned = flows::readScan(*bench.context, codeOf(booking));
    ASSERT_TRUE(scanned);
    EXPECT_EQ(checkIn.find(*scanned)->state, flows::VisitState::Ready) << "cut off, nobody knows";
    bench.heal();
    const std::size_t asked = bench.link->sent.size();
    revocations.turn();
    bench.run();
    ASSERT_EQ(bench.link->sent.size(), asked + 1) << "first thing on a reconnect";
    const auto visit = checkIn.find(*scanned);
    ASSERT_TRUE(visit);
    EXPECT_EQ(visit->state, flows::VisitState::AlreadyCheckedIn);
    EXPECT_FALSE(visit->place) << "where, the tail will say";
    EXPECT_EQ(checkIn.confirm(*visit, core::TicketLanguage::Zh, {}).error().code,
              "already-checked-in");
}

TEST(Revocations, IsAskedAgainAfterAWhileAndADay) {
    FlowBench bench;
    flows::Revocations revocations(*bench.context);
    for (int i = 0; i < 3; ++i) {
        revocations.turn();
        bench.run();
    }
    EXPECT_EQ(bench.link->sent.size(), 1U);
    bench.clinic->clock.nowMs += flows::revocationsEveryMs;
    revocations.turn();
    bench.run();
    EXPECT_EQ(bench.link->sent.size(), 2U);
    bench.link->weather = test::ClerkLink::Weather::Away;
    bench.clinic->clock.nowMs += flows::revocationsEveryMs;
    revocations.turn();
    bench.advance(flows::revocationsBudgetMs + 100);
    revocations.turn();
    EXPECT_EQ(bench.link->sent.size(), 4U) << "no answer: asked again at once";
}

} // namespace
