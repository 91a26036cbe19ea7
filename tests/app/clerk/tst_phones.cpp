// SPDX-License-Identifier: Apache-2.0
// Holders, their bookings and visits, as phones meet them: requests on the public face.
#include "app/clerk/alerts.h"
#include "app/clerk/doors.h"
#include "app/clerk/holders.h"
#include "app/clerk/messages.h"
#include "app/clerk/requests.h"
#include "app/clerk/scopes.h"
#include "app/ops/zonecode.h"
#include "db/store/records.h"
#include "tests/support/clinic.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;

namespace {

constexpr const char* anna = "000102030405060708090a0b0c0d0e0f";
constexpr const char* ben = "ff0102030405060708090a0b0c0d0e0f";
const json person{
    {"name", "王测试"}, {"id_number", "999999198811201012"}, {"phone", "19900000102"}};
const json another{
    {"name", "张示例"}, {"id_number", "999999194403021006"}, {"phone", "19900000101"}};

class Phones : public testing::Test {
protected:
    struct Reply {
        int status = 0;
        json body;

        std::string code() const { return body.value("code", ""); }
    };

    void SetUp() override {
        clinic->clock.set(test::monday, 480);
        setup.messages = true;
        clerk = std::make_unique<clerk::Clerk>("HA", setup);
    }

    /// `token`: the phone's, known or about to be.
    Reply ask(const std::string& method, const std::string& path, const json& body,
              const std::string& token, const std::string& key = {}) {
        clerk::PhoneTokens phone{token, token, "192.0.2.1"};
        const auto answer =
            clerk::answer({method, path, body.is_null() ? "" : body.dump(), key, "", 500}, {},
                          *clerk, setup, clerk::Face::Public, phone);
        return {answer.status, json::parse(answer.body)};
    }

    Reply site(const std::string& method, const std::string& rest, const json& body,
               const std::string& token) {
        return ask(method, "/v1/sites/HA/" + rest, body, token);
    }

    json good(const Reply& reply) {
        EXPECT_EQ(reply.status, 200) << reply.body;
        return reply.body;
    }

    json held(const std::string& token, const std::string& session = "CARD-D01-AM") {
        // A band has one place for phones: each phone takes its own.
        const int band = token == anna ? 570 : token == ben ? 630 : 660;
        return good(site("POST", "holds",
                         {{"day", test::monday}, {"session", session}, {"band", band}}, token));
    }

    json booked(const std::string& token, json more = json::object(),
                const std::string& session = "CARD-D01-AM") {
        if (!more.contains("person") && !more.contains("patient"))
            more["person"] = token == anna ? person : another;
        more["hold"] = held(token, session)["hold"];
        return good(site("POST", "bookings", more, token));
    }

    json visit(const std::string& id, const std::string& token) {
        return good(site("GET", "visits/" + id, {}, token));
    }

    std::string zoneOf(const std::string& zone) {
        return ops::zoneCode(clinic->crypto, clinic->keys.indexKey, {"HA", zone});
    }

    std::string text(const std::string& sql) {
        std::string value;
        (void)clinic->database->read([&]() -> core::Result<void> {
            store::Query query(*clinic->database, sql);
            if (query.step()) value = query.text(0);
            return {};
        });
        return value;
    }

    std::vector<clerk::FiredAlert> alerts(std::int64_t after = 0) {
        std::vector<clerk::FiredAlert> fired;
        EXPECT_TRUE(clinic->database->transact([&]() -> core::Result<void> {
            if (auto begun = clerk->begin(); !begun) return begun;
            fired = clerk::fireAlerts(*clerk, after);
            clerk->end();
            return {};
        }));
        return fired;
    }

    core::Result<json> act(const std::function<clerk::Answer(clerk::Clerk&)>& command) {
        clerk::Answer answer = json();
        EXPECT_TRUE(clinic->database->transact([&]() -> core::Result<void> {
            if (auto begun = clerk->begin(); !begun) return begun;
            answer = command(*clerk);
            clerk->end();
            return {};
        }));
        return answer;
    }

    std::unique_ptr<test::Clinic> clinic = test::Clinic::demo(":memory:", 2);
    clerk::ClerkSetup setup{*clinic->database, clinic->crypto, clinic->clock,
                            clinic->chance,    clinic->keys,   true};
    std::unique_ptr<clerk::Clerk> clerk;
};

TEST(HolderTokens, AreThirtyTwoHexDigits) {
    EXPECT_TRUE(clerk::isHolderToken(anna));
    EXPECT_FALSE(clerk::isHolderToken(""));
    EXPECT_FALSE(clerk::isHolderToken("000102030405060708090A0B0C0D0E0F"));
    EXPECT_FALSE(clerk::isHolderToken(std::string(33, 'a')));
}

TEST_F(Phones, ATicketNamesItsPatientToAKioskAlone) {
    const json visit{{"ticket", "00112233445566aa"}};
    EXPECT_EQ(
        site("POST", "bookings", {{"hold", held(anna)["hold"]}, {"visit", visit}}, anna).code(),
        "bad-field")
        << "no person was named, and the ticket is not looked at";
}

TEST_F(Phones, AHoldAndABookingBelongToTheirHolder) {
    const json hold = held(anna);
    EXPECT_EQ(site("DELETE", "holds/" + hold["hold"].get<std::string>(), {}, ben).code(),
              "unknown-hold");
    held(ben);
    EXPECT_EQ(site("POST", "bookings", {{"hold", hold["hold"]}, {"person", person}}, ben).code(),
              "unknown-hold");
    const json booking =
        good(site("POST", "bookings", {{"hold", hold["hold"]}, {"person", person}}, anna));
    const std::string id = booking["id"];
    EXPECT_EQ(site("DELETE", "bookings/" + id, {}, ben).code(), "unknown-booking");
    EXPECT_EQ(site("DELETE", "bookings/0011223344556677", {}, ben).code(), "unknown-booking");
    EXPECT_EQ(good(site("DELETE", "bookings/" + id, {}, anna))["state"], "cancelled");
    EXPECT_EQ(visit(id, anna)["state"], "cancelled");
}

TEST_F(Phones, WhoeverBringsNoCookieBooksByKnowingTheHold) {
    const json hold = held(anna);
    EXPECT_EQ(site("POST", "bookings", {{"hold", hold["hold"]}, {"person", person}}, "").status,
              200);
}

TEST_F(Phones, row_T3_areturningPersonTypesNothing) {
    booked(anna, {{"person", person}, {"remember", true}});
    const json me = good(ask("GET", "/v1/me", {}, anna));
    ASSERT_EQ(me["patients"].size(), 1U);
    EXPECT_EQ(me["patients"][0]["masked"], "王*试");
    EXPECT_EQ(me["patients"][0]["birth_year"], 1988);
    EXPECT_EQ(me["visits"].size(), 1U);
    const json second = booked(anna, {{"patient", me["patients"][0]["id"]}}, "RESP-D01-AM");
    EXPECT_EQ(second["masked"], "王*试");
    EXPECT_EQ(good(ask("GET", "/v1/me", {}, anna))["visits"].size(), 2U);
    const std::string patient = me["patients"][0]["id"];
    EXPECT_EQ(
        site("POST", "bookings", {{"hold", held(ben)["hold"]}, {"patient", patient}}, ben).code(),
        "unknown-patient");
    EXPECT_EQ(ask("DELETE", "/v1/me/patients/" + patient, {}, ben).code(), "unknown-patient");
    good(ask("DELETE", "/v1/me/patients/" + patient, {}, anna));
    EXPECT_TRUE(good(ask("GET", "/v1/me", {}, anna))["patients"].empty());
}

TEST_F(Phones, row_W9_dependantsHaveTheirLimit) {
    static constexpr const char* numbers[] = {"999999194403021006",
                                              "999999198811201012"}; // of the demo's patients
    const auto add = [&](const std::string& number, const char* relation) {
        return ask(
            "POST", "/v1/me/patients",
            {{"person", {{"name", "张示例"}, {"id_number", number}}}, {"relation", relation}},
            anna);
    };
    const json first = good(add(numbers[0], "self"));
    EXPECT_EQ(good(add(numbers[0], "self"))["id"], first["id"]); // known: kept anew
    EXPECT_EQ(good(add(numbers[1], "child"))["relation"], "child");
    EXPECT_EQ(add(numbers[1], "friend").code(), "bad-field");
    EXPECT_EQ(add("999999198811201013", "child").code(), "id-check-digit");
}

TEST_F(Phones, IdentitiesAreSealed) {
    booked(anna, {{"person", person}, {"remember", true}});
    EXPECT_EQ(text("SELECT count(*) FROM patient WHERE instr(name, '王') OR instr(id_number, "
                   "'999999') OR instr(phone, '199')"),
              "0");
    EXPECT_EQ(text("SELECT count(*) FROM holder WHERE instr(hex(token), '0001020304')"), "0");
}

TEST_F(Phones, WithoutACookieThereIsNobody) {
    EXPECT_EQ(ask("GET", "/v1/me", {}, anna).status, 401);
    const std::string id = booked(anna)["id"];
    EXPECT_EQ(site("GET", "visits/" + id, {}, "").status, 401);
    EXPECT_EQ(site("GET", "visits/" + id, {}, ben).status, 401); // a token that is none of ours
    held(ben);
    EXPECT_EQ(site("GET", "visits/" + id, {}, ben).code(), "unknown-visit");
    EXPECT_EQ(site("GET", "visits/0011223344556677", {}, ben).code(), "unknown-visit");
}

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
    for (const char* part : {"09:30-10:00", "3楼", "3A区", "11:30"})
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
    EXPECT_EQ(in["why"], "no-history");
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

TEST_F(Phones, AProvedPhoneFindsWhatWasBookedWithIt) {
    const std::string id = booked(anna)["id"];
    const json proof = good(ask("POST", "/v1/proofs", {{"phone", "19900000102"}}, ben));
    std::string code;
    clerk::Sealing sealing(*clinic->database, clinic->crypto, clinic->keys);
    (void)clinic->database->read([&]() -> core::Result<void> {
        for (const auto& m :
             clerk::dueMessages(*clinic->database, sealing, clinic->clock.utcMs(), 10)) {
            EXPECT_EQ(m.phone, "19900000102");
            code = m.text.substr(m.text.find_first_of("0123456789"), 6);
        }
        return {};
    });
    const std::string path = "/v1/proofs/" + proof["proof"].get<std::string>();
    std::string wrong = code;
    wrong[0] = wrong[0] == '9' ? '0' : '9';
    EXPECT_EQ(ask("POST", path, {{"code", wrong}}, ben).status, 403);
    EXPECT_EQ(good(ask("POST", path, {{"code", code}}, ben))["bound"], 1);
    EXPECT_EQ(visit(id, ben)["id"], id);
    EXPECT_EQ(ask("POST", path, {{"code", code}}, ben).code(), "wrong-code"); // used
}

TEST_F(Phones, FiveTriesACodeAndFiveCodesAnHour) {
    const json proof = good(ask("POST", "/v1/proofs", {{"phone", "19900000103"}}, ben));
    const std::string path = "/v1/proofs/" + proof["proof"].get<std::string>();
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(ask("POST", path, {{"code", "x"}}, ben).code(), "wrong-code");
    for (int i = 0; i < 4; ++i)
        good(ask("POST", "/v1/proofs", {{"phone", "19900000103"}}, ben));
    EXPECT_EQ(ask("POST", "/v1/proofs", {{"phone", "19900000103"}}, ben).status, 429);
    good(ask("POST", "/v1/proofs", {{"phone", "19900000104"}}, ben));
    EXPECT_EQ(ask("POST", "/v1/proofs", {{"phone", "12a"}}, ben).code(), "bad-field");
}

TEST_F(Phones, AnAnswerIsItsHoldersOwn) {
    held(anna);
    held(ben);
    const json body{{"day", test::monday}, {"session", "CARD-D01-AM"}};
    const json first = good(ask("POST", "/v1/sites/HA/holds", body, anna, "k1"));
    EXPECT_EQ(good(ask("POST", "/v1/sites/HA/holds", body, anna, "k1")), first);
    EXPECT_NE(good(ask("POST", "/v1/sites/HA/holds", body, ben, "k1"))["hold"], first["hold"]);
}

TEST_F(Phones, row_T5_whatWasShownFiveMinutesAgoIsNotBooked) {
    const std::int64_t now = clinic->clock.utcMs();
    const auto hold = [&](std::int64_t asOf) {
        return site("POST", "holds",
                    {{"day", test::monday}, {"session", "CARD-D01-AM"}, {"as_of", asOf}}, anna)
            .code();
    };
    EXPECT_EQ(hold(now - 4 * 60'000), "");
    EXPECT_EQ(hold(now - 6 * 60'000), "stale-availability");
}

TEST_F(Phones, WhatIsTypedStaysText) {
    json scripted = person;
    scripted["name"] = "<script>alert(1)</script>";
    const json booking = booked(anna, {{"person", scripted}});
    EXPECT_EQ(booking["masked"].get<std::string>().find("script>alert"), std::string::npos);
    scripted["name"] = "a\nb";
    EXPECT_EQ(site("POST", "bookings",
                   {{"hold", held(anna, "RESP-D01-AM")["hold"]}, {"person", scripted}}, anna)
                  .code(),
              "bad-field");
    EXPECT_EQ(site("POST", "holds", {{"day", 99991231}, {"session", "CARD-D01-AM"}}, anna).status,
              409);
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

} // namespace
