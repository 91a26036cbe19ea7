// SPDX-License-Identifier: Apache-2.0
// What a new day brings, and the numbers of queues without slots.
#include "db/store/records.h"
#include "tests/support/clinic.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;

namespace {

std::string text(Clinic& clinic, const std::string& sql) {
    std::string value;
    (void)clinic.database->read([&]() -> core::Result<void> {
        store::Query query(*clinic.database, sql);
        if (query.step()) value = query.text(0);
        return {};
    });
    return value;
}

void openDays(Clinic& clinic) {
    for (int i = 0; i < 10; ++i)
        if (!clinic.must([](clerk::Clerk& c) -> core::Result<json> { return json(c.openDays()); }))
            return;
}

std::string planOf(Clinic& clinic, int day) {
    const std::string where = " WHERE day = " + std::to_string(day);
    return text(clinic,
                "SELECT group_concat(id || queue || capacity || state) FROM session" + where) +
           text(clinic, "SELECT group_concat(session || slot || '/' || band || channel || number) "
                        "FROM slot" +
                            where +
                            " AND slot <= (SELECT capacity FROM session s WHERE s.day = "
                            "slot.day AND s.id = slot.session)");
}

TEST(ClerkDays, FifteenDaysAreAlwaysOpenAndAWeekRepeatsItsPlan) {
    const auto clinic = Clinic::demo(); // Monday and Tuesday
    openDays(*clinic);
    EXPECT_EQ(text(*clinic, "SELECT group_concat(day) FROM (SELECT DISTINCT day FROM session "
                            "ORDER BY day)"),
              "20261123,20261124,20261130,20261201,20261207");
    const std::string plan = planOf(*clinic, monday);
    EXPECT_TRUE(planOf(*clinic, 20261130) == plan);
    // What was sold, cancelled or stopped this Monday is no plan of the next.
    const json held = clinic->must([](clerk::Clerk& c) {
        return c.hold({{"day", 20261207}, {"session", "CARD-D01-AM"}, {"channel", "PHONE"}});
    });
    EXPECT_FALSE(held["number"].get<std::string>().empty());
    const std::int64_t before = clinic->rev();
    openDays(*clinic);
    EXPECT_EQ(clinic->rev(), before) << "once a day";
    clinic->clock.set(20261124, 0);
    openDays(*clinic);
    EXPECT_EQ(text(*clinic, "SELECT max(day) FROM session"), "20261208");
    clinic->clock.set(20261206, 10);
    openDays(*clinic);
    EXPECT_TRUE(planOf(*clinic, 20261214) == plan);
    EXPECT_EQ(text(*clinic, "SELECT count(*) FROM slot WHERE day = 20261214 AND state <> 'free'"),
              "0");
}

TEST(ClerkDays, AsManyDaysAsTheHospitalLetsPeopleBook) {
    const auto clinic = Clinic::demo();
    clinic->must([](clerk::Clerk& c) -> core::Result<json> {
        json policy;
        {
            store::Query query(c.log().database(), "SELECT policy FROM organization");
            query.step();
            policy = json::parse(query.text(0));
        }
        policy["advance_days_max"] = 28;
        const json row{{"id", "HA"}, {"policy", policy.dump()}};
        EXPECT_TRUE(c.log().author(
            {"record.defined", 0, {{"table", "organization"}, {"row", row}}, {}, {}}));
        return json();
    });
    openDays(*clinic);
    EXPECT_EQ(text(*clinic, "SELECT max(day) FROM session"), "20261221");
}

TEST(ClerkDays, ARegistryThatSleptForWeeksGoesOn) {
    const auto clinic = Clinic::demo();
    clinic->clock.set(20261221, 400); // a Monday, four weeks later
    openDays(*clinic);
    EXPECT_TRUE(planOf(*clinic, 20261221) == planOf(*clinic, monday));
    EXPECT_EQ(text(*clinic, "SELECT max(day) FROM session"), "20270104");
}

TEST(ClerkDays, QueuesWithoutSlotsCountFromOneOverTheDay) {
    const auto clinic = Clinic::demo();
    const std::string lab =
        text(*clinic, "SELECT id FROM department WHERE kind = 'lab' ORDER BY id LIMIT 1");
    const auto take = [&](const std::string& queue, const std::string& half = {}) {
        json body{{"holder", "K1"}};
        if (!half.empty()) body["half"] = half;
        return clinic->act([&](clerk::Clerk& c) { return c.takeNumber(queue, body); });
    };
    EXPECT_EQ((*take(lab))["number"], "L0001");
    EXPECT_EQ((*take(lab))["number"], "L0002");
    EXPECT_EQ((*take(lab, "PM"))["number"], "L0003") << "no text twice a day";
    const json given = *take(lab);
    EXPECT_EQ(given["number"], "L0004");
    EXPECT_EQ(given["half"], "AM");
    EXPECT_EQ(given["band"], 450);
    EXPECT_EQ(take("CARD").error().code, "queue-has-slots");
    EXPECT_EQ(take("NOPE").error().code, "unknown-queue");
    const auto once = [&] {
        return clinic->act([&](clerk::Clerk& c) {
            return c.once("key", "body", [&] { return c.takeNumber(lab, json::object()); });
        });
    };
    EXPECT_EQ((*once())["number"], (*once())["number"]);
    clinic->clock.set(20261124, 480);
    EXPECT_EQ((*take(lab))["number"], "L0001");
}

TEST(ClerkDays, ATicketWithoutSlotIsPlainlyApplied) {
    const auto clinic = Clinic::demo();
    clinic->clock.set(monday, 480);
    const auto key = clinic->crypto.generateKey();
    clinic->must([&](clerk::Clerk& c) {
        return c.introduceDevice({{"id", "K1"},
                                  {"role", "kiosk"},
                                  {"public_key", clinic->crypto.publicPem(key->publicKey())}});
    });
    const std::string lab = text(*clinic, "SELECT id FROM department WHERE kind = 'lab' LIMIT 1");
    const json number =
        clinic->must([&](clerk::Clerk& c) { return c.takeNumber(lab, json::object()); });
    const auto op = [&](int seq, const char* type, const json& fields) {
        return json{{"device", "K1"}, {"incarnation", 1},
                    {"seq", seq},     {"type", type},
                    {"version", 1},   {"day", monday},
                    {"actor", "K1"},  {"occurred_at", clinic->clock.utcMs()},
                    {"request", ""},  {"fields", fields}};
    };
    const json ticket{
        {"ticket", "00000000000000aa"}, {"kind", "walkin"},           {"queue", lab},
        {"half", number["half"]},       {"number", number["number"]}, {"band", number["band"]},
        {"short_code", "7G0MX2A4"}};
    const json taken = clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps({{"device", "K1"},
                            {"ops",
                             {op(1, "ticket.issued", ticket),
                              op(2, "entry.checked_in", {{"entry", "00000000000000aa"}})}}});
    });
    EXPECT_EQ(taken["verdicts"][0]["code"], "") << taken.dump();
    EXPECT_EQ(taken["verdicts"][1]["verdict"], "applied") << taken.dump();
    const json called = clinic->must([&](clerk::Clerk& c) {
        return c.callNext(lab, {{"station", "S1"}, {"half", number["half"]}});
    });
    EXPECT_EQ(called["entry"]["number"], "L0001");
}

} // namespace
