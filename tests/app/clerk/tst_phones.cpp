// SPDX-License-Identifier: Apache-2.0
// Holders, what is theirs and what they book, as phones meet them: requests on the public face.
#include "tests/app/clerk/phonebench.h"

#include "app/clerk/holders.h"
#include "app/clerk/messages.h"

using namespace menzhen;
using nlohmann::json;
using test::anna;
using test::ben;
using test::person;
using test::Phones;

namespace {

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

TEST_F(Phones, APaymentIsOfOnesOwnHoldOrVisit) {
    const json hold = held(anna);
    held(ben);
    const auto pay = [&](const json& of, const std::string& token) {
        json body = of;
        body["channel"] = "wechat-qr";
        return site("POST", "payments", body, token);
    };
    EXPECT_EQ(pay({{"hold", hold["hold"]}}, ben).code(), "unknown-hold");
    const std::string stranger = "ee0102030405060708090a0b0c0d0e0f";
    EXPECT_EQ(pay({{"hold", hold["hold"]}}, stranger).status, 401);
    const json booking = good(site(
        "POST", "bookings", {{"hold", hold["hold"]}, {"person", person}, {"pay", "now"}}, anna));
    const json of{{"booking", booking["id"]}};
    EXPECT_EQ(pay(of, ben).code(), "unknown-booking");
    EXPECT_EQ(pay(of, stranger).status, 401);
    EXPECT_EQ(site("DELETE", "bookings/" + booking["id"].get<std::string>(), {}, stranger).status,
              401); // no cookie, no holder: not "no such booking"
    const json paid = good(pay(of, anna));
    const std::string path = "payments/" + paid["id"].get<std::string>();
    EXPECT_EQ(site("GET", path, {}, ben).code(), "unknown-payment");
    EXPECT_EQ(site("GET", path, {}, stranger).status, 401);
    EXPECT_EQ(site("POST", path + "/close", json::object(), ben).code(), "unknown-payment");
    EXPECT_EQ(good(site("GET", path, {}, anna))["state"], "opening");
    const json bills =
        good(site("GET", "visits/" + booking["id"].get<std::string>() + "/bills", {}, anna));
    ASSERT_EQ(bills["bills"].size(), 1U);
    EXPECT_EQ(bills["bills"][0]["state"], "paying");
    EXPECT_EQ(bills["bills"][0]["payment"]["id"], paid["id"]);
    good(site("POST", path + "/close", json::object(), anna));
    good(site("DELETE", "bookings/" + booking["id"].get<std::string>(), {}, anna));
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

} // namespace
