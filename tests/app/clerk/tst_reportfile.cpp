// SPDX-License-Identifier: Apache-2.0
// A laboratory's files: what is read, and what is wrong with the others, without repeating it.
#include "app/clerk/reportfile.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <random>

using namespace menzhen;
using nlohmann::json;
using testing::HasSubstr;

namespace {

json whole() {
    return json::parse(R"({"resourceType":"DiagnosticReport","id":"LAB-1.a","status":"preliminary",
        "meta":{"what":"ever"},"encounter":{"identifier":{"value":"20261123/C012"}},
        "code":{"text":"血常规","coding":[{"display":"Blood count"},{"display":"other"}]},
        "issued":"2026-11-23T09:12:00+08:00","performer":[{"display":"检验科"}],
        "contained":[
          {"resourceType":"Observation","code":{"text":"白细胞","coding":[{"display":"White cells"}]},
           "valueQuantity":{"value":11.2,"unit":"10^9/L"},"referenceRange":[{"text":"3.5-9.5"}],
           "interpretation":[{"coding":[{"code":"H"}]}]},
          {"resourceType":"Observation","code":{"text":"尿糖"},"valueString":"阴性"},
          {"resourceType":"Observation","code":{"text":"肌酐"}}],
        "conclusion":"复查。"})");
}

TEST(ReportFile, IsReadFieldByField) {
    const auto report = clerk::readReport(whole().dump());
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->id, "LAB-1.a");
    EXPECT_EQ(report->status, "preliminary");
    EXPECT_EQ(report->day, 20261123);
    EXPECT_EQ(report->number, "C012");
    EXPECT_EQ(report->nameZh, "血常规");
    EXPECT_EQ(report->nameEn, "Blood count");
    EXPECT_EQ(report->performer, "检验科");
    EXPECT_EQ(report->issuedMs, 1795396320000); // 2026-11-23 01:12 UTC
    EXPECT_EQ(report->conclusion, "复查。");
    ASSERT_EQ(report->findings.size(), 3U);
    EXPECT_EQ(report->findings[0].value, "11.2");
    EXPECT_EQ(report->findings[0].unit, "10^9/L");
    EXPECT_EQ(report->findings[0].range, "3.5-9.5");
    EXPECT_EQ(report->findings[0].flag, "H");
    EXPECT_EQ(report->findings[1].value, "阴性");
    EXPECT_EQ(report->findings[1].nameEn, "尿糖"); // the sender has no other
    EXPECT_EQ(report->findings[2].value, "");
}

TEST(ReportFile, LittleIsEnough) {
    json least = whole();
    for (const char* name : {"meta", "performer", "contained", "conclusion"})
        least.erase(name);
    least["code"].erase("coding");
    const auto report = clerk::readReport(least.dump());
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->nameEn, "血常规");
    EXPECT_TRUE(report->findings.empty());
}

struct Wrong {
    const char* at; // JSON pointer
    json value;     // null: taken out
    const char* says;
};

TEST(ReportFile, SaysWhichFieldIsWrongAndNeverItsValue) {
    const std::string secret = "张三的血";
    const Wrong wrongs[] = {
        {"/resourceType", secret, "resourceType: "},
        {"/resourceType", {}, "resourceType: "},
        {"/id", secret, "id: "},
        {"/id", std::string(65, 'x'), "id: "},
        {"/id", 5, "id: "},
        {"/status", secret, "status: "},
        {"/status", {}, "status: "},
        {"/encounter/identifier/value", "20261123/", "encounter.identifier.value: "},
        {"/encounter/identifier/value", "20261323/C012", "encounter.identifier.value: "},
        {"/encounter/identifier/value", "C012", "encounter.identifier.value: "},
        {"/encounter/identifier/value", "20261123/" + secret + secret, "encounter.identifier."},
        {"/encounter", {}, "encounter.identifier.value: "},
        {"/code/text", {}, "code.text: "},
        {"/code/text", std::string(501, 'x'), "code.text: "},
        {"/issued", "2026-11-23 09:12", "issued: "},
        {"/performer/0/display", 7, "performer[0].display: "},
        {"/contained", secret, "contained: "},
        {"/contained", std::vector<int>(201), "contained: "},
        {"/contained/0", secret, "contained[0].resourceType: "},
        {"/contained/1/code", {}, "contained[1].code.text: "},
        {"/contained/0/valueQuantity/value", secret, "contained[0].valueQuantity.value: "},
        {"/conclusion", std::string(8001, 'x'), "conclusion: "},
    };
    for (const Wrong& wrong : wrongs) {
        json file = whole();
        const json::json_pointer at(wrong.at);
        if (wrong.value.is_null())
            file[at.parent_pointer()].erase(at.back());
        else
            file[at] = wrong.value;
        const auto report = clerk::readReport(file.dump());
        ASSERT_FALSE(report) << wrong.at;
        EXPECT_EQ(report.error().code, "bad-field");
        EXPECT_THAT(report.error().detail, HasSubstr(wrong.says));
        EXPECT_EQ(report.error().detail.find(secret), std::string::npos) << wrong.at;
    }
    for (const char* text : {"", "{", "[]", "null", "\xff", "{\"id\":\"\xe5\"}"})
        EXPECT_FALSE(clerk::readReport(text)) << text;
}

TEST(ReportFile, MomentsWithTheirOffset) {
    EXPECT_EQ(clerk::readInstant("2026-11-23T09:12:00+08:00"), 1795396320000);
    EXPECT_EQ(clerk::readInstant("2026-11-23T01:12:00Z"), 1795396320000);
    EXPECT_EQ(clerk::readInstant("2026-11-22T20:12:00.250-05:00"), 1795396320000);
    EXPECT_EQ(clerk::readInstant("1970-01-01T00:00:00Z"), 0);
    for (const char* text :
         {"", "2026-11-23", "2026-11-23T09:12:00", "2026-11-23T09:12Z", "2026-11-31T09:12:00Z",
          "2026-11-23T24:00:00Z", "2026-11-23T09:60:00Z", "2026-11-23T09:12:00+8:00",
          "2026-11-23T09:12:00+08:00x", "2026-11-23T09:12:00.", "1969-12-31T23:59:59Z",
          "2026-11-23T09:12:00*08:00", "2026-11-23T09:12:-1Z"})
        EXPECT_EQ(clerk::readInstant(text), -1) << text;
}

TEST(ReportFile, StatusesAsTheyAreShown) {
    EXPECT_EQ(clerk::shownStatus("registered"), "registered");
    EXPECT_EQ(clerk::shownStatus("preliminary"), "partial");
    EXPECT_EQ(clerk::shownStatus("corrected"), "final");
    for (const char* gone : {"cancelled", "entered-in-error", "unknown", "nonsense"})
        EXPECT_EQ(clerk::shownStatus(gone), "") << gone;
}

TEST(ReportFile, DamagedFilesHarmNobody) {
    const auto seed = std::random_device()();
    std::mt19937 chance(seed);
    const std::string good = whole().dump();
    int accepted = 0;
    for (int i = 0; i < 500; ++i) {
        std::string text = good;
        for (auto n = chance() % 3 + 1; n > 0; --n)
            text[chance() % text.size()] = static_cast<char>(chance());
        accepted += clerk::readReport(text) ? 1 : 0;
    }
    EXPECT_LT(accepted, 500) << "seed " << seed;
}

} // namespace
