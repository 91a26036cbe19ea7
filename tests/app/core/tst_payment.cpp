// SPDX-License-Identifier: Apache-2.0
// The rules of a payment to the letter, case by case. What no case thought of is the business of
// tst_paymentproperty.cpp.
#include "app/core/payment.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace menzhen::core {

namespace {

constexpr std::int64_t start = 1'800'000'000'000;

PaymentAnswer said(PaymentSaid what, Fen fen = 0) {
    PaymentAnswer answer;
    answer.said = what;
    answer.amountFen = fen;
    if (what == PaymentSaid::Opened) answer.qrText = "qr";
    return answer;
}

struct Page {
    PaymentBill bill{"HA_0123456789abcdef", 10050, start, start + billLifeMs, {}, {}};
    std::int64_t now = start;

    std::string open(PaymentChannel channel) {
        const auto at = openAttempt(bill, channel, now);
        return at ? bill.attempts[*at].number : at.error().code;
    }

    /// The next question of an attempt: "query" or "end@16000", or "" when nothing is to be asked.
    std::string next(const std::string& number) const {
        for (const PaymentAsk& ask : nextAsks(bill, now))
            if (ask.number == number)
                return std::string(toText(ask.verb)) +
                       (ask.atMs > now ? "@" + std::to_string(ask.atMs - start) : "");
        return {};
    }

    std::vector<PaymentEffect> ask(PaymentVerb verb, const std::string& number,
                                   const PaymentAnswer& answer) {
        const PaymentAsk what{verb, number, {}, now};
        EXPECT_TRUE(write(bill, what, now)) << toText(verb);
        if (verb == PaymentVerb::Query) findAttempt(bill, number)->queriedMs = now;
        return answered(bill, what, now, answer, now);
    }

    std::string phase(const std::string& number) {
        return std::string(toText(findAttempt(bill, number)->phase));
    }

    std::string told() const { return std::string(toldOf(bill, now)); }
};

} // namespace

TEST(Payment, AQrIsShownAskedForAndPaid) {
    Page page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    EXPECT_EQ(a, "HA_0123456789abcdef_1");
    EXPECT_EQ(page.told(), "opening");
    EXPECT_EQ(page.next(a), "open");
    page.ask(PaymentVerb::Open, a, said(PaymentSaid::Opened));
    EXPECT_EQ(page.told(), "waiting");
    EXPECT_EQ(page.next(a), "query@2000");
    page.now += 2000;
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Unpaid));
    page.now += 60'000;
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Unpaid));
    EXPECT_EQ(page.next(a), "query@67000"); // five seconds from the second minute on
    page.now += 5000;
    const auto effects = page.ask(PaymentVerb::Query, a, said(PaymentSaid::Paid, 10050));
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].kind, PaymentEffect::Kind::Book);
    EXPECT_EQ(page.told(), "asking"); // not before it is booked
    booked(page.bill, a, page.now);
    EXPECT_EQ(page.told(), "paid");
    EXPECT_TRUE(isFinal(page.bill));
    EXPECT_EQ(page.open(PaymentChannel::AlipayQr), "already-paid");
}

TEST(Payment, WechatQrIsDeadWhenClosedWasTakenAndTheQuerySaysSo) {
    Page page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Open, a, said(PaymentSaid::Opened));
    page.now += 10'000;
    leave(page.bill, page.now);
    EXPECT_EQ(page.next(a), "end");
    page.ask(PaymentVerb::End, a, said(PaymentSaid::Ended));
    EXPECT_EQ(page.phase(a), "fading");
    EXPECT_EQ(page.told(), "closing");
    page.now += 1;
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Unpaid)); // taken, and yet it lives
    page.now += 5000;
    EXPECT_EQ(page.next(a), "end");
    page.ask(PaymentVerb::End, a, said(PaymentSaid::Ended));
    EXPECT_EQ(page.next(a), "query");
    page.now += 100;
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Closed));
    EXPECT_EQ(page.phase(a), "dead");
    EXPECT_EQ(page.told(), "closed");
}

TEST(Payment, WechatCodeIsReversedNotSoonerThanFifteenSeconds) {
    Page page;
    const std::string a = page.open(PaymentChannel::WechatCode);
    page.ask(PaymentVerb::Charge, a, said(PaymentSaid::Paying));
    EXPECT_EQ(page.told(), "paying");
    page.now += 3000;
    leave(page.bill, page.now);
    EXPECT_EQ(page.next(a), "query");
    EXPECT_FALSE(write(page.bill, {PaymentVerb::End, a, {}, 0}, page.now));
    page.now = start + 15'000;
    EXPECT_FALSE(write(page.bill, {PaymentVerb::End, a, {}, 0}, page.now));
    page.now = start + reverseAfterMs;
    EXPECT_EQ(page.next(a), "end");
    page.ask(PaymentVerb::End, a, said(PaymentSaid::EndAgain)); // recall Y
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Reversed));
    EXPECT_EQ(page.phase(a), "fading"); // the reverse was not taken
    page.now += 5000;
    page.ask(PaymentVerb::End, a, said(PaymentSaid::Ended));
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Closed));
    EXPECT_EQ(page.phase(a), "fading"); // REVOKED is wanted
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Reversed));
    EXPECT_EQ(page.phase(a), "dead");
}

TEST(Payment, AlipayIsAskedRightBeforeAndRightAfterACancel) {
    Page page;
    const std::string a = page.open(PaymentChannel::AlipayQr);
    page.ask(PaymentVerb::Open, a, said(PaymentSaid::Opened));
    page.now += 2000;
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Missing)); // nobody scanned: normal
    EXPECT_EQ(page.told(), "waiting");
    page.now += 1000;
    leave(page.bill, page.now);
    EXPECT_EQ(page.next(a), "query");
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Missing));
    EXPECT_EQ(page.next(a), "end");
    page.ask(PaymentVerb::End, a, said(PaymentSaid::Ended));
    EXPECT_EQ(page.next(a), "query");
    // Unscanned: dead a minute after its own expiry, not before.
    page.now = start + qrLifeMs + deadGraceMs - 1;
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Missing));
    EXPECT_EQ(page.phase(a), "fading");
    page.now += 1;
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Missing));
    EXPECT_EQ(page.phase(a), "dead");
}

TEST(Payment, AlipayCodeIsDeadAMinuteAfterItsCancel) {
    Page page;
    const std::string a = page.open(PaymentChannel::AlipayCode);
    page.ask(PaymentVerb::Charge, a, said(PaymentSaid::Unknown));
    page.now += 6000;
    EXPECT_EQ(page.told(), "asking");
    leave(page.bill, page.now);
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Missing));
    page.ask(PaymentVerb::End, a, said(PaymentSaid::Ended));
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Closed));
    EXPECT_EQ(page.phase(a), "fading");
    page.now += 60'000;
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Closed));
    EXPECT_EQ(page.phase(a), "dead");
}

TEST(Payment, AnotherChannelOpensWhenTheOldOnesEndWasSent) {
    Page page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Open, a, said(PaymentSaid::Opened));
    EXPECT_EQ(page.open(PaymentChannel::WechatQr), a); // one QR on the screen
    const std::string b = page.open(PaymentChannel::AlipayQr);
    EXPECT_EQ(page.next(b), "");
    EXPECT_FALSE(write(page.bill, {PaymentVerb::Open, b, {}, 0}, page.now));
    page.ask(PaymentVerb::End, a, said(PaymentSaid::Unknown)); // sent is enough
    EXPECT_EQ(page.next(b), "open");
    page.ask(PaymentVerb::Open, b, said(PaymentSaid::Opened));
    // Both are paid: the second is sent back at once, under its fixed number.
    page.ask(PaymentVerb::Query, b, said(PaymentSaid::Paid, 10050));
    booked(page.bill, b, page.now);
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Paid, 10050));
    ASSERT_EQ(findAttempt(page.bill, a)->refunds.size(), 1U);
    EXPECT_EQ(findAttempt(page.bill, a)->refunds[0].number, a + "R1");
    EXPECT_EQ(findAttempt(page.bill, a)->refunds[0].fen, 10050);
    EXPECT_EQ(page.told(), "paid");
    EXPECT_EQ(paidFen(page.bill), 10050);
}

TEST(Payment, AWrongAmountIsNeverBooked) {
    Page page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Open, a, said(PaymentSaid::Opened));
    for (const Fen fen : {Fen{0}, Fen{-10050}, Fen{1}, Fen{10049}, Fen{10051}, maxAmountFen + 1}) {
        page.now += 2000;
        const auto effects = page.ask(PaymentVerb::Query, a, said(PaymentSaid::Paid, fen));
        for (const PaymentEffect& effect : effects)
            EXPECT_NE(effect.kind, PaymentEffect::Kind::Book) << fen;
        EXPECT_EQ(page.phase(a), "open") << fen;
        EXPECT_NE(page.told(), "paid") << fen;
    }
    EXPECT_EQ(findAttempt(page.bill, a)->code, "amount-differs");
}

TEST(Payment, ARefundIsSentOnceUnderOneNumber) {
    Page page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Open, a, said(PaymentSaid::Opened));
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Paid, 10050));
    booked(page.bill, a, page.now);
    EXPECT_TRUE(refundSettled(page.bill, "cancelled", page.now));
    EXPECT_FALSE(refundSettled(page.bill, "cancelled", page.now)); // twice: refused
    EXPECT_EQ(page.told(), "refunding");
    PaymentAsk refund{PaymentVerb::Refund, a, a + "R1", 0};
    ASSERT_TRUE(write(page.bill, refund, page.now));
    (void)answered(page.bill, refund, page.now, said(PaymentSaid::Unknown), page.now);
    PaymentAsk state{PaymentVerb::RefundQuery, a, a + "R1", 0};
    ASSERT_TRUE(write(page.bill, state, page.now)); // unknown: ask before sending again
    (void)answered(page.bill, state, page.now, said(PaymentSaid::Missing), page.now);
    ASSERT_TRUE(write(page.bill, refund, page.now)); // the same number again
    (void)answered(page.bill, refund, page.now, said(PaymentSaid::RefundClosed), page.now);
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
        answered(page.bill, second, page.now, said(PaymentSaid::RefundAbnormal), page.now);
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].code, "refund-abnormal");
    EXPECT_EQ(page.told(), "staff");
}

TEST(Payment, ASuccessThatAnEndMayTakeBackIsAskedForAgain) {
    Page page;
    const std::string a = page.open(PaymentChannel::AlipayQr);
    page.ask(PaymentVerb::Open, a, said(PaymentSaid::Opened));
    leave(page.bill, page.now);
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Unpaid));
    page.ask(PaymentVerb::End, a, said(PaymentSaid::Unknown)); // on its way, for all we know
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Paid, 10050));
    EXPECT_EQ(page.phase(a), "fading");
    EXPECT_EQ(page.told(), "asking");
    EXPECT_EQ(page.open(PaymentChannel::WechatQr), "payment-asking");
    page.now += lateEndMs;
    const auto effects = page.ask(PaymentVerb::Query, a, said(PaymentSaid::Paid, 10050));
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].kind, PaymentEffect::Kind::Book);
    notBooked(page.bill, a, page.now); // the place is gone
    EXPECT_EQ(page.told(), "refunding");
}

TEST(Payment, ADeadNumberIsLookedAtAgainAndItsMoneyIsNotLost) {
    Page page;
    const std::string a = page.open(PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Open, a, said(PaymentSaid::Opened));
    leave(page.bill, page.now);
    page.ask(PaymentVerb::End, a, said(PaymentSaid::Ended));
    page.now += 100;
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Closed));
    EXPECT_EQ(page.phase(a), "dead");
    EXPECT_TRUE(isFinal(page.bill));
    EXPECT_EQ(page.next(a), "query@30100");
    page.now += 30'000;
    page.ask(PaymentVerb::Query, a, said(PaymentSaid::Closed));
    EXPECT_EQ(page.next(a), "query@120100");
    page.now += 90'000;
    const auto effects = page.ask(PaymentVerb::Query, a, said(PaymentSaid::Paid, 10050));
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].kind, PaymentEffect::Kind::Book);
    EXPECT_EQ(page.next(a), "");
}

TEST(Payment, NothingNewOpensInTheLastMinute) {
    Page page;
    page.now = page.bill.openUntilMs - leastLifeMs + 1;
    EXPECT_EQ(page.open(PaymentChannel::WechatQr), "payment-late");
    page.now = page.bill.openUntilMs - leastLifeMs;
    const std::string a = page.open(PaymentChannel::WechatQr);
    EXPECT_EQ(findAttempt(page.bill, a)->expiresAtMs, page.bill.openUntilMs);
}

} // namespace menzhen::core
