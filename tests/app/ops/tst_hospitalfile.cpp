// SPDX-License-Identifier: Apache-2.0
#include "app/ops/hospitalfile.h"

#include "app/core/sessionplan.h"

#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

namespace menzhen::ops {
namespace {

using Json = nlohmann::ordered_json;

constexpr core::Day monday = 20261123;

std::string demoText() {
    std::ifstream file(MENZHEN_RESOURCES "/hospitals/hospital-demo.json", std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> problemsOf(const std::string& text) {
    const auto read = readHospitalFile(text);
    std::vector<std::string> lines;
    if (read) return lines;
    for (const FileProblem& problem : read.error())
        lines.push_back(toText(problem));
    return lines;
}

class HospitalFileTest : public testing::Test {
protected:
    Json demo = Json::parse(demoText());

    Json& hospital() { return demo["hospitals"][0]; }

    Json& session(int i) { return hospital()["schedule_templates"][std::size_t(i)]; }

    /// The problems of the demo as changed, without line numbers (they are those of dump()).
    std::vector<std::string> problems() {
        const auto read = readHospitalFile(demo.dump(1));
        std::vector<std::string> all;
        if (read) return all;
        for (const FileProblem& problem : read.error())
            all.push_back(problem.path + ": " + problem.what);
        return all;
    }

    void expectOne(const std::string& wanted) {
        EXPECT_EQ(problems(), std::vector<std::string>{wanted});
    }
};

TEST_F(HospitalFileTest, ASessionByVideoHasALinkAndNoRoom) {
    Json& one = session(0);
    const std::string path = "hospitals[0].schedule_templates[0].";
    one["class"] = "TV";
    expectOne(path + "class: 'TV' is unknown, allowed are AMB, VR");
    one["class"] = "VR";
    one["link"] = "https://video.example/{visit}";
    expectOne(path + "room: a session of class VR has no room");
    one.erase("room");
    EXPECT_EQ(problems(), std::vector<std::string>{});
    const auto plan = core::planSessions(readHospitalFile(demo.dump())->hospitals[0], monday, 1);
    ASSERT_TRUE(plan);
    const auto& planned = plan->front();
    ASSERT_EQ(planned.id, "CARD-D01-AM");
    EXPECT_TRUE(planned.isVirtual);
    EXPECT_EQ(planned.zone + planned.room, "");
    EXPECT_EQ(planned.link, "https://video.example/{visit}");
    for (const core::PlannedSlot& slot : planned.slots)
        EXPECT_EQ(slot.channel, "PHONE");
    EXPECT_EQ(planned.slots.front().number, "C001") << "counted with its department's";
    const std::string wanted =
        "link: an address that begins with https:// is wanted, at most 200 bytes";
    for (const char* link : {"", "http://video.example", "https://a b", "javascript:alert(1)"}) {
        one["link"] = link;
        expectOne(path + wanted);
    }
    one["link"] = "https://video.example";
    one["queue"] = "pooled";
    expectOne(path + "queue: a session of class VR is \"personal\"");
    one = Json::parse(demoText())["hospitals"][0]["schedule_templates"][0];
    one["link"] = "https://video.example";
    expectOne(path + "link: only a session of class VR has one");
}

TEST_F(HospitalFileTest, WhereTheHallIsAndEmergenciesGo) {
    hospital()["emergency"]["phone"] = "ask at the desk";
    expectOne("hospitals[0].emergency.phone: digits, spaces, + and - are wanted, at most 20");
    hospital()["emergency"]["phone"] = "120";
    hospital()["emergency"].erase("place_en");
    expectOne("hospitals[0].emergency.place_en: is wanted beside the other language");
    hospital()["emergency"]["place_en"] = std::string(61, 'x');
    expectOne("hospitals[0].emergency.place_zh: is too long, at most 60 bytes");
    hospital().erase("emergency");
    hospital()["building_zh"] = 7;
    EXPECT_FALSE(problems().empty());
    hospital().erase("building_zh");
    hospital().erase("building_en");
    EXPECT_TRUE(problems().empty());
}

TEST_F(HospitalFileTest, WhenTheWaitingListCloses) {
    hospital()["booking_policy"]["waitlist"]["closes"] = "in the evening";
    expectOne("hospitals[0].booking_policy.waitlist.closes: write \"23:00 the day before\"");
    hospital()["booking_policy"]["waitlist"].erase("closes");
    const auto read = readHospitalFile(demo.dump());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->hospitals[0].bookingPolicy.waitlistClosesMinute, core::waitlistNeverCloses);
}

TEST_F(HospitalFileTest, ReadsTheDemo) {
    const auto read = readHospitalFile(demoText());
    ASSERT_TRUE(read) << toText(read.error().front());
    EXPECT_EQ(read->timeZone, "Asia/Shanghai");
    ASSERT_EQ(read->hospitals.size(), 2u);
    EXPECT_EQ(read->demoPatients.size(), 8u);
    const core::Hospital& general = read->hospitals[0];
    EXPECT_EQ(general.organization.id, "HA");
    EXPECT_EQ(general.departments.size(), 19u);
    EXPECT_EQ(general.practitioners.size(), 52u);
    EXPECT_EQ(general.sessionTemplates.size(), 420u);
    EXPECT_EQ(core::findFee(general, "EXPERT_TOP")->amountFen, 10050);
    EXPECT_EQ(general.chargeItems[0].amountFen, std::nullopt);
    EXPECT_EQ(general.channels[3].sharePpm, 350000);
    EXPECT_EQ(general.bookingPolicy.releaseTime, 420);
    EXPECT_EQ(general.bookingPolicy.cancelLeadMinutes, 30);
    EXPECT_TRUE(general.bookingPolicy.waitlistEnabled);
    EXPECT_EQ(general.bookingPolicy.waitlistClosesMinute, 23 * 60);
    EXPECT_EQ(general.organization.building.zh, "门诊楼");
    EXPECT_EQ(general.organization.emergencyPlace.en, "Emergency Building, floor 1");
    EXPECT_EQ(general.organization.emergencyPhone, "0000-6666120");
    EXPECT_EQ(read->hospitals[1].organization.emergencyPhone, "");
    EXPECT_EQ(general.queueRules.stage, 3);
    EXPECT_EQ(general.priorityClasses.size(), 6u);
    EXPECT_EQ(read->hospitals[1].bookingPolicy.advanceDaysMax, 28);
    EXPECT_TRUE(core::findDepartment(read->hospitals[1], "GYNE")->sensitive);
    EXPECT_FALSE(core::findDepartment(read->hospitals[1], "PEDI")->sensitive);
    EXPECT_EQ(read->demoPatients[7].guardian, "PT-002");
}

/// The file states its own sums per weekday; they were worked out by another program.
TEST_F(HospitalFileTest, PlansAsManySlotsAsTheFileSays) {
    const auto read = readHospitalFile(demoText());
    ASSERT_TRUE(read);
    const char* days[]{"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"};
    for (std::size_t h = 0; h < 2; ++h) {
        const auto plan = core::planSessions(read->hospitals[h], monday, 14);
        ASSERT_TRUE(plan) << plan.error().detail;
        std::map<core::Day, int> slots;
        for (const core::PlannedSession& made : *plan)
            slots[made.day] += int(made.slots.size());
        for (int d = 0; d < 14; ++d)
            EXPECT_EQ(slots[core::addDays(monday, d)],
                      demo["hospitals"][h]["volume"]["slots_by_day"][days[d % 7]]);
        EXPECT_EQ(slots[monday], h == 0 ? 2726 : 792);
    }
}

/// One department's half-day, read off the demo by hand: four personal and three pooled sessions.
TEST_F(HospitalFileTest, NumbersTheDemoUniquely) {
    const auto read = readHospitalFile(demoText());
    ASSERT_TRUE(read);
    const auto plan = core::planSessions(read->hospitals[0], monday, 1);
    std::map<std::string, int> seen;
    for (const auto& made : *plan)
        for (const auto& slot : made.slots)
            ++seen[slot.number];
    EXPECT_EQ(seen.size(), 2726u);
    EXPECT_EQ(seen.count("C001"), 1u);
    EXPECT_EQ(seen.count("AB501"), 1u);
}

TEST_F(HospitalFileTest, NamesLineAndKey) {
    std::string text = demoText();
    const std::string good = "\"prefix\": \"E\"";
    const std::size_t at = text.find(good);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, good.size(), "\"prefix\": \"AAA\"");
    const auto line = std::count(text.begin(), text.begin() + std::ptrdiff_t(at), '\n') + 1;
    EXPECT_EQ(problemsOf(text), std::vector<std::string>{
                                    "line " + std::to_string(line) +
                                    ": hospitals[0].departments[3].prefix: 'AAA' has 3 letters, 1 "
                                    "or 2 are allowed"});
}

TEST_F(HospitalFileTest, FindsEveryProblemOfAFileInTheOrderOfLines) {
    hospital()["id"] = "HOSPITAL";
    hospital()["departments"][0].erase("prefix");
    hospital()["fees"][1]["amount_cny"] = 10;
    session(0)["room"] = "999";
    session(1)["start"] = "25:00";
    demo["demo_patients"][0]["id_number"] = "999999194403021007";
    EXPECT_EQ(problems(),
              (std::vector<std::string>{
                  "hospitals[0].id: 'HOSPITAL' has 8 characters, at most 4 are allowed",
                  "hospitals[0].departments[0].prefix: this key is missing",
                  "hospitals[0].schedule_templates[0].room: '999' is no room of CARD",
                  "hospitals[0].schedule_templates[1].start: '25:00' is no time like \"08:30\"",
                  "hospitals[0].fees[1].amount_cny: this is a whole number, a text is wanted",
                  "demo_patients[0].id_number: a digit is mistyped or two are swapped; compare the "
                  "number with the card and type it again"}));
}

TEST_F(HospitalFileTest, RefusesWrongIds) {
    hospital()["practitioners"][0]["id"] = "CARDIO-D01";
    const auto all = problems();
    ASSERT_GE(all.size(), 2u); // the sessions of the old id are now without a doctor
    EXPECT_EQ(all[0], "hospitals[0].practitioners[0].id: 'CARDIO-D01' has 10 characters, at most 9 "
                      "are allowed");
    EXPECT_EQ(all[1], "hospitals[0].schedule_templates[0].practitioner: there is no practitioner "
                      "'CARD-D01'");
}

TEST_F(HospitalFileTest, RefusesWrongPrefixes) {
    hospital()["departments"][14]["prefix"] = "c";
    expectOne(
        "hospitals[0].departments[14].prefix: 'c' has other characters than the letters A to Z");
    hospital()["departments"][14]["prefix"] = "C";
    expectOne("hospitals[0].departments[14].prefix: 'C' is already another department's prefix");
    hospital()["departments"][14]["prefix"] = "";
    expectOne("hospitals[0].departments[14].prefix: this text is empty");
}

TEST_F(HospitalFileTest, RefusesDanglingReferences) {
    session(0)["fee"] = "NONE";
    expectOne("hospitals[0].schedule_templates[0].fee: there is no fee 'NONE'");
    session(0)["fee"] = "GEN";
    session(0)["department"] = "NONE";
    expectOne("hospitals[0].schedule_templates[0].department: there is no department 'NONE'");
    session(0)["department"] = "CARD";
    hospital()["practitioners"][3]["department"] = "NONE";
    expectOne("hospitals[0].practitioners[3].department: there is no department 'NONE'");
}

TEST_F(HospitalFileTest, RefusesSessionsOfLaboratories) {
    session(0)["department"] = "LABO";
    session(0)["room"] = "采血1";
    expectOne("hospitals[0].schedule_templates[0].department: 'LABO' is no clinic, so it has no "
              "sessions");
}

TEST_F(HospitalFileTest, RefusesTimesOutOfOrder) {
    session(0)["end"] = "08:00";
    expectOne(
        "hospitals[0].schedule_templates[0].end: the session ends at 08:00, not after its start "
        "at 08:00");
}

TEST_F(HospitalFileTest, RefusesCapacitiesOutOfBounds) {
    for (const int capacity : {0, -1, 1000}) {
        session(0)["capacity"] = capacity;
        expectOne("hospitals[0].schedule_templates[0].capacity: " + std::to_string(capacity) +
                  " is out of bounds, 1 to 999 is allowed");
    }
    session(0)["capacity"] = 18.5;
    expectOne(
        "hospitals[0].schedule_templates[0].capacity: this is a decimal number, a whole number "
        "is wanted");
}

TEST_F(HospitalFileTest, RefusesMoreThan499NumbersInAHalfDay) {
    session(0)["capacity"] = 499;
    const auto all = problems();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_TRUE(all[0].starts_with("hospitals[0].departments[0]: its sessions have ")) << all[0];
    EXPECT_TRUE(all[0].ends_with(" slots on MON AM, at most 499 numbers fit a half-day")) << all[0];
}

TEST_F(HospitalFileTest, RefusesARoomOrADoctorUsedTwice) {
    session(3)["day"] = "MON"; // D02 in room 301, where D01 sits on Monday morning
    expectOne(
        "hospitals[0].schedule_templates[3].room: '301' is used twice in one half-day, first by "
        "hospitals[0].schedule_templates[0]");
    session(3)["day"] = "TUE";
    session(1)["day"] = "MON";
    session(1)["room"] = "322";
    const auto all = problems();
    EXPECT_NE(
        std::find(all.begin(), all.end(),
                  "hospitals[0].schedule_templates[1].practitioner: 'CARD-D01' is used twice in "
                  "one half-day, first by hospitals[0].schedule_templates[0]"),
        all.end());
}

TEST_F(HospitalFileTest, RefusesSharesThatAreNotAWhole) {
    hospital()["channels"][0]["share"] = 0.2;
    expectOne("hospitals[0].channels: the shares sum to 108.0 %, not to 100 %");
    hospital()["channels"][0]["share"] = 0.1205;
    EXPECT_TRUE(problems().empty());
    hospital()["channels"][0]["share"] = -0.1;
    EXPECT_EQ(problems().at(1), "hospitals[0].channels[0].share: a share is a number from 0 to 1");
}

TEST_F(HospitalFileTest, RefusesBadMoney) {
    hospital()["fees"][0]["amount_cny"] = "3.505";
    expectOne(
        "hospitals[0].fees[0].amount_cny: '3.505': an amount has at most two places after the "
        "point");
    hospital()["fees"][0]["amount_cny"] = "-3.50";
    EXPECT_EQ(problems().size(), 1u);
}

TEST_F(HospitalFileTest, RefusesBadQueueRules) {
    hospital()["queue_rules"]["stage"] = -1;
    EXPECT_EQ(problems().size(), 1u);
    hospital()["queue_rules"]["stage"] = 3;
    hospital()["queue_rules"]["stages"] = 3;
    EXPECT_EQ(problems().size(), 1u);
    hospital()["queue_rules"].erase("stages");
    hospital()["queue_rules"]["band"] = 20;
    expectOne(
        "hospitals[0].booking_policy.band_minutes: queue_rules.band says 20; both must be the "
        "same");
}

TEST_F(HospitalFileTest, RefusesWrongShapes) {
    hospital()["schedule_templates"] = "none";
    expectOne("hospitals[0].schedule_templates: this is a text, a list is wanted");
    demo["hospitals"] = Json::array({1});
    expectOne("hospitals[0]: this is a whole number, an object is wanted");
    demo["hospitals"] = Json::array();
    expectOne("hospitals: there is no hospital in it");
    demo.erase("hospitals");
    expectOne("hospitals: this key is missing");
    EXPECT_EQ(problemsOf("[]"),
              std::vector<std::string>{"line 1: the file is a list, an object is wanted"});
}

TEST_F(HospitalFileTest, RefusesAFileOverTheLimit) {
    EXPECT_EQ(problemsOf(std::string(maxHospitalFileBytes + 1, ' ')),
              std::vector<std::string>{"the file has 16777217 bytes, at most 16777216 are read"});
}

/// Each member of the first hospital taken away or replaced: a clear answer, never a crash, and
/// whatever is accepted can be planned.
TEST_F(HospitalFileTest, SurvivesEveryKeyMissingOrOfTheWrongType) {
    demo["hospitals"].erase(1);
    auto& templates = hospital()["schedule_templates"];
    templates.erase(templates.begin() + 20, templates.end()); // so that the test is quick
    const Json whole = demo;
    const auto tryOut = [&] {
        const auto read = readHospitalFile(demo.dump());
        if (read)
            EXPECT_TRUE(core::planSessions(read->hospitals[0], monday, 7));
        else
            EXPECT_FALSE(read.error().empty());
    };
    std::vector<Json::json_pointer> places;
    for (const auto& [key, value] : whole["hospitals"][0].items()) {
        const Json::json_pointer here("/hospitals/0/" + key);
        places.push_back(here);
        const Json& inner = value.is_array() && !value.empty() ? value[0] : value;
        if (!inner.is_object()) continue;
        for (const auto& [innerKey, ignored] : inner.items())
            places.push_back((value.is_array() ? here / 0 : here) / innerKey);
    }
    ASSERT_GT(places.size(), 60u);
    for (const auto& place : places) {
        SCOPED_TRACE(place.to_string());
        for (const Json& wrong :
             {Json(nullptr), Json(-1), Json("?"), Json::array({Json::array()})}) {
            demo = whole;
            demo[place] = wrong;
            tryOut();
        }
        demo = whole;
        demo[place.parent_pointer()].erase(place.back());
        tryOut();
    }
}

} // namespace
} // namespace menzhen::ops
