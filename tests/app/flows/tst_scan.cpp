// SPDX-License-Identifier: Apache-2.0
#include "app/flows/scan.h"

#include "app/flows/checkin.h"
#include "app/ops/codecheck.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using flows::Scanned;
using nlohmann::json;
using test::FlowBench;
using test::monday;

namespace {

core::CodeClaims claimsOf(FlowBench& bench, int day = monday) {
    core::CodeClaims claims;
    claims.issuer = "HA";
    claims.notBefore = bench.clinic->clock.utcMsOf(day, 0) / 1000;
    claims.expires = bench.clinic->clock.utcMsOf(day, 1440) / 1000;
    claims.cti = {1, 2, 3, 4, 5, 6, 7, 8};
    claims.day = day;
    claims.session = "CARD-D01-AM";
    claims.slot = 3;
    return claims;
}

std::string codeOf(const core::Error& error) {
    return error.code;
}

std::string reasonOf(FlowBench& bench, const std::string& text) {
    const auto read = flows::readScan(*bench.context, text);
    return read ? "good" : codeOf(read.error().error);
}

TEST(FlowScan, BookingsCodePageAndShortCode) {
    FlowBench bench;
    const json booking = bench.book();
    bench.pull();
    const std::string shortCode = booking["short_code"];
    for (const std::string& text :
         {booking["code"].get<std::string>(), "https://mz.example/v#" + shortCode, shortCode}) {
        const auto read = flows::readScan(*bench.context, text);
        ASSERT_TRUE(read) << text << read.error().error.code;
        EXPECT_EQ(read->kind, Scanned::Kind::Booking);
        EXPECT_EQ(read->id, booking["id"]);
        EXPECT_EQ(read->day, monday);
    }
    std::string typed = shortCode;
    std::erase(typed, '-');
    typed[0] = static_cast<char>(std::tolower(typed[0]));
    ASSERT_TRUE(flows::readTyped(*bench.context, typed));
}

TEST(FlowScan, EveryDamageHasItsReason) {
    FlowBench bench;
    EXPECT_EQ(reasonOf(bench, "https://example.com/menu"), "not-ours");
    EXPECT_EQ(reasonOf(bench, std::string(600, 'A')), "too-long");
    EXPECT_EQ(reasonOf(bench, "MZ1:!!!"), "bad-base45");
    const auto& site = *bench.clinic->keys.signing;
    std::string good = ops::makeCode(site, claimsOf(bench));
    EXPECT_EQ(reasonOf(bench, good), "good");
    core::CodeClaims other = claimsOf(bench);
    other.issuer = "HB";
    EXPECT_EQ(reasonOf(bench, ops::makeCode(site, other)), "other-site");
    const auto stranger = bench.clinic->crypto.generateKey();
    EXPECT_EQ(reasonOf(bench, ops::makeCode(*stranger, claimsOf(bench))), "unknown-key");
    // A device may sign tickets, never bookings.
    EXPECT_EQ(reasonOf(bench, ops::makeCode(*bench.key, claimsOf(bench))), "wrong-scope");
    const auto before = core::readCode(good);
    core::CodeClaims changed = before->claims;
    changed.slot = 4;
    EXPECT_EQ(reasonOf(bench, core::codeText(changed, before->kid, before->signature)),
              "bad-signature");
}

TEST(FlowScan, AnotherDayIsSaidUnderAGoodSignatureOnly) {
    FlowBench bench;
    const auto& site = *bench.clinic->keys.signing;
    const auto tomorrow =
        flows::readScan(*bench.context, ops::makeCode(site, claimsOf(bench, 20261124)));
    ASSERT_FALSE(tomorrow);
    EXPECT_EQ(tomorrow.error().error.code, "too-early");
    EXPECT_EQ(tomorrow.error().day, 20261124);
    const auto yesterday =
        flows::readScan(*bench.context, ops::makeCode(site, claimsOf(bench, 20261122)));
    ASSERT_FALSE(yesterday);
    EXPECT_EQ(yesterday.error().error.code, "expired");
    EXPECT_EQ(yesterday.error().day, 20261122);
    const auto forged = bench.clinic->crypto.generateKey();
    const auto unknown =
        flows::readScan(*bench.context, ops::makeCode(*forged, claimsOf(bench, 20261124)));
    EXPECT_EQ(unknown.error().day, std::nullopt);
}

TEST(FlowScan, CancelledBookingsAreRevoked) {
    FlowBench bench;
    const json booking = bench.book("CARD-D01-AM", 630);
    bench.clinic->must([&](clerk::Clerk& c) { return c.cancelBooking(booking["id"]); });
    bench.pull();
    EXPECT_EQ(reasonOf(bench, booking["code"]), "revoked-id");
    // Its short code still leads to it: the screen says what became of it.
    const auto typed = flows::readTyped(*bench.context, booking["short_code"].get<std::string>());
    ASSERT_TRUE(typed);
    flows::Printing printing(*bench.context);
    flows::CheckIn checkIn(*bench.context, printing);
    const auto visit = checkIn.find(*typed);
    ASSERT_TRUE(visit);
    EXPECT_EQ(visit->state, flows::VisitState::Cancelled);
    const auto refused = checkIn.confirm(*visit, core::TicketLanguage::Zh, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "cancelled");
}

TEST(FlowScan, ShortCodesThatLeadNowhere) {
    FlowBench bench;
    const auto code = [&](const char* typed) {
        return flows::readTyped(*bench.context, typed).error().error.code;
    };
    EXPECT_EQ(code("123"), "short-code-length");
    EXPECT_EQ(code("1234-567U"), "short-code-character");
    const std::string good =
        ops::shortCode(bench.clinic->crypto, core::Cti{9, 9, 9, 9, 9, 9, 9, 9});
    EXPECT_EQ(code(good.c_str()), "unknown-code");
    EXPECT_EQ(reasonOf(bench, "https://mz.example/v#" + good), "unknown-code");
}

} // namespace
