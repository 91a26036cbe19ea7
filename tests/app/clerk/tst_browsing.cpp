// SPDX-License-Identifier: Apache-2.0
// Looking around without saying who one is: every page is crawled, from the list of hospitals to
// the bands of a session.
#include "app/clerk/requests.h"
#include "tests/support/clinic.h"

#include <gtest/gtest.h>
#include <set>

using namespace menzhen;
using nlohmann::json;

namespace {

class Browsing : public testing::Test {
protected:
    void SetUp() override { clinic->clock.set(test::monday, 470); }

    json get(const std::string& path, int status = 200) {
        const auto answer = clerk::answer({"GET", path, "", "", "", 500}, {}, *clinic->clerk, setup,
                                          clerk::Face::Public);
        EXPECT_EQ(answer.status, status) << path << ": " << answer.body;
        return json::parse(answer.body);
    }

    json site(const std::string& rest, int status = 200) {
        return get("/v1/sites/HA/" + rest, status);
    }

    const json* named(const json& list, const char* key, const std::string& value) {
        for (const json& row : list)
            if (row[key] == value) return &row;
        return nullptr;
    }

    std::unique_ptr<test::Clinic> clinic = test::Clinic::demo(":memory:", 15);
    clerk::ClerkSetup setup{*clinic->database, clinic->crypto, clinic->clock,
                            clinic->chance,    clinic->keys,   true};
};

/// Words by which a page would speak of a person who is a patient.
void holdsNobody(const json& page, const std::string& where) {
    static const std::set<std::string> personal{"masked",  "id_number",  "phone_number", "birth",
                                                "patient", "short_code", "idhash",       "holder"};
    if (page.is_object())
        for (const auto& [name, value] : page.items()) {
            EXPECT_EQ(personal.count(name), 0U) << where << "." << name;
            holdsNobody(value, where + "." + name);
        }
    if (page.is_array())
        for (const json& each : page)
            holdsNobody(each, where);
}

TEST_F(Browsing, row_T2_everyPageIsReachedWithoutAnIdentity) {
    int pages = 0;
    const auto look = [&](const std::string& path) {
        ++pages;
        json page = get(path);
        holdsNobody(page, path);
        return page;
    };
    look("/v1/regions");
    look("/v1/search?q=%E5%BF%83");
    const json hospitals = look("/v1/hospitals");
    for (const json& hospital : hospitals["hospitals"]) {
        const std::string base = "/v1/sites/" + hospital["site"].get<std::string>();
        look(base);
        const json departments = look(base + "/departments");
        for (const json& d : departments["departments"]) {
            const std::string code = d["code"];
            const json page = look(base + "/departments/" + code);
            for (const json& doctor : page["doctors"])
                look(base + "/practitioners/" + doctor["id"].get<std::string>());
            for (const json& day : page["days"])
                if (day["open"])
                    look(base + "/sessions?day=" + std::to_string(day["day"].get<int>()) +
                         "&department=" + code);
        }
    }
    EXPECT_GT(pages, 100);
}

TEST_F(Browsing, DaysSayWhyTheyAreClosed) {
    const json days = site("departments/CARD")["days"];
    ASSERT_EQ(days.size(), 15U);
    EXPECT_EQ(days[0]["day"], test::monday);
    EXPECT_TRUE(days[0]["open"]) << days[0];
    EXPECT_TRUE(days[0]["why"].is_null());
    clinic->clock.set(test::monday, 6 * 60);
    const json early = site("departments/CARD")["days"][14];
    EXPECT_EQ(early["why"], "not-released");
    EXPECT_EQ(early["opens_at"], clinic->clock.utcMsOf(test::monday, 7 * 60));
    clinic->clock.set(test::monday, 1200);
    EXPECT_EQ(site("departments/CARD")["days"][0]["why"], "over");
    EXPECT_EQ(site("departments/LABO")["days"][0]["why"], "no-session");
}

TEST_F(Browsing, row_W10_everyWeekdayHasSessionsOrSaysWhyNot) {
    const json page = site("departments/CARD");
    for (const json& day : page["days"])
        EXPECT_EQ(day["open"].get<bool>(), day["why"].is_null()) << day;
}

TEST_F(Browsing, row_A8_departmentsWithoutBookingAreListedWithWhatToDo) {
    const json list = site("departments")["departments"];
    const json* lab = named(list, "code", "LABO");
    ASSERT_NE(lab, nullptr);
    EXPECT_FALSE((*lab)["bookable"]);
    EXPECT_EQ((*lab)["reason"], "on-site-only");
    EXPECT_NE((*lab)["instead_en"], "");
    const json* heart = named(list, "code", "CARD");
    EXPECT_TRUE((*heart)["bookable"]);
    EXPECT_EQ((*heart)["fee_to"], 10050);
}

TEST_F(Browsing, row_A9_feesStandOnEveryDoctor) {
    const json doctors = site("departments/CARD")["doctors"];
    ASSERT_FALSE(doctors.empty());
    const json* lin = named(doctors, "id", "CARD-D01");
    EXPECT_EQ((*lin)["fees"], json::array({10050}));
    EXPECT_FALSE((*lin)["special"]);
    const json special = site("departments/SPEC")["doctors"];
    ASSERT_FALSE(special.empty());
    EXPECT_EQ(special[0]["fees"], json::array({20000}));
    EXPECT_TRUE(special[0]["special"]);
}

TEST_F(Browsing, row_W5_aDoctorHasTitleSessionsAndFee) {
    const json page = site("practitioners/CARD-D01");
    EXPECT_EQ(page["title_en"], "Chief physician");
    EXPECT_EQ(page["department"]["code"], "CARD");
    ASSERT_FALSE(page["sessions"].empty());
    EXPECT_EQ(page["sessions"][0]["fee_fen"], 10050);
    EXPECT_TRUE(page["note"].is_null());
}

TEST_F(Browsing, row_T5_availabilityHasItsSourceAndTime) {
    clinic->clock.set(test::monday, 480);
    const json page = site("sessions?day=" + std::to_string(test::monday) + "&department=CARD");
    EXPECT_EQ(page["source"], "registry");
    EXPECT_EQ(page["as_of"], clinic->clock.utcMs());
    for (const json& session : page["sessions"])
        EXPECT_EQ(session["department"], "CARD");
    EXPECT_EQ(site("departments/CARD")["as_of"], clinic->clock.utcMs());
}

TEST_F(Browsing, row_W11_theHospitalSaysWhereToGoWithAnEmergency) {
    const json emergency = get("/v1/sites/HA")["emergency"];
    EXPECT_NE(emergency["place_zh"], "");
    EXPECT_NE(emergency["place_en"], "");
    EXPECT_NE(emergency["phone"], "");
}

TEST_F(Browsing, TheHospitalsClockIsThePhones) {
    const json now = get("/v1/sites/HA")["now"];
    EXPECT_EQ(now["day"], test::monday);
    EXPECT_EQ(now["minute"], 470);
    EXPECT_EQ(now["offset_minutes"], 480);
    EXPECT_EQ(now["at"], clinic->clock.utcMs());
}

TEST_F(Browsing, UnknownNamesAreRefused) {
    EXPECT_EQ(get("/v1/sites/ZZ", 404)["code"], "unknown-site");
    EXPECT_EQ(site("departments/NONE", 404)["code"], "unknown-department");
    EXPECT_EQ(site("practitioners/NONE", 404)["code"], "unknown-practitioner");
    EXPECT_EQ(get("/v1/search?q=a&limit=x", 400)["code"], "bad-field");
    EXPECT_EQ(get("/v1/search?q=" + std::string(200, 'a'), 400)["code"], "bad-field");
    EXPECT_TRUE(get("/v1/search?q=")["hits"].empty());
}

TEST_F(Browsing, SearchFindsWhatTheDemoHas) {
    const json hits = get("/v1/search?q=%E5%BF%83%E8%A1%80%E7%AE%A1")["hits"]; // 心血管
    ASSERT_FALSE(hits.empty());
    EXPECT_EQ(hits[0]["type"], "department");
    EXPECT_EQ(hits[0]["id"], "CARD");
    EXPECT_EQ(hits[0]["site"], "HA");
}

} // namespace
