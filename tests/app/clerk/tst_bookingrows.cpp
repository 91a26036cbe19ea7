// SPDX-License-Identifier: Apache-2.0
// Booking as the seed documents dreamt it and as their critics demanded: rows of domain.md section
// 1 that the registry alone can answer for, by their ids.
#include "app/clerk/personrules.h"
#include "app/ops/slots.h"
#include "tests/app/clerk/bookinghall.h"

#include <random>

using namespace menzhen;
using namespace menzhen::test;
using nlohmann::json;

namespace {

constexpr int tuesday = 20261124;

TEST(BookingRows, row_G8_CancelledPlacesAreNotRebookedAtOnceInAnotherName) {
    BookingHall hall;
    std::mt19937_64 chance(20261122);
    std::vector<std::pair<std::string, std::string>> bookings; // id, session
    for (int n = 0; bookings.size() < 1000; ++n) {
        const std::string session = hall.text(
            "SELECT s.id FROM session s JOIN slot t ON t.site = s.site AND t.day = s.day AND "
            "t.session = s.id WHERE s.day = 20261124 AND t.state = 'free' AND "
            "t.channel IN ('PHONE', 'REGION', 'WINDOW', 'RETURN') ORDER BY s.id LIMIT 1");
        const std::string channel = hall.text(
            "SELECT channel FROM slot WHERE day = 20261124 AND state = 'free' AND channel "
            "IN ('PHONE', 'REGION', 'WINDOW', 'RETURN') AND session = '" +
            session + "' ORDER BY channel LIMIT 1");
        ASSERT_FALSE(session.empty()) << "only " << bookings.size() << " places";
        const std::string id =
            hall.book({{"day", tuesday}, {"session", session}, {"channel", channel}},
                      demoIdNumber(n % 999 + 1, 19500101 + n / 999 * 10000));
        ASSERT_EQ(id.size(), 16U) << id;
        bookings.emplace_back(id, session);
    }
    const std::int64_t start = hall.clinic->clock.nowMs;
    int won = 0;
    for (const auto& [booking, session] : bookings) {
        hall.clinic->clock.nowMs = start;
        ASSERT_EQ(hall.cancel(booking), "done");
        hall.clinic->clock.nowMs = start + static_cast<std::int64_t>(chance() % 60'000);
        for (const char* channel : {"PHONE", "REGION", "WINDOW", "RETURN"}) {
            const auto held =
                hall.hold({{"day", tuesday}, {"session", session}, {"channel", channel}});
            if (!held) continue;
            // Another place of that session that was still free is not the cancelled one.
            const std::string before = hall.text(
                "SELECT count(*) FROM slot WHERE day = 20261124 AND session = '" + session +
                "' AND slot = " + std::to_string((*held)["slot"].get<int>()) +
                " AND slot <= (SELECT capacity FROM session WHERE day = 20261124 AND id = '" +
                session + "')");
            if (before == "0") ++won;
            hall.clinic->must([&](clerk::Clerk& c) { return c.releaseHold((*held)["hold"]); });
        }
    }
    EXPECT_EQ(won, 0);
    EXPECT_EQ(hall.text("SELECT count(*) FROM slot WHERE day = 20261124 AND state = 'free' AND "
                        "release_at > 0"),
              "1000");
}

TEST(BookingRows, row_T6_TheHospitalSwitchesBookingOff) {
    BookingHall hall;
    const std::string booking = hall.book({{"band", 630}}, demoIdNumber(1));
    ASSERT_EQ(booking.size(), 16U) << booking;
    const auto held = hall.hold({});
    ASSERT_TRUE(held);
    const auto turn = [&](const char* state, const char* by = "m1") {
        return codeOf(hall.clinic->act([&](clerk::Clerk& c) {
            return clerk::switchBooking(c, {{"state", state},
                                            {"notice_zh", "系统维护"},
                                            {"notice_en", "Maintenance"},
                                            {"by", by}});
        }));
    };
    EXPECT_EQ(turn("off", "nobody"), "not-allowed");
    EXPECT_EQ(turn("closed"), "bad-field");
    EXPECT_EQ(turn("off"), "done");
    EXPECT_EQ(hall.text("SELECT booking || notice_zh FROM organization"), "off系统维护");
    for (const char* channel : {"PHONE", "KIOSK", "REGION", "WINDOW"})
        EXPECT_EQ(codeOf(hall.hold({{"channel", channel}})), "booking-off") << channel;
    EXPECT_EQ(codeOf(hall.confirm(*held, demoIdNumber(2))), "booking-off");
    EXPECT_EQ(hall.text("SELECT state FROM booking WHERE id = '" + booking + "'"), "booked");
    EXPECT_EQ(hall.cancel(booking), "done") << "and can be given back";
    EXPECT_EQ(turn("on"), "done");
    EXPECT_EQ(codeOf(hall.confirm(*held, demoIdNumber(2))), "done");
}

TEST(BookingRows, row_A6_DayFourteenIsBookableAndDayFifteenIsNot) {
    BookingHall hall(16);
    const int day14 = core::addDays(monday, 14);
    hall.clinic->clock.set(monday, 419);
    const auto early = hall.hold({{"day", day14}});
    ASSERT_EQ(codeOf(early), "not-released");
    core::Error error = early.error();
    EXPECT_EQ(core::takeNotes(error).front().value, hall.clinic->clock.utcMsOf(monday, 420));
    hall.clinic->clock.set(monday, 421);
    EXPECT_EQ(codeOf(hall.hold({{"day", day14}})), "done");
    EXPECT_EQ(codeOf(hall.hold({{"day", core::addDays(monday, 15)}})), "too-far-ahead");
}

TEST(BookingRows, row_A7_TodayInEveryChannelWhileABandIsNotOver) {
    BookingHall hall;
    hall.clinic->clock.set(monday, 550);
    for (const char* channel : {"PHONE", "KIOSK"})
        EXPECT_EQ(hall.book({{"session", "CARD-D03-AM"}, {"band", 600}, {"channel", channel}},
                            demoIdNumber(channel[0]))
                      .size(),
                  16U)
            << channel;
    hall.clinic->clock.set(monday, 629);
    EXPECT_EQ(codeOf(hall.hold({{"session", "CARD-D04-AM"}, {"band", 600}})), "done")
        << "until the band is over";
    hall.clinic->clock.set(monday, 630);
    EXPECT_EQ(codeOf(hall.hold({{"session", "CARD-D04-AM"}, {"band", 600}})), "no-free-slot");
}

TEST(BookingRows, row_A8_ADepartmentThatCannotBeBookedIsOpenOnSite) {
    BookingHall hall;
    hall.define("department", {{"id", "CARD"}, {"bookable", 0}});
    EXPECT_EQ(codeOf(hall.hold({})), "department-not-bookable");
    EXPECT_EQ(
        codeOf(hall.hold({{"day", tuesday}, {"session", "CARD-D02-AM"}, {"channel", "KIOSK"}})),
        "department-not-bookable");
    EXPECT_EQ(codeOf(hall.hold({{"channel", "KIOSK"}})), "done");
}

TEST(BookingRows, row_W10_EachDaySaysWhyItIsClosed) {
    BookingHall hall;
    hall.allow([](core::BookingPolicy& policy) { policy.calendar.closed = {tuesday}; });
    const json tuesdays{{"day", tuesday}, {"session", "CARD-D02-AM"}};
    EXPECT_EQ(codeOf(hall.hold(tuesdays)), "closed-day");
    EXPECT_EQ(codeOf(hall.hold({{"day", 20261125}})), "unknown-session");
    EXPECT_EQ(codeOf(hall.hold({{"day", 20261208}})), "too-far-ahead");
    EXPECT_GT(hall.sellOut("CARD-D01-AM", "PHONE"), 0);
    EXPECT_EQ(codeOf(hall.hold({})), "no-free-slot");
}

TEST(BookingRows, ASaturdayWorkedAsAThursdayHasAThursdaysSessions) {
    BookingHall hall(7);
    hall.allow([](core::BookingPolicy& policy) {
        policy.calendar.closed = {20261203};                              // a Thursday
        policy.calendar.workedAs = {{20261205, core::Weekday::Thursday}}; // the Saturday after
    });
    hall.clinic->must([](clerk::Clerk& c) -> core::Result<json> {
        while (c.openDays()) {
        }
        return json();
    });
    const auto sessions = [&](int day) {
        return hall.text("SELECT group_concat(id) FROM (SELECT id FROM session WHERE day = " +
                         std::to_string(day) + " ORDER BY id)");
    };
    EXPECT_EQ(sessions(20261203), "");
    EXPECT_EQ(sessions(20261205), sessions(20261126));
    EXPECT_NE(sessions(20261205), sessions(20261128));
    EXPECT_FALSE(sessions(20261204).empty());
}

TEST(BookingRows, row_W13_AFirstVisitNeedsNothingBeforeIt) {
    BookingHall hall;
    EXPECT_EQ(hall.text("SELECT count(*) FROM person"), "0");
    EXPECT_EQ(hall.book({{"holder", "0011223344556677"}}, demoIdNumber(7)).size(), 16U);
}

TEST(BookingRows, row_W9_AParentBooksForAChildWhoseNameItIs) {
    BookingHall hall;
    const std::string child = demoIdNumber(1, 20190101);
    const json guardian{{"name", "王测试"}, {"id_number", demoIdNumber(101)}};
    EXPECT_EQ(hall.book({}, child), "guardian-needed");
    EXPECT_EQ(
        hall.book({}, child,
                  {{"guardian", {{"name", "小哥"}, {"id_number", demoIdNumber(2, 20110101)}}}}),
        "guardian-needed")
        << "a child answers for nobody";
    EXPECT_EQ(hall.book({}, child, {{"guardian", {{"name", "自己"}, {"id_number", child}}}}),
              "guardian-needed");
    const std::string id = hall.book({}, child, {{"name", "欧阳小测"}, {"guardian", guardian}});
    ASSERT_EQ(id.size(), 16U) << id;
    EXPECT_EQ(hall.text("SELECT masked FROM booking WHERE id = '" + id + "'").substr(0, 6), "欧阳");
    hall.clinic->must([&](clerk::Clerk& c) -> core::Result<json> {
        const auto person = c.people().get(monday, id);
        EXPECT_EQ((*person)->name, "欧阳小测");
        EXPECT_EQ((*person)->guardianName, "王测试");
        return json();
    });
}

TEST(BookingRows, row_W14_DoctorsCloseSessionsAndSeeOneMore) {
    BookingHall hall;
    ASSERT_EQ(
        codeOf(hall.clinic->act([](clerk::Clerk& c) {
            return c.stopSession("CARD-D03-AM", {{"day", monday}, {"reason", "ill"}, {"by", "m1"}});
        })),
        "done");
    EXPECT_EQ(codeOf(hall.hold({{"session", "CARD-D03-AM"}})), "session-stopped");
    EXPECT_EQ(codeOf(hall.clinic->act([](clerk::Clerk& c) {
                  return c.addExtra("CARD-D01-AM", {{"day", monday}, {"by", "m1"}});
              })),
              "done");
}

TEST(BookingRows, row_N1_AnEmptyPoolClosesNoOther) {
    BookingHall hall;
    EXPECT_GT(hall.sellOut("CARD-D01-AM", "REGION"), 0);
    EXPECT_EQ(codeOf(hall.hold({{"channel", "REGION"}})), "no-free-slot");
    EXPECT_EQ(codeOf(hall.hold({{"channel", "KIOSK"}})), "done");
    EXPECT_EQ(codeOf(hall.hold({{"channel", "ELDER"}})), "elders-only");
    EXPECT_EQ(codeOf(hall.hold({{"channel", "ELDER"}, {"age", 80}})), "elders-only")
        << "a kiosk's word alone";
    const auto sealed = [&](int birth, const std::string& session) {
        const std::string plain = json{{"id_number", test::demoIdNumber(7, birth)}}.dump();
        const std::string place = "HA/" + ops::holdSealPlace(session, monday);
        return core::toHex(hall.clinic->crypto.sealTo(hall.clinic->keys.sealing->publicKey(),
                                                      core::asBytes(plain), core::asBytes(place)));
    };
    const auto elder = [&](const std::string& text) {
        return codeOf(hall.hold({{"channel", "ELDER"}, {"sealed", text}}));
    };
    EXPECT_EQ(elder(sealed(19661124, "CARD-D01-AM")), "elders-only") << "60 tomorrow";
    EXPECT_EQ(elder(sealed(19661123, "CARD-D02-AM")), "elders-only") << "sealed for another hold";
    EXPECT_EQ(elder("00"), "elders-only");
    EXPECT_EQ(elder(sealed(19661123, "CARD-D01-AM")), "done");
    // An hour before the end, what was kept for others is open to all.
    hall.clinic->clock.set(monday, 630);
    EXPECT_EQ(codeOf(hall.hold({{"channel", "REGION"}})), "done");
}

TEST(BookingRows, row_B2_TwoChannelsRaceForTheLastPlaceTenThousandTimes) {
    BookingHall hall;
    hall.clinic->clock.set(monday, 640); // every pool is open to every channel
    while (
        hall.text("SELECT count(*) FROM slot WHERE day = 20261123 AND session = 'CARD-D01-AM' AND "
                  "state = 'free' AND band >= 630") > std::string("1"))
        ASSERT_TRUE(hall.hold({{"channel", "PHONE"}}));
    std::mt19937_64 chance(7);
    const auto ask = [&](const char* channel) {
        ports::LinkRequest request;
        request.method = "POST";
        request.path = "/v1/sites/HA/holds";
        request.body = json{
            {"day", monday},
            {"session", "CARD-D01-AM"},
            {"channel", channel},
            {"holder",
             channel}}.dump();
        return hall.clinic->answer(request);
    };
    int wrong = 0;
    std::map<std::string, int> wins;
    for (int race = 0; race < 10'000; ++race) {
        const bool phoneFirst = chance() % 2 == 0;
        const auto first = ask(phoneFirst ? "PHONE" : "KIOSK");
        const auto second = ask(phoneFirst ? "KIOSK" : "PHONE");
        const int winners = (first.status == 200 ? 1 : 0) + (second.status == 200 ? 1 : 0);
        if (winners != 1) ++wrong;
        const json held = json::parse(first.status == 200 ? first.body : second.body);
        ++wins[held["channel"]];
        ports::LinkRequest release;
        release.method = "DELETE";
        release.path = "/v1/sites/HA/holds/" + held["hold"].get<std::string>();
        if (hall.clinic->answer(release).status != 200) ++wrong;
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(wins["PHONE"], 4000);
    EXPECT_GT(wins["KIOSK"], 4000);
}

TEST(BookingPerson, OneRegistrationAPersonDepartmentAndDay) {
    BookingHall hall;
    const std::string first = hall.book({{"band", 630}}, demoIdNumber(1));
    ASSERT_EQ(first.size(), 16U);
    EXPECT_EQ(hall.book({{"session", "CARD-D03-PM"}}, demoIdNumber(1)), "same-department-day");
    EXPECT_EQ(hall.book({{"day", tuesday}, {"session", "CARD-D02-AM"}}, demoIdNumber(1)).size(),
              16U)
        << "another day";
    const std::string other =
        hall.text("SELECT id FROM session WHERE day = 20261123 AND department = 'GAST' LIMIT 1");
    EXPECT_EQ(hall.book({{"session", other}}, demoIdNumber(1)).size(), 16U) << "another department";
    EXPECT_EQ(hall.cancel(first), "done");
    EXPECT_EQ(hall.book({{"session", "CARD-D03-PM"}}, demoIdNumber(1)).size(), 16U);
}

TEST(BookingPerson, AFamilyOnOnePhoneAndNoMore) {
    BookingHall hall;
    const auto one = [&](int n) {
        const std::string session = hall.text(
            "SELECT id FROM session WHERE day = 20261123 AND half = 'AM' AND department = "
            "'GAST' ORDER BY capacity DESC, id LIMIT 1");
        return hall.book({{"session", session}, {"holder", "00112233aabbccdd"}}, demoIdNumber(n));
    };
    for (int n = 1; n <= 6; ++n)
        EXPECT_EQ(one(n).size(), 16U) << n;
    EXPECT_EQ(one(7), "too-many-dependants");
    EXPECT_EQ(hall.text("SELECT count(*) FROM booking WHERE holder = '00112233aabbccdd'"), "6");
    hall.allow([](core::BookingPolicy& policy) { policy.holderOpenLimit = 6; });
    EXPECT_EQ(
        hall.book({{"session", "CARD-D01-AM"}, {"holder", "00112233aabbccdd"}}, demoIdNumber(1)),
        "holder-limit");
}

TEST(BookingPerson, ThreeMissedVisitsCloseBookingAheadAndNotTheDoor) {
    BookingHall hall(4);
    hall.allow([](core::BookingPolicy& policy) { policy.noshowCount = 2; });
    EXPECT_EQ(hall.book({}, demoIdNumber(1)).size(), 16U);
    EXPECT_EQ(hall.book({{"day", tuesday}, {"session", "CARD-D02-AM"}}, demoIdNumber(1)).size(),
              16U);
    hall.clinic->clock.set(tuesday, 70);
    hall.sweep();
    EXPECT_EQ(hall.text("SELECT count(*) FROM noshow"), "1");
    hall.clinic->clock.set(20261125, 70);
    hall.sweep();
    EXPECT_EQ(hall.text("SELECT count(*) FROM noshow"), "2");
    const std::string session =
        hall.text("SELECT id FROM session WHERE day = 20261126 AND department = 'GAST' LIMIT 1");
    const auto refused = hall.hold({{"day", 20261126}, {"session", session}});
    ASSERT_TRUE(refused);
    const auto made = hall.confirm(*refused, demoIdNumber(1));
    ASSERT_EQ(codeOf(made), "suspended");
    core::Error error = made.error();
    EXPECT_EQ(core::takeNotes(error).front().value,
              hall.clinic->clock.utcMsOf(core::addDays(tuesday, 91), 0));
    const std::string today =
        hall.text("SELECT id FROM session WHERE day = 20261125 AND half = 'AM' AND department = "
                  "'GAST' LIMIT 1");
    EXPECT_EQ(
        hall.book({{"day", 20261125}, {"session", today}, {"channel", "KIOSK"}}, demoIdNumber(1))
            .size(),
        16U);
    EXPECT_EQ(hall.book({{"day", 20261126}, {"session", session}}, demoIdNumber(2)).size(), 16U);
}

TEST(BookingPerson, CancellingInTimeAndByStaffAfterIt) {
    BookingHall hall;
    const std::string booking = hall.book({{"band", 630}}, demoIdNumber(1));
    hall.clinic->clock.set(monday, 601);
    EXPECT_EQ(hall.cancel(booking), "too-late-to-cancel");
    EXPECT_EQ(hall.cancel(booking, "nobody"), "not-allowed");
    EXPECT_EQ(hall.cancel(booking, "m1"), "done");
    EXPECT_EQ(hall.cancel(booking), "already-cancelled");
}

TEST(BookingPerson, TheSameKeyGivesTheSameAnswer) {
    BookingHall hall;
    const json held = *hall.hold({});
    const json body{{"hold", held["hold"]},
                    {"person", {{"name", "王测试"}, {"id_number", demoIdNumber(1)}}}};
    const auto twice = [&](const std::string& key) {
        return hall.clinic->act([&](clerk::Clerk& c) {
            return c.once(key, body.dump(), [&] { return c.book(body); });
        });
    };
    const auto first = twice("k1");
    ASSERT_TRUE(first);
    EXPECT_EQ(*twice("k1"), *first);
    EXPECT_EQ(codeOf(twice("k2")), "unknown-hold");
    EXPECT_EQ(hall.text("SELECT count(*) FROM booking"), "1");
}

TEST(BookingPerson, WhatWasSeenLongAgoCannotBeBooked) {
    BookingHall hall;
    const std::int64_t now = hall.clinic->clock.utcMs();
    EXPECT_EQ(codeOf(hall.hold({{"as_of", now - 300'000}})), "done");
    EXPECT_EQ(codeOf(hall.hold({{"as_of", now - 300'001}})), "stale-availability");
}

} // namespace
