// SPDX-License-Identifier: Apache-2.0
// The lobby's index of a patient: at once for today and tomorrow, later for later days, and before
// any device holds the booking.
#include "app/clerk/bookingindex.h"

#include "app/core/calendar.h"
#include "app/ops/personindex.h"
#include "tests/support/clinic.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;

namespace {

class BookingIndexes : public testing::Test {
protected:
    core::Result<json> book(int day, int person) {
        // Who sits there on that day.
        const bool first = day == core::addDays(monday, 2);
        const json wish{{"day", day},
                        {"session", first ? "CARD-D01-AM" : "CARD-D04-AM"},
                        {"holder", "p" + std::to_string(person)},
                        {"channel", "PHONE"}};
        const auto held = clinic->act([&](clerk::Clerk& c) { return c.hold(wish); });
        if (!held) return held;
        const json named{{"name", "王测试"}, {"id_number", test::demoIdNumber(person)}};
        return clinic->act([&](clerk::Clerk& c) {
            return c.book({{"hold", (*held)["hold"]}, {"person", named}});
        });
    }

    std::string indexOf(const json& booking) {
        std::string found;
        (void)clinic->database->read([&]() -> core::Result<void> {
            found =
                store::find(*clinic->database, "HA", "booking",
                            {booking["day"].get<std::int64_t>(), booking["id"].get<std::string>()})
                    ->text("idhash");
            return {};
        });
        return found;
    }

    int makeThem() {
        const auto made = clerk::makeIndexes(*clinic->database, "HA", clinic->clock, clinic->crypto,
                                             clinic->keys);
        return clinic
            ->must(
                [&](clerk::Clerk& c) -> clerk::Answer { return json(clerk::keepIndexes(c, made)); })
            .get<int>();
    }

    std::unique_ptr<Clinic> clinic = Clinic::demo(":memory:", 8);
    const int thursday = core::addDays(monday, 3);
};

TEST_F(BookingIndexes, FollowTheBookingBeforeAnyDeviceHoldsIt) {
    const auto tomorrow = book(core::nextDay(monday), 1);
    ASSERT_TRUE(tomorrow) << tomorrow.error().code;
    EXPECT_EQ(indexOf(*tomorrow).size(), 16U) << "kiosks hold it from now on";
    const auto later = book(thursday, 2);
    ASSERT_TRUE(later) << later.error().code;
    EXPECT_EQ(indexOf(*later), "");
    EXPECT_EQ(makeThem(), 0) << "three days are early enough";
    clinic->clock.set(core::nextDay(monday), 1);
    EXPECT_EQ(makeThem(), 1);
    const core::Bytes key = ops::dayKey(clinic->crypto, clinic->keys.lobbySecret, "HA", thursday);
    EXPECT_EQ(indexOf(*later), core::toHex(ops::personIndex(clinic->crypto, key, "HA", thursday,
                                                            test::demoIdNumber(2))));
    EXPECT_EQ(makeThem(), 0) << "each one once";
}

TEST_F(BookingIndexes, WhoCannotBeOpenedHoldsUpNobody) {
    for (int person = 1; person <= 6; ++person)
        ASSERT_TRUE(book(person == 6 ? thursday : core::addDays(monday, 2), person));
    (void)clinic->database->transact([&]() -> core::Result<void> {
        store::Query(*clinic->database, "UPDATE person SET name = x'00' WHERE day < ?")
            .bind(thursday)
            .run();
        return {};
    });
    clinic->clock.set(core::nextDay(monday), 1);
    EXPECT_EQ(makeThem(), 1);
}

TEST_F(BookingIndexes, OneRegistrationADepartmentAndDayHoldsWithoutThem) {
    ASSERT_TRUE(book(thursday, 1));
    const auto again = book(thursday, 1);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "same-department-day");
}

TEST_F(BookingIndexes, TheRegistryFindsSomebodyWhoHasNoneYet) {
    const auto booking = book(thursday, 1);
    ASSERT_TRUE(booking);
    clinic->clock.set(thursday, 420); // as after a registry that slept for days
    const json asked{{"id_number", test::demoIdNumber(1)}};
    const json found =
        clinic->must([&](clerk::Clerk& c) { return c.findBookings(asked, {}); })["bookings"];
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["id"], (*booking)["id"]);
    EXPECT_EQ(makeThem(), 1) << "and makes up for it";
}

TEST_F(BookingIndexes, AreMadeAFewAtATimeTheNearestFirst) {
    for (int person = 1; person <= 6; ++person)
        ASSERT_TRUE(book(person % 2 == 0 ? thursday : core::addDays(monday, 2), person));
    clinic->clock.set(core::nextDay(monday), 1);
    const auto made =
        clerk::makeIndexes(*clinic->database, "HA", clinic->clock, clinic->crypto, clinic->keys);
    ASSERT_EQ(made.size(), clerk::indexesPerTurn);
    EXPECT_EQ(made.front().day, core::addDays(monday, 2));
    EXPECT_EQ(makeThem(), 4);
    EXPECT_EQ(makeThem(), 2);
    // A booking that was cancelled meanwhile gets none, and stops nobody.
    const auto gone = book(core::addDays(monday, 2), 7);
    ASSERT_TRUE(gone);
    clinic->must([&](clerk::Clerk& c) { return c.cancelBooking((*gone)["id"]); });
    EXPECT_EQ(makeThem(), 0);
}

} // namespace
