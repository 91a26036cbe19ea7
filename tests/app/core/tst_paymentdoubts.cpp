// SPDX-License-Identifier: Apache-2.0
// What a platform says and should not: other sums than ours, orders that were gone; and what a
// registry asks first that was away.
#include "tests/app/core/paymentpage.h"

namespace menzhen::core {

namespace {

PaymentAnswer saidRefund(PaymentSaid what, Fen fen) {
    PaymentAnswer answer = platformSaid(what);
    answer.refundedFen = fen;
    return answer;
}

std::string shownQr(PaymentPage& page, PaymentChannel channel) {
    const std::string a = page.open(channel);
    page.ask(PaymentVerb::Open, a, platformSaid(PaymentSaid::Opened));
    return a;
}

} // namespace

TEST(PaymentDoubts, WhoPaidAnotherAmountIsNotAskedToPayAgain) {
    PaymentPage page;
    const std::string a = shownQr(page, PaymentChannel::WechatQr);
    page.now += 2000;
    const auto effects = page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 10051));
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].kind, PaymentEffect::Kind::Task);
    EXPECT_EQ(page.told(), "asking");
    EXPECT_EQ(page.open(PaymentChannel::AlipayQr), "payment-asking");
    page.now += 2000;
    EXPECT_TRUE(
        page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 10051)).empty()); // once
    page.now += 2000;
    page.ask(PaymentVerb::Query, a,
             platformSaid(PaymentSaid::Unpaid)); // a mistake of theirs, over now
    EXPECT_EQ(page.told(), "waiting");
    EXPECT_NE(page.open(PaymentChannel::AlipayQr), "payment-asking");
}

TEST(PaymentDoubts, AnAmountThatIsRightAfterAllIsBooked) {
    PaymentPage page;
    const std::string a = shownQr(page, PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 1));
    const auto effects = page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 10050));
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].kind, PaymentEffect::Kind::Book);
    EXPECT_EQ(findAttempt(page.bill, a)->code, "");
}

TEST(PaymentDoubts, ARefundOfAnotherSumIsNotBelieved) {
    PaymentPage page;
    const std::string a = shownQr(page, PaymentChannel::WechatQr);
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Paid, 10050));
    booked(page.bill, a, page.now);
    ASSERT_TRUE(refundSettled(page.bill, "cancelled", page.now));
    const PaymentAsk refund{PaymentVerb::Refund, a, a + "R1", 0};
    ASSERT_TRUE(write(page.bill, refund, page.now));
    const auto effects =
        answered(page.bill, refund, page.now, saidRefund(PaymentSaid::RefundDone, 50), page.now);
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].code, "refund-differs");
    EXPECT_EQ(page.told(), "refunding");
    const PaymentAsk state{PaymentVerb::RefundQuery, a, a + "R1", 0};
    ASSERT_TRUE(write(page.bill, state, page.now)); // asked for, never sent again unasked
    EXPECT_TRUE(
        answered(page.bill, state, page.now, saidRefund(PaymentSaid::RefundDone, 50), page.now)
            .empty()); // a person is told once
    (void)answered(page.bill, state, page.now, saidRefund(PaymentSaid::RefundDone, 10050),
                   page.now);
    EXPECT_EQ(page.told(), "refunded");
}

TEST(PaymentDoubts, AnOrderThatWasThereAMomentAgoIsEndedAsSuch) {
    PaymentPage page;
    const std::string a = shownQr(page, PaymentChannel::AlipayQr);
    leave(page.bill, page.now);
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Missing));
    EXPECT_FALSE(nextAsks(page.bill, page.now).front().unpaid); // nobody scanned: a cancel
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Unpaid));
    PaymentAsk end = nextAsks(page.bill, page.now).front();
    ASSERT_EQ(end.verb, PaymentVerb::End);
    EXPECT_TRUE(end.unpaid);
    EXPECT_TRUE(questionOf(page.bill, end).unpaid);
    ASSERT_TRUE(write(page.bill, end, page.now));
    // Gone since: nothing was ended by that.
    (void)answered(page.bill, end, page.now, platformSaid(PaymentSaid::Missing), page.now);
    EXPECT_EQ(findAttempt(page.bill, a)->endTakenMs, 0);
    page.now += endAgainMs;
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Missing));
    end = nextAsks(page.bill, page.now).front();
    ASSERT_EQ(end.verb, PaymentVerb::End);
    EXPECT_FALSE(end.unpaid);
}

TEST(PaymentDoubts, AfterARestartAnOrderIsAskedForBeforeItIsEnded) {
    PaymentPage page;
    const std::string a = shownQr(page, PaymentChannel::WechatQr);
    page.now = pageStartMs + qrLifeMs + 1;
    EXPECT_EQ(page.next(a), "query"); // nobody knows when it was asked for last
    page.ask(PaymentVerb::Query, a, platformSaid(PaymentSaid::Unpaid));
    EXPECT_EQ(page.next(a), "end");
}

TEST(PaymentDoubts, WhyItWasRefusedAndUnderWhichAnswerIsKept) {
    PaymentPage page;
    const std::string a = page.open(PaymentChannel::WechatCode);
    PaymentAnswer no = platformSaid(PaymentSaid::Failed);
    no.code = "NOT_ENOUGH";
    no.request = "08F7A2";
    page.ask(PaymentVerb::Charge, a, no);
    EXPECT_EQ(page.told(), "failed");
    EXPECT_EQ(findAttempt(page.bill, a)->code, "NOT_ENOUGH");
    EXPECT_EQ(findAttempt(page.bill, a)->request, "08F7A2");
}

} // namespace menzhen::core
