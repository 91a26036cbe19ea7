// SPDX-License-Identifier: Apache-2.0
// The rules of a payment to the letter, case by case. What no case thought of is the business of
// tst_paymentproperty.cpp.
#include "tests/app/core/paymentpage.h"

namespace menzhen::core {

TEST(Payment, WhoeverConfirmsInTheWalletIsSeenAlsoAfterARestart) {
    for (const PaymentChannel channel : {PaymentChannel::WechatQr, PaymentChannel::AlipayQr}) {
        PaymentPage page;
        const std::string a = page.open(channel);
        page.ask(PaymentVerb::Open, a, platformSaid(PaymentSaid::Opened));
        page.now += 2000;
        page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Missing));
        EXPECT_EQ(page.told(), "waiting");
        page.now += 2000;
        const PaymentAsk query{PaymentVerb::Query, a, {}, page.now};
        EXPECT_TRUE(
            changes(page.bill, query, page.now, platformSaid(PaymentSaid::Paying), page.now));
        page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paying));
        findAttempt(page.bill, a)->said = PaymentSaid::Unknown; // what is not stored
        EXPECT_EQ(page.told(), "paying");
        page.now += 2000;
        page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Unpaid));
        // An order at Alipay is there because it was scanned; at WeChat it always is.
        EXPECT_EQ(page.told(), channel == PaymentChannel::AlipayQr ? "paying" : "waiting");
    }
}

TEST(Payment, AQrIsShownAskedForAndPaid) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    EXPECT_EQ(a, "HA_0123456789abcdef_1");
    EXPECT_EQ(page.told(), "opening");
    EXPECT_EQ(page.next(a), "open");
    page.ask(PaymentVerb::Open, a, platformSaid(PaymentSaid::Opened));
    EXPECT_EQ(page.told(), "waiting");
    EXPECT_EQ(page.next(a), "query@2000");
    page.now += 2000;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Unpaid));
    page.now += 60'000;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Unpaid));
    EXPECT_EQ(page.next(a), "query@67000"); // five seconds from the second minute on
    page.now += 5000;
    const auto effects = page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 10050));
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].kind, PaymentEffect::Kind::Book);
    EXPECT_EQ(page.told(), "asking"); // not before it is booked
    booked(page.bill, a, page.now);
    EXPECT_EQ(page.told(), "paid");
    EXPECT_TRUE(isFinal(page.bill));
    EXPECT_EQ(page.open(PaymentChannel::AlipayQr), "already-paid");
}

TEST(Payment, WechatQrIsDeadWhenClosedWasTakenAndTheQuerySaysSo) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Open, a, platformSaid(PaymentSaid::Opened));
    page.now += 10'000;
    leave(page.bill, page.now);
    EXPECT_EQ(page.next(a), "end");
    page.ask(PaymentVerb::End, a, platformSaid(PaymentSaid::Ended));
    EXPECT_EQ(page.phase(a), "fading");
    EXPECT_EQ(page.told(), "closing");
    page.now += 1;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Unpaid)); // taken, and yet it lives
    page.now += 5000;
    EXPECT_EQ(page.next(a), "end");
    page.ask(PaymentVerb::End, a, platformSaid(PaymentSaid::Ended));
    EXPECT_EQ(page.next(a), "query");
    page.now += 100;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Closed));
    EXPECT_EQ(page.phase(a), "dead");
    EXPECT_EQ(page.told(), "closed");
}

TEST(Payment, WechatCodeIsReversedNotSoonerThanFifteenSeconds) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::WechatCode);
    page.ask(PaymentVerb::Charge, a, platformSaid(PaymentSaid::Paying));
    EXPECT_EQ(page.told(), "paying");
    page.now += 3000;
    leave(page.bill, page.now);
    EXPECT_EQ(page.next(a), "query");
    EXPECT_FALSE(write(page.bill, {PaymentVerb::End, a, {}, 0}, page.now));
    page.now = pageStartMs + 15'000;
    EXPECT_FALSE(write(page.bill, {PaymentVerb::End, a, {}, 0}, page.now));
    page.now = pageStartMs + reverseAfterMs;
    EXPECT_EQ(page.next(a), "end");
    page.ask(PaymentVerb::End, a, platformSaid(PaymentSaid::EndAgain)); // recall Y
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Reversed));
    EXPECT_EQ(page.phase(a), "fading"); // the reverse was not taken
    page.now += 5000;
    page.ask(PaymentVerb::End, a, platformSaid(PaymentSaid::Ended));
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Closed));
    EXPECT_EQ(page.phase(a), "fading"); // REVOKED is wanted
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Reversed));
    EXPECT_EQ(page.phase(a), "dead");
}

TEST(Payment, AlipayIsAskedRightBeforeAndRightAfterACancel) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::AlipayQr);
    page.ask(PaymentVerb::Open, a, platformSaid(PaymentSaid::Opened));
    page.now += 2000;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Missing)); // nobody scanned: normal
    EXPECT_EQ(page.told(), "waiting");
    page.now += 1000;
    leave(page.bill, page.now);
    EXPECT_EQ(page.next(a), "query");
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Missing));
    EXPECT_EQ(page.next(a), "end");
    page.ask(PaymentVerb::End, a, platformSaid(PaymentSaid::Ended));
    EXPECT_EQ(page.next(a), "query");
    // Unscanned: dead a minute after its own expiry, not before.
    page.now = pageStartMs + qrLifeMs + deadGraceMs - 1;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Missing));
    EXPECT_EQ(page.phase(a), "fading");
    page.now += 1;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Missing));
    EXPECT_EQ(page.phase(a), "dead");
}

TEST(Payment, AlipayCodeIsDeadAMinuteAfterItsCancel) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::AlipayCode);
    page.ask(PaymentVerb::Charge, a, platformSaid(PaymentSaid::Unknown));
    page.now += 6000;
    EXPECT_EQ(page.told(), "asking");
    leave(page.bill, page.now);
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Missing));
    page.ask(PaymentVerb::End, a, platformSaid(PaymentSaid::Ended));
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Closed));
    EXPECT_EQ(page.phase(a), "fading");
    page.now += 60'000;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Closed));
    EXPECT_EQ(page.phase(a), "dead");
}

TEST(Payment, AnotherChannelOpensWhenTheOldOnesEndWasSent) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Open, a, platformSaid(PaymentSaid::Opened));
    EXPECT_EQ(page.open(PaymentChannel::WechatQr), a); // one QR on the screen
    const std::string b = page.open(PaymentChannel::AlipayQr);
    EXPECT_EQ(page.next(b), "");
    EXPECT_FALSE(write(page.bill, {PaymentVerb::Open, b, {}, 0}, page.now));
    page.ask(PaymentVerb::End, a, platformSaid(PaymentSaid::Unknown)); // sent is enough
    EXPECT_EQ(page.next(b), "open");
    page.ask(PaymentVerb::Open, b, platformSaid(PaymentSaid::Opened));
    // Both are paid: the second is sent back at once, under its fixed number.
    page.ask(PaymentVerb::Query, b, platformSaid(PaymentSaid::Paid, 10050));
    booked(page.bill, b, page.now);
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 10050));
    ASSERT_EQ(findAttempt(page.bill, a)->refunds.size(), 1U);
    EXPECT_EQ(findAttempt(page.bill, a)->refunds[0].number, a + "R1");
    EXPECT_EQ(findAttempt(page.bill, a)->refunds[0].fen, 10050);
    EXPECT_EQ(page.told(), "paid");
    EXPECT_EQ(paidFen(page.bill), 10050);
}

TEST(Payment, AWrongAmountIsNeverBooked) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Open, a, platformSaid(PaymentSaid::Opened));
    for (const Fen fen : {Fen{0}, Fen{-10050}, Fen{1}, Fen{10049}, Fen{10051}, maxAmountFen + 1}) {
        page.now += 2000;
        const auto effects = page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, fen));
        for (const PaymentEffect& effect : effects)
            EXPECT_NE(effect.kind, PaymentEffect::Kind::Book) << fen;
        EXPECT_EQ(page.phase(a), "open") << fen;
        EXPECT_NE(page.told(), "paid") << fen;
    }
    EXPECT_EQ(findAttempt(page.bill, a)->code, "amount-differs");
}

TEST(Payment, ARefundIsSentOnceUnderOneNumber) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Open, a, platformSaid(PaymentSaid::Opened));
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 10050));
    booked(page.bill, a, page.now);
    EXPECT_TRUE(refundSettled(page.bill, "cancelled", page.now));
    EXPECT_FALSE(refundSettled(page.bill, "cancelled", page.now)); // twice: refused
    EXPECT_EQ(page.told(), "refunding");
    PaymentAsk refund{PaymentVerb::Refund, a, a + "R1", 0};
    ASSERT_TRUE(write(page.bill, refund, page.now));
    (void)answered(page.bill, refund, page.now, platformSaid(PaymentSaid::Unknown), page.now);
    PaymentAsk state{PaymentVerb::RefundQuery, a, a + "R1", 0};
    ASSERT_TRUE(write(page.bill, state, page.now)); // unknown: ask before sending again
    (void)answered(page.bill, state, page.now, platformSaid(PaymentSaid::Missing), page.now);
    ASSERT_TRUE(write(page.bill, refund, page.now)); // the same number again
    (void)answered(page.bill, refund, page.now, platformSaid(PaymentSaid::RefundClosed), page.now);
    // Closed: not sent back. Only now a new number, and a minute apart.
    ASSERT_EQ(findAttempt(page.bill, a)->refunds.size(), 2U);
    EXPECT_EQ(refundFen(*findAttempt(page.bill, a)), 10050);
    const auto asks = nextAsks(page.bill, page.now);
    ASSERT_EQ(asks.size(), 1U);
    EXPECT_EQ(asks[0].refundNumber, a + "R2");
    EXPECT_GE(asks[0].atMs - page.now, 60'000);
    PaymentAsk second{PaymentVerb::Refund, a, a + "R2", 0};
    ASSERT_TRUE(write(page.bill, second, page.now));
    const auto effects =
        answered(page.bill, second, page.now, platformSaid(PaymentSaid::RefundAbnormal), page.now);
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].code, "refund-abnormal");
    EXPECT_EQ(page.told(), "staff");
}

TEST(Payment, ASuccessThatAnEndMayTakeBackIsAskedForAgain) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::AlipayQr);
    page.ask(PaymentVerb::Open, a, platformSaid(PaymentSaid::Opened));
    leave(page.bill, page.now);
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Unpaid));
    page.ask(PaymentVerb::End, a,
             platformSaid(PaymentSaid::Unknown)); // on its way, for all we know
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 10050));
    EXPECT_EQ(page.phase(a), "fading");
    EXPECT_EQ(page.told(), "asking");
    EXPECT_EQ(page.open(PaymentChannel::WechatQr), "payment-asking");
    page.now += lateEndMs;
    const auto effects = page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 10050));
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].kind, PaymentEffect::Kind::Book);
    notBooked(page.bill, a, page.now); // the place is gone
    EXPECT_EQ(page.told(), "refunding");
}

TEST(Payment, ADeadNumberIsLookedAtAgainAndItsMoneyIsNotLost) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Open, a, platformSaid(PaymentSaid::Opened));
    leave(page.bill, page.now);
    page.ask(PaymentVerb::End, a, platformSaid(PaymentSaid::Ended));
    page.now += 100;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Closed));
    EXPECT_EQ(page.phase(a), "dead");
    EXPECT_TRUE(isFinal(page.bill));
    EXPECT_EQ(page.next(a), "query@5100");
    page.now += 5'000;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Closed));
    EXPECT_EQ(page.next(a), "query@15100");
    page.now += 10'000;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Closed));
    EXPECT_EQ(page.next(a), "query@30100");
    page.now += 15'000;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Closed));
    EXPECT_EQ(page.next(a), "query@120100");
    page.now += 90'000;
    const auto effects = page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 10050));
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].kind, PaymentEffect::Kind::Book);
    EXPECT_EQ(page.next(a), "");
}

TEST(Payment, NothingNewOpensInTheLastMinute) {
    PaymentPage page;
    page.now = page.bill.openUntilMs - leastLifeMs + 1;
    EXPECT_EQ(page.open(PaymentChannel::WechatQr), "payment-late");
    page.now = page.bill.openUntilMs - leastLifeMs;
    const std::string a = page.open(PaymentChannel::WechatQr);
    EXPECT_EQ(findAttempt(page.bill, a)->expiresAtMs, page.bill.openUntilMs);
}

} // namespace menzhen::core
