// SPDX-License-Identifier: Apache-2.0
#include "tests/app/flows/checkindesk.h"

using namespace menzhen;
using flows::PrintReport;
using nlohmann::json;
using test::CheckInDesk;
using test::Heard;
using test::zh;

namespace {

TEST(FlowPrinting, ACrashBeforeThePrinterPrintsTheSameNumberOnce) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    ASSERT_TRUE(desk.checkIn.confirm(desk.visit(booking), zh, {}));
    desk.bench.restart(); // before the effect was carried out
    flows::Printing next(*desk.bench.context);
    next.start();
    desk.bench.run();
    ASSERT_EQ(desk.bench.printer.jobs.size(), 1U);
    EXPECT_EQ(desk.bench.printer.jobs[0].content.number, booking["number"]);
    EXPECT_FALSE(desk.bench.printer.jobs[0].reprint);
    flows::Printing after(*desk.bench.context);
    after.start();
    desk.bench.run();
    EXPECT_EQ(desk.bench.printer.jobs.size(), 1U);
}

TEST(FlowPrinting, ACrashWhilePrintingIsMarkedAsAReprint) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    desk.bench.printer.dies = true;
    ASSERT_TRUE(desk.checkIn.confirm(desk.visit(booking), zh, {}));
    desk.bench.run();
    ASSERT_EQ(desk.bench.printer.jobs.size(), 1U);
    desk.bench.restart();
    desk.bench.printer.dies = false;
    flows::Printing next(*desk.bench.context);
    next.start();
    desk.bench.run();
    ASSERT_EQ(desk.bench.printer.jobs.size(), 2U);
    EXPECT_TRUE(desk.bench.printer.jobs[1].reprint);
    EXPECT_EQ(desk.bench.printer.jobs[1].content.number, booking["number"]);
    EXPECT_EQ(desk.bench.count("SELECT count(*) FROM effect WHERE state = 'pending'"), 0);
}

TEST(FlowPrinting, WithoutPaperTheNumberStandsAndThePaperFollows) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    desk.bench.printer.outcome =
        core::fail(core::ErrorKind::Device, "printer-paper-out", "put in a roll");
    const auto ticket = desk.checkIn.confirm(desk.visit(booking), zh, desk.paper.ear());
    ASSERT_TRUE(ticket);
    desk.bench.run();
    ASSERT_EQ(desk.paper.times, 1);
    EXPECT_EQ(desk.paper.value->result, PrintReport::Result::NotPrinted);
    EXPECT_EQ(desk.paper.value->error.code, "printer-paper-out");
    EXPECT_EQ(desk.paper.value->ticket, ticket->place.ticket);
    desk.bench.printer.outcome = ports::PrintOutcome::Printed;
    desk.bench.advance(flows::printRetryMs + 100);
    ASSERT_EQ(desk.bench.printer.jobs.size(), 2U);
    EXPECT_FALSE(desk.bench.printer.jobs[1].reprint);
    EXPECT_EQ(desk.paper.times, 2); // who still stands there is told to take it
    EXPECT_EQ(desk.paper.value->result, PrintReport::Result::Printed);
    EXPECT_EQ(desk.bench.count("SELECT count(*) FROM effect WHERE state = 'done'"), 1);
}

TEST(FlowPrinting, MissingPaperIsSaidOnce) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    desk.bench.printer.outcome = core::fail(core::ErrorKind::Device, "printer-cover-open");
    ASSERT_TRUE(desk.checkIn.confirm(desk.visit(booking), zh, desk.paper.ear()));
    desk.bench.advance(5 * flows::printRetryMs);
    ASSERT_GE(desk.bench.printer.jobs.size(), 3U);
    EXPECT_EQ(desk.paper.times, 1);
    desk.bench.printer.outcome = ports::PrintOutcome::Doubtful;
    desk.bench.advance(flows::printRetryMs + 100);
    EXPECT_EQ(desk.paper.times, 2);
    EXPECT_EQ(desk.paper.value->result, PrintReport::Result::Doubtful);
}

TEST(FlowPrinting, NobodyWaitsForeverForPaper) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    desk.bench.printer.outcome = core::fail(core::ErrorKind::Device, "printer-offline");
    ASSERT_TRUE(desk.checkIn.confirm(desk.visit(booking), zh, {}));
    desk.bench.run();
    desk.bench.clinic->clock.nowMs += flows::maxPrintDelayMs + 1;
    desk.bench.printer.outcome = ports::PrintOutcome::Printed;
    const std::size_t tries = desk.bench.printer.jobs.size();
    desk.bench.run();
    EXPECT_EQ(desk.bench.printer.jobs.size(), tries);
    EXPECT_EQ(desk.bench.count("SELECT count(*) FROM effect WHERE state = 'doubtful'"), 1);
}

TEST(FlowPrinting, WhoeverSetsTheClockTakesNoPaper) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    ASSERT_TRUE(desk.checkIn.confirm(desk.visit(booking), zh, desk.paper.ear()));
    desk.bench.clinic->clock.setMs = 3 * 3'600'000;
    desk.bench.run();
    ASSERT_EQ(desk.paper.times, 1);
    EXPECT_EQ(desk.paper.value->result, PrintReport::Result::Printed);
}

TEST(FlowPrinting, AWrongClockAfterARestartGivesNoPaperUp) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    ASSERT_TRUE(desk.checkIn.confirm(desk.visit(booking), zh, {}));
    desk.bench.restart();
    bool unset = true;
    desk.bench.journal->onClock([&unset] { return unset; });
    desk.bench.clinic->clock.setMs = 3 * 3'600'000;
    flows::Printing next(*desk.bench.context);
    next.start();
    desk.bench.run();
    EXPECT_TRUE(desk.bench.printer.jobs.empty());
    desk.bench.clinic->clock.setMs = 0; // the registry has said how late it is
    unset = false;
    desk.bench.advance(flows::printRetryMs + 100);
    EXPECT_EQ(desk.bench.printer.jobs.size(), 1U);
}

TEST(FlowPrinting, ADoubtfulTicketAndADeviceWithoutPrinter) {
    CheckInDesk desk;
    const json booking = desk.bench.book("CARD-D01-AM", 480);
    const json other = desk.bench.book("CARD-D01-AM", 480);
    desk.bench.pull();
    desk.bench.printer.outcome = ports::PrintOutcome::Doubtful;
    ASSERT_TRUE(desk.checkIn.confirm(desk.visit(booking), zh, desk.paper.ear()));
    desk.bench.run();
    EXPECT_EQ(desk.paper.value->result, PrintReport::Result::Doubtful);
    EXPECT_EQ(desk.bench.count("SELECT count(*) FROM effect WHERE state = 'doubtful'"), 1);
    desk.bench.context->printer = nullptr;
    Heard<PrintReport> none;
    ASSERT_TRUE(desk.checkIn.confirm(desk.visit(other), zh, none.ear()));
    desk.bench.run();
    EXPECT_EQ(none.value->error.code, "no-printer");
}

} // namespace
