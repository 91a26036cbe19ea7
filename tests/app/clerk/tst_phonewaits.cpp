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

} // namespace
