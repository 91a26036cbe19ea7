// SPDX-License-Identifier: Apache-2.0
// A station at cardiology's first doctor, with patients who checked in.
#pragma once

#include "app/flows/callnext.h"
#include "app/flows/checkin.h"
#include "app/ops/staffpins.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

namespace menzhen::test {

struct Station {
    FlowBench bench{"S1", "station"};
    flows::CallNext call{*bench.context};
    std::vector<std::string> tickets; ///< entry ids in the order of their slots

    explicit Station(int patients = 4) {
        bench.clinic->must([](clerk::Clerk& c) -> core::Result<nlohmann::json> {
            const nlohmann::json row{
                {"id", "d01"}, {"name", "林知远"}, {"roles", "doctor"}, {"state", "active"}};
            const auto done =
                c.log().author({"record.defined", 0, {{"table", "staff"}, {"row", row}}, {}, {}});
            if (!done) return tl::unexpected(done.error());
            if (const auto set = ops::setPin(c.log(), "d01", "123456"); !set)
                return tl::unexpected(set.error());
            return nlohmann::json();
        });
        // The kiosk's part of the morning, through this device: it has a journal like any other.
        flows::Printing printing(*bench.context);
        flows::CheckIn checkIn(*bench.context, printing);
        bench.context->printer = nullptr;
        for (int i = 0; i < patients; ++i) {
            const nlohmann::json booking = bench.book("CARD-D01-AM", i < 2 ? 480 : 510);
            bench.clockTo(480);
            bench.sync();
            const auto visit =
                checkIn.find(*flows::readScan(*bench.context, booking["code"].get<std::string>()));
            const auto ticket = checkIn.confirm(*visit, core::TicketLanguage::Zh, {});
            EXPECT_TRUE(ticket);
            tickets.push_back(ticket->place.ticket);
        }
        bench.sync();
        bench.run();
    }

    void open() {
        Heard<tl::expected<flows::StaffView, flows::SignInRefusal>> heard;
        call.signIn("d01", "123456", heard.ear());
        bench.run();
        ASSERT_TRUE(heard.value && heard.value->has_value());
        EXPECT_EQ((*heard.value)->name, "林知远");
        const auto opened = call.open("CARD-D01", "AM", "301");
        ASSERT_TRUE(opened) << opened.error().code;
        bench.sync();
    }

    core::Result<flows::NextAnswer> press() {
        bench.advance(flows::pressGuardMs + 25);
        Heard<core::Result<flows::NextAnswer>> heard;
        call.next(heard.ear());
        EXPECT_EQ(heard.times, 0);
        bench.advance(flows::commandBudgetMs + 50);
        EXPECT_EQ(heard.times, 1);
        return heard.value.value_or(core::refused("silent"));
    }

    core::Result<void> moved(void (flows::CallNext::*verb)(flows::CallNext::Done)) {
        Heard<core::Result<void>> heard;
        (call.*verb)(heard.ear());
        bench.advance(flows::catchUpMs + 100);
        EXPECT_EQ(heard.times, 1);
        return heard.value.value_or(core::refused("silent"));
    }
};

} // namespace menzhen::test
