// SPDX-License-Identifier: Apache-2.0
// A visit by video: booked by phone as any other, entered from the phone when its time has come,
// and in no room, on no board, at no kiosk and in no queue.
#include "app/clerk/views.h"
#include "app/ops/hospitalfile.h"
#include "app/ops/hospitalimport.h"
#include "tests/app/clerk/phonebench.h"

#include <fstream>
#include <sstream>

using namespace menzhen;
using nlohmann::json;
using test::anna;
using test::ben;

namespace {

constexpr const char* video = "CARD-D02-PM";
constexpr int firstBand = 840;
constexpr int sessionEnd = 960;

/// The demo hospital, whose Chen Shuhe sees people by video on Monday afternoons.
core::Hospital withVideo() {
    std::ifstream file(MENZHEN_RESOURCES "/hospitals/hospital-demo.json", std::ios::binary);
    json demo = json::parse(file);
    demo["hospitals"][0]["schedule_templates"].push_back(
        {{"practitioner", "CARD-D02"},
         {"department", "CARD"},
         {"day", "MON"},
         {"half_day", "PM"},
         {"start", "14:00"},
         {"end", "16:00"},
         {"class", "VR"},
         {"link", "https://video.example/room/{visit}"},
         {"capacity", 4},
         {"extra_max", 0},
         {"fee", "EXPERT_TOP"},
         {"queue", "personal"}});
    const auto read = ops::readHospitalFile(demo.dump(1));
    EXPECT_TRUE(read);
    return read->hospitals.front();
}

class VirtualVisits : public test::Phones {
protected:
    void SetUp() override {
        Phones::SetUp();
        const core::Hospital hospital = withVideo();
        ASSERT_TRUE(clinic->database->transact([&]() -> core::Result<void> {
            if (const auto begun = clerk->log().begin(true); !begun) return begun;
            const auto counts =
                ops::importHospital(clerk->log(), hospital, test::monday, 1, [](int, int) {});
            clerk->end();
            if (!counts) return tl::unexpected(counts.error());
            return {};
        }));
    }

    json bookVideo(const std::string& token, int band = firstBand) {
        const json wish{{"day", test::monday}, {"session", video}, {"band", band}};
        const json hold = good(site("POST", "holds", wish, token));
        const json& who = token == anna ? test::person : test::another;
        return good(site("POST", "bookings", {{"hold", hold["hold"]}, {"person", who}}, token));
    }

    Reply join(const std::string& id, const std::string& token) {
        return site("POST", "visits/" + id + "/join", json::object(), token);
    }

    std::string count(const std::string& what) { return text("SELECT count(*) FROM " + what); }
};

TEST_F(VirtualVisits, row_A14_AVirtualVisitNeverEntersARoomsQueue) {
    const json sessions = good(site("GET", "sessions?day=20261123&department=CARD", {}, anna));
    for (const json& one : sessions["sessions"])
        EXPECT_EQ(one["class"], one["id"] == video ? "VR" : "AMB") << one["id"];
    EXPECT_EQ(text("SELECT room || zone FROM session WHERE id = 'CARD-D02-PM'"), "");
    EXPECT_EQ(count("queue WHERE half = 'PM' AND id = 'CARD-D02'"), "0");
    EXPECT_EQ(count("slot WHERE session = 'CARD-D02-PM' AND channel <> 'PHONE'"), "0");
    const std::string id = bookVideo(anna)["id"];
    clinic->clock.set(test::monday, firstBand);
    EXPECT_EQ(site("POST", "visits/" + id + "/check-in", {{"place", zoneOf("3A")}}, anna).code(),
              "virtual-visit");
    good(join(id, anna));
    EXPECT_EQ(count("entry"), "0");
    EXPECT_EQ(count("queue WHERE half = 'PM' AND id = 'CARD-D02'"), "0");
    // No board lists its doctor, since it has no zone.
    const auto board = clinic->view([](clerk::Views& v) { return v.snapshot("board:3A"); });
    ASSERT_TRUE(board);
    EXPECT_EQ(board->dump().find("CARD-D02\""), std::string::npos);
    // Nobody in the hall is given one either.
    for (const char* channel : {"KIOSK", "WINDOW"})
        EXPECT_EQ(clinic
                      ->act([&](clerk::Clerk& c) {
                          return c.hold({{"day", test::monday},
                                         {"session", video},
                                         {"channel", channel},
                                         {"holder", "K01"}});
                      })
                      .error()
                      .code,
                  "virtual-visit");
}

TEST_F(VirtualVisits, row_A14_itsPageOpensTheWayInWhenItsTimeHasCome) {
    const json booking = bookVideo(anna);
    const std::string id = booking["id"];
    const json before = visit(id, anna);
    EXPECT_EQ(before["class"], "VR");
    EXPECT_EQ(before["state"], "booked");
    EXPECT_EQ(before["zone"], "");
    EXPECT_EQ(before["floor"], 0);
    EXPECT_TRUE(before["code"].is_null()) << "a kiosk has nothing to do with it";
    EXPECT_NE(before["text_en"].get<std::string>().find("By video"), std::string::npos);
    EXPECT_EQ(before.dump().find("video.example"), std::string::npos) << "not before its time";
    clinic->clock.set(test::monday, firstBand - 31);
    const Reply early = join(id, anna);
    EXPECT_EQ(early.code(), "too-early");
    EXPECT_EQ(early.body["opens"], firstBand - 30);
    clinic->clock.set(test::monday, firstBand - 30);
    const std::string link = good(join(id, anna))["link"];
    EXPECT_EQ(link.size(), std::string("https://video.example/room/").size() + 16);
    EXPECT_EQ(link.find(id), std::string::npos) << "a booking's id opens it here";
    EXPECT_EQ(visit(id, anna)["state"], "joined");
    EXPECT_EQ(good(join(id, anna))["link"], link) << "whoever fell out of it comes in again";
    EXPECT_EQ(join(id, ben).code(), "no-holder");
    const std::string other = bookVideo(ben, 900)["id"];
    EXPECT_EQ(join(id, ben).code(), "unknown-visit");
    clinic->clock.set(test::monday, sessionEnd - 1);
    EXPECT_NE(good(join(other, ben))["link"], link) << "each visit has its own";
    clinic->clock.set(test::monday, sessionEnd);
    EXPECT_EQ(join(id, anna).code(), "session-over");
}

TEST_F(VirtualVisits, AVisitInARoomIsNotJoined) {
    const std::string id = booked(anna)["id"];
    EXPECT_EQ(visit(id, anna)["class"], "AMB");
    clinic->clock.set(test::monday, 570);
    EXPECT_EQ(join(id, anna).code(), "not-virtual");
    EXPECT_EQ(visit(id, anna)["state"], "booked");
}

TEST_F(VirtualVisits, ACancelledOneIsNotJoined) {
    const std::string id = bookVideo(anna)["id"];
    ASSERT_EQ(site("DELETE", "bookings/" + id, {}, anna).status, 200);
    clinic->clock.set(test::monday, firstBand);
    EXPECT_EQ(join(id, anna).code(), "refused:cancelled");
}

// A kiosk that has been cut off since before the session was opened knows nothing of its kind.
TEST_F(VirtualVisits, APrintedTicketOfOneIsToldAndMakesNoEntry) {
    const json booking = bookVideo(anna);
    const auto key = clinic->crypto.generateKey();
    ASSERT_TRUE(act([&](clerk::Clerk& c) {
        return c.introduceDevice({{"id", "K01"},
                                  {"role", "kiosk"},
                                  {"public_key", clinic->crypto.publicPem(key->publicKey())}});
    }));
    const json ticket{
        {"ticket", "00112233445566ff"}, {"kind", "booked"},    {"session", video},
        {"slot", booking["slot"]},      {"queue", "CARD-D02"}, {"half", "PM"},
        {"number", booking["number"]},  {"band", firstBand},   {"short_code", "7G0MX2A4"},
        {"booking", booking["id"]}};
    const json op{{"device", "K01"},
                  {"incarnation", 1},
                  {"seq", 1},
                  {"type", "ticket.issued"},
                  {"version", 1},
                  {"day", test::monday},
                  {"occurred_at", clinic->clock.utcMs()},
                  {"actor", "K01"},
                  {"request", ""},
                  {"fields", ticket}};
    const json body{{"device", "K01"}, {"ops", json::array({op})}};
    const auto answer =
        clerk::answer({"POST", "/v1/sites/HA/ops", body.dump(), "", "", 500}, {}, *clerk, setup);
    const json verdict = json::parse(answer.body)["verdicts"][0];
    EXPECT_EQ(verdict["verdict"], "compensated") << answer.body;
    EXPECT_EQ(verdict["code"], "virtual-visit");
    EXPECT_EQ(count("entry"), "0");
    EXPECT_EQ(visit(booking["id"], anna)["state"], "booked") << "and can still be entered";
}

TEST_F(VirtualVisits, WhoIsNotCountedByTheHallMissesNothing) {
    (void)bookVideo(anna);
    (void)booked(ben);
    clinic->clock.set(test::monday + 1, 480);
    ASSERT_TRUE(act([](clerk::Clerk& c) -> clerk::Answer {
        c.sweep();
        return json();
    }));
    EXPECT_EQ(count("noshow"), "1") << "that of the visit in a room";
}

} // namespace
