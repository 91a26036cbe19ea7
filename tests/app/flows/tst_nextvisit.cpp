// SPDX-License-Identifier: Apache-2.0
// The next visit, booked with today's ticket: in the name that the registry keeps, with a slip.
#include "app/flows/nextvisit.h"

#include "app/flows/checkin.h"
#include "app/flows/scan.h"
#include "tests/app/flows/flowbench.h"

#include <algorithm>
#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::FlowBench;
using test::monday;

namespace {

constexpr const char* patient = "999999198811201012";
constexpr int tuesday = 20261124;

struct Desk {
    explicit Desk(FlowBench& b)
        : bench(b), printing(*b.context), take(*b.context, printing), next(*b.context, printing) {
        printing.start();
    }

    template <class T, class Ask> core::Result<T> wait(Ask ask) {
        test::Heard<core::Result<T>> heard;
        ask(heard.ear());
        EXPECT_EQ(heard.times, 0) << "never inside the call";
        bench.advance(flows::bookingTries * flows::bookingBudgetMs + 3000);
        EXPECT_EQ(heard.times, 1);
        return *heard.value;
    }

    /// A walk-in's ticket of today.
    std::string ticket(const std::string& idNumber) {
        std::pair<std::string, int> place;
        const auto doctors = take.doctors("CARD");
        for (const flows::DoctorChoice& doctor : doctors->list)
            for (const flows::BandChoice& band : doctor.bands)
                if (band.free > 0 && place.first.empty()) place = {band.session, band.band};
        const auto held = wait<flows::Held>(
            [&](auto done) { take.choose(place.first, place.second, std::move(done)); });
        EXPECT_TRUE(held) << held.error().code;
        flows::WalkInDetails details;
        details.idNumber = idNumber;
        const auto issued = take.confirm(details, [](const flows::PrintReport&) {});
        EXPECT_TRUE(issued) << issued.error().code;
        bench.run();
        bench.sync();
        return issued->place.ticket;
    }

    flows::NextWish wish(const std::string& ticketId) {
        const auto doctors = wait<flows::NextDoctors>(
            [&](auto done) { next.doctors("CARD", tuesday, std::move(done)); });
        EXPECT_TRUE(doctors) << doctors.error().code;
        flows::NextWish wish;
        wish.ticket = ticketId;
        wish.asOfMs = doctors->asOfMs;
        for (const flows::DoctorChoice& doctor : doctors->list) {
            const auto band = std::find_if(doctor.bands.begin(), doctor.bands.end(),
                                           [](const auto& b) { return b.free > 0; });
            if (band == doctor.bands.end() || !wish.session.id.empty()) continue;
            wish.session = doctor.session;
            wish.session.id = band->session;
            wish.band = band->band;
        }
        EXPECT_FALSE(wish.session.id.empty()) << "nothing is free on Tuesday";
        return wish;
    }

    core::Result<flows::NextBooked> book(const flows::NextWish& wish) {
        test::Heard<flows::PrintReport> paper;
        auto booked = wait<flows::NextBooked>(
            [&](auto done) { next.book(wish, std::move(done), paper.ear()); });
        EXPECT_EQ(paper.times, booked ? 1 : 0);
        return booked;
    }

    int freeOn(int day) {
        const auto days =
            wait<flows::NextDays>([&](auto done) { next.days("CARD", std::move(done)); });
        EXPECT_TRUE(days) << days.error().code;
        for (const flows::NextDay& one : days->list)
            if (one.day == day) return one.free;
        return -1;
    }

    FlowBench& bench;
    flows::Printing printing;
    flows::TakeNumber take;
    flows::NextVisit next;
};

TEST(NextVisit, row_G9_BookedFromTheTicketInTheKeptName) {
    FlowBench bench("K01", "kiosk", 3);
    Desk desk(bench);
    const std::string ticket = desk.ticket(patient);
    bench.printer.jobs.clear();
    const int before = desk.freeOn(tuesday);
    const flows::NextWish wish = desk.wish(ticket);
    const auto booked = desk.book(wish);
    ASSERT_TRUE(booked) << booked.error().code << " " << booked.error().detail;
    EXPECT_EQ(booked->session.day, tuesday);
    EXPECT_EQ(booked->shortCode.size(), 9U);
    EXPECT_EQ(desk.freeOn(tuesday), before - 1);
    ASSERT_EQ(bench.printer.jobs.size(), 1U);
    const core::TicketContent& slip = bench.printer.jobs.front().content;
    EXPECT_EQ(slip.visitDay, "2026-11-24");
    EXPECT_EQ(slip.number, booked->number);
    EXPECT_EQ(slip.shortCode, booked->shortCode);
    EXPECT_FALSE(slip.peopleAhead);
    // Its code is a booking's, of that day.
    const auto scanned = flows::readScan(*bench.context, slip.code);
    ASSERT_FALSE(scanned);
    EXPECT_EQ(scanned.error().error.code, "too-early");
    EXPECT_EQ(scanned.error().day, tuesday);
    // The number that was sealed at the walk-in is the booking's, and never came here.
    json index;
    (void)bench.clinic->database->read([&]() -> core::Result<void> {
        store::Query query(*bench.clinic->database,
                           "SELECT count(DISTINCT id_index), count(*) FROM person WHERE id IN "
                           "(?, ?)");
        query.bind(ticket).bind(booked->id);
        query.step();
        index = {query.integer(0), query.integer(1)};
        return {};
    });
    EXPECT_EQ(index, json({1, 2}));
    for (const ports::LinkRequest& sent : bench.link->sent)
        EXPECT_EQ(sent.body.find(patient), std::string::npos) << sent.path;
}

TEST(NextVisit, TheTicketOfABookingNamesItsPatient) {
    FlowBench bench("K01", "kiosk", 3);
    Desk desk(bench);
    const json made = bench.book("CARD-D01-AM", 480, monday, patient);
    bench.pull();
    ports::LinkRequest ask;
    ask.method = "POST";
    ask.path = "/v1/sites/HA/bookings";
    flows::CheckIn checkIn(*bench.context, desk.printing);
    const auto scanned = flows::readScan(*bench.context, made["code"].get<std::string>());
    ASSERT_TRUE(scanned);
    const auto visit = checkIn.find(*scanned);
    ASSERT_TRUE(visit);
    const auto issued =
        checkIn.confirm(*visit, core::TicketLanguage::Zh, [](const flows::PrintReport&) {});
    ASSERT_TRUE(issued) << issued.error().code;
    bench.run();
    bench.sync();
    const auto booked = desk.book(desk.wish(issued->place.ticket));
    ASSERT_TRUE(booked) << booked.error().code;
    EXPECT_EQ(booked->masked, "王*试");
}

TEST(NextVisit, RefusalsGiveThePlaceBack) {
    FlowBench bench("K01", "kiosk", 3);
    Desk desk(bench);
    const std::string nameless = desk.ticket({});
    const int before = desk.freeOn(tuesday);
    EXPECT_EQ(desk.book(desk.wish(nameless)).error().code, "no-identity");
    EXPECT_EQ(desk.book(desk.wish("00000000000000aa")).error().code, "unknown-ticket");
    bench.run();
    EXPECT_EQ(desk.freeOn(tuesday), before);
    const std::string ticket = desk.ticket(patient);
    ASSERT_TRUE(desk.book(desk.wish(ticket)));
    EXPECT_EQ(desk.book(desk.wish(ticket)).error().code, "booked-that-day");
    EXPECT_EQ(desk.freeOn(tuesday), before - 1);
}

TEST(NextVisit, row_T5_OldPlacesAreNotBooked) {
    FlowBench bench("K01", "kiosk", 3);
    Desk desk(bench);
    const std::string ticket = desk.ticket(patient);
    const flows::NextWish wish = desk.wish(ticket);
    EXPECT_EQ(wish.asOfMs / 60'000, bench.clinic->clock.utcMs() / 60'000);
    bench.advance(5 * 60'000 + 1000);
    EXPECT_EQ(desk.book(wish).error().code, "stale-availability");
}

TEST(NextVisit, ALostAnswerIsAskedAgainAndBooksOnce) {
    FlowBench bench("K01", "kiosk", 3);
    Desk desk(bench);
    const flows::NextWish wish = desk.wish(desk.ticket(patient));
    bench.link->losesNext = "/bookings";
    const auto booked = desk.book(wish);
    ASSERT_TRUE(booked) << booked.error().code;
    EXPECT_TRUE(bench.link->losesNext.empty());
    std::int64_t bookings = 0;
    (void)bench.clinic->database->read([&]() -> core::Result<void> {
        store::Query query(*bench.clinic->database,
                           "SELECT count(*) FROM booking WHERE day = 20261124");
        query.step();
        bookings = query.integer(0);
        return {};
    });
    EXPECT_EQ(bookings, 1);
}

TEST(NextVisit, SilenceIsNeitherYesNorNo) {
    FlowBench bench("K01", "kiosk", 3);
    Desk desk(bench);
    const flows::NextWish wish = desk.wish(desk.ticket(patient));
    bench.link->weather = test::ClerkLink::Weather::Away;
    EXPECT_EQ(desk.book(wish).error().code, "offline-booking") << "not even a hold was made";
    bench.cut();
    EXPECT_EQ(desk.book(wish).error().code, "offline-booking");
    const auto days =
        desk.wait<flows::NextDays>([&](auto done) { desk.next.days("CARD", std::move(done)); });
    EXPECT_EQ(days.error().code, "offline-booking");
}

TEST(NextVisit, NobodyButAKioskBooksForATicket) {
    FlowBench bench("K01", "kiosk", 3);
    Desk desk(bench);
    const std::string ticket = desk.ticket(patient);
    const json station{{"id", "S1"},
                       {"role", "counter"},
                       {"public_key", bench.clinic->crypto.publicPem(
                                          bench.clinic->crypto.generateKey()->publicKey())}};
    bench.clinic->must([&](clerk::Clerk& c) { return c.introduceDevice(station); });
    const auto held = bench.clinic->must([&](clerk::Clerk& c) {
        return c.hold({{"day", tuesday}, {"session", "GAST-D02-AM"}, {"channel", "KIOSK"}});
    });
    ports::LinkRequest ask;
    ask.method = "POST";
    ask.path = "/v1/sites/HA/bookings";
    ask.body = json{{"hold", held["hold"]}, {"visit", {{"ticket", ticket}}}}.dump();
    EXPECT_EQ(json::parse(bench.clinic->answer(ask, "S1").body)["code"], "not-a-kiosk");
}

} // namespace
