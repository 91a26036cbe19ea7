// SPDX-License-Identifier: Apache-2.0
// Reports at the registry: whose they are, which version counts, what stands in the store of them.
#include "app/clerk/reports.h"
#include "tests/app/clerk/phonebench.h"

using namespace menzhen;
using nlohmann::json;
using test::anna;
using test::ben;

namespace {

constexpr std::int64_t minuteMs = 60'000;

class Reports : public test::Phones {
protected:
    clerk::Report made(const std::string& number, const std::string& status, int minute = 0) {
        clerk::Report report;
        report.id = "LAB-1";
        report.status = status;
        report.day = test::monday;
        report.number = number;
        report.nameZh = "隐秘检查";
        report.nameEn = "Hidden Examination";
        report.performer = "检验科";
        report.issuedMs = clinic->clock.utcMs() + minute * minuteMs;
        report.findings = {{"隐秘指标", "Hidden value", "11.2", "10^9/L", "3.5-9.5", "H"}};
        report.conclusion = "隐秘结论";
        return report;
    }

    core::Result<clerk::TakenReport> taken(const clerk::Report& report) {
        core::Result<clerk::TakenReport> result;
        EXPECT_TRUE(act([&](clerk::Clerk& c) -> clerk::Answer {
            result = clerk::takeReport(c, report);
            return json();
        }));
        return result;
    }

    std::string refused(const clerk::Report& report) {
        const auto result = taken(report);
        return result ? "taken" : result.error().code;
    }

    json listed(const std::string& visit, const std::string& token) {
        return good(site("GET", "visits/" + visit + "/reports", {}, token))["reports"];
    }

    json atKiosk(const std::string& rest, json body) {
        const auto answer = clerk::answer(
            {"POST", "/v1/sites/HA/reports/" + rest, body.dump(), "", "", 500}, {}, *clerk, setup);
        json said = json::parse(answer.body);
        said["http"] = answer.status;
        return said;
    }
};

TEST_F(Reports, row_W8_aPartialReportIsMarkedNotFinal) {
    const json booking = booked(anna);
    const std::string id = booking["id"], number = booking["number"];
    EXPECT_TRUE(listed(id, anna).empty());
    ASSERT_TRUE(taken(made(number, "registered")));
    EXPECT_EQ(listed(id, anna)[0]["status"], "registered");
    ASSERT_TRUE(taken(made(number, "preliminary", 1)));
    json one = listed(id, anna)[0];
    EXPECT_EQ(one["status"], "partial");
    EXPECT_EQ(one["final"], false);
    ASSERT_TRUE(taken(made(number, "final", 2)));
    one = listed(id, anna)[0];
    EXPECT_EQ(one["status"], "final");
    EXPECT_EQ(one["final"], true);
    EXPECT_EQ(one["amended"], false);
    EXPECT_EQ(listed(id, anna).size(), 1U);
    const std::string rid = one["id"];
    const json whole = good(site("GET", "visits/" + id + "/reports/" + rid, {}, anna));
    EXPECT_EQ(whole["name_en"], "Hidden Examination");
    EXPECT_EQ(whole["lines"][0]["value"], "11.2");
    EXPECT_EQ(whole["lines"][0]["flag"], "H");
    EXPECT_EQ(whole["conclusion"], "隐秘结论");
    ASSERT_TRUE(taken(made(number, "corrected", 3)));
    EXPECT_EQ(listed(id, anna)[0]["amended"], true);
}

TEST_F(Reports, BelongToTheVisitsHolderAlone) {
    const json booking = booked(anna), other = booked(ben);
    const std::string id = booking["id"], of = other["id"];
    const auto report = taken(made(booking["number"], "final"));
    ASSERT_TRUE(report);
    const std::string path = "visits/" + id + "/reports";
    EXPECT_EQ(site("GET", path, {}, ben).code(), "unknown-visit");
    EXPECT_EQ(site("GET", path + "/" + report->id, {}, ben).code(), "unknown-visit");
    EXPECT_EQ(site("GET", path, {}, "").code(), "no-holder");
    EXPECT_EQ(site("GET", path + "/" + report->id, {}, "").code(), "no-holder");
    // Nor by one's own visit.
    EXPECT_EQ(site("GET", "visits/" + of + "/reports/" + report->id, {}, ben).code(),
              "unknown-report");
    EXPECT_EQ(site("GET", path + "/0011223344556677", {}, anna).code(), "unknown-report");
    EXPECT_TRUE(listed(of, ben).empty());
}

TEST_F(Reports, TheLatestVersionCounts) {
    const json booking = booked(anna);
    const std::string id = booking["id"], number = booking["number"];
    EXPECT_EQ(refused(made("C999", "final")), "unknown-visit");
    ASSERT_TRUE(taken(made(number, "partial", 5)));
    EXPECT_EQ(refused(made(number, "partial", 4)), "older-report");
    ASSERT_TRUE(taken(made(number, "final", 6)));
    const auto twice = taken(made(number, "final", 6));
    ASSERT_TRUE(twice);
    EXPECT_FALSE(twice->isNew);
    EXPECT_EQ(text("SELECT max(version) FROM report"), "2");
    EXPECT_EQ(refused(made(number, "partial", 7)), "final-already");
    EXPECT_EQ(listed(id, anna)[0]["status"], "final");
    ASSERT_TRUE(taken(made(number, "entered-in-error", 8)));
    EXPECT_TRUE(listed(id, anna).empty());
    EXPECT_EQ(site("GET", "visits/" + id + "/reports/" + twice->id, {}, anna).code(),
              "unknown-report");
}

TEST_F(Reports, NothingOfOneStandsInTheStoreInClear) {
    const json booking = booked(anna);
    ASSERT_TRUE(taken(made(booking["number"], "final")));
    for (const char* word : {"隐秘", "Hidden", "LAB-1", "11.2"}) {
        const std::string like = std::string("instr(CAST(body AS TEXT), '") + word +
                                 "') > 0 OR id "
                                 "LIKE '%" +
                                 word + "%'";
        EXPECT_EQ(text("SELECT count(*) FROM report WHERE " + like), "0") << word;
        EXPECT_EQ(
            text("SELECT count(*) FROM op WHERE instr(fields, '" + std::string(word) + "') > 0"),
            "0")
            << word;
    }
}

TEST_F(Reports, row_M4_aPrintIsCountedAndASecondIsAReprint) {
    const json booking = booked(anna);
    const std::string code = visit(booking["id"], anna)["code"];
    const auto report = taken(made(booking["number"], "final"));
    ASSERT_TRUE(report);
    const json list = atKiosk("list", {{"code", code}});
    ASSERT_EQ(list["http"], 200) << list;
    EXPECT_EQ(list["reports"][0]["prints"], 0);
    EXPECT_EQ(list["reports"][0]["name_en"], "Hidden Examination");
    const auto printed = [&](const std::string& request) {
        return atKiosk(report->id + "/print", {{"code", code}, {"request", request}});
    };
    EXPECT_EQ(printed("r1")["copy"], 1);
    EXPECT_EQ(printed("r1")["copy"], 1) << "one press, asked for twice";
    const json second = printed("r2");
    EXPECT_EQ(second["copy"], 2);
    EXPECT_EQ(second["lines"][0]["value"], "11.2");
    EXPECT_EQ(atKiosk("list", {{"code", code}})["reports"][0]["prints"], 2);
    // No answer with a report in it is kept.
    EXPECT_EQ(text("SELECT count(*) FROM answer WHERE instr(body, 'Hidden') > 0"), "0");
}

TEST_F(Reports, AKioskOpensThemByTheVisitsOwnCodeAlone) {
    const json booking = booked(anna), other = booked(ben);
    const std::string code = visit(other["id"], ben)["code"];
    const auto report = taken(made(booking["number"], "final"));
    ASSERT_TRUE(report);
    EXPECT_TRUE(atKiosk("list", {{"code", code}})["reports"].empty());
    EXPECT_EQ(atKiosk(report->id + "/print", {{"code", code}, {"request", "r"}})["code"],
              "unknown-report");
    std::string forged = visit(booking["id"], anna)["code"];
    forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
    for (const std::string& wrong :
         {forged, std::string("MZ1:"), booking["number"].get<std::string>()})
        EXPECT_EQ(atKiosk("list", {{"code", wrong}})["code"], "unknown-visit") << wrong;
    // Phones have no such route.
    EXPECT_EQ(site("POST", "reports/list", {{"code", code}}, ben).status, 404);
}

TEST_F(Reports, AShortCodeOpensThemForAMonth) {
    const json booking = booked(anna);
    const std::string code = visit(booking["id"], anna)["short_code"];
    const auto report = taken(made(booking["number"], "final"));
    ASSERT_TRUE(report);
    json list = atKiosk("list", {{"short_code", code}});
    ASSERT_EQ(list["reports"].size(), 1U) << list;
    EXPECT_EQ(list["opens"], true);
    EXPECT_EQ(list["reports"][0]["id"], report->id);
    EXPECT_EQ(list["reports"][0]["number"], booking["number"]);
    const std::string print = report->id + "/print";
    EXPECT_EQ(atKiosk(print, {{"short_code", code}, {"request", "r1"}})["copy"], 1);
    std::string other = code;
    std::swap(other[0], other[1]);
    EXPECT_EQ(atKiosk("list", {{"short_code", other}})["code"], "short-code-check");
    clinic->clock.set(core::addDays(test::monday, clerk::reportDays), 9 * 60);
    EXPECT_EQ(atKiosk("list", {{"short_code", code}})["reports"].size(), 1U);
    clinic->clock.set(core::addDays(test::monday, clerk::reportDays + 1), 9 * 60);
    EXPECT_EQ(atKiosk("list", {{"short_code", code}})["code"], "unknown-visit");
    EXPECT_EQ(atKiosk(print, {{"short_code", code}, {"request", "r2"}})["code"], "unknown-visit");
}

TEST_F(Reports, AnEarlierDaysScannedCodeOpensThemAsLong) {
    const json booking = booked(anna);
    const json seen = visit(booking["id"], anna);
    const std::string code = seen["code"];
    const auto report = taken(made(booking["number"], "final"));
    ASSERT_TRUE(report);
    const std::string print = report->id + "/print";
    clinic->clock.set(core::addDays(test::monday, 1), 0);
    EXPECT_EQ(atKiosk("list", {{"code", code}})["reports"].size(), 1U);
    clinic->clock.set(core::addDays(test::monday, clerk::reportDays), 23 * 60);
    json list = atKiosk("list", {{"code", code}});
    ASSERT_EQ(list["reports"].size(), 1U) << list;
    EXPECT_EQ(list["opens"], true);
    EXPECT_EQ(atKiosk(print, {{"code", code}, {"request", "r1"}})["copy"], 1);
    std::string forged = code;
    forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_EQ(atKiosk("list", {{"code", forged}})["code"], "unknown-visit");
    // A phone opens no visit of an earlier day by it.
    EXPECT_EQ(site("POST", "visits/open", {{"code", code}}, ben).code(), "unknown-visit");
    clinic->clock.set(core::addDays(test::monday, clerk::reportDays + 1), 0);
    EXPECT_EQ(atKiosk("list", {{"code", code}})["code"], "unknown-visit");
}

// Whoever knows a number learns that there is something, not what; and not often.
TEST_F(Reports, AnIdentityNumberSaysHowFarTheyAreAndOpensNothing) {
    const json booking = booked(anna);
    const auto report = taken(made(booking["number"], "partial"));
    ASSERT_TRUE(report);
    const json by{{"id_number", "999999198811201012"}};
    const json list = atKiosk("list", by);
    ASSERT_EQ(list["reports"].size(), 1U) << list;
    EXPECT_EQ(list["opens"], false);
    EXPECT_EQ(list["masked"], "");
    const json& one = list["reports"][0];
    EXPECT_EQ(one["status"], "partial");
    EXPECT_EQ(one["name_en"], "Report");
    EXPECT_EQ(one["number"], booking["number"]);
    EXPECT_FALSE(one.contains("id"));
    EXPECT_EQ(list.dump().find("Hidden"), std::string::npos);
    json body = by;
    body["request"] = "r1";
    EXPECT_EQ(atKiosk(report->id + "/print", body)["code"], "bad-field");
    EXPECT_EQ(atKiosk("list", {{"id_number", "999999198811201013"}})["http"], 400);
    EXPECT_TRUE(atKiosk("list", {{"id_number", "999999194403021006"}})["reports"].empty());
    for (int tries = 0; tries < 2; ++tries)
        EXPECT_EQ(atKiosk("list", by)["http"], 200);
    EXPECT_EQ(atKiosk("list", by)["code"], "too-many-lookups");
    // The visit's own code is no guess.
    const std::string code = visit(booking["id"], anna)["code"];
    EXPECT_EQ(atKiosk("list", {{"code", code}})["http"], 200);
}

} // namespace
