// SPDX-License-Identifier: Apache-2.0
// Paying for a registration, from the bill to the refund, over the model platform.
#include "tests/app/clerk/payinghall.h"

#include "app/clerk/choices.h"

namespace menzhen {

using nlohmann::json;
using test::codeOf;
using test::monday;
using test::PayingHall;

namespace {

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

} // namespace

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

TEST_F(Payments, AHoldLivesWhileItIsPaidForAndNoLonger) {
    const std::string booking = bookNow(1);
    passes(5 * 60'000);
    const std::string bill = openQr(booking);
    passes(15 * 60'000); // longer than hold_minutes
    EXPECT_EQ(bookingState(booking), "booked");
    passes(6 * 60'000);
    EXPECT_EQ(bookingState(booking), "cancelled");
}

TEST_F(Payments, APlaceThatWasLeftReturnsAsSoonAsItsPaymentIsDead) {
    const std::string booking = bookNow(1);
    const std::string bill = openQr(booking);
    passes(2000);
    ASSERT_TRUE(close(bill));
    EXPECT_EQ(bookingState(booking), "booked"); // money may have come: not before it is dead
    passes(15'000);
    EXPECT_EQ(state(bill), "closed");
    EXPECT_EQ(bookingState(booking), "cancelled");
    // A code of Alipay that nobody scanned lives until a minute after its own end.
    const std::string other = bookNow(2);
    const std::string unscanned = openQr(other, "alipay-qr");
    passes(2000);
    ASSERT_TRUE(close(unscanned));
    passes(4 * 60'000);
    EXPECT_EQ(bookingState(other), "booked");
    passes(3 * 60'000);
    EXPECT_EQ(bookingState(other), "cancelled");
    EXPECT_EQ(booked(), ledger());
}

TEST_F(Payments, WhoeverComesBackInTimeKeepsThePlace) {
    const std::string booking = bookNow(1);
    const std::string bill = openQr(booking, "alipay-qr");
    passes(2000);
    ASSERT_TRUE(close(bill));
    passes(60'000); // fading
    EXPECT_EQ(openQr(booking, "wechat-qr"), bill);
    passes(8 * 60'000);
    EXPECT_EQ(bookingState(booking), "booked");
    EXPECT_EQ(openQr(booking, "wechat-qr"), bill); // the first code has run out
    passes(2000);
    ASSERT_TRUE(walletPays(bill));
    passes(3000);
    EXPECT_EQ(state(bill), "paid");
    EXPECT_EQ(booked(), ledger());
}

TEST_F(Payments, WhatWasPaidAfterLeavingIsKeptOrSentBack) {
    const std::string booking = bookNow(1);
    const std::string bill = openQr(booking);
    passes(1000);
    ASSERT_TRUE(walletPays(bill));
    ASSERT_TRUE(close(bill)); // the page went before it heard
    passes(30'000);
    EXPECT_EQ(state(bill), "paid");
    EXPECT_EQ(bookingState(booking), "booked");
    EXPECT_EQ(feeState(booking), "paid");
    EXPECT_EQ(booked(), ledger());
}

TEST_F(Payments, AnOldBillsPageTouchesNobodyElsesPlace) {
    const std::string first = bookNow(1);
    const std::string bill = openQr(first);
    passes(1000);
    ASSERT_EQ(cancel(first, "m1"), "done");
    (void)clinic->act([&](clerk::Clerk& c) -> core::Result<json> {
        store::Query(c.log().database(), "UPDATE slot SET state = 'sold', fee_state = 'unpaid', "
                                         "expires_at = 99999999999999 WHERE session = "
                                         "'CARD-D01-AM' AND slot = (SELECT slot FROM booking "
                                         "WHERE id = ?)")
            .bind(first)
            .run();
        return json();
    });
    for (const bool window : {false, true}) {
        ASSERT_TRUE(close(bill, {{"window", window}}));
        EXPECT_EQ(feeState(first), "unpaid") << window;
        EXPECT_EQ(text("SELECT max(expires_at) FROM slot"), "99999999999999") << window;
    }
}

TEST_F(Payments, AScannedCodeSaysSo) {
    const std::string bill = openQr(bookNow(1), "alipay-qr");
    passes(3000);
    EXPECT_EQ(state(bill), "waiting");
    ASSERT_TRUE(platform.scan(core::shownAttempt(row_(bill).bill)->number, now()));
    passes(3000);
    EXPECT_EQ(state(bill), "paying"); // Alipay makes the order when it is scanned
    EXPECT_FALSE(show(bill)["qr"].is_null());
    const std::string other = openQr(bookNow(2), "wechat-qr");
    passes(3000);
    ASSERT_TRUE(platform.scan(core::shownAttempt(row_(other).bill)->number, now()));
    passes(3000);
    EXPECT_EQ(state(other), "waiting"); // WeChat does not tell
}

TEST_F(Payments, ALateSuccessTakesThePlaceAgainOrGoesBack) {
    for (const bool gone : {false, true}) {
        const std::string booking = bookNow(gone ? 1 : 2);
        const std::string before = text("SELECT number FROM booking WHERE id = '" + booking + "'");
        const std::string bill = openQr(booking);
        passes(1000);
        ASSERT_TRUE(walletPays(bill));
        restart(); // and nobody asks for twenty minutes
        for (int minute = 0; minute < 21; ++minute) {
            clinic->clock.nowMs += 60'000;
            sweep();
        }
        EXPECT_EQ(bookingState(booking), "cancelled");
        if (gone) {
            const auto none = clinic->act([&](clerk::Clerk& c) -> core::Result<json> {
                store::Query(c.log().database(),
                             "UPDATE slot SET state = 'blocked' WHERE state = 'free'")
                    .run();
                return json();
            });
            ASSERT_TRUE(none);
        }
        passes(10'000);
        EXPECT_EQ(state(bill), gone ? "refunded" : "paid");
        EXPECT_EQ(bookingState(booking), gone ? "cancelled" : "booked");
        if (!gone) {
            EXPECT_EQ(feeState(booking), "paid");
            EXPECT_NE(text("SELECT number FROM booking WHERE id = '" + booking + "'"), before);
        }
        EXPECT_EQ(booked(), ledger());
    }
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

TEST_F(Payments, ACancelledRegistrationGetsItsWholePriceBackOnce) {
    const std::string booking = bookNow(1);
    const std::string bill = openQr(booking);
    passes(1000);
    ASSERT_TRUE(walletPays(bill));
    passes(3000);
    platform.habits.refund = sim::RefundMood::Going;
    EXPECT_EQ(cancel(booking, "m1"), "done");
    passes(10'000);
    EXPECT_EQ(state(bill), "refunding");
    platform.settleRefunds();
    passes(10'000);
    EXPECT_EQ(state(bill), "refunded");
    EXPECT_EQ(ledger(), 0);
    EXPECT_EQ(booked(), 0);
    const auto again = clinic->act([&](clerk::Clerk& c) {
        return clerk::refundPayment(c, bill, {{"by", "m1"}});
    });
    EXPECT_EQ(codeOf(again), "nothing-to-refund");
}

TEST_F(Payments, AStoppedSessionGivesEverybodyTheMoneyBack) {
    std::vector<std::string> bills;
    for (int person = 1; person <= 3; ++person) {
        bills.push_back(openQr(bookNow(person)));
        passes(1000);
        ASSERT_TRUE(walletPays(bills.back()));
        passes(3000);
    }
    EXPECT_GT(ledger(), 0);
    ASSERT_TRUE(clinic->act([](clerk::Clerk& c) {
        return c.stopSession("CARD-D01-AM", {{"day", monday}, {"reason", "ill"}, {"by", "m1"}});
    }));
    passes(20'000);
    for (const std::string& bill : bills)
        EXPECT_EQ(state(bill), "refunded");
    EXPECT_EQ(ledger(), 0);
}

TEST_F(Payments, AbnormalRefundsAreATaskForStaff) {
    const std::string booking = bookNow(1);
    const std::string bill = openQr(booking);
    passes(1000);
    ASSERT_TRUE(walletPays(bill));
    passes(3000);
    platform.habits.refund = sim::RefundMood::Abnormal;
    EXPECT_EQ(cancel(booking, "m1"), "done");
    passes(10'000);
    EXPECT_EQ(state(bill), "staff");
    EXPECT_EQ(tasks(), "refund-abnormal");
}

TEST_F(Payments, NoticesAreMatchedOnceAndChangeNothingWhenTheyAreWrong) {
    const std::string booking = bookNow(1);
    const std::string bill = openQr(booking);
    passes(1000);
    const core::PaymentBill before = row_(bill).bill;
    const std::string number = core::shownAttempt(before)->number;
    clerk::NoticeHeard heard{"wechat", "n1", number, {}, {}};
    heard.answer.said = core::PaymentSaid::Paid;
    heard.answer.paidAtMs = now();
    for (const core::Fen wrong : {core::Fen{0}, core::Fen{-1}, core::Fen{1}, before.totalFen - 1,
                                  before.totalFen + 1, core::maxAmountFen}) {
        heard.notice = "w" + std::to_string(wrong);
        heard.answer.amountFen = wrong;
        const auto answer = notice(heard);
        ASSERT_TRUE(answer);
        EXPECT_EQ((*answer)["refused"], "notice-amount") << wrong;
        EXPECT_EQ(state(bill), "waiting") << wrong;
    }
    heard.answer.amountFen = before.totalFen;
    heard.platform = "alipay";
    heard.notice = "other";
    EXPECT_EQ(codeOf(notice(heard)), "notice-channel");
    heard.platform = "wechat";
    heard.notice = "stranger";
    heard.number = "HA0000000000000000_1";
    EXPECT_EQ((*notice(heard))["matched"], false);
    EXPECT_EQ(state(bill), "waiting");
    heard.notice = "good";
    heard.number = number;
    EXPECT_EQ((*notice(heard))["repeated"], false);
    EXPECT_EQ(state(bill), "paid"); // at once, before any query
    EXPECT_EQ((*notice(heard))["repeated"], true);
    EXPECT_EQ(state(bill), "paid");
    EXPECT_EQ(core::paidFen(row_(bill).bill), before.totalFen);
}

TEST_F(Payments, CodesAreLookedAtBeforeTheyGoAnywhere) {
    const std::string booking = bookNow(1);
    const auto with = [&](const char* channel, const std::string& code) {
        return codeOf(pay({{"booking", booking}, {"channel", channel}, {"auth_code", code}}));
    };
    EXPECT_EQ(with("wechat-code", ""), "bad-auth-code");
    EXPECT_EQ(with("wechat-code", "280000000000000001"), "bad-auth-code");
    EXPECT_EQ(with("alipay-code", "130000000000000001"), "bad-auth-code");
    EXPECT_EQ(with("wechat-code", test::demoIdNumber(1)), "refresh-code");
    EXPECT_EQ(with("wechat-code", "<script>"), "bad-auth-code");
    EXPECT_EQ(with("cash", "130000000000000001"), "bad-field");
    EXPECT_EQ(with("wechat-code", "130000000000000001"), "done");
    EXPECT_EQ(text("SELECT count(*) FROM pay_attempt WHERE instr(qr || code || trade, "
                   "'130000000000000001') > 0"),
              "0");
}

TEST_F(Payments, APaymentCodeIsChargedOnceWhateverStepTheProgramDiesAt) {
    for (int step = 0; step < 8; ++step) {
        const std::string booking = bookNow(step + 1, "CARD-D05-AM"); // it has places enough
        const std::string code = "13000000000000000" + std::to_string(step % 10);
        platform.promise(code,
                         step % 2 == 0 ? sim::WalletMood::Pays : sim::WalletMood::AsksPassword);
        const auto opened =
            pay({{"booking", booking}, {"channel", "wechat-code"}, {"auth_code", code}});
        ASSERT_TRUE(opened) << opened.error().code;
        stepsUntilCrash = step;
        passes(4000);
        restart();
        passes(5 * 60'000);
        const std::string told = state((*opened)["id"]);
        EXPECT_TRUE(told == "paid" || told == "closed" || told == "refunded")
            << step << " " << told;
        EXPECT_EQ(booked(), ledger()) << step;
        ASSERT_EQ(cancel(booking, "m1"), "done");
        passes(30'000);
        EXPECT_EQ(ledger(), 0) << step;
    }
}

} // namespace menzhen
