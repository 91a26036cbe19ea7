// SPDX-License-Identifier: Apache-2.0
// Rows of docs/seeds.md that have no other place here.
#include "tests/app/clerk/stationmorning.h"

using namespace menzhen;
using nlohmann::json;

namespace {

/// How the store would answer a question: SCAN goes through a table, SEARCH by an index.
std::string planOf(store::Database& database, const std::string& sql) {
    std::string plan;
    (void)database.read([&]() -> core::Result<void> {
        store::Query query(database, "EXPLAIN QUERY PLAN " + sql);
        while (query.step())
            plan += query.text(3) + "; ";
        return {};
    });
    return plan;
}

TEST(Rows, row_G5_PatientsAreFoundByAnIndexHoweverManyThereAre) {
    const auto clinic = test::Clinic::demo();
    // By identity number, phone with birth date, proved phone, short code, ticket, cookie.
    for (const char* sql :
         {"SELECT site, day, id FROM person WHERE id_index = x'00'",
          "SELECT site, day, id FROM person WHERE phone_index = x'00'",
          "SELECT site, visit, day FROM visit_phone WHERE phone_index = x'00' AND day >= 20261123",
          "SELECT id FROM booking WHERE site = 'HA' AND short_code = 'X' AND day >= 20261123",
          "SELECT id FROM booking WHERE site = 'HA' AND id = 'X'",
          "SELECT id FROM entry WHERE site = 'HA' AND day = 20261123 AND short_code = 'X'",
          "SELECT id FROM holder WHERE id = 'X'",
          "SELECT visit FROM visit_holder WHERE holder = 'X' AND site = 'HA' AND visit = 'V'"}) {
        const std::string plan = planOf(*clinic->database, sql);
        EXPECT_NE(plan.find("SEARCH"), std::string::npos) << sql << ": " << plan;
        EXPECT_EQ(plan.find("SCAN"), std::string::npos) << sql << ": " << plan;
    }
    EXPECT_NE(planOf(*clinic->database, "SELECT id FROM person").find("SCAN"), std::string::npos);
}

TEST(Rows, row_B1_AVisitWithoutPhoneOrWallet) {
    // A walk-in at a kiosk without card, phone number or account, up to the end of the visit.
    test::Morning morning(2);
    EXPECT_EQ(morning.text("SELECT count(*) FROM person"), "0");
    EXPECT_EQ(morning.text("SELECT count(*) FROM holder"), "0");
    const std::string called = morning.call();
    ASSERT_EQ(called, morning.tickets[0]);
    EXPECT_EQ(morning.call("S1", called), morning.tickets[1]);
    EXPECT_EQ(morning.state(called), "finished");
    // And one who booked at the counter: a name and an identity number, nothing else.
    const json held = morning.clinic->must([](clerk::Clerk& c) {
        return c.hold({{"day", test::monday},
                       {"session", "CARD-D01-AM"},
                       {"channel", "WINDOW"},
                       {"holder", "S1"}});
    });
    const json booking = morning.clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]},
                       {"person", {{"name", "王测试"}, {"id_number", test::demoIdNumber(1)}}}},
                      {test::monday, "00112233445566aa"});
    });
    EXPECT_FALSE(booking["number"].get<std::string>().empty());
    EXPECT_EQ(morning.text("SELECT state FROM booking WHERE id = '" +
                           booking["id"].get<std::string>() + "'"),
              "booked");
    EXPECT_EQ(morning.text("SELECT count(*) FROM holder"), "0");
}

} // namespace
