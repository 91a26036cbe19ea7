// SPDX-License-Identifier: Apache-2.0
#include "app/flows/ticketscan.h"

#include "app/flows/checkin.h"
#include "app/flows/takenumber.h"
#include "app/ops/codecheck.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using flows::Scanned;
using nlohmann::json;
using test::FlowBench;
using test::Heard;
using test::monday;

namespace {

Scanned scanned(FlowBench& bench, const std::string& text) {
    const auto read = flows::readScan(*bench.context, text);
    EXPECT_TRUE(read) << (read ? "" : read.error().error.code);
    return read.value_or(Scanned{});
}

TEST(FlowTicketScan, ThePaperOfWhoeverWasCarriedOverNightIsStillRead) {
    FlowBench bench("K01", "kiosk", 3);
    flows::Printing printing(*bench.context);
    flows::CheckIn checkIn(*bench.context, printing);
    const json booking = bench.book("CARD-D01-AM", 480);
    bench.pull();
    const auto visit = checkIn.find(scanned(bench, booking["code"]));
    ASSERT_TRUE(visit);
    ASSERT_TRUE(checkIn.confirm(*visit, core::TicketLanguage::Zh, {}));
    bench.run();
    bench.sync();
    const std::string code = bench.printer.jobs.at(0).content.code;
    bench.clinic->clock.set(20261124, 420);
    bench.pull();
    const auto before = flows::readScan(*bench.context, code);
    ASSERT_FALSE(before);
    EXPECT_EQ(before.error().error.code, "expired") << "nobody was carried yet";
    bench.clinic->must([](clerk::Clerk& c) -> clerk::Answer {
        EXPECT_GT(c.carryOver(), 0);
        return json();
    });
    bench.pull();
    const auto own = flows::scanTicket(*bench.context, scanned(bench, code));
    ASSERT_TRUE(own) << own.error().code;
    EXPECT_TRUE(own->place.number.ends_with("Y")) << own->place.number;
    EXPECT_EQ(own->place.state, "waiting");
    // Another's paper of that day stays of that day.
    std::string forged = code;
    forged[forged.size() - 3] = forged[forged.size() - 3] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(flows::readScan(*bench.context, forged));
}

TEST(FlowTicketScan, AnExpectedTicketChecksInFromItsTimeOn) {
    FlowBench bench;
    flows::Printing printing(*bench.context);
    flows::TakeNumber take(*bench.context, printing);
    int band = -1;
    const auto doctors = take.doctors("CARD");
    ASSERT_TRUE(doctors);
    for (const auto& doctor : doctors->list)
        for (const auto& b : doctor.bands)
            if (doctor.session.id == "CARD-D01-AM" && b.free > 0 && !b.opensNow) band = b.band;
    Heard<core::Result<flows::Held>> held;
    take.choose("CARD-D01-AM", band, held.ear());
    bench.run();
    ASSERT_TRUE(held.value->has_value());
    const auto ticket = take.confirm({}, {});
    ASSERT_TRUE(ticket);
    bench.run();
    const std::string code = bench.printer.jobs.at(0).content.code;

    const auto early = flows::scanTicket(*bench.context, scanned(bench, code));
    ASSERT_TRUE(early);
    EXPECT_FALSE(early->checkedIn);
    EXPECT_EQ(early->whyNot, "too-early");
    EXPECT_EQ(early->place.checkInFrom, ticket->checkInFrom);
    bench.clockTo(band - 30);
    const auto open = flows::scanTicket(*bench.context, scanned(bench, ticket->place.shortCode));
    ASSERT_TRUE(open);
    EXPECT_TRUE(open->checkedIn);
    EXPECT_EQ(open->place.state, "waiting");
    EXPECT_EQ(open->place.ahead, 0);
    const auto again = flows::scanTicket(*bench.context, scanned(bench, ticket->place.pageUrl));
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->checkedIn);
    EXPECT_EQ(again->whyNot, "");
    bench.sync();
    EXPECT_EQ(bench.verdicts, (std::vector<std::string>{"applied", "applied"}));
}

TEST(FlowTicketScan, BackAfterAMissAndAnotherDay) {
    FlowBench bench;
    flows::Printing printing(*bench.context);
    flows::CheckIn checkIn(*bench.context, printing);
    const json booking = bench.book("CARD-D01-AM", 480);
    bench.pull();
    const auto visit = checkIn.find(scanned(bench, booking["code"]));
    ASSERT_TRUE(visit);
    const auto ticket = checkIn.confirm(*visit, core::TicketLanguage::Zh, {});
    ASSERT_TRUE(ticket);
    bench.sync();
    bench.clockTo(485);
    bench.clinic->must([](clerk::Clerk& c) {
        return c.callNext("CARD-D01", {{"station", "S1"}, {"half", "AM"}, {"room", "301"}});
    });
    bench.pull();
    Scanned own;
    own.kind = Scanned::Kind::Ticket;
    own.id = ticket->place.ticket;
    own.day = monday;
    const auto called = flows::scanTicket(*bench.context, own);
    ASSERT_TRUE(called) << called.error().code;
    EXPECT_EQ(called->place.state, "called");
    EXPECT_EQ(called->place.room, "301");
    EXPECT_EQ(called->place.ahead, 0);
    sync::DraftOp missed;
    missed.type = "entry.missed";
    missed.day = monday;
    missed.fields = {{"entry", own.id}};
    ASSERT_TRUE(bench.journal->commit({missed}));
    const auto back = flows::scanTicket(*bench.context, own);
    ASSERT_TRUE(back);
    EXPECT_TRUE(back->checkedIn);
    EXPECT_EQ(back->place.lane, "M");
    own.day = 20261124;
    EXPECT_EQ(flows::scanTicket(*bench.context, own).error().code, "other-day");
    own.day = monday;
    own.id = "0000000000000000";
    EXPECT_EQ(flows::scanTicket(*bench.context, own).error().code, "unknown-ticket");
    own.kind = Scanned::Kind::Booking;
    EXPECT_EQ(flows::scanTicket(*bench.context, own).error().code, "not-a-ticket");
}

} // namespace
