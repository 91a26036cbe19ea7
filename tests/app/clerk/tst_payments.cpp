// SPDX-License-Identifier: Apache-2.0
// Paying for a registration, from the bill to the refund, over the model platform.
#include "tests/app/clerk/paymentsbench.h"

#include "app/clerk/choices.h"

namespace menzhen {

using nlohmann::json;
using test::codeOf;
using test::monday;
using test::PayingHall;
using test::Payments;

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

TEST_F(Payments, ARefundToldOfAnotherPaymentsAmountIsRefused) {
    const std::string booking = bookNow(1);
    const std::string bill = openQr(booking);
    passes(1000);
    ASSERT_TRUE(walletPays(bill));
    passes(3000);
    platform.habits.refund = sim::RefundMood::Going;
    EXPECT_EQ(cancel(booking, "m1"), "done");
    passes(3000);
    const core::PaymentAttempt refunded = row_(bill).bill.attempts.front();
    clerk::NoticeHeard heard{"wechat", "r1", refunded.number, refunded.refunds.front().number, {}};
    heard.answer.said = core::PaymentSaid::RefundDone;
    heard.answer.refundedFen = refunded.amountFen;
    heard.answer.amountFen = refunded.amountFen + 1;
    EXPECT_EQ((*notice(heard))["refused"], "notice-amount");
    EXPECT_EQ(state(bill), "refunding");
    heard.notice = "r2";
    heard.answer.amountFen = refunded.amountFen;
    EXPECT_FALSE(notice(heard)->contains("refused"));
    EXPECT_EQ(state(bill), "refunded");
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
