// SPDX-License-Identifier: Apache-2.0
// When the call may come, at a kiosk: the registry's range on screen and paper, or nothing.
#include "app/flows/waits.h"

#include "app/flows/checkin.h"
#include "app/flows/ticketscan.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::FlowBench;
using test::monday;

namespace {

struct WaitingKiosk {
    WaitingKiosk()
        : waits(*bench.context), printing(*bench.context), checkIn(*bench.context, printing) {
        bench.context->callRange = [this](const std::string& half, const std::string& queue,
                                          int ahead) { return waits.rangeOf(half, queue, ahead); };
        printing.start();
        bench.clockTo(590);
    }

    /// What earlier visits took, as the registry measured it.
    void serveEarlier() {
        bench.clinic->must([&](clerk::Clerk& c) -> clerk::Answer {
            for (int i = 0; i < 12; ++i)
                store::Query(c.log().database(),
                             "INSERT INTO served (site, queue, rev, day, station, ended_at, ms) "
                             "VALUES ('HA', 'CARD-D01', ?, 20261120, 'S1', 0, ?)")
                    .bind(std::int64_t{1} + i)
                    .bind(std::int64_t{300'000} + 30'000 * i)
                    .run();
            return json();
        });
    }

    core::Result<flows::IssuedTicket> arrive(int band) {
        const json booking = bench.book("CARD-D01-AM", band);
        bench.pull();
        const auto scanned = flows::readScan(*bench.context, booking["code"].get<std::string>());
        EXPECT_TRUE(scanned);
        const auto visit = checkIn.find(*scanned);
        EXPECT_TRUE(visit);
        auto issued =
            checkIn.confirm(*visit, core::TicketLanguage::Zh, [](const flows::PrintReport&) {});
        bench.run();
        bench.sync();
        return issued;
    }

    /// The doctor sees the first.
    void callNext() {
        bench.clinic->must([](clerk::Clerk& c) {
            return c.callNext("CARD-D01", {{"station", "S1"}});
        });
        bench.pull();
    }

    void ask() {
        int times = 0;
        waits.ask("AM", "CARD-D01", [&] { ++times; });
        EXPECT_EQ(times, 0) << "never inside the call";
        bench.advance(flows::commandBudgetMs + 1);
        EXPECT_EQ(times, 1);
    }

    FlowBench bench;
    flows::Waits waits;
    flows::Printing printing;
    flows::CheckIn checkIn;
};

} // namespace

TEST(FlowWaits, ThePaperSaysWhenTheCallMayComeOnceThatIsKnown) {
    WaitingKiosk kiosk;
    ASSERT_TRUE(kiosk.arrive(570));
    kiosk.callNext();
    kiosk.ask();
    const auto second = kiosk.arrive(570);
    ASSERT_TRUE(second) << second.error().code;
    EXPECT_EQ(second->place.callRange, "") << "nothing was measured yet";
    EXPECT_EQ(kiosk.bench.printer.jobs.back().content.callRange, "");
    kiosk.serveEarlier();
    kiosk.bench.advance(11'000); // the registry looks at its queue anew
    kiosk.ask();
    const auto third = kiosk.arrive(600);
    ASSERT_TRUE(third) << third.error().code;
    EXPECT_EQ(third->place.ahead, 1);
    const std::string range = third->place.callRange;
    ASSERT_EQ(range.size(), 11U) << range;
    EXPECT_GE(range.substr(0, 5), "09:50");
    EXPECT_LT(range.substr(0, 5), range.substr(6));
    EXPECT_EQ(kiosk.bench.printer.jobs.back().content.callRange, range);
}

TEST(FlowWaits, WhatIsOldOrOfNobodyIsNotTold) {
    WaitingKiosk kiosk;
    kiosk.serveEarlier();
    ASSERT_TRUE(kiosk.arrive(570));
    kiosk.callNext();
    ASSERT_TRUE(kiosk.arrive(600));
    kiosk.ask();
    EXPECT_NE(kiosk.waits.rangeOf("AM", "CARD-D01", 0), "");
    EXPECT_NE(kiosk.waits.rangeOf("AM", "CARD-D01", 1), "") << "whoever comes now";
    EXPECT_EQ(kiosk.waits.rangeOf("AM", "CARD-D01", 2), "") << "the registry knows of one";
    EXPECT_EQ(kiosk.waits.rangeOf("PM", "CARD-D01", 0), "");
    EXPECT_EQ(kiosk.waits.rangeOf("AM", "CARD-D02", 0), "");
    kiosk.bench.advance(flows::waitsFreshMs + 1);
    EXPECT_EQ(kiosk.waits.rangeOf("AM", "CARD-D01", 0), "");
    kiosk.ask();
    EXPECT_NE(kiosk.waits.rangeOf("AM", "CARD-D01", 0), "");
    kiosk.bench.cut();
    EXPECT_EQ(kiosk.waits.rangeOf("AM", "CARD-D01", 0), "");
    kiosk.ask();
    EXPECT_EQ(kiosk.waits.rangeOf("AM", "CARD-D01", 0), "");
}

TEST(FlowWaits, ASlowRegistryHoldsNobodyUp) {
    WaitingKiosk kiosk;
    kiosk.bench.link->weather = test::ClerkLink::Weather::Away;
    kiosk.ask();
    EXPECT_EQ(kiosk.waits.rangeOf("AM", "CARD-D01", 0), "");
}
