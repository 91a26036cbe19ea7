// SPDX-License-Identifier: Apache-2.0
#include "app/flows/identityfind.h"
#include "app/flows/takenumber.h"

#include "db/store/oplog.h"
#include "tests/app/flows/flowbench.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

using namespace menzhen;
using flows::Held;
using flows::PrintReport;
using nlohmann::json;
using test::FlowBench;
using test::Heard;
using test::monday;

namespace {

constexpr const char* ofEighty = "999999194403021006";
constexpr const char* session = "CARD-D01-AM";

struct Kiosk {
    FlowBench bench;
    flows::Printing printing{*bench.context};
    flows::TakeNumber take{*bench.context, printing};

    flows::DoctorChoice doctor(const std::string& id = session) {
        const auto doctors = take.doctors("CARD");
        EXPECT_TRUE(doctors);
        for (const auto& d : doctors->list)
            if (d.session.id == id) return d;
        ADD_FAILURE() << "no " << id;
        return {};
    }

    int freeBand() {
        for (const auto& band : doctor().bands)
            if (band.free > 0) return band.band;
        return -1;
    }

    core::Result<Held> choose(int band) {
        Heard<core::Result<Held>> heard;
        take.choose(session, band, heard.ear());
        EXPECT_EQ(heard.times, 0);
        bench.advance(flows::holdBudgetMs + 100);
        EXPECT_EQ(heard.times, 1);
        return heard.value.value_or(core::refused("silent"));
    }

    std::int64_t freeAtRegistry() {
        std::int64_t n = 0;
        (void)bench.clinic->database->read([&]() -> core::Result<void> {
            store::Query q(*bench.clinic->database,
                           "SELECT count(*) FROM slot WHERE session = 'CARD-D01-AM' AND day = "
                           "20261123 AND channel = 'KIOSK' AND state = 'free'");
            q.step();
            n = q.integer(0);
            return {};
        });
        return n;
    }
};

TEST(FlowTakeNumber, DepartmentsSayWhatIsFreeAndWhyNot) {
    Kiosk kiosk;
    const auto departments = kiosk.take.departments();
    ASSERT_TRUE(departments);
    EXPECT_EQ(departments->ageMs, 3000);
    ASSERT_GE(departments->list.size(), 10U);
    const auto card = std::find_if(departments->list.begin(), departments->list.end(),
                                   [](const auto& d) { return d.id == "CARD"; });
    ASSERT_NE(card, departments->list.end());
    EXPECT_EQ(card->whyNot, "");
    EXPECT_GT(card->free, 0);
    EXPECT_EQ(card->name.en, "Cardiology");
    EXPECT_EQ(card->zone, "3A");
    EXPECT_FALSE(card->fromText.empty());
    for (const auto& d : departments->list)
        EXPECT_NE(d.id, "LAB") << "no sessions are sold there";
    kiosk.bench.clockTo(1439);
    const auto late = kiosk.take.departments();
    ASSERT_TRUE(late);
    for (const auto& d : late->list)
        EXPECT_FALSE(d.whyNot.empty()) << d.id;
    EXPECT_EQ(kiosk.take.doctors("NOPE").error().code, "unknown-department");
}

TEST(FlowTakeNumber, DoctorsShowFeeAndBandsOfTheKiosksPool) {
    Kiosk kiosk;
    const auto doctor = kiosk.doctor();
    EXPECT_EQ(doctor.session.doctor.zh, "林知远");
    EXPECT_EQ(doctor.session.amountFen, 10050);
    EXPECT_EQ(doctor.session.amountText, "100.50");
    EXPECT_EQ(doctor.free, kiosk.freeAtRegistry());
    ASSERT_FALSE(doctor.bands.empty());
    EXPECT_EQ(doctor.bands.front().text, "08:00-08:30");
    EXPECT_TRUE(doctor.bands.front().opensNow);
    EXPECT_FALSE(doctor.bands.back().opensNow);
    EXPECT_FALSE(doctor.bands.back().checkInFrom.empty());
    for (const auto& band : doctor.bands)
        EXPECT_EQ(band.whyNot, band.free + band.freeElder == 0 ? "sold-out" : "");
    kiosk.bench.clockTo(511);
    EXPECT_NE(kiosk.doctor().bands.front().band, 480) << "a band that is over is not offered";
    kiosk.bench.clockTo(691);
    EXPECT_EQ(kiosk.doctor().whyNot, "session-over");
}

TEST(FlowTakeNumber, OfEightyYearsGoesWithPriorityAndTheNumberIsSealed) {
    Kiosk kiosk;
    const auto identity = kiosk.take.readIdentity(ofEighty);
    ASSERT_TRUE(identity) << identity.error().code;
    EXPECT_EQ(identity->age, 82);
    EXPECT_EQ(identity->priorityClass, "AGE80");
    EXPECT_EQ(identity->maskedNumber, "****************06");
    const auto held = kiosk.choose(kiosk.freeBand());
    ASSERT_TRUE(held) << held.error().code;
    Heard<PrintReport> paper;
    const auto ticket =
        kiosk.take.confirm({ofEighty, false, core::TicketLanguage::En}, paper.ear());
    ASSERT_TRUE(ticket) << ticket.error().code;
    kiosk.bench.run();
    EXPECT_EQ(paper.times, 1);
    EXPECT_EQ(ticket->place.number, held->number);
    EXPECT_EQ(ticket->place.lane, "P");
    EXPECT_EQ(kiosk.bench.count("SELECT level FROM entry"), 2);
    const core::TicketContent& content = kiosk.bench.printer.jobs.at(0).content;
    EXPECT_EQ(content.maskedName, "") << "a number gives no name";
    EXPECT_EQ(content.language, core::TicketLanguage::En);
    EXPECT_EQ(kiosk.bench.text("SELECT op FROM outbox LIMIT 1").find(ofEighty), std::string::npos);
    EXPECT_FALSE(kiosk.take.held());
    kiosk.bench.sync();
    EXPECT_EQ(kiosk.bench.verdicts.front(), "applied");
    const auto person = kiosk.bench.clinic->act([&](clerk::Clerk& c) -> core::Result<json> {
        const auto found = c.people().get(monday, ticket->place.ticket);
        if (!found || !*found) return core::refused("lost");
        return json{{"number", (*found)->idNumber}, {"birth", (*found)->birthDay}};
    });
    ASSERT_TRUE(person) << person.error().code;
    EXPECT_EQ((*person)["number"], ofEighty);
    EXPECT_EQ((*person)["birth"], 19440302);
    EXPECT_EQ(kiosk.bench.text("SELECT kind FROM entry"), "walkin");
}

TEST(FlowTakeNumber, WhoIsRegisteredThereTodayGetsNoSecondNumber) {
    Kiosk kiosk;
    const json booking = kiosk.bench.book("CARD-D03-AM", 600, monday, ofEighty);
    kiosk.bench.pull();
    flows::IdentityFind keys(*kiosk.bench.context);
    keys.turn();
    kiosk.bench.run();
    ASSERT_TRUE(kiosk.choose(kiosk.freeBand()));
    const auto twice = kiosk.take.confirm({ofEighty, false, core::TicketLanguage::Zh}, {});
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, "same-department-day");
    EXPECT_TRUE(kiosk.take.held()) << "somebody else may be meant";
    const auto other =
        kiosk.take.confirm({"999999197901311034", false, core::TicketLanguage::Zh}, {});
    ASSERT_TRUE(other) << other.error().code;
    EXPECT_EQ(kiosk.bench.text("SELECT length(idhash) FROM entry"), "16");
    // And the registry knows of the walk-in when that person books.
    kiosk.bench.run();
    kiosk.bench.sync();
    const auto booked = kiosk.bench.clinic->act([](clerk::Clerk& c) -> core::Result<json> {
        const auto held =
            c.hold({{"day", monday}, {"session", "CARD-D03-PM"}, {"channel", "PHONE"}});
        if (!held) return held;
        return c.book({{"hold", (*held)["hold"]},
                       {"person", {{"name", "欧阳虚构"}, {"id_number", "999999197901311034"}}}});
    });
    ASSERT_FALSE(booked);
    EXPECT_EQ(booked.error().code, "same-department-day");
}

TEST(FlowTakeNumber, PriorityMayBeDeclinedAndIdentityLeftOut) {
    Kiosk kiosk;
    ASSERT_TRUE(kiosk.choose(kiosk.freeBand()));
    const auto declined = kiosk.take.confirm({ofEighty, true}, {});
    ASSERT_TRUE(declined);
    EXPECT_EQ(declined->place.lane, "N");
    kiosk.bench.sync();
    ASSERT_TRUE(kiosk.choose(kiosk.freeBand()));
    const auto nameless = kiosk.take.confirm({}, {});
    ASSERT_TRUE(nameless) << nameless.error().code;
    EXPECT_EQ(nameless->place.lane, "N");
    kiosk.bench.sync();
    for (const std::string& verdict : kiosk.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
}

TEST(FlowTakeNumber, BadIdentityKeepsTheHold) {
    Kiosk kiosk;
    ASSERT_TRUE(kiosk.choose(kiosk.freeBand()));
    EXPECT_EQ(kiosk.take.confirm({"999999194403021007"}, {}).error().code, "id-check-digit");
    ASSERT_TRUE(kiosk.take.held());
    ASSERT_TRUE(kiosk.take.confirm({}, {}));
    EXPECT_EQ(kiosk.take.confirm({}, {}).error().code, "no-hold");
}

TEST(FlowTakeNumber, ALaterBandGivesATicketToScanLater) {
    Kiosk kiosk;
    int band = -1;
    for (const auto& b : kiosk.doctor().bands)
        if (b.free > 0 && !b.opensNow) band = b.band;
    ASSERT_GT(band, 0);
    const auto held = kiosk.choose(band);
    ASSERT_TRUE(held) << held.error().code;
    EXPECT_FALSE(held->opensNow);
    const auto ticket = kiosk.take.confirm({}, {});
    ASSERT_TRUE(ticket);
    EXPECT_EQ(ticket->place.state, "expected");
    EXPECT_EQ(ticket->checkInFrom, held->checkInFrom);
    EXPECT_EQ(ticket->place.ahead, std::nullopt);
    kiosk.bench.run();
    EXPECT_EQ(kiosk.bench.printer.jobs.at(0).content.checkInFrom, held->checkInFrom);
    EXPECT_EQ(kiosk.bench.count("SELECT count(*) FROM outbox"), 1);
}

TEST(FlowTakeNumber, ThePaperSaysWhatIsKnownOfTheMoney) {
    for (const bool paid : {true, false}) {
        Kiosk kiosk;
        ASSERT_TRUE(kiosk.choose(kiosk.freeBand()));
        flows::WalkInDetails details;
        details.payment = {paid, "3F9A-01BC"};
        ASSERT_TRUE(kiosk.take.confirm(details, {}));
        kiosk.bench.run();
        const core::TicketContent& content = kiosk.bench.printer.jobs.at(0).content;
        EXPECT_EQ(content.fee, paid ? core::TicketFee::Paid : core::TicketFee::Asked);
        EXPECT_EQ(content.feeAmount, "100.50 / 3F9A-01BC");
    }
}

TEST(FlowTakeNumber, GoingBackGivesTheSlotBack) {
    Kiosk kiosk;
    const auto before = kiosk.freeAtRegistry();
    ASSERT_TRUE(kiosk.choose(kiosk.freeBand()));
    EXPECT_EQ(kiosk.freeAtRegistry(), before - 1);
    kiosk.take.release();
    kiosk.bench.run();
    EXPECT_EQ(kiosk.freeAtRegistry(), before);
    // Back while the registry is still being asked: the late answer is given back too.
    Heard<core::Result<Held>> heard;
    kiosk.take.choose(session, kiosk.freeBand(), heard.ear());
    kiosk.take.release();
    kiosk.bench.run();
    ASSERT_EQ(heard.times, 1);
    EXPECT_EQ(heard.value->error().code, "released");
    kiosk.bench.run();
    EXPECT_EQ(kiosk.freeAtRegistry(), before);
}

TEST(FlowTakeNumber, AfterSilenceTheSameQuestionIsAsked) {
    Kiosk kiosk;
    const auto before = kiosk.freeAtRegistry();
    const int band = kiosk.freeBand();
    kiosk.bench.link->weather = test::ClerkLink::Weather::AnswerLost;
    EXPECT_EQ(kiosk.choose(band).error().code, "offline-personal");
    kiosk.bench.link->weather = test::ClerkLink::Weather::Away;
    EXPECT_EQ(kiosk.choose(band).error().code, "offline-personal");
    kiosk.bench.link->weather = test::ClerkLink::Weather::Fine;
    ASSERT_TRUE(kiosk.choose(band));
    EXPECT_EQ(kiosk.freeAtRegistry(), before - 1) << "one hold for one patient";
}

TEST(FlowTakeNumber, SoldOutExpiredAndAskedTwice) {
    Kiosk kiosk;
    const int band = kiosk.freeBand();
    Heard<core::Result<Held>> first;
    Heard<core::Result<Held>> second;
    kiosk.take.choose(session, band, first.ear());
    kiosk.take.choose(session, band, second.ear());
    kiosk.bench.run();
    EXPECT_TRUE(first.value->has_value());
    EXPECT_EQ(second.value->error().code, "asking");
    kiosk.bench.clinic->clock.nowMs += 11 * 60'000;
    EXPECT_EQ(kiosk.take.confirm({}, {}).error().code, "hold-expired");
    EXPECT_FALSE(kiosk.take.held());
    for (int i = 0; i < 30; ++i)
        (void)kiosk.bench.clinic->act([&](clerk::Clerk& c) {
            return c.hold({{"day", monday},
                           {"session", session},
                           {"band", band},
                           {"channel", "KIOSK"},
                           {"holder", "K09"}});
        });
    EXPECT_EQ(kiosk.choose(band).error().code, "no-free-slot");
}

TEST(TakeNumber, PoolIsOneChoiceWithAllItsSlots) {
    Kiosk kiosk;
    const auto doctors = kiosk.take.doctors("CARD");
    ASSERT_TRUE(doctors);
    std::map<std::string, int> pools; // queue and half-day
    int free = 0;
    for (const auto& doctor : doctors->list) {
        if (!doctor.session.pooled || !doctor.whyNot.empty()) continue;
        EXPECT_EQ(++pools[doctor.session.queue + doctor.session.half], 1);
        int sum = 0;
        for (const auto& band : doctor.bands) {
            sum += band.free;
            EXPECT_EQ(band.free + band.freeElder == 0, !band.whyNot.empty());
            EXPECT_FALSE(band.session.empty());
        }
        EXPECT_EQ(sum, doctor.free);
        free += doctor.free;
    }
    EXPECT_GE(pools.size(), 1U);
    EXPECT_GT(free, 0);
}

TEST(FlowTakeNumber, PlacesForTheOldAreSoldOnceTheAgeIsKnown) {
    Kiosk kiosk;
    const auto kioskPool = [&] {
        return kiosk.bench.clinic->act([&](clerk::Clerk& c) {
            return c.hold({{"day", monday}, {"session", session}, {"channel", "KIOSK"}});
        });
    };
    while (kioskPool())
        ; // NOLINT(bugprone-*): until it is empty
    kiosk.bench.pull();
    const auto doctor = kiosk.doctor();
    EXPECT_EQ(doctor.free, 0);
    ASSERT_GT(doctor.freeElder, 0);
    EXPECT_TRUE(doctor.whyNot.empty());
    const auto band = std::find_if(doctor.bands.begin(), doctor.bands.end(),
                                   [](const auto& b) { return flows::eldersOnly(b); });
    ASSERT_NE(band, doctor.bands.end());
    const auto choose = [&](const std::string& number) {
        Heard<core::Result<Held>> heard;
        kiosk.take.choose(session, band->band, heard.ear(), number);
        kiosk.bench.advance(flows::holdBudgetMs + 100);
        return heard.value.value_or(core::refused("silent"));
    };
    EXPECT_EQ(choose({}).error().code, "no-free-slot");
    EXPECT_EQ(choose("999999198811201012").error().code, "no-free-slot") << "38 years old";
    const auto held = choose(ofEighty);
    ASSERT_TRUE(held) << held.error().code;
    const auto ticket = kiosk.take.confirm({ofEighty, false, core::TicketLanguage::Zh}, {});
    ASSERT_TRUE(ticket) << ticket.error().code;
    kiosk.bench.sync();
    for (const std::string& verdict : kiosk.bench.verdicts)
        EXPECT_EQ(verdict, "applied");
    EXPECT_EQ(kiosk.bench.text("SELECT channel FROM slot WHERE number = '" + ticket->place.number +
                               "' AND day = 20261123"),
              "ELDER");
    // An hour before the end everything that was kept back is anybody's.
    kiosk.bench.clockTo(doctor.session.endMinute - 60);
    kiosk.bench.pull();
    const auto open = kiosk.doctor();
    EXPECT_EQ(open.freeElder, 0);
    EXPECT_GT(open.free, 0);
}

TEST(FlowTakeNumber, WithoutAKeyToSealToNothingIsWritten) {
    Kiosk kiosk;
    ASSERT_TRUE(kiosk.choose(kiosk.freeBand()));
    (void)kiosk.bench.database->transact([&]() -> core::Result<void> {
        store::Query(*kiosk.bench.database, "DELETE FROM trusted_key WHERE scope = '2'").run();
        return {};
    });
    EXPECT_EQ(kiosk.take.confirm({ofEighty}, {}).error().code, "cannot-seal");
    EXPECT_EQ(kiosk.bench.count("SELECT count(*) FROM outbox"), 0);
}

} // namespace
