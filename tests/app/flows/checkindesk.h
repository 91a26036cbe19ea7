// SPDX-License-Identifier: Apache-2.0
// A kiosk whose bookings come to be checked in, and its printer.
#pragma once

#include "app/flows/checkin.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

namespace menzhen::test {

inline constexpr auto zh = core::TicketLanguage::Zh;

struct CheckInDesk {
    FlowBench bench;
    flows::Printing printing{*bench.context};
    flows::CheckIn checkIn{*bench.context, printing};
    Heard<flows::PrintReport> paper;

    flows::Visit visit(const nlohmann::json& booking) {
        const auto scanned = flows::readScan(*bench.context, booking["code"].get<std::string>());
        EXPECT_TRUE(scanned) << (scanned ? "" : scanned.error().error.code);
        const auto found = checkIn.find(*scanned);
        EXPECT_TRUE(found) << (found ? "" : found.error().code);
        return found.value_or(flows::Visit{});
    }
};

} // namespace menzhen::test
