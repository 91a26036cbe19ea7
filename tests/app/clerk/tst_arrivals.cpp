// SPDX-License-Identifier: Apache-2.0
// What kiosks that were cut off bring along: second papers, numbers of their own, bookings that
// were cancelled meanwhile or that nobody here has planned.
#include "tests/support/clinic.h"

#include "db/store/records.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;

namespace {

constexpr const char* firstId = "00112233445566aa";
constexpr const char* secondId = "00112233445566bb";
constexpr int wednesdayAfterNext = 20261202; // nobody has planned it

struct Hall {
    std::unique_ptr<Clinic> clinic = Clinic::demo();
    std::map<std::string, int> seq;
    int people = 0;

    Hall() {
        clinic->clock.set(monday, 490);
        for (const char* id : {"K1", "K2"}) {
            const auto key = clinic->crypto.generateKey();
            const json body{{"id", id},
                            {"role", "kiosk"},
                            {"public_key", clinic->crypto.publicPem(key->publicKey())}};
            clinic->must([&](clerk::Clerk& c) { return c.introduceDevice(body); });
        }
    }

    json book(int band = -1) {
        const json held = clinic->must([&](clerk::Clerk& c) {
            json wish{{"day", monday},
                      {"session", "CARD-D01-AM"},
                      {"channel", "PHONE"},
                      {"holder", "ph1"}};
            if (band >= 0) wish["band"] = band;
            return c.hold(wish);
        });
        return clinic->must([&](clerk::Clerk& c) {
            return c.book(
                {{"hold", held["hold"]},
                 {"person", {{"name", "王测试"}, {"id_number", test::demoIdNumber(++people)}}}});
        });
    }

    /// Verdict and code of one op of a device: "applied", "compensated:number-again".
    std::string send(const std::string& device, const std::string& type, json fields,
                     int day = monday, std::int64_t atMs = 0) {
        const json op{{"device", device},
                      {"incarnation", 1},
                      {"seq", ++seq[device]},
                      {"type", type},
                      {"version", 1},
                      {"day", day},
                      {"occurred_at", atMs != 0 ? atMs : clinic->clock.utcMs()},
                      {"actor", device},
                      {"request", ""},
                      {"fields", std::move(fields)}};
        const json taken = clinic->must([&](clerk::Clerk& c) {
            return c.acceptOps({{"device", device}, {"ops", {op}}});
        });
        const json& verdict = taken["verdicts"][0];
        const auto code = verdict["code"].get<std::string>();
        return verdict["verdict"].get<std::string>() + (code.empty() ? "" : ":" + code);
    }

    std::string read(const std::string& sql) {
        std::string value;
        const auto done = clinic->database->read([&]() -> core::Result<void> {
            store::Query query(*clinic->database, sql);
            if (query.step()) value = query.text(0);
            return {};
        });
        EXPECT_TRUE(done) << sql;
        return value;
    }
};

json ticketOf(const json& booking, const char* id) {
    return {{"ticket", id},
            {"kind", "booked"},
            {"session", booking["session"]},
            {"slot", booking["slot"]},
            {"queue", "CARD-D01"},
            {"half", "AM"},
            {"number", booking["number"]},
            {"band", booking["band"]},
            {"zone", "3A"},
            {"short_code", "7G0MX2A4"},
            {"booking", booking["id"]},
            {"masked", booking["masked"]}};
}

json ownTicket(const char* id, const char* number) {
    return {{"ticket", id},
            {"kind", "extra"},
            {"session", "CARD-D05-AM"},
            {"queue", "CARD"},
            {"half", "AM"},
            {"number", number},
            {"band", 480},
            {"short_code", "7G0MX2A4"}};
}

TEST(Arrivals, TheSecondPaperLeadsToTheFirstArrival) {
    Hall hall;
    const json booking = hall.book();
    EXPECT_EQ(hall.send("K1", "ticket.issued", ticketOf(booking, firstId)), "applied");
    EXPECT_EQ(hall.send("K1", "entry.checked_in", {{"entry", firstId}}), "applied");
    EXPECT_EQ(hall.send("K2", "ticket.issued", ticketOf(booking, secondId)),
              "compensated:duplicate-arrival");
    EXPECT_EQ(hall.send("K2", "entry.checked_in", {{"entry", secondId}}),
              "compensated:duplicate-arrival");
    EXPECT_EQ(hall.read("SELECT entry FROM second_paper WHERE id = '00112233445566bb'"), firstId);
    EXPECT_EQ(hall.read("SELECT count(*) FROM entry"), "1");
    EXPECT_EQ(hall.read("SELECT count(*) FROM task WHERE verdict = 'rejected'"), "0");
    EXPECT_EQ(hall.read("SELECT seq FROM entry"), "1") << "one arrival";
    // A snapshot knows of it too.
    const auto lobby = hall.clinic->view([](clerk::Views& v) { return v.snapshot("lobby"); });
    ASSERT_TRUE(lobby);
    EXPECT_EQ((*lobby)["tables"]["second_paper"]["rows"].size(), 1U);
}

TEST(Arrivals, WhoWasMissedComesBackWithEitherPaper) {
    Hall hall;
    const json booking = hall.book();
    hall.send("K1", "ticket.issued", ticketOf(booking, firstId));
    hall.send("K1", "entry.checked_in", {{"entry", firstId}});
    const std::int64_t printedMs = hall.clinic->clock.utcMs();
    hall.clinic->clock.nowMs += 60'000;
    hall.clinic->must([](clerk::Clerk& c) {
        return c.callNext("CARD-D01", {{"station", "S1"}, {"room", "301"}, {"request", "r1"}});
    });
    hall.clinic->clock.nowMs += 60'000;
    EXPECT_EQ(hall.send("K1", "entry.missed", {{"entry", firstId}}), "applied");
    // The second paper's own arrival lies before the call: it brings nobody back.
    EXPECT_EQ(hall.send("K2", "ticket.issued", ticketOf(booking, secondId), monday, printedMs),
              "compensated:duplicate-arrival");
    EXPECT_EQ(hall.send("K2", "entry.checked_in", {{"entry", secondId}}, monday, printedMs),
              "compensated:duplicate-arrival");
    EXPECT_EQ(hall.read("SELECT state FROM entry"), "missed");
    // Scanned after the call, it does.
    EXPECT_EQ(hall.send("K2", "entry.checked_in", {{"entry", secondId}}), "applied");
    EXPECT_EQ(hall.read("SELECT state || lane FROM entry"), "waitingM");
}

TEST(Arrivals, OwnNumbersAreTakenAsTheyStand) {
    Hall hall;
    EXPECT_EQ(hall.send("K1", "ticket.issued", ownTicket(firstId, "C1-01")), "applied");
    EXPECT_EQ(hall.send("K1", "entry.checked_in", {{"entry", firstId}}), "applied");
    EXPECT_EQ(hall.send("K2", "ticket.issued", ownTicket(secondId, "C2-01")), "applied");
    EXPECT_EQ(hall.read("SELECT group_concat(number || kind || slot) FROM entry"),
              "C1-01extra0,C2-01extra0");
}

TEST(Arrivals, ANumberPrintedTwiceIsToldApart) {
    Hall hall;
    hall.send("K1", "ticket.issued", ownTicket(firstId, "C1-01"));
    EXPECT_EQ(hall.send("K1", "ticket.issued", ownTicket(secondId, "C1-01")),
              "compensated:number-again");
    EXPECT_EQ(hall.send("K1", "ticket.issued", ownTicket("00112233445566cc", "C1-01")),
              "compensated:number-again");
    EXPECT_EQ(hall.read("SELECT group_concat(number) FROM entry"), "C1-01,C1-01-2,C1-01-3");
}

// A restored registry does not know whom it had sold the place to.
TEST(Arrivals, AnUnknownBookingTakesItsPlaceWhenThatIsFree) {
    Hall hall;
    const json known = hall.book();
    json unknown = known;
    unknown["id"] = "00112233445566dd";
    unknown["slot"] = known["slot"].get<int>() + 1;
    unknown["number"] = hall.read("SELECT number FROM slot WHERE session = 'CARD-D01-AM' AND slot "
                                  "= " +
                                  std::to_string(unknown["slot"].get<int>()));
    EXPECT_EQ(hall.send("K1", "ticket.issued", ticketOf(unknown, firstId)),
              "compensated:unknown-booking");
    EXPECT_EQ(hall.read("SELECT kind FROM entry"), "booked");
    EXPECT_EQ(hall.read("SELECT state FROM slot WHERE session = 'CARD-D01-AM' AND slot = " +
                        std::to_string(unknown["slot"].get<int>())),
              "sold");
}

TEST(Arrivals, AnUnknownBookingWhosePlaceIsAnothersIsAnExtra) {
    Hall hall;
    const json known = hall.book();
    json unknown = known;
    unknown["id"] = "00112233445566dd";
    EXPECT_EQ(hall.send("K1", "ticket.issued", ticketOf(unknown, firstId)),
              "compensated:unknown-booking");
    EXPECT_EQ(hall.send("K2", "ticket.issued", ticketOf(known, secondId)),
              "compensated:number-again");
    const auto number = known["number"].get<std::string>();
    EXPECT_EQ(hall.read("SELECT group_concat(number || kind) FROM (SELECT * FROM entry ORDER BY "
                        "id)"),
              number + "extra," + number + "-2booked");
}

TEST(Arrivals, AWalkInWhoseHoldIsForgottenTakesItsPlaceWhenThatIsFree) {
    Hall hall;
    const json known = hall.book();
    json walkIn = ticketOf(known, firstId);
    walkIn["kind"] = "walkin";
    walkIn["hold"] = "aabb";
    walkIn["slot"] = known["slot"].get<int>() + 1;
    walkIn["number"] = hall.read("SELECT number FROM slot WHERE session = 'CARD-D01-AM' AND slot "
                                 "= " +
                                 std::to_string(walkIn["slot"].get<int>()));
    walkIn.erase("booking");
    EXPECT_EQ(hall.send("K1", "ticket.issued", walkIn), "applied");
    walkIn["ticket"] = secondId;
    EXPECT_EQ(hall.send("K2", "ticket.issued", walkIn), "compensated:number-again");
    const auto number = walkIn["number"].get<std::string>();
    EXPECT_EQ(hall.read("SELECT group_concat(number || kind) FROM (SELECT * FROM entry ORDER BY "
                        "id)"),
              number + "walkin," + number + "-2extra");
}

TEST(Arrivals, ACancelledBookingKeepsItsNumberAndBecomesExtra) {
    Hall hall;
    const json booking = hall.book(630);
    hall.clinic->must([&](clerk::Clerk& c) { return c.cancelBooking(booking["id"]); });
    EXPECT_EQ(hall.send("K1", "ticket.issued", ticketOf(booking, firstId)),
              "compensated:cancelled-booking");
    EXPECT_EQ(hall.read("SELECT kind FROM entry"), "extra");
    EXPECT_EQ(hall.read("SELECT number FROM entry"), booking["number"]);
}

TEST(Arrivals, APaperWithoutAPlanKeepsItsNumberAndGetsItsBand) {
    Hall hall;
    const json booking = hall.book();
    json fields = ticketOf(booking, firstId);
    fields["number"] = "C1-01"; // the kiosk knew the code alone
    fields["band"] = 0;
    EXPECT_EQ(hall.send("K1", "ticket.issued", fields), "compensated:other-number");
    EXPECT_EQ(hall.read("SELECT number FROM entry"), "C1-01");
    EXPECT_EQ(hall.read("SELECT band FROM entry"), std::to_string(booking["band"].get<int>()));
    EXPECT_EQ(hall.read("SELECT slot FROM entry"), std::to_string(booking["slot"].get<int>()));
}

TEST(Arrivals, AQueueThatNobodyPlannedIsMadeForAKnownDoctorAlone) {
    Hall hall;
    const json booking{{"id", "00112233445566dd"},
                       {"session", "CARD-D01-AM"},
                       {"slot", 4},
                       {"band", 480},
                       {"number", "C1-01"},
                       {"masked", ""}};
    EXPECT_EQ(hall.send("K1", "ticket.issued", ticketOf(booking, firstId), wednesdayAfterNext),
              "compensated:unknown-booking");
    EXPECT_EQ(
        hall.read("SELECT department || practitioner || zone FROM queue WHERE day = 20261202"),
        "CARDCARD-D013A");
    json nobody = ownTicket(secondId, "C1-02");
    nobody["queue"] = "NOBODY";
    EXPECT_EQ(hall.send("K1", "ticket.issued", nobody, wednesdayAfterNext),
              "rejected:unknown-queue");
}

} // namespace
