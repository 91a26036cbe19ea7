// SPDX-License-Identifier: Apache-2.0
// Visits as phones follow them: opened, checked in, watched, alerted.
#include "tests/app/clerk/phonebench.h"

#include "app/clerk/doors.h"
#include "app/clerk/messages.h"
#include "app/clerk/scopes.h"

using namespace menzhen;
using nlohmann::json;
using test::anna;
using test::ben;
using test::person;
using test::Phones;

namespace {

TEST_F(Phones, row_A3_aBookingSaysWhenWhereAndUntilWhen) {
    const json v = visit(booked(anna)["id"], anna);
    EXPECT_EQ(v["state"], "booked");
    EXPECT_EQ(v["band"], 570);
    EXPECT_EQ(v["band_end"], 600);
    EXPECT_EQ(v["opens"], 540);
    EXPECT_EQ(v["latest"], 690);
    EXPECT_EQ(v["zone"], "3A");
    EXPECT_EQ(v["floor"], 3);
    EXPECT_EQ(v["room"], "301");
    EXPECT_EQ(v["fee_fen"], 10050);
    EXPECT_EQ(v["lines"][0]["fen"], 10050);
    EXPECT_TRUE(v["ahead"].is_null());
    EXPECT_TRUE(v["code"].is_string());
    const std::string zh = v["text_zh"];
    for (const char* part : {"09:30-10:00", "门诊楼3楼", "3A区", "11:30"})
        EXPECT_NE(zh.find(part), std::string::npos) << zh;
}

TEST_F(Phones, ShortAndSignedCodesOpenTheSameVisit) {
    const json booking = booked(anna);
    std::string typed = booking["short_code"];
    typed[4] = ' ';
    EXPECT_EQ(good(site("POST", "visits/open", {{"short_code", typed}}, ben))["id"], booking["id"]);
    EXPECT_EQ(visit(booking["id"], ben)["number"], booking["number"]);
    const std::string third = "aa0102030405060708090a0b0c0d0e0f";
    EXPECT_EQ(good(site("POST", "visits/open", {{"code", booking["code"]}}, third))["id"],
              booking["id"]);
    std::string forged = booking["code"];
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    EXPECT_EQ(site("POST", "visits/open", {{"code", forged}}, third).code(), "unknown-visit");
}

TEST_F(Phones, FiveWrongCodesAnHourAndNoMore) {
    const json booking = booked(anna);
    for (const char* wrong : {"0000-0000", "nonsense", "1111-1112", "?", "ZZZZ-ZZZZ"})
        EXPECT_EQ(site("POST", "visits/open", {{"short_code", wrong}}, ben).code(),
                  "unknown-visit");
    const Reply slow = site("POST", "visits/open", {{"short_code", booking["short_code"]}}, ben);
    EXPECT_EQ(slow.status, 429);
    EXPECT_EQ(slow.code(), "slow-down");
    EXPECT_EQ(slow.body["retry_after"], 3600);
    clinic->clock.nowMs += clerk::wrongTryMs + 1;
    good(site("POST", "visits/open", {{"short_code", booking["short_code"]}}, ben));
}

TEST_F(Phones, row_A4_checkInAtTheZoneKeepsItsWindow) {
    const std::string id = booked(anna)["id"];
    const auto checkIn = [&](const std::string& place) {
        return site("POST", "visits/" + id + "/check-in", {{"place", place}}, anna);
    };
    EXPECT_EQ(checkIn("HA.3A.000000").code(), "bad-place");
    EXPECT_EQ(checkIn("https://x.example/z#" + zoneOf("2B")).body["zone"], "3A");
    clinic->clock.set(test::monday, 539);
    const Reply early = checkIn(zoneOf("3A"));
    EXPECT_EQ(early.code(), "too-early");
    EXPECT_EQ(early.body["opens"], 540);
    clinic->clock.set(test::monday, 540);
    const json in = good(checkIn("https://x.example/z#" + zoneOf("3A")));
    EXPECT_EQ(in["state"], "waiting");
    EXPECT_EQ(in["ahead"], 0);
    EXPECT_EQ(in["why"], "paused"); // the session has begun, and no doctor sits there
    EXPECT_TRUE(in["code"].is_null());
    EXPECT_EQ(checkIn(zoneOf("3A")).code(), "refused:waiting");
    EXPECT_EQ(site("POST", "visits/" + id + "/check-in", {{"place", zoneOf("3A")}}, ben).status,
              401);
}

TEST_F(Phones, AVisitOfAnotherDayIsNotCheckedIn) {
    json more{{"person", person}};
    more["hold"] = good(site(
        "POST", "holds", {{"day", test::monday + 1}, {"session", "CARD-D02-AM"}}, anna))["hold"];
    const std::string id = good(site("POST", "bookings", more, anna))["id"];
    const Reply other = site("POST", "visits/" + id + "/check-in", {{"place", zoneOf("3A")}}, anna);
    EXPECT_EQ(other.code(), "other-day");
    EXPECT_EQ(other.body["day"], test::monday + 1);
}

TEST_F(Phones, row_W4_countsWhoIsAheadAndSaysWhoPassed) {
    clinic->clock.set(test::monday, 545);
    const std::string first = booked(anna)["id"];
    const std::string second = booked(ben)["id"];
    clinic->clock.set(test::monday, 600); // both bands are open, neither is over
    for (const auto& [id, token] : {std::pair(first, anna), std::pair(second, ben)})
        good(site("POST", "visits/" + id + "/check-in", {{"place", zoneOf("3A")}}, token));
    EXPECT_EQ(visit(first, anna)["ahead"], 0);
    EXPECT_EQ(visit(second, ben)["ahead"], 1);
    const auto called = act([](clerk::Clerk& c) {
        return c.callNext("CARD-D01", {{"station", "S1"}});
    });
    ASSERT_TRUE(called);
    EXPECT_EQ(visit(first, anna)["state"], "called");
    const json waiting = visit(second, ben);
    EXPECT_EQ(waiting["ahead"], 0);
    EXPECT_TRUE(waiting["passed_by"].empty()); // in order
}

TEST_F(Phones, row_M6_alertsFireOnceEach) {
    clinic->clock.set(test::monday, 545);
    const std::string id = booked(anna)["id"];
    good(site("PUT", "visits/" + id + "/alert",
              {{"ahead", 2}, {"minutes", nullptr}, {"message", true}}, anna));
    EXPECT_TRUE(alerts().empty());
    good(site("POST", "visits/" + id + "/check-in", {{"place", zoneOf("3A")}}, anna));
    const auto ahead = alerts();
    ASSERT_EQ(ahead.size(), 1U);
    EXPECT_EQ(ahead[0].kind, "ahead");
    EXPECT_TRUE(alerts().empty());
    (void)act([](clerk::Clerk& c) { return c.callNext("CARD-D01", {{"station", "S1"}}); });
    const auto called = alerts();
    ASSERT_EQ(called.size(), 1U);
    EXPECT_EQ(called[0].kind, "called");
    EXPECT_TRUE(alerts().empty());
    EXPECT_EQ(visit(id, anna)["alerts"].size(), 2U);
    EXPECT_EQ(text("SELECT group_concat(kind, ' ') FROM message"), "ahead called");
    EXPECT_EQ(text("SELECT count(*) FROM message WHERE instr(recipient, '19900000102')"), "0");
}

TEST_F(Phones, AStreamIsWokenByItsVisitsQueueAlone) {
    clinic->clock.set(test::monday, 535);
    const std::string own = booked(anna)["id"];
    const std::string other = booked(ben)["id"];
    const std::string queue = std::to_string(test::monday) + "/AM/CARD-D01";
    const std::vector<std::string> scopes{
        clerk::visitScope(own, queue), clerk::visitScope(other, queue),
        clerk::visitScope("0011223344556677", std::to_string(test::monday) + "/AM/CARD-D02")};
    const auto touched = [&](std::int64_t after) {
        std::vector<std::string> found;
        const std::int64_t through = clinic->rev();
        (void)clinic->database->read([&]() -> core::Result<void> {
            found = clerk::touchedScopes(*clinic->database, "HA", clinic->clock, after, through,
                                         scopes);
            return {};
        });
        return found;
    };
    std::int64_t before = clinic->rev();
    held("aa0102030405060708090a0b0c0d0e0f"); // nobody's queue moves
    EXPECT_TRUE(touched(before).empty());
    before = clinic->rev();
    good(site("DELETE", "bookings/" + other, {}, ben));
    EXPECT_EQ(touched(before), std::vector<std::string>{scopes[1]});
    clinic->clock.set(test::monday, 545);
    before = clinic->rev();
    good(site("POST", "visits/" + own + "/check-in", {{"place", zoneOf("3A")}}, anna));
    EXPECT_EQ(touched(before), (std::vector<std::string>{scopes[0], scopes[1]}));
}

TEST_F(Phones, AnAlertIsHeldToItsShape) {
    const std::string id = booked(anna)["id"];
    const auto set = [&](const json& body) {
        return site("PUT", "visits/" + id + "/alert", body, anna).code();
    };
    EXPECT_EQ(set({{"ahead", 100}}), "bad-field");
    EXPECT_EQ(set({{"minutes", 0}}), "bad-field");
    EXPECT_EQ(set({{"ahead", "3"}}), "bad-field");
    EXPECT_EQ(set(json::array()), "bad-field");
    EXPECT_EQ(set({{"ahead", nullptr}}), "");
    EXPECT_TRUE(visit(id, anna)["alert"]["ahead"].is_null());
    setup.messages = false;
    clerk = std::make_unique<clerk::Clerk>("HA", setup);
    EXPECT_EQ(set({{"message", true}}), "no-messages");
}

TEST(ZoneCodes, AreTheRegistrysOwn) {
    crypto::OpenSslCrypto crypto;
    const core::Bytes key(32, 7);
    const std::string code = ops::zoneCode(crypto, key, {"HA", "3A"});
    EXPECT_EQ(code.size(), std::string("HA.3A.").size() + 6);
    EXPECT_EQ(ops::readZoneCode(crypto, key, "https://h.example/z#" + code)->zone, "3A");
    EXPECT_FALSE(ops::readZoneCode(crypto, core::Bytes(32, 8), code));
    EXPECT_FALSE(ops::readZoneCode(crypto, key, "HA.3B" + code.substr(5)));
    EXPECT_FALSE(ops::readZoneCode(crypto, key, "nothing"));
}

TEST_F(Phones, BillsSayWhereToPay) {
    const std::string id = booked(anna)["id"];
    const json bills = good(site("GET", "visits/" + id + "/bills", {}, anna))["bills"];
    ASSERT_EQ(bills.size(), 1U);
    EXPECT_EQ(bills[0]["total_fen"], 10050);
    EXPECT_TRUE(good(site("GET", "visits/" + id + "/reports", {}, anna))["reports"].empty());
    good(site("DELETE", "bookings/" + id, {}, anna));
    EXPECT_TRUE(good(site("GET", "visits/" + id + "/bills", {}, anna))["bills"].empty());
}

} // namespace
