// SPDX-License-Identifier: Apache-2.0
// The seeds' rows about money, over the model platform.
#include "tests/app/clerk/paymentsbench.h"

namespace menzhen {

using nlohmann::json;
using test::codeOf;
using test::monday;
using test::PayingHall;
using test::Payments;

TEST_F(Payments, row_G2_BookAndPayInOneFlow) {
    const std::string booking = bookNow(1);
    EXPECT_EQ(feeState(booking), "unpaid");
    const std::string bill = openQr(booking);
    EXPECT_EQ(state(bill), "opening");
    passes(1000);
    const json shown = show(bill);
    EXPECT_EQ(shown["state"], "waiting");
    EXPECT_FALSE(shown["qr"].is_null());
    ASSERT_TRUE(walletPays(bill));
    passes(3000); // at most three seconds after the wallet
    EXPECT_EQ(state(bill), "paid");
    EXPECT_EQ(feeState(booking), "paid");
    passes(30 * 60'000);
    EXPECT_EQ(bookingState(booking), "booked");
    EXPECT_EQ(booked(), ledger());
    EXPECT_EQ(openQr(booking), "already-paid");
}

TEST_F(Payments, row_M2_AUnpaidBookingLapsesAndTheWindowStaysOpen) {
    const std::string lapses = bookNow(1);
    const std::string stays = bookNow(2);
    const std::string bill = openQr(stays, "alipay-qr");
    passes(2000);
    ASSERT_TRUE(close(bill, {{"window", true}})); // cash is never refused
    EXPECT_EQ(feeState(stays), "");
    passes(11 * 60'000);
    EXPECT_EQ(bookingState(lapses), "cancelled");
    EXPECT_EQ(feeState(lapses), "lapsed");
    EXPECT_EQ(bookingState(stays), "booked");
    EXPECT_EQ(state(bill), "closed");
}

TEST_F(Payments, row_N2_ThePatientsPriceIsTheSameWithEachBrand) {
    json lines;
    int person = 1;
    for (const char* channel : {"wechat-qr", "alipay-qr"}) {
        const auto opened = pay({{"booking", bookNow(person++)}, {"channel", channel}});
        ASSERT_TRUE(opened) << opened.error().code;
        if (lines.is_null()) lines = (*opened)["lines"];
        EXPECT_EQ((*opened)["lines"], lines);
    }
}

TEST_F(Payments, row_W12_TheLinesAreTheSeedsAndNeverGrow) {
    int person = 1;
    for (const core::Fen fee : {350, 750, 10050, 20000}) {
        (void)clinic->act([&](clerk::Clerk& c) -> core::Result<json> {
            store::Query(c.log().database(),
                         "UPDATE session SET amount_fen = ? WHERE id = 'CARD-D01-AM'")
                .bind(fee)
                .run();
            return json();
        });
        const std::string booking = bookNow(person++);
        const auto opened = pay({{"booking", booking}, {"channel", "wechat-qr"}});
        ASSERT_TRUE(opened) << opened.error().code;
        EXPECT_EQ((*opened)["amount_fen"], fee); // no message line of itself
        ASSERT_EQ((*opened)["lines"].size(), 1U);
        const auto other = pay({{"booking", booking}, {"channel", "alipay-qr"}, {"sms", true}});
        EXPECT_EQ((*other)["amount_fen"], fee); // fixed by the first request
        EXPECT_EQ((*other)["id"], (*opened)["id"]);
    }
}

TEST_F(Payments, row_W12_SevenFiftyIsSevenFiftyAndEightOnlyWhenAsked) {
    clinic->clerk = std::make_unique<clerk::Clerk>(
        "HA", clerk::ClerkSetup{*clinic->database, clinic->crypto, clinic->clock, clinic->chance,
                                clinic->keys, true, true});
    (void)clinic->act([&](clerk::Clerk& c) -> core::Result<json> {
        store::Query(c.log().database(),
                     "UPDATE session SET amount_fen = 750 WHERE id = 'CARD-D01-AM'")
            .run();
        return json();
    });
    const auto plain = pay({{"booking", bookNow(1)}, {"channel", "wechat-qr"}});
    ASSERT_TRUE(plain) << plain.error().code;
    EXPECT_EQ((*plain)["amount_fen"], 750);
    const auto asked = pay({{"booking", bookNow(2)}, {"channel", "wechat-qr"}, {"sms", true}});
    ASSERT_TRUE(asked) << asked.error().code;
    ASSERT_EQ((*asked)["lines"].size(), 2U);
    EXPECT_EQ((*asked)["lines"][0]["fen"], 750);
    EXPECT_EQ((*asked)["lines"][1]["fen"], 50);
    EXPECT_EQ((*asked)["amount_fen"], 800);
    for (const json& opened : {*plain, *asked}) {
        const core::Fen before = ledger();
        passes(1000);
        ASSERT_TRUE(walletPays(opened["id"]));
        passes(3000);
        EXPECT_EQ(ledger() - before, opened["amount_fen"].get<core::Fen>());
    }
}

TEST_F(Payments, row_A9_TheSeedsFeesArePaidToTheFen) {
    int person = 1;
    for (const core::Fen fee : {350, 10050, 20000}) {
        (void)clinic->act([&](clerk::Clerk& c) -> core::Result<json> {
            store::Query(c.log().database(),
                         "UPDATE session SET amount_fen = ? WHERE id = 'CARD-D01-AM'")
                .bind(fee)
                .run();
            return json();
        });
        const core::Fen before = ledger();
        const std::string bill = openQr(bookNow(person++), "alipay-qr");
        passes(1000);
        ASSERT_TRUE(walletPays(bill));
        passes(3000);
        EXPECT_EQ(state(bill), "paid");
        EXPECT_EQ(ledger() - before, fee);
    }
}

TEST_F(Payments, row_H3_TwoBrandsAndTheWindow) {
    const std::string booking = bookNow(1);
    const std::string bill = openQr(booking, "wechat-qr");
    passes(1000);
    const std::string first = core::shownAttempt(row_(bill).bill)->number;
    EXPECT_EQ(openQr(booking, "alipay-qr"), bill);
    passes(3000);
    EXPECT_EQ(show(bill)["channel"], "alipay-qr");
    EXPECT_EQ(state(bill), "waiting");
    EXPECT_FALSE(platform.scan(first, now())); // one QR alone can be paid
    ASSERT_TRUE(walletPays(bill));
    passes(3000);
    EXPECT_EQ(state(bill), "paid");
    EXPECT_EQ(booked(), ledger());
}

TEST_F(Payments, row_M1_TheServerSaysWhatWasPaidNotThePage) {
    const std::string booking = bookNow(1);
    const std::string bill = openQr(booking);
    passes(1000);
    EXPECT_TRUE(close(bill)); // a page that claims nothing, and leaves
    EXPECT_NE(state(bill), "paid");
    passes(10'000);
    EXPECT_EQ(state(bill), "closed");
    EXPECT_EQ(feeState(booking), "lapsed"); // not paid: the place went back when the page was left
}

/// No notification comes in this hall: the queries find it. Of two codes that are both paid, one
/// pays the registration and the other's money goes back.
TEST_F(Payments, row_M1_FoundByQueryAloneAndPaidTwiceIsRefundedOnce) {
    const std::string bill = openQr(bookNow(1));
    passes(70'000); // past the first minute it is asked every five seconds
    ASSERT_TRUE(walletPays(bill));
    passes(15'000);
    EXPECT_EQ(state(bill), "paid");

    const std::string booking = bookNow(2);
    const std::string twice = openQr(booking);
    passes(1000);
    const std::string first = core::shownAttempt(row_(twice).bill)->number;
    ASSERT_TRUE(platform.scan(first, now()));
    platform.habits.closesLimited = 1000; // the closing of the first code is not taken
    EXPECT_EQ(openQr(booking, "alipay-qr"), twice);
    passes(3000);
    const std::string second = core::shownAttempt(row_(twice).bill)->number;
    ASSERT_NE(first, second);
    ASSERT_TRUE(platform.scan(second, now()) && platform.pay(second, now()));
    ASSERT_TRUE(platform.pay(first, now()));
    passes(60'000);
    EXPECT_EQ(state(twice), "paid");
    const core::Fen price = row_(twice).bill.totalFen;
    EXPECT_EQ(platform.keptFen(first) + platform.keptFen(second), price);
    EXPECT_EQ(platform.refundedFen(first) + platform.refundedFen(second), price);
    EXPECT_EQ(booked(), ledger());
}

/// The same slot of two such days, prepaid and paid on the day: both end registered and paid.
TEST(PaymentPolicies, row_W6_PrepaidAndOnTheDayPassForTheSameSlot) {
    std::string slots;
    for (const bool prepaid : {true, false}) {
        PayingHall hall;
        const auto held =
            hall.hold({{"channel", "PHONE"}, {"holder", "P1"}, {"session", "CARD-D01-AM"}});
        ASSERT_TRUE(held);
        const std::string number = test::demoIdNumber(1);
        const auto made = hall.clinic->act([&](clerk::Clerk& c) {
            return c.book({{"hold", (*held)["hold"]},
                           {"person", {{"name", "王测试"}, {"id_number", number}}},
                           {"pay", prepaid ? "now" : "window"}},
                          hall.indexOf(*held, number));
        });
        ASSERT_TRUE(made);
        slots += (*made)["session"].get<std::string>() + "/" + (*made)["number"].get<std::string>();
        slots += prepaid ? " " : "";
        if (!prepaid) hall.passes(11 * 60'000); // it lapses for want of nothing
        const auto opened = hall.pay({{"booking", (*made)["id"]}, {"channel", "alipay-qr"}});
        ASSERT_TRUE(opened);
        hall.passes(1000);
        ASSERT_TRUE(hall.walletPays((*opened)["id"]));
        hall.passes(3000);
        EXPECT_EQ(hall.state((*opened)["id"]), "paid") << prepaid;
        EXPECT_EQ(hall.text("SELECT b.state || ' ' || s.fee_state FROM booking b JOIN slot s ON "
                            "s.session = b.session AND s.day = b.day AND s.slot = b.slot"),
                  "booked paid")
            << prepaid;
    }
    EXPECT_EQ(slots.substr(0, slots.find(' ')), slots.substr(slots.find(' ') + 1));
}

TEST_F(Payments, row_W6_PaidOnTheDayFromABookingAtTheWindow) {
    const std::string booking =
        book({{"channel", "PHONE"}, {"holder", "P1"}}, test::demoIdNumber(1));
    EXPECT_EQ(feeState(booking), "");
    const std::string bill = openQr(booking, "alipay-qr");
    passes(1000);
    ASSERT_TRUE(walletPays(bill));
    passes(3000);
    EXPECT_EQ(feeState(booking), "paid");
}

} // namespace menzhen
