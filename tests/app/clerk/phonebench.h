// SPDX-License-Identifier: Apache-2.0
// Two phones, Anna's and Ben's, and the registry's public face.
#pragma once

#include "app/clerk/alerts.h"
#include "app/clerk/requests.h"
#include "app/ops/zonecode.h"
#include "db/store/records.h"
#include "tests/support/clinic.h"

#include <gtest/gtest.h>

namespace menzhen::test {

inline constexpr const char* anna = "000102030405060708090a0b0c0d0e0f";
inline constexpr const char* ben = "ff0102030405060708090a0b0c0d0e0f";
inline const nlohmann::json person{
    {"name", "王测试"}, {"id_number", "999999198811201012"}, {"phone", "19900000102"}};
inline const nlohmann::json another{
    {"name", "张示例"}, {"id_number", "999999194403021006"}, {"phone", "19900000101"}};

class Phones : public testing::Test {
protected:
    using json = nlohmann::json;

    struct Reply {
        int status = 0;
        json body;

        std::string code() const { return body.value("code", ""); }
    };

    void SetUp() override {
        clinic->clock.set(monday, 480);
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
        return good(
            site("POST", "holds", {{"day", monday}, {"session", session}, {"band", band}}, token));
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

    std::vector<clerk::FiredAlert> timeAlerts() {
        std::vector<clerk::FiredAlert> fired;
        (void)act([&](clerk::Clerk& c) -> clerk::Answer {
            fired = clerk::fireTimeAlerts(c);
            return json();
        });
        return fired;
    }

    static std::string kindsOf(const std::vector<clerk::FiredAlert>& fired) {
        std::string kinds;
        for (const clerk::FiredAlert& alert : fired)
            kinds += (kinds.empty() ? "" : " ") + alert.kind;
        return kinds;
    }

    void sql(const std::string& text) {
        EXPECT_TRUE(clinic->database->transact([&]() -> core::Result<void> {
            store::Query(*clinic->database, text).run();
            return {};
        }));
    }

    /// Calls of the day before, minutes each.
    void serveEarlier(const std::vector<int>& minutes) {
        for (std::size_t i = 0; i < minutes.size(); ++i)
            sql("INSERT INTO served (site, queue, rev, day, station, ended_at, ms) VALUES ('HA', "
                "'CARD-D01', " +
                std::to_string(i + 1) + ", 20261122, 'S1', 0, " +
                std::to_string(minutes[i] * 60'000) + ")");
    }

    /// `rev` moves with each op; here the row alone is set.
    void station(const std::string& state, const std::string& until) {
        sql("INSERT OR REPLACE INTO station (site, id, day, half, queue, room, state, "
            "paused_until, rev) VALUES ('HA', 'S1', 20261123, 'AM', 'CARD-D01', '301', '" +
            state + "', " + until + ", " + std::to_string(++stationRev) + ")");
    }

    /// What is kept of a queue grows old in ten seconds.
    void heard(std::int64_t at) {
        sql("INSERT OR REPLACE INTO device_contact (site, device, heard_at) VALUES ('HA', 'S1', " +
            std::to_string(at) + ")");
        station("open", "0");
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

    std::unique_ptr<Clinic> clinic = Clinic::demo(":memory:", 2);
    clerk::ClerkSetup setup{*clinic->database, clinic->crypto, clinic->clock,
                            clinic->chance,    clinic->keys,   true};
    std::unique_ptr<clerk::Clerk> clerk;
    std::int64_t stationRev = 1'000'000;
};

} // namespace menzhen::test
