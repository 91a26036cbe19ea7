// SPDX-License-Identifier: Apache-2.0
// A kiosk whose disk is full stops issuing, and goes on when there is room again.
#include "app/flows/storewatch.h"

#include "app/flows/checkin.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using test::FlowBench;

namespace {

/// The store may not grow from here on: what SQLite says of a full disk.
void fill(FlowBench& bench) {
    (void)bench.count("PRAGMA max_page_count = 1");
}

void makeRoom(FlowBench& bench) {
    (void)bench.count("PRAGMA max_page_count = 1000000");
}

TEST(StoreWatch, AFullDiskStopsIssuingUntilThereIsRoom) {
    FlowBench bench;
    flows::Printing printing{*bench.context};
    flows::CheckIn checkIn{*bench.context, printing};
    int changes = 0;
    flows::StoreWatch watch(*bench.context, [&] { ++changes; });
    // Enough bookings that one of their tickets needs a page that is not there.
    std::vector<nlohmann::json> bookings;
    for (int i = 0; i < 12; ++i)
        bookings.push_back(bench.book());
    bench.pull();
    bench.clockTo(600);
    fill(bench);
    std::size_t issued = 0;
    for (; issued < bookings.size() && watch.works(); ++issued) {
        const auto scanned =
            flows::readScan(*bench.context, bookings[issued]["code"].get<std::string>());
        ASSERT_TRUE(scanned);
        const auto visit = checkIn.find(*scanned);
        ASSERT_TRUE(visit);
        const auto ticket = checkIn.confirm(*visit, core::TicketLanguage::Zh, {});
        if (ticket) continue;
        EXPECT_EQ(ticket.error().code, "store-full");
        watch.heard(ticket.error());
        break;
    }
    ASSERT_LT(issued, bookings.size()) << "the disk never was full";
    EXPECT_FALSE(watch.works());
    EXPECT_EQ(changes, 1);
    bench.run();
    EXPECT_EQ(bench.printer.jobs.size(), issued) << "nothing is printed that is not kept";
    EXPECT_EQ(bench.count("SELECT count(*) FROM entry"), static_cast<std::int64_t>(issued));
    makeRoom(bench);
    bench.advance(flows::storeProbeMs + 100);
    EXPECT_TRUE(watch.works());
    EXPECT_EQ(changes, 2);
    const auto scanned =
        flows::readScan(*bench.context, bookings[issued]["code"].get<std::string>());
    const auto visit = checkIn.find(*scanned);
    EXPECT_TRUE(checkIn.confirm(*visit, core::TicketLanguage::Zh, {}));
}

TEST(StoreWatch, OtherErrorsCloseNothing) {
    FlowBench bench;
    flows::StoreWatch watch(*bench.context);
    watch.heard({core::ErrorKind::Refused, "no-free-slot", {}});
    watch.heard({core::ErrorKind::Busy, "store-busy", {}});
    watch.heard({core::ErrorKind::Device, "", {}});
    EXPECT_TRUE(watch.works());
}

} // namespace
