// SPDX-License-Identifier: Apache-2.0
// A morning at the clerk's: holds and bookings, over the real store.
#include "tests/app/clerk/daybench.h"

#include "app/ops/codecheck.h"
#include "app/ops/staffpins.h"
#include "db/store/oplog.h"
#include "db/store/records.h"

#include <gtest/gtest.h>
#include <set>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::holdBody;
using test::monday;
using test::patientNumber;
using test::person;

namespace {

TEST(ClerkDay, BookingGetsCodeThatVerifies) {
    const auto clinic = Clinic::demo();
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    EXPECT_GE(held["band"], 480);
    EXPECT_EQ(held["amount_fen"], 10050);
    const json booking = clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    EXPECT_EQ(booking["number"], held["number"]);
    EXPECT_EQ(booking["masked"], "王*试");
    const auto read = core::readCode(booking["code"].get<std::string>());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->claims.session, "CARD-D01-AM");
    EXPECT_EQ(read->claims.idHash.size(), 8U);
    EXPECT_LE(booking["code"].get<std::string>().size(), 300U);
}

TEST(ClerkDay, PersonIsSealedAndComesBack) {
    const auto clinic = Clinic::demo();
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    const json booking = clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    const auto known = clinic->act([&](clerk::Clerk& c) -> core::Result<json> {
        const auto found = c.people().get(monday, booking["id"]);
        if (!found || !*found) return core::refused("lost");
        return json{{"name", (*found)->name},
                    {"number", (*found)->idNumber},
                    {"birth", (*found)->birthDay}};
    });
    ASSERT_TRUE(known);
    EXPECT_EQ((*known)["name"], "王测试");
    EXPECT_EQ((*known)["number"], patientNumber);
    EXPECT_EQ((*known)["birth"], 19881120);
    // Nothing of it stands in the log or in the projection.
    (void)clinic->database->read([&]() -> core::Result<void> {
        for (const auto& logged :
             store::opsBetween(*clinic->database, "HA", 0, clinic->rev(), 100000)) {
            EXPECT_EQ(logged.fields.find("王测试"), std::string::npos);
            EXPECT_EQ(logged.outcome.find(patientNumber), std::string::npos);
        }
        return {};
    });
}

TEST(ClerkDay, PersonWithoutPhoneIsKept) {
    const auto clinic = Clinic::demo();
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    const auto booked = clinic->act([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]},
                       {"person", {{"name", "王测试"}, {"id_number", patientNumber}}}});
    });
    ASSERT_TRUE(booked) << booked.error().detail;
}

TEST(ClerkDay, WrongCheckDigitIsRefusedWithWhatToDo) {
    const auto clinic = Clinic::demo();
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    const auto booked = clinic->act([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]},
                       {"person", {{"name", "王"}, {"id_number", "999999198811201013"}}}});
    });
    ASSERT_FALSE(booked);
    EXPECT_EQ(booked.error().code, "id-check-digit");
    EXPECT_EQ(booked.error().detail.find("99999919"), std::string::npos);
}

TEST(ClerkDay, HoldRunsOutAndItsSlotIsFreeAgain) {
    const auto clinic = Clinic::demo();
    const json held = clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    clinic->clock.nowMs += 11 * 60'000;
    EXPECT_EQ(
        clinic->must([](clerk::Clerk& c) -> core::Result<json> { return json(c.expireHolds()); }),
        1);
    const auto late = clinic->act([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "unknown-hold");
    const json again =
        clinic->must([](clerk::Clerk& c) { return c.hold(holdBody("CARD-D01-AM")); });
    EXPECT_EQ(again["number"], held["number"]);
}

TEST(ClerkDay, KioskHoldThatRanOutNeverGivesItsNumberAgain) {
    const auto clinic = Clinic::small(1, 3);
    std::set<std::string> numbers;
    for (int i = 0; i < 6; ++i) {
        const auto held = clinic->act([](clerk::Clerk& c) {
            return c.hold({{"day", monday},
                           {"session", "DEPA-D1-AM"},
                           {"channel", "KIOSK"},
                           {"holder", "K1"}});
        });
        ASSERT_TRUE(held) << held.error().code;
        EXPECT_TRUE(numbers.insert((*held)["number"]).second) << (*held)["number"];
        clinic->clock.nowMs += 13 * 60'000;
        clinic->must([](clerk::Clerk& c) -> core::Result<json> { return json(c.expireHolds()); });
    }
}

TEST(ClerkDay, CancelledSlotComesBackLaterUnderANewNumber) {
    const auto clinic = Clinic::demo();
    json wish = holdBody("CARD-D01-AM");
    wish["band"] = 630; // a patient may cancel until half an hour before
    const json held = clinic->must([&](clerk::Clerk& c) { return c.hold(wish); });
    const json booking = clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", held["hold"]}, {"person", person()}});
    });
    clinic->must([&](clerk::Clerk& c) { return c.cancelBooking(booking["id"]); });
    const auto again = clinic->act([&](clerk::Clerk& c) { return c.cancelBooking(booking["id"]); });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "already-cancelled");
    const auto slots = [&] {
        std::vector<store::Record> rows;
        (void)clinic->database->read([&]() -> core::Result<void> {
            rows = store::select(*clinic->database, "HA", "slot",
                                 "AND day = ? AND session = 'CARD-D01-AM' ORDER BY slot",
                                 {std::int64_t{monday}});
            return {};
        });
        return rows;
    }();
    EXPECT_EQ(slots.size(), 19U);
    EXPECT_EQ(slots[held["slot"].get<std::size_t>() - 1].text("state"), "retired");
    EXPECT_EQ(slots.back().text("state"), "free");
    EXPECT_GT(slots.back().integer("release_at"), clinic->clock.utcMs());
    EXPECT_NE(slots.back().text("number"), held["number"]);
}

TEST(ClerkDay, SameKeySameAnswerOtherBodyRefused) {
    const auto clinic = Clinic::demo();
    const auto once = [&](const std::string& body) {
        return clinic->act([&](clerk::Clerk& c) {
            return c.once("key-1", body, [&] { return c.hold(holdBody("CARD-D01-AM")); });
        });
    };
    const auto first = once("a");
    const auto second = once("a");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(*first, *second);
    const auto other = once("b");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, "key-reused");
}

TEST(ClerkDay, PinLocksAfterFiveTries) {
    const auto clinic = Clinic::demo();
    clinic->must([](clerk::Clerk& c) -> core::Result<json> {
        (void)c.log().author(
            {"record.defined",
             0,
             {{"table", "staff"},
              {"row", {{"id", "d01"}, {"name", "Lin"}, {"roles", "doctor"}, {"state", "active"}}}},
             {},
             {}});
        if (const auto set = ops::setPin(c.log(), "d01", "246810"); !set)
            return tl::unexpected(set.error());
        return json();
    });
    const auto signIn = [&](const char* pin) {
        return clinic->act([&](clerk::Clerk& c) {
            return c.signIn({{"user", "d01"}, {"pin", pin}});
        });
    };
    EXPECT_TRUE(signIn("246810"));
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(signIn("000000").error().code, "wrong-pin");
    EXPECT_EQ(signIn("246810").error().code, "locked");
    clinic->clock.nowMs += 15 * 60'000 + 1;
    EXPECT_TRUE(signIn("246810"));
}

TEST(ClerkDay, EverySlotIsSoldOnceAndThenNothingIsLeft) {
    const auto clinic = Clinic::small(2, 40);
    std::set<std::string> numbers;
    for (int i = 0; i < 80; ++i) {
        const std::string session = i % 2 == 0 ? "DEPA-D1-AM" : "DEPB-D1-AM";
        const json held = clinic->must([&](clerk::Clerk& c) {
            return c.hold({{"day", monday},
                           {"session", session},
                           {"channel", "KIOSK"},
                           {"holder", "K" + std::to_string(i)}});
        });
        EXPECT_TRUE(numbers.insert(held["number"]).second);
    }
    const auto none = clinic->act([](clerk::Clerk& c) {
        return c.hold(
            {{"day", monday}, {"session", "DEPA-D1-AM"}, {"channel", "KIOSK"}, {"holder", "K99"}});
    });
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, "no-free-slot");
}

} // namespace
