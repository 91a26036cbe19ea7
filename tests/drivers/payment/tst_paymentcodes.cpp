// SPDX-License-Identifier: Apache-2.0
// Every row of the platforms' tables of codes and states, in the spellings that were seen.
#include "drivers/payment/alipaycodes.h"
#include "drivers/payment/wechatcodes.h"

#include <gtest/gtest.h>
#include <ostream>

namespace menzhen::payment {

namespace {

using core::PaymentSaid;
using core::PaymentVerb;

constexpr PaymentVerb verbs[] = {PaymentVerb::Open, PaymentVerb::Charge, PaymentVerb::Query,
                                 PaymentVerb::End,  PaymentVerb::Refund, PaymentVerb::RefundQuery};

/// One letter a verb, in the order above: f Failed, u Unknown, m Misset, p Paying, - Missing,
/// e Ended, a EndAgain, s RefundAbnormal (staff).
struct Row {
    const char* code;
    const char* says;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.code; }
};

PaymentSaid meant(char letter) {
    switch (letter) {
    case 'f':
        return PaymentSaid::Failed;
    case 'm':
        return PaymentSaid::Misset;
    case 'p':
        return PaymentSaid::Paying;
    case '-':
        return PaymentSaid::Missing;
    case 'e':
        return PaymentSaid::Ended;
    case 'a':
        return PaymentSaid::EndAgain;
    case 's':
        return PaymentSaid::RefundAbnormal;
    default:
        return PaymentSaid::Unknown;
    }
}

class WechatCodes : public testing::TestWithParam<Row> {};

class AlipayCodes : public testing::TestWithParam<Row> {};

} // namespace

TEST_P(WechatCodes, SayWhatTheTableSays) {
    for (std::size_t i = 0; i < 6; ++i)
        EXPECT_EQ(wechatCodeSays(GetParam().code, verbs[i]), meant(GetParam().says[i])) << i;
}

INSTANTIATE_TEST_SUITE_P(
    Table, WechatCodes,
    testing::Values(
        Row{"SIGN_ERROR", "mmmmmm"}, Row{"SIGNERROR", "mmmmmm"}, Row{"PARAM_ERROR", "ffuusu"},
        Row{"INVALID_REQUEST", "ffuusu"}, Row{"APPID_MCHID_NOT_MATCH", "mmmmmm"},
        Row{"NO_AUTH", "mmmmmm"}, Row{"NOAUTH", "mmmmmm"}, Row{"MCH_NOT_EXISTS", "mmmmmm"},
        Row{"ORDERPAID", "uuuuuu"}, Row{"ORDER_PAID", "uuuuuu"}, Row{"OUT_TRADE_NO_USED", "uuuuuu"},
        Row{"ORDER_CLOSED", "ffueuu"}, Row{"ORDERCLOSED", "ffueuu"},
        Row{"ORDER_REVERSED", "ffueuu"}, Row{"ORDERREVERSED", "ffueuu"},
        Row{"ORDER_NOT_EXIST", "uu----"}, Row{"ORDERNOTEXIST", "uu----"},
        Row{"RESOURCE_NOT_EXISTS", "uu----"}, Row{"REFUNDNOTEXIST", "uuuuu-"},
        Row{"USERPAYING", "uppauu"}, Row{"USER_PAYING", "uppauu"}, Row{"NOT_ENOUGH", "ffuuuu"},
        Row{"NOTENOUGH", "ffuuuu"}, Row{"TRADE_ERROR", "ffuuuu"}, Row{"ACCOUNT_ERROR", "ffuuuu"},
        Row{"RULE_LIMIT", "ffuuuu"}, Row{"AUTH_CODE_INVALID", "ufuuuu"},
        Row{"AUTHCODEEXPIRE", "ufuuuu"}, Row{"AUTH_CODE_ERROR", "ufuuuu"},
        Row{"USER_ACCOUNT_ABNORMAL", "uuuusu"}, Row{"FREQUENCY_LIMITED", "uuuuuu"},
        Row{"RATELIMIT", "uuuuuu"}, Row{"RATELIMIT_EXCEEDED", "uuuuuu"},
        Row{"SYSTEM_ERROR", "uuuuuu"}, Row{"SYSTEMERROR", "uuuuuu"}, Row{"BANK_ERROR", "uuuuuu"},
        Row{"BANKERROR", "uuuuuu"}, Row{"", "uuuuuu"}, Row{"SOMETHING_NEW", "uuuuuu"},
        Row{"SIGN_ERRORS", "uuuuuu"}));

TEST(WechatCodes, States) {
    EXPECT_EQ(wechatStateSays("SUCCESS"), PaymentSaid::Paid);
    EXPECT_EQ(wechatStateSays("REFUND"), PaymentSaid::Returned);
    EXPECT_EQ(wechatStateSays("NOTPAY"), PaymentSaid::Unpaid);
    EXPECT_EQ(wechatStateSays("NOT_PAY"), PaymentSaid::Unpaid);
    EXPECT_EQ(wechatStateSays("CLOSED"), PaymentSaid::Closed);
    EXPECT_EQ(wechatStateSays("REVOKED"), PaymentSaid::Reversed);
    EXPECT_EQ(wechatStateSays("USERPAYING"), PaymentSaid::Paying);
    EXPECT_EQ(wechatStateSays("PAYERROR"), PaymentSaid::Failed);
    EXPECT_EQ(wechatStateSays("PAY_ERROR"), PaymentSaid::Failed);
    for (const char* state : {"", "ACCEPT", "SUCCESSFUL", "PAID"})
        EXPECT_EQ(wechatStateSays(state), PaymentSaid::Unknown) << state;
    EXPECT_EQ(wechatRefundSays("SUCCESS"), PaymentSaid::RefundDone);
    EXPECT_EQ(wechatRefundSays("PROCESSING"), PaymentSaid::RefundGoing);
    EXPECT_EQ(wechatRefundSays("ABNORMAL"), PaymentSaid::RefundAbnormal);
    EXPECT_EQ(wechatRefundSays("CLOSED"), PaymentSaid::RefundClosed);
    EXPECT_EQ(wechatRefundSays("CHANGE"), PaymentSaid::RefundAbnormal);
    EXPECT_EQ(wechatRefundSays("REFUNDCLOSE"), PaymentSaid::RefundClosed);
    EXPECT_EQ(wechatRefundSays("DONE"), PaymentSaid::Unknown);
}

TEST_P(AlipayCodes, SayWhatTheTableSays) {
    for (std::size_t i = 0; i < 6; ++i)
        EXPECT_EQ(alipayCodeSays("40004", GetParam().code, verbs[i]), meant(GetParam().says[i]))
            << i;
}

INSTANTIATE_TEST_SUITE_P(
    Table, AlipayCodes,
    testing::Values(Row{"ACQ.SYSTEM_ERROR", "uuuuuu"}, Row{"AOP.ACQ.SYSTEM_ERROR", "uuuuuu"},
                    Row{"isp.unknow-error", "uuuuuu"}, Row{"aop.unknow-error", "uuuuuu"},
                    Row{"ACQ.TRADE_HAS_SUCCESS", "uuuuuu"}, Row{"ACQ.TRADE_HAS_CLOSE", "ffueuu"},
                    Row{"ACQ.CONTEXT_INCONSISTENT", "ffuusu"},
                    Row{"ACQ.TRADE_BUYER_NOT_MATCH", "ffuuuu"},
                    Row{"ACQ.PAYMENT_AUTH_CODE_INVALID", "ufuuuu"},
                    Row{"ACQ.BUYER_BALANCE_NOT_ENOUGH", "ffuuuu"},
                    Row{"ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH", "ffuuuu"},
                    Row{"ACQ.BANKCARD_BALANCE_NOT_ENOUGH", "ffuuuu"},
                    Row{"ACQ.ERROR_BALANCE_PAYMENT_DISABLE", "ffuuuu"},
                    Row{"ACQ.PULL_MOBILE_CASHIER_FAIL", "ffuuuu"},
                    Row{"ACQ.PAYMENT_FAIL", "ffuuuu"},
                    Row{"ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR", "ffuuuu"},
                    Row{"ACQ.INVALID_PARAMETER", "mmmmsm"}, Row{"ACQ.ACCESS_FORBIDDEN", "mmmmmm"},
                    Row{"ACQ.PARTNER_ERROR", "mmmmmm"}, Row{"ACQ.SELLER_BEEN_BLOCKED", "mmmmmm"},
                    Row{"ACQ.TRADE_NOT_EXIST", "uu----"}, Row{"TRADE_NOT_EXIST", "uu----"},
                    Row{"ACQ.REASON_TRADE_REFUND_FEE_ERR", "uuuusu"},
                    Row{"ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "uuuusu"},
                    Row{"ACQ.DISCORDANT_REPEAT_REQUEST", "uuuusu"}, Row{"", "uuuuuu"},
                    Row{"ACQ.TRADE_STATUS_ERROR", "uuuauu"}, Row{"ACQ.SOMETHING_NEW", "uuuuuu"}));

TEST(AlipayCodes, TheOuterCode) {
    for (const PaymentVerb verb : verbs) {
        for (const char* code : {"20001", "40001", "40002", "40006"})
            EXPECT_EQ(alipayCodeSays(code, "isv.invalid-signature", verb), PaymentSaid::Misset);
        // Their trouble, and codes that nobody knows, whatever the inner one says.
        for (const char* code : {"20000", "40005", "10000", "99999", ""})
            EXPECT_EQ(alipayCodeSays(code, "ACQ.TRADE_NOT_EXIST", verb), PaymentSaid::Unknown);
    }
}

TEST(AlipayCodes, States) {
    EXPECT_EQ(alipayStatusSays("TRADE_SUCCESS", true), PaymentSaid::Paid);
    EXPECT_EQ(alipayStatusSays("TRADE_FINISHED", true), PaymentSaid::Paid);
    EXPECT_EQ(alipayStatusSays("WAIT_BUYER_PAY", false), PaymentSaid::Unpaid);
    EXPECT_EQ(alipayStatusSays("TRADE_CLOSED", false), PaymentSaid::Closed);
    EXPECT_EQ(alipayStatusSays("TRADE_CLOSED", true), PaymentSaid::Returned);
    for (const char* status : {"", "TRADE_PENDING", "SUCCESS"})
        EXPECT_EQ(alipayStatusSays(status, true), PaymentSaid::Unknown) << status;
    EXPECT_TRUE(isIdentityRefusal("isv.invalid-signature"));
    EXPECT_TRUE(isIdentityRefusal("isv.invalid-app-id"));
    EXPECT_FALSE(isIdentityRefusal("ACQ.TRADE_NOT_EXIST"));
}

} // namespace menzhen::payment
