// SPDX-License-Identifier: Apache-2.0
// What a notification may book while orders are ended.
#include "tests/app/clerk/paymentsbench.h"

namespace menzhen {

using test::Payments;

// The owner types the password a moment before the cancel arrives: it is paid and given back. The
// notification of the payment names the platform's time, which may be ahead of ours.
TEST_F(Payments, ANotificationOfAClockAheadBooksNothingThatAnEndTookBack) {
    for (const bool saysReturned : {true, false}) {
        platform.habits.saysReturned = saysReturned;
        const std::string booking = bookNow(saysReturned ? 1 : 2);
        const std::string code = saysReturned ? "280000000000000001" : "280000000000000002";
        platform.promise(code, sim::WalletMood::AsksPassword);
        const auto opened =
            pay({{"booking", booking}, {"channel", "alipay-code"}, {"auth_code", code}});
        ASSERT_TRUE(opened) << opened.error().code;
        const std::string bill = (*opened)["id"];
        passes(3000);
        ASSERT_EQ(state(bill), "paying");
        const std::string order = core::shownAttempt(row_(bill).bill)->number;
        ASSERT_TRUE(close(bill));
        passes(500); // asked right before the end
        ASSERT_TRUE(platform.pay(order, now()));
        passes(500); // the end
        ASSERT_NE(core::shownAttempt(row_(bill).bill)->endAnsweredMs, 0);
        ASSERT_TRUE(platform.wasPaid(order));
        ASSERT_EQ(platform.keptFen(order), 0);
        clerk::NoticeHeard heard{"alipay", "N" + order, order, {}, {}};
        heard.answer.said = core::PaymentSaid::Paid;
        heard.answer.amountFen = row_(bill).bill.totalFen;
        heard.answer.transaction = "T" + order;
        heard.answer.paidAtMs = now() + 2000;
        ASSERT_TRUE(notice(heard));
        EXPECT_EQ(state(bill), "asking"); // it may be, and is not booked
        passes(3 * 60'000);
        EXPECT_EQ(state(bill), "refunded");
        EXPECT_EQ(booked(), 0);
        EXPECT_EQ(booked(), ledger());
    }
}

// Without an end on its way a notification is as good as a query, whatever time it names.
TEST_F(Payments, ANotificationBooksAtOnceWhereNoEndWasSent) {
    const std::string bill = openQr(bookNow(1), "alipay-qr");
    passes(1000);
    const std::string order = core::shownAttempt(row_(bill).bill)->number;
    ASSERT_TRUE(walletPays(bill));
    clerk::NoticeHeard heard{"alipay", "N1", order, {}, {}};
    heard.answer.said = core::PaymentSaid::Paid;
    heard.answer.amountFen = row_(bill).bill.totalFen;
    heard.answer.paidAtMs = now() - 60'000;
    ASSERT_TRUE(notice(heard));
    EXPECT_EQ(state(bill), "paid");
    EXPECT_EQ(booked(), ledger());
}

} // namespace menzhen
