// SPDX-License-Identifier: Apache-2.0
// What the tests of payments share: a paying hall, and its patients' usual ways.
#pragma once

#include "tests/app/clerk/payinghall.h"

namespace menzhen::test {

class Payments : public ::testing::Test, public PayingHall {
protected:
    /// A booking that is to be paid now; its id.
    std::string bookNow(int person, const std::string& session = "CARD-D01-AM") {
        const auto held = hold(
            {{"channel", "PHONE"}, {"holder", "P" + std::to_string(person)}, {"session", session}});
        const std::string number = test::demoIdNumber(person);
        const auto made = clinic->act([&](clerk::Clerk& c) {
            return c.book({{"hold", (*held)["hold"]},
                           {"person", {{"name", "王测试"}, {"id_number", number}}},
                           {"pay", "now"}},
                          indexOf(*held, number));
        });
        return (*made)["id"];
    }

    std::string feeState(const std::string& booking) {
        return text("SELECT s.fee_state FROM slot s JOIN booking b ON b.site = s.site AND b.day = "
                    "s.day AND b.session = s.session AND b.slot = s.slot WHERE b.id = '" +
                    booking + "'");
    }

    std::string bookingState(const std::string& booking) {
        return text("SELECT state FROM booking WHERE id = '" + booking + "'");
    }

    std::string openQr(const std::string& booking, const char* channel = "wechat-qr") {
        const auto opened = pay({{"booking", booking}, {"channel", channel}});
        return opened ? (*opened)["id"].get<std::string>() : opened.error().code;
    }

    std::string tasks() {
        return text("SELECT coalesce(group_concat(code), '') FROM task WHERE type = 'payment'");
    }
};

} // namespace menzhen::test
