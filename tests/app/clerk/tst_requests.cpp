// SPDX-License-Identifier: Apache-2.0
// The registry as a function: routes, bodies, statuses, and the memory of keys.
#include "app/clerk/requests.h"

#include "db/store/records.h"
#include "tests/support/clinic.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;

namespace {

std::string codeOf(const std::string& body) {
    const auto read = clerk::readBody(body);
    return read ? "good" : read.error().code;
}

std::string nested(int depth) {
    const auto times = static_cast<std::size_t>(depth);
    return std::string(times, '[') + std::string(times, ']');
}

TEST(ClerkBodies, AreReadOrRefused) {
    EXPECT_EQ(codeOf(""), "body-missing");
    EXPECT_EQ(codeOf("{"), "malformed-json");
    EXPECT_EQ(codeOf("{\"a\":\"\xff\"}"), "malformed-json");
    EXPECT_EQ(codeOf(R"({"a":[1,2]})"), "good");
}

TEST(ClerkBodies, AreNotNestedWithoutEnd) {
    EXPECT_EQ(codeOf(nested(clerk::maxJsonDepth)), "good");
    EXPECT_EQ(codeOf(nested(clerk::maxJsonDepth + 1)), "malformed-json");
    EXPECT_EQ(codeOf(nested(1'000'000)), "malformed-json");
    // Brackets inside texts are letters.
    EXPECT_EQ(codeOf("{\"a\":\"" + std::string(100, '[') + "\\\"[[\"}"), "good");
    EXPECT_EQ(codeOf(R"(["\\"])"), "good");
}

TEST(ClerkProblems, HaveTheStatusOfTheirKind) {
    using core::ErrorKind;
    EXPECT_EQ(clerk::statusOf(core::Error{ErrorKind::Data, "bad-field", ""}), 400);
    EXPECT_EQ(clerk::statusOf(core::Error{ErrorKind::Refused, "unknown-hold", ""}), 404);
    EXPECT_EQ(clerk::statusOf(core::Error{ErrorKind::Refused, "locked", ""}), 403);
    EXPECT_EQ(clerk::statusOf(core::Error{ErrorKind::Refused, "no-free-slot", ""}), 409);
    EXPECT_EQ(clerk::statusOf(core::Error{ErrorKind::Device, "store-full", ""}), 503);
    EXPECT_EQ(clerk::statusOf(core::Error{ErrorKind::Bug, "bad-queue", ""}), 500);
}

class ClerkRequests : public testing::Test {
protected:
    struct Reply {
        int status;
        json body;

        std::string code() const { return body.value("code", ""); }
    };

    Reply ask(const std::string& method, const std::string& path, const json& body = {},
              const std::string& key = {}, clerk::Face face = clerk::Face::Devices) {
        const ports::LinkRequest request{method, path, body.is_null() ? "" : body.dump(),
                                         key,    "",   500};
        const auto answer = clerk::answer(request, {}, *clinic->clerk, setup, face);
        return {answer.status, json::parse(answer.body)};
    }

    json holdBody() const {
        return {{"day", test::monday},
                {"session", "DEPA-D1-AM"},
                {"channel", "KIOSK"},
                {"holder", "K1"}};
    }

    std::unique_ptr<test::Clinic> clinic = test::Clinic::small(1, 4);
    clerk::ClerkSetup setup{*clinic->database, clinic->crypto, clinic->clock,
                            clinic->chance,    clinic->keys,   true};
};

TEST_F(ClerkRequests, CommandsAndReadsAreAnswered) {
    const Reply held = ask("POST", "/v1/sites/T1/holds", holdBody(), "k1");
    ASSERT_EQ(held.status, 200) << held.body.dump();
    EXPECT_EQ(held.body["number"], "A001");
    EXPECT_EQ(ask("POST", "/v1/sites/T1/holds", holdBody(), "k1").body, held.body);
    const Reply day = ask("GET", "/v1/sites/T1/sessions?day=" + std::to_string(test::monday));
    ASSERT_EQ(day.status, 200);
    EXPECT_EQ(day.body["sessions"].size(), 1U) << day.body.dump();
    const std::string hold = held.body["hold"];
    EXPECT_EQ(ask("DELETE", "/v1/sites/T1/holds/" + hold).status, 200);
    EXPECT_EQ(ask("DELETE", "/v1/sites/T1/holds/" + hold).status, 404);
}

TEST_F(ClerkRequests, OtherBodyUnderAKeyIsRefused) {
    ask("POST", "/v1/sites/T1/holds", holdBody(), "k1");
    json other = holdBody();
    other["holder"] = "K2";
    const Reply refused = ask("POST", "/v1/sites/T1/holds", other, "k1");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "key-reused");
}

TEST_F(ClerkRequests, RequestInTheBodyIsItsKey) {
    json body = holdBody();
    body["request"] = "r1";
    const Reply held = ask("POST", "/v1/sites/T1/holds", body);
    ASSERT_EQ(held.status, 200);
    EXPECT_EQ(ask("POST", "/v1/sites/T1/holds", body).body, held.body);
}

TEST_F(ClerkRequests, SignInIsNotRememberedUnderItsKey) {
    const json body{{"user", "nobody"}, {"pin", "000000"}};
    ask("POST", "/v1/sites/T1/sign-in", body, "k1");
    store::Query q(*clinic->database, "SELECT count(*) FROM answer");
    q.step();
    EXPECT_EQ(q.integer(0), 0);
    // Its answer would outlive the PIN: with the same key and another body it is asked anew.
    EXPECT_EQ(ask("POST", "/v1/sites/T1/sign-in", {{"user", "x"}, {"pin", "000000"}}, "k1").code(),
              "wrong-pin");
}

TEST_F(ClerkRequests, ABatchInPartsIsAnsweredAsOne) {
    const auto key = clinic->crypto.generateKey();
    ask("POST", "/v1/sites/T1/devices",
        {{"id", "K1"},
         {"role", "kiosk"},
         {"public_key", clinic->crypto.publicPem(key->publicKey())},
         {"last_seq", 0}});
    json ops = json::array();
    for (std::size_t seq = 1; seq <= 2 * clerk::opsPerPart + 1; ++seq)
        ops.push_back({{"device", "K1"},
                       {"incarnation", 1},
                       {"seq", seq},
                       {"type", "made.up"},
                       {"version", 1},
                       {"occurred_at", clinic->clock.utcMs()},
                       {"fields", json::object()}});
    const json body{{"device", "K1"}, {"ops", ops}};
    clerk::Request request;
    request.parameters["site"] = "T1";
    request.body = body.dump();
    for (const clerk::Route& route : clerk::routes()) {
        if (route.method != "POST" || !route.pattern.ends_with("/ops")) continue;
        const auto work = route.prepare(request, clerk::Face::Devices, clinic->crypto);
        ASSERT_TRUE(work);
        ASSERT_EQ(work->parts.size(), 3U);
        json joined = clinic->must(work->parts[0]);
        for (std::size_t i = 1; i < 3; ++i)
            joined = work->join(std::move(joined), clinic->must(work->parts[i]));
        EXPECT_EQ(joined["verdicts"].size(), ops.size());
        EXPECT_EQ(joined["acknowledged"], ops.size());
        // The whole again: the same verdicts, in the same order.
        EXPECT_EQ(ask("POST", "/v1/sites/T1/ops", body).body["verdicts"], joined["verdicts"]);
    }
}

TEST_F(ClerkRequests, WhatAStudyFoundIsTaken) {
    const json person{{"name", "王小明"}, {"id_number", "11010519491231002X"}};
    const auto book = [&](const clerk::DayIndex& index) {
        const json held = clinic->must([&](clerk::Clerk& c) { return c.hold(holdBody()); });
        const json body{{"hold", held["hold"]}, {"person", person}};
        const json made = clinic->must([&](clerk::Clerk& c) { return c.book(body, index); });
        std::string found;
        (void)clinic->database->read([&]() -> core::Result<void> {
            found = store::find(*clinic->database, "T1", "booking",
                                {std::int64_t{test::monday}, made["id"].get<std::string>()})
                        ->text("idhash");
            return {};
        });
        return found;
    };
    const std::string plain = book({});
    EXPECT_EQ(plain.size(), 16U);
    EXPECT_EQ(book({test::monday, "00112233445566ff"}), "00112233445566ff");
    EXPECT_EQ(book({test::monday + 1, "00112233445566ff"}), plain)
        << "another day's index is of no use";
    const json held = clinic->must([&](clerk::Clerk& c) { return c.hold(holdBody()); });
    const clerk::DayIndex studied =
        clerk::studyBooking({{"hold", held["hold"]}, {"person", person}}, *clinic->database, "T1",
                            test::monday, clinic->crypto, clinic->keys);
    EXPECT_EQ(studied.day, test::monday);
    EXPECT_EQ(studied.index, plain);
}

TEST_F(ClerkRequests, WrongPathsAndBodiesHaveTheirCode) {
    EXPECT_EQ(ask("GET", "/v1/sites/T1/nothing").code(), "no-such-route");
    EXPECT_EQ(ask("PUT", "/v1/sites/T1/holds", holdBody()).code(), "no-such-route");
    EXPECT_EQ(ask("GET", "/v1/sites/XX/snapshot?scope=lobby").code(), "unknown-site");
    EXPECT_EQ(ask("GET", "/v1/sites/T1/%zz").code(), "bad-target");
    EXPECT_EQ(ask("GET", "/v1/sites/T1/ops?scope=lobby&after=x").code(), "bad-field");
    EXPECT_EQ(ask("POST", "/v1/sites/T1/holds").code(), "body-missing");
    EXPECT_EQ(ask("POST", "/v1/sites/T1/holds", holdBody(), std::string(65, 'k')).code(),
              "bad-field");
}

TEST_F(ClerkRequests, PhonesCommandNoQueueAndNameNoKiosk) {
    const auto open = clerk::Face::Public;
    EXPECT_EQ(
        ask("POST", "/v1/sites/T1/queues/DEPA-D1/call-next", {{"station", "S1"}}, "k", open).code(),
        "no-such-route");
    // The made-up hospital sells nothing to phones.
    EXPECT_EQ(ask("POST", "/v1/sites/T1/holds", holdBody(), "k1", open).status, 409);
}

} // namespace
