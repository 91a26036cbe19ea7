// SPDX-License-Identifier: Apache-2.0
// When the call may come, as a phone is told, and the alert some minutes before it.
#include "tests/app/clerk/phonebench.h"

namespace {

using namespace menzhen;
using nlohmann::json;
using test::anna;
using test::ben;
using test::Phones;

TEST_F(Phones, row_W4_whenTheCallMayCome) {
    clinic->clock.set(test::monday, 545);
    const std::string first = booked(anna)["id"];
    const std::string second = booked(ben)["id"];
    clinic->clock.set(test::monday, 600);
    for (const auto& [id, token] : {std::pair(first, anna), std::pair(second, ben)})
        good(site("POST", "visits/" + id + "/check-in", {{"place", zoneOf("3A")}}, token));
    (void)act([](clerk::Clerk& c) { return c.callNext("CARD-D01", {{"station", "S1"}}); });
    EXPECT_EQ(visit(second, ben)["why"], "no-history");
    EXPECT_TRUE(visit(second, ben)["from"].is_null());
    serveEarlier({4, 5, 6, 6, 7, 8, 9, 12});
    clinic->clock.set(test::monday, 601);
    const json waiting = visit(second, ben);
    EXPECT_TRUE(waiting["why"].is_null());
    EXPECT_GE(waiting["from"].get<int>(), 600);
    EXPECT_LE(waiting["from"].get<int>(), 605);
    EXPECT_LE(waiting["to"].get<int>(), 620);
    EXPECT_EQ(visit(first, anna)["from"], nullptr); // called: no more waiting
    station("paused", "0");
    EXPECT_EQ(visit(second, ben)["why"], "paused");
    EXPECT_TRUE(visit(second, ben)["to"].is_null());
    station("paused", std::to_string(clinic->clock.utcMs() + 30 * 60'000));
    EXPECT_GE(visit(second, ben)["from"].get<int>(), 620); // after the pause
    station("open", "0");
    heard(clinic->clock.utcMs() - 80'000);
    EXPECT_EQ(visit(second, ben)["why"], "stale");
    heard(clinic->clock.utcMs() - 20'000);
    EXPECT_TRUE(visit(second, ben)["why"].is_null());
}

TEST_F(Phones, row_M6_theMinutesBeforeTheCall) {
    clinic->clock.set(test::monday, 545);
    const std::string first = booked(anna)["id"];
    const std::string second = booked(ben)["id"];
    const json wish{{"ahead", nullptr}, {"minutes", 10}, {"message", true}};
    good(site("PUT", "visits/" + second + "/alert", wish, ben));
    serveEarlier({20, 21, 22, 22, 23, 24, 25});
    clinic->clock.set(test::monday, 600);
    for (const auto& [id, token] : {std::pair(first, anna), std::pair(second, ben)})
        good(site("POST", "visits/" + id + "/check-in", {{"place", zoneOf("3A")}}, token));
    (void)act([](clerk::Clerk& c) { return c.callNext("CARD-D01", {{"station", "S1"}}); });
    EXPECT_EQ(kindsOf(alerts()), "called"); // the first; the second's call is 15 minutes away
    EXPECT_EQ(kindsOf(timeAlerts()), "");
    // Nothing happens but time.
    clinic->clock.set(test::monday, 613);
    EXPECT_EQ(kindsOf(timeAlerts()), "time");
    EXPECT_EQ(kindsOf(timeAlerts()), "");
    EXPECT_EQ(text("SELECT group_concat(kind, ' ') FROM message"), "time");
    EXPECT_EQ(visit(second, ben)["alerts"][0]["kind"], "time");
}

// One patient's day: four alerts, each once, and none when the visit is over.
TEST_F(Phones, row_M6_fourAlertsInADayAndNoneAfterIt) {
    clinic->clock.set(test::monday, 545);
    const std::string other = booked(anna)["id"];
    const std::string id = booked(ben)["id"];
    const json never{{"ahead", nullptr}, {"minutes", nullptr}, {"message", false}};
    good(site("PUT", "visits/" + other + "/alert", never, anna));
    const json wish{{"ahead", 1}, {"minutes", 10}, {"message", true}};
    good(site("PUT", "visits/" + id + "/alert", wish, ben));
    serveEarlier({20, 21, 22, 22, 23, 24, 25});
    clinic->clock.set(test::monday, 600);
    for (const auto& [visit, token] : {std::pair(other, anna), std::pair(id, ben)})
        good(site("POST", "visits/" + visit + "/check-in", {{"place", zoneOf("3A")}}, token));
    EXPECT_EQ(kindsOf(alerts()), "ahead");
    EXPECT_EQ(kindsOf(alerts()), "");
    const auto entryOf = [&](const std::string& visit) {
        return text("SELECT id FROM entry WHERE booking = '" + visit + "'");
    };
    const auto call = [&](const json& body) {
        EXPECT_TRUE(act([&](clerk::Clerk& c) { return c.callNext("CARD-D01", body); }));
    };
    const auto said = [&](const char* type, const std::string& entry) {
        EXPECT_TRUE(act([&](clerk::Clerk& c) -> clerk::Answer {
            const auto done = c.log().author({type, test::monday, {{"entry", entry}}, "S1", {}});
            if (!done) return tl::unexpected(done.error());
            return json();
        })) << type;
    };
    call({{"station", "S1"}});
    EXPECT_EQ(kindsOf(alerts()), "called") << "the other patient's";
    clinic->clock.set(test::monday, 613);
    EXPECT_EQ(kindsOf(timeAlerts()), "time");
    EXPECT_EQ(kindsOf(timeAlerts()), "");
    clinic->clock.set(test::monday, 622);
    call({{"station", "S1"}, {"finish", entryOf(other)}});
    EXPECT_EQ(kindsOf(alerts()), "called");
    EXPECT_EQ(kindsOf(alerts()), "");
    said("entry.missed", entryOf(id));
    EXPECT_EQ(kindsOf(alerts()), "missed");
    EXPECT_EQ(kindsOf(alerts()), "");
    EXPECT_EQ(visit(id, ben)["alerts"].size(), 4U);
    EXPECT_EQ(text("SELECT group_concat(kind, ' ') FROM message"), "ahead time called missed");
    // Back, called again and seen: from then on nothing.
    good(site("POST", "visits/" + id + "/check-in", {{"place", zoneOf("3A")}}, ben));
    call({{"station", "S1"}});
    (void)alerts();
    said("entry.finished", entryOf(id));
    const std::string before = text("SELECT count(*) FROM alert_fired");
    clinic->clock.set(test::monday, 680);
    EXPECT_EQ(kindsOf(alerts()), "");
    EXPECT_EQ(kindsOf(timeAlerts()), "");
    EXPECT_EQ(text("SELECT count(*) FROM alert_fired"), before);
}

} // namespace
