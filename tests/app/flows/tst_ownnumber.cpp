// SPDX-License-Identifier: Apache-2.0
// A kiosk that is cut off: its own series of numbers, and what it says to everybody else.
#include "app/flows/ownnumber.h"

#include "app/core/ownseries.h"
#include "app/flows/checkin.h"
#include "app/flows/takenumber.h"
#include "app/flows/ticketscan.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>
#include <set>

using namespace menzhen;
using flows::Held;
using nlohmann::json;
using test::FlowBench;
using test::Heard;
using test::monday;

namespace {

constexpr int nextDay = 20261124;
constexpr int limit = 5; // a session's, of the demo hospital's policy

struct Kiosk {
    FlowBench bench;
    flows::Printing printing{*bench.context};
    flows::TakeNumber take{*bench.context, printing};
    flows::CheckIn checkIn{*bench.context, printing};

    std::vector<flows::DoctorChoice> doctors(const std::string& department = "CARD") {
        const auto found = take.doctors(department);
        EXPECT_TRUE(found);
        return found ? found->list : std::vector<flows::DoctorChoice>();
    }

    flows::DoctorChoice doctor(bool pooled, const std::string& half = "AM") {
        for (const auto& d : doctors())
            if (d.session.pooled == pooled && d.session.half == half) return d;
        ADD_FAILURE() << "no such doctor";
        return {};
    }

    int sessionsOfThePool() {
        const auto pool = doctor(true).session;
        return static_cast<int>(bench.count(
            "SELECT count(*) FROM session WHERE day = 20261123 AND half = 'AM' AND queue = '" +
            pool.queue + "' AND amount_fen = " + std::to_string(pool.amountFen)));
    }

    core::Result<Held> choose(const std::string& session, int band) {
        Heard<core::Result<Held>> heard;
        take.choose(session, band, heard.ear());
        EXPECT_EQ(heard.times, 0) << "never inside the call";
        bench.advance(flows::holdBudgetMs + 100);
        EXPECT_EQ(heard.times, 1);
        return heard.value.value_or(core::refused("silent"));
    }

    /// The number of a walk-in, or why there is none.
    std::string walkIn() {
        const auto pool = doctor(true);
        if (pool.bands.empty()) return "no-bands";
        const auto held = choose(pool.bands.front().session, pool.bands.front().band);
        if (!held) return held.error().code;
        const auto ticket = take.confirm({}, {});
        return ticket ? ticket->place.number : ticket.error().code;
    }

    flows::Visit visit(const json& booking) {
        const auto scanned = flows::readScan(*bench.context, booking["code"].get<std::string>());
        EXPECT_TRUE(scanned) << (scanned ? "" : scanned.error().error.code);
        if (!scanned) return {};
        const auto found = checkIn.find(*scanned);
        EXPECT_TRUE(found) << (found ? "" : found.error().code);
        return found.value_or(flows::Visit{});
    }
};

TEST(OwnNumber, AWalkInGetsANumberOfThisKiosk) {
    Kiosk kiosk;
    kiosk.bench.clockTo(490);
    kiosk.bench.cut();
    const auto pool = kiosk.doctor(true);
    EXPECT_EQ(pool.whyNot, "");
    EXPECT_EQ(pool.free, limit * kiosk.sessionsOfThePool());
    const auto held = kiosk.choose(pool.bands.front().session, 480);
    ASSERT_TRUE(held) << held.error().code;
    EXPECT_TRUE(held->own);
    EXPECT_EQ(held->number, "C01-01");
    EXPECT_TRUE(kiosk.bench.link->sent.empty()) << "a link that is down is not asked";
    const auto ticket = kiosk.take.confirm({}, {});
    ASSERT_TRUE(ticket) << ticket.error().code;
    EXPECT_TRUE(ticket->provisional);
    EXPECT_EQ(ticket->place.state, "waiting");
    EXPECT_EQ(ticket->place.ahead, std::nullopt) << "nobody knows how many";
    EXPECT_EQ(kiosk.bench.text("SELECT kind || slot || band FROM entry"), "extra0480");
    kiosk.bench.run();
    const core::TicketContent& paper = kiosk.bench.printer.jobs.at(0).content;
    EXPECT_EQ(paper.number, "C01-01");
    EXPECT_TRUE(paper.provisional);
    EXPECT_EQ(paper.peopleAhead, std::nullopt);
    EXPECT_EQ(paper.fee, core::TicketFee::AtWindow);
    EXPECT_FALSE(paper.code.empty());
    kiosk.bench.heal();
    kiosk.bench.sync();
    EXPECT_EQ(kiosk.bench.verdicts, (std::vector<std::string>{"applied", "applied"}));
}

TEST(OwnNumber, ItsOwnPaperIsReadAgain) {
    Kiosk kiosk;
    kiosk.bench.clockTo(490);
    kiosk.bench.cut();
    EXPECT_EQ(kiosk.walkIn(), "C01-01");
    kiosk.bench.run();
    const auto scanned =
        flows::readScan(*kiosk.bench.context, kiosk.bench.printer.jobs.at(0).content.code);
    ASSERT_TRUE(scanned) << scanned.error().error.code;
    const auto answer = flows::scanTicket(*kiosk.bench.context, *scanned);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->place.number, "C01-01");
    EXPECT_EQ(answer->place.asOf, "08:09") << "what is shown is of the last contact";
}

TEST(OwnNumber, ASessionHasItsLimit) {
    Kiosk kiosk;
    kiosk.bench.clockTo(490);
    const int places = limit * kiosk.sessionsOfThePool();
    const auto before = kiosk.doctor(true);
    kiosk.bench.cut();
    std::set<std::string> numbers;
    for (int i = 0; i < places; ++i)
        EXPECT_TRUE(numbers.insert(kiosk.walkIn()).second);
    EXPECT_EQ(numbers.count("offline-limit"), 0U);
    EXPECT_EQ(kiosk.choose(before.bands.front().session, 480).error().code, "offline-limit");
    EXPECT_EQ(kiosk.doctor(true).whyNot, "offline-limit");
    EXPECT_EQ(kiosk.bench.count("SELECT max(n) FROM (SELECT count(*) AS n FROM entry GROUP BY "
                                "session)"),
              limit);
    kiosk.bench.heal();
    kiosk.bench.sync();
    for (const std::string& verdict : kiosk.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
}

TEST(OwnNumber, OneDoctorsNumbersAndLaterTimesAreOff) {
    Kiosk kiosk;
    kiosk.bench.clockTo(490);
    const auto doctor = kiosk.doctor(false);
    const auto pool = kiosk.doctor(true);
    kiosk.bench.cut();
    EXPECT_EQ(kiosk.doctor(false).whyNot, "offline-personal");
    EXPECT_EQ(kiosk.choose(doctor.session.id, 480).error().code, "offline-personal");
    EXPECT_EQ(kiosk.choose(pool.session.id, 570).error().code, "offline-later");
    for (const auto& band : kiosk.doctor(true).bands)
        EXPECT_EQ(band.whyNot, band.band == 480 ? "" : "offline-later") << band.text;
    EXPECT_EQ(kiosk.doctor(true, "PM").whyNot, "offline-later");
    const auto departments = kiosk.take.departments();
    ASSERT_TRUE(departments);
    for (const auto& d : departments->list)
        EXPECT_TRUE(d.id != "CARD" || d.whyNot.empty());
    kiosk.bench.clockTo(1200);
    EXPECT_EQ(kiosk.doctor(true).whyNot, "session-over");
}

TEST(OwnNumber, BeforeTheSessionItsFirstBandIsGiven) {
    Kiosk kiosk;
    kiosk.bench.clockTo(449);
    kiosk.bench.cut();
    EXPECT_EQ(kiosk.doctor(true).whyNot, "offline-later");
    kiosk.bench.clockTo(450);
    EXPECT_EQ(kiosk.doctor(true).bands.front().band, 480);
    EXPECT_EQ(kiosk.walkIn(), "C01-01");
    EXPECT_EQ(kiosk.bench.text("SELECT state || band FROM entry"), "waiting480");
}

TEST(OwnNumber, SilenceIsAnsweredByTheOwnSeriesUnderTheQuestionsName) {
    Kiosk kiosk;
    kiosk.bench.clockTo(490);
    const auto pool = kiosk.doctor(true);
    kiosk.bench.link->weather = test::ClerkLink::Weather::AnswerLost;
    const auto held = kiosk.choose(pool.bands.front().session, 480);
    ASSERT_TRUE(held) << held.error().code;
    EXPECT_TRUE(held->own);
    ASSERT_EQ(kiosk.bench.link->sent.size(), 1U);
    const std::string key = kiosk.bench.link->sent[0].idempotencyKey;
    EXPECT_EQ(held->request, key);
    ASSERT_TRUE(kiosk.take.confirm({}, {}));
    EXPECT_EQ(kiosk.bench.text("SELECT json_extract(op, '$.request') FROM outbox WHERE type = "
                               "'ticket.issued'"),
              key);
    EXPECT_EQ(kiosk.bench.text("SELECT state FROM question"), "replaced");
    // The next patient's question is a new one.
    kiosk.bench.heal();
    (void)kiosk.choose(pool.bands.front().session, 480);
    EXPECT_NE(kiosk.bench.link->sent.back().idempotencyKey, key);
}

TEST(OwnNumber, NoNumberComesTwice) {
    Kiosk kiosk;
    kiosk.bench.clockTo(490);
    kiosk.bench.cut();
    EXPECT_EQ(kiosk.walkIn(), "C01-01");
    // The registry's word wipes the entry from this store (say, another log): the number is gone.
    (void)kiosk.bench.database->transact([&]() -> core::Result<void> {
        store::Query(*kiosk.bench.database, "DELETE FROM entry").run();
        return {};
    });
    kiosk.bench.database->voidCaches();
    EXPECT_EQ(kiosk.walkIn(), "C01-02");
    // The device lost its memory, the registry gave the entries back: the same.
    (void)kiosk.bench.database->transact([&]() -> core::Result<void> {
        store::Query(*kiosk.bench.database, "DELETE FROM meta WHERE name LIKE 'own-series%'").run();
        return {};
    });
    EXPECT_EQ(kiosk.walkIn(), "C01-03");
}

TEST(OwnNumber, AKioskWithoutANumberSendsPeopleToTheWindow) {
    FlowBench bench("Q1");
    flows::Printing printing{*bench.context};
    flows::TakeNumber take{*bench.context, printing};
    bench.clockTo(490);
    bench.cut();
    const auto doctors = take.doctors("CARD");
    ASSERT_TRUE(doctors);
    for (const auto& d : doctors->list)
        EXPECT_FALSE(d.whyNot.empty());
}

TEST(OfflineBooking, KnownAndUnknownOnesAreTaken) {
    Kiosk kiosk;
    const json known = kiosk.bench.book("CARD-D01-AM", 480);
    kiosk.bench.pull();
    kiosk.bench.cut();
    const json unknown = kiosk.bench.book("CARD-D01-AM", 480);
    for (const json& booking : {known, unknown}) {
        const auto visit = kiosk.visit(booking);
        EXPECT_EQ(visit.state, flows::VisitState::Ready);
        EXPECT_EQ(visit.number, booking["number"]);
        EXPECT_EQ(visit.ahead, std::nullopt);
        const auto ticket = kiosk.checkIn.confirm(visit, core::TicketLanguage::Zh, {});
        ASSERT_TRUE(ticket) << ticket.error().code;
        EXPECT_TRUE(ticket->provisional);
    }
    kiosk.bench.heal();
    kiosk.bench.sync();
    for (const std::string& verdict : kiosk.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
}

TEST(OfflineBooking, OnTheThirdDayTheCodeAloneIsEnough) {
    Kiosk kiosk;
    const std::string session = kiosk.bench.text(
        "SELECT id FROM session WHERE day = 20261124 AND half = 'AM' AND pooled = 0 ORDER BY id");
    const std::string doctor =
        kiosk.bench.text("SELECT name_zh FROM practitioner WHERE id || '-AM' = '" + session + "'");
    const json booking = kiosk.bench.book(session, 480, nextDay);
    kiosk.bench.pull();
    kiosk.bench.cut();
    // As if the plan here ended on Monday.
    (void)kiosk.bench.database->transact([&]() -> core::Result<void> {
        for (const char* table : {"session", "slot", "queue", "booking"})
            store::Query(*kiosk.bench.database,
                         std::string("DELETE FROM ") + table + " WHERE day = 20261124")
                .run();
        return {};
    });
    kiosk.bench.database->voidCaches();
    kiosk.bench.clinic->clock.set(nextDay, 485);
    const auto visit = kiosk.visit(booking);
    EXPECT_EQ(visit.state, flows::VisitState::Ready);
    EXPECT_TRUE(visit.ownNumber);
    EXPECT_EQ(visit.session.doctor.zh, doctor);
    EXPECT_FALSE(visit.session.where.zone.empty());
    const auto ticket = kiosk.checkIn.confirm(visit, core::TicketLanguage::Zh, {});
    ASSERT_TRUE(ticket) << ticket.error().code;
    EXPECT_EQ(ticket->place.number, visit.number);
    EXPECT_TRUE(flows::isOwnNumber(visit.number)) << visit.number;
    EXPECT_EQ(ticket->place.bandText, "");
    EXPECT_EQ(ticket->place.state, "waiting");
    kiosk.bench.run();
    EXPECT_EQ(kiosk.bench.printer.jobs.at(0).content.doctor.zh, doctor);
    EXPECT_EQ(kiosk.visit(booking).state, flows::VisitState::AlreadyCheckedIn);
    kiosk.bench.heal();
    kiosk.bench.sync();
    EXPECT_EQ(kiosk.bench.verdicts.at(0), "compensated:other-number");
    EXPECT_EQ(kiosk.bench.text("SELECT number || ' ' || band FROM entry"), visit.number + " 480");
}

TEST(OfflineBooking, TheSecondPaperOfOneBookingLeadsToOnePlace) {
    Kiosk kiosk;
    const json booking = kiosk.bench.book("CARD-D01-AM", 480);
    kiosk.bench.pull();
    kiosk.bench.cut();
    ASSERT_TRUE(kiosk.checkIn.confirm(kiosk.visit(booking), core::TicketLanguage::Zh, {}));
    kiosk.bench.run();
    // Another kiosk was first, as the registry sees it.
    const json other{{"id", "K02"},
                     {"role", "kiosk"},
                     {"public_key", kiosk.bench.clinic->crypto.publicPem(
                                        kiosk.bench.clinic->crypto.generateKey()->publicKey())}};
    kiosk.bench.clinic->must([&](clerk::Clerk& c) { return c.introduceDevice(other); });
    json op = json::parse(kiosk.bench.text("SELECT op FROM outbox ORDER BY seq LIMIT 1"));
    op["device"] = "K02";
    op["seq"] = 1;
    op["fields"]["ticket"] = "00112233445566aa";
    kiosk.bench.clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps({{"device", "K02"}, {"ops", {op}}});
    });
    kiosk.bench.heal();
    kiosk.bench.sync();
    EXPECT_EQ(kiosk.bench.verdicts.at(0), "compensated:duplicate-arrival");
    const auto scanned =
        flows::readScan(*kiosk.bench.context, kiosk.bench.printer.jobs.at(0).content.code);
    ASSERT_TRUE(scanned) << scanned.error().error.code;
    const auto place = flows::scanTicket(*kiosk.bench.context, *scanned);
    ASSERT_TRUE(place) << place.error().code;
    EXPECT_EQ(place->place.ticket, "00112233445566aa");
    EXPECT_EQ(place->place.number, booking["number"]);
}

} // namespace
