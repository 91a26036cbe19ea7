// SPDX-License-Identifier: Apache-2.0
#include "app/ops/codecheck.h"
#include "app/ops/op.h"
#include "app/ops/sessionstop.h"
#include "tests/app/flows/checkindesk.h"

using namespace menzhen;
using flows::PrintReport;
using flows::VisitState;
using nlohmann::json;
using test::CheckInDesk;
using test::Heard;
using test::monday;
using test::zh;

namespace {

TEST(FlowCheckIn, FromTheCodeToTheTicket) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    const flows::Visit visit = desk.visit(booking);
    EXPECT_EQ(visit.state, VisitState::Ready);
    EXPECT_EQ(visit.hospital.en, "Lanjiang Central Hospital (fictional)");
    EXPECT_EQ(visit.session.department.zh, "心血管内科");
    EXPECT_EQ(visit.session.doctor.en, "Lin Zhiyuan");
    EXPECT_EQ(visit.session.where.zone, "3A");
    EXPECT_EQ(visit.session.where.floor, 3);
    EXPECT_EQ(visit.session.where.room, "301");
    EXPECT_EQ(visit.bandText, "08:00-08:30");
    EXPECT_EQ(visit.number, booking["number"]);
    EXPECT_EQ(visit.masked, "王*试");
    EXPECT_EQ(visit.session.amountText, "100.50");
    EXPECT_EQ(visit.ahead, 0);
    EXPECT_FALSE(visit.unknownHere);

    const auto ticket = desk.checkIn.confirm(visit, zh, desk.paper.ear());
    ASSERT_TRUE(ticket) << ticket.error().code;
    EXPECT_EQ(desk.paper.times, 0) << "never inside the call";
    desk.bench.run();
    ASSERT_EQ(desk.paper.times, 1);
    EXPECT_EQ(desk.paper.value->result, PrintReport::Result::Printed);
    EXPECT_EQ(ticket->place.state, "waiting");
    EXPECT_EQ(ticket->place.ahead, 0);
    EXPECT_EQ(ticket->note, "");

    ASSERT_EQ(desk.bench.printer.jobs.size(), 1U);
    const core::TicketContent& paper = desk.bench.printer.jobs[0].content;
    EXPECT_EQ(paper.number, booking["number"]);
    EXPECT_EQ(paper.maskedName, "王*试");
    EXPECT_EQ(paper.peopleAhead, 0);
    EXPECT_EQ(paper.shortCode, booking["short_code"]);
    EXPECT_EQ(paper.pageUrl, "https://mz.example/v#" + booking["short_code"].get<std::string>());
    EXPECT_EQ(paper.fee, core::TicketFee::AtWindow);
    EXPECT_EQ(paper.roomHint.zh, "门诊楼3楼");
    EXPECT_EQ(paper.roomHint.en, "Outpatient Building, floor 3");
    EXPECT_EQ(paper.printedAt, "2026-11-23 07:50");
    EXPECT_FALSE(desk.bench.printer.jobs[0].reprint);
    const auto code = flows::readScan(*desk.bench.context, paper.code);
    ASSERT_TRUE(code);
    EXPECT_EQ(code->id, ticket->place.ticket);
    EXPECT_EQ(code->claims->ticket->device, "K01");
    EXPECT_EQ(code->claims->ticket->seq, 1);

    desk.bench.sync();
    EXPECT_EQ(desk.bench.verdicts, (std::vector<std::string>{"applied", "applied"}));
}

TEST(FlowCheckIn, row_G3_APrepaidBookingIsATicketThatSaysPaid) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    const auto paid = desk.bench.clinic->act([&](clerk::Clerk& c) -> core::Result<json> {
        const auto done = c.log().author({"fee.paid",
                                          monday,
                                          {{"session", booking["session"]},
                                           {"slot", booking["slot"]},
                                           {"booking", booking["id"]},
                                           {"fee_fen", 10050},
                                           {"bill", "HA00"}},
                                          {},
                                          {}});
        if (!done) return tl::unexpected(done.error());
        return json();
    });
    ASSERT_TRUE(paid) << paid.error().code;
    desk.bench.pull();
    const flows::Visit visit = desk.visit(booking);
    EXPECT_EQ(visit.state, VisitState::Ready);
    EXPECT_EQ(visit.fee, core::TicketFee::Paid);
    ASSERT_TRUE(desk.checkIn.confirm(visit, zh, desk.paper.ear()));
    desk.bench.run();
    ASSERT_EQ(desk.bench.printer.jobs.size(), 1U);
    EXPECT_EQ(desk.bench.printer.jobs[0].content.fee, core::TicketFee::Paid);
    for (const ports::LinkRequest& sent : desk.bench.link->sent) // nobody was asked for money
        EXPECT_EQ(sent.path.find("payment"), std::string::npos) << sent.path;
}

TEST(FlowCheckIn, TheSecondScanShowsThePlaceAndOffersAReprint) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    const flows::Visit first = desk.visit(booking);
    ASSERT_TRUE(desk.checkIn.confirm(first, zh, {}));
    const flows::Visit again = desk.visit(booking);
    EXPECT_EQ(again.state, VisitState::AlreadyCheckedIn);
    ASSERT_TRUE(again.place);
    EXPECT_EQ(again.place->state, "waiting");
    EXPECT_EQ(desk.checkIn.confirm(first, zh, {}).error().code, "already-checked-in");
    desk.bench.run();
    Heard<PrintReport> reprinted;
    ASSERT_TRUE(desk.printing.reprint(monday, again.place->ticket, zh, reprinted.ear()));
    desk.bench.run();
    EXPECT_EQ(reprinted.times, 1);
    ASSERT_EQ(desk.bench.printer.jobs.size(), 2U);
    EXPECT_TRUE(desk.bench.printer.jobs[1].reprint);
    EXPECT_EQ(desk.bench.printer.jobs[1].content.number, desk.bench.printer.jobs[0].content.number);
    EXPECT_EQ(desk.bench.printer.jobs[1].content.code, desk.bench.printer.jobs[0].content.code);
    EXPECT_EQ(desk.bench.count("SELECT count(*) FROM entry"), 1);
}

TEST(FlowCheckIn, EarlyIsToldTheOpeningTimeAndGetsNothing) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 540);
    desk.bench.pull();
    const flows::Visit visit = desk.visit(booking);
    EXPECT_EQ(visit.state, VisitState::TooEarly);
    EXPECT_EQ(visit.opensAt, "08:30");
    EXPECT_EQ(desk.checkIn.confirm(visit, zh, desk.paper.ear()).error().code, "too-early");
    desk.bench.run();
    EXPECT_EQ(desk.paper.times, 0);
    EXPECT_EQ(desk.bench.count("SELECT count(*) FROM outbox"), 0);
    desk.bench.clockTo(510);
    EXPECT_EQ(desk.visit(booking).state, VisitState::Ready);
}

TEST(FlowCheckIn, LateIsToldSoAndAccepted) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    desk.bench.clockTo(510);
    EXPECT_FALSE(desk.visit(booking).late);
    desk.bench.clockTo(511);
    const flows::Visit visit = desk.visit(booking);
    EXPECT_EQ(visit.state, VisitState::Ready);
    EXPECT_TRUE(visit.late);
    const auto ticket = desk.checkIn.confirm(visit, zh, {});
    ASSERT_TRUE(ticket);
    EXPECT_TRUE(ticket->place.late);
}

TEST(FlowCheckIn, AnotherDayIsNamed) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D02-AM", -1, 20261124);
    desk.bench.pull();
    const auto typed =
        flows::readTyped(*desk.bench.context, booking["short_code"].get<std::string>());
    ASSERT_TRUE(typed);
    const auto visit = desk.checkIn.find(*typed);
    ASSERT_TRUE(visit) << visit.error().code;
    EXPECT_EQ(visit->state, VisitState::OtherDay);
    EXPECT_EQ(visit->day, 20261124);
}

TEST(FlowCheckIn, SignedButUnknownHereIsAcceptedAndFlagged) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480); // after this device's last pull
    const flows::Visit visit = desk.visit(booking);
    EXPECT_EQ(visit.state, VisitState::Ready);
    EXPECT_TRUE(visit.unknownHere);
    EXPECT_EQ(visit.number, booking["number"]);
    EXPECT_EQ(visit.masked, "");
    const auto ticket = desk.checkIn.confirm(visit, zh, desk.paper.ear());
    ASSERT_TRUE(ticket) << ticket.error().code;
    EXPECT_EQ(ticket->note, "unknown-booking");
    EXPECT_EQ(ticket->place.shortCode, booking["short_code"]);
    // Still unknown, yet the second scan is the same arrival.
    EXPECT_EQ(desk.visit(booking).state, VisitState::AlreadyCheckedIn);
    desk.bench.sync();
    EXPECT_EQ(desk.bench.verdicts, (std::vector<std::string>{"applied", "applied"}));
}

// A restored registry gave a number again (app/ops/returned.h): no two papers bear the same.
TEST(FlowCheckIn, NumberThatATicketHereIsCalledByIsNotPrintedAgain) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    const auto number = booking["number"].get<std::string>();
    (void)desk.bench.database->transact([&]() -> core::Result<void> {
        store::Query(*desk.bench.database,
                     "INSERT INTO entry (site, day, id, number) SELECT site, day, "
                     "'00000000000000a1', number FROM slot WHERE number = ?")
            .bind(number)
            .run();
        return {};
    });
    const flows::Visit visit = desk.visit(booking);
    EXPECT_EQ(visit.number, number + "-2");
    const auto ticket = desk.checkIn.confirm(visit, zh, desk.paper.ear());
    ASSERT_TRUE(ticket) << ticket.error().code;
    EXPECT_EQ(ticket->place.number, number + "-2");
}

TEST(FlowCheckIn, UnknownBookingWhosePlaceIsAnothersHereGetsANumberOfThisKiosk) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    (void)desk.bench.database->transact([&]() -> core::Result<void> {
        store::Query(*desk.bench.database,
                     "UPDATE booking SET id = '00000000000000b1', short_code = 'AAAAAAAA'")
            .run();
        return {};
    });
    const flows::Visit visit = desk.visit(booking);
    EXPECT_TRUE(visit.unknownHere);
    EXPECT_TRUE(visit.ownNumber);
    EXPECT_NE(visit.number, booking["number"]);
}

TEST(FlowCheckIn, ACancelledSessionAndATicketsCode) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    (void)desk.bench.database->transact([&]() -> core::Result<void> {
        store::Query(*desk.bench.database,
                     "UPDATE session SET state = 'cancelled' WHERE id = 'CARD-D01-AM'")
            .run();
        return {};
    });
    EXPECT_EQ(desk.visit(booking).state, VisitState::SessionCancelled);
    flows::Scanned ticket;
    ticket.kind = flows::Scanned::Kind::Ticket;
    EXPECT_EQ(desk.checkIn.find(ticket).error().code, "not-a-booking");
    flows::Scanned nobody;
    nobody.id = "0000000000000000";
    nobody.day = monday;
    EXPECT_EQ(desk.checkIn.find(nobody).error().code, "unknown-booking");
}

TEST(FlowCheckIn, WhoeverStandsInSeesTheBookedPatients) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D03-AM", 480);
    desk.bench.clinic->must([](clerk::Clerk& c) -> core::Result<json> {
        const auto stopped =
            ops::stopSession(c.log(), {monday, "CARD-D03-AM", "move", "CARD-D04-AM", "ill", "m1"});
        if (!stopped) return tl::unexpected(stopped.error());
        return json();
    });
    desk.bench.pull();
    const flows::Visit visit = desk.visit(booking);
    EXPECT_EQ(visit.state, VisitState::Ready);
    EXPECT_TRUE(visit.session.standIn);
    EXPECT_EQ(visit.session.doctor.en, "Wu Anran");
    EXPECT_EQ(visit.session.queue, "CARD-D04");
    EXPECT_EQ(visit.number, booking["number"]) << "the number was promised";
    const auto ticket = desk.checkIn.confirm(visit, zh, desk.paper.ear());
    ASSERT_TRUE(ticket) << ticket.error().code;
    desk.bench.sync();
    EXPECT_EQ(desk.bench.verdicts, (std::vector<std::string>{"applied", "applied"}));
    EXPECT_EQ(desk.bench.text("SELECT queue || state FROM entry"), "CARD-D04waiting");
    // Sent over by hand, the paper leads to where one waits now.
    desk.bench.clinic->must([&](clerk::Clerk& c) -> core::Result<json> {
        const json fields{{"entry", ticket->place.ticket},
                          {"to", "CARD-D01"},
                          {"to_half", "AM"},
                          {"why", "hospital"}};
        const auto sent = c.log().author({"entry.transferred", monday, fields, {}, {}});
        if (!sent) return tl::unexpected(sent.error());
        return json();
    });
    desk.bench.pull();
    const auto place = flows::placeOf(*desk.bench.context, monday, ticket->place.ticket);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->session.doctor.en, "Lin Zhiyuan");
    EXPECT_EQ(place->ahead, 0);
}

} // namespace
