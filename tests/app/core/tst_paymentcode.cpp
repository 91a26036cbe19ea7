// SPDX-License-Identifier: Apache-2.0
#include "app/core/idnumber.h"
#include "app/core/paymentcode.h"

#include <gtest/gtest.h>
#include <ostream>
#include <random>

namespace menzhen::core {

namespace {

constexpr Day today = 20261123;

struct Row {
    std::string scanned;
    PaymentScan kind;
    std::string authCode;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) {
        return out << row.scanned.substr(0, 40);
    }
};

class Scans : public testing::TestWithParam<Row> {};

} // namespace

TEST_P(Scans, AreToldApart) {
    EXPECT_EQ(readPaymentScan(GetParam().scanned, today),
              (PaymentScanned{GetParam().kind, GetParam().authCode}));
}

INSTANTIATE_TEST_SUITE_P(
    Table, Scans,
    testing::Values(
        Row{"134567890123456789", PaymentScan::WechatCode, "134567890123456789"},
        Row{"100000000000000000", PaymentScan::WechatCode, "100000000000000000"},
        Row{"159999999999999999", PaymentScan::WechatCode, "159999999999999999"},
        Row{"169999999999999999", PaymentScan::Other, ""},
        Row{"13456789012345678", PaymentScan::Other, ""},
        Row{"1345678901234567890", PaymentScan::Other, ""},
        Row{"2512345678901234", PaymentScan::AlipayCode, "2512345678901234"},
        Row{"287654321098765432", PaymentScan::AlipayCode, "287654321098765432"},
        Row{"301234567890123456789012", PaymentScan::AlipayCode, "301234567890123456789012"},
        Row{"2412345678901234", PaymentScan::Other, ""},
        Row{"3112345678901234", PaymentScan::Other, ""},
        Row{"251234567890123", PaymentScan::Other, ""},
        Row{"2512345678901234567890123", PaymentScan::Other, ""},
        Row{"6212345678901234567", PaymentScan::UnionPayCode, ""},
        Row{"4243669509084040896099330000", PaymentScan::InsuranceCode, ""},
        Row{"opc3669509084040896099330000", PaymentScan::InsuranceCode, ""},
        Row{"424366950908404089609933000", PaymentScan::Other, ""},
        Row{"AC1A63FE55BE66264027A86CF21C25E049E85BCEDB70C901:1", PaymentScan::HealthCard, ""},
        Row{"AC1A63FE55BE66264027:0:more", PaymentScan::HealthCard, ""},
        Row{"AC1A63FE55BE66264027:01", PaymentScan::Other, ""},
        Row{"ac1a63fe55be66264027:0", PaymentScan::Other, ""},
        // Beijing's sample number has an X; Inner Mongolia's is all digits and so looks like a
        // code.
        Row{"11010519491231002X", PaymentScan::IdNumber, ""},
        Row{"11010519491231002x", PaymentScan::IdNumber, ""},
        Row{"440524188001010014", PaymentScan::IdNumber, ""},
        Row{"https://qr.alipay.com/bax03431ljhokirwl38f00a7", PaymentScan::Link, ""},
        Row{"HTTPS://QR.ALIPAY.COM/BAX", PaymentScan::Link, ""},
        Row{"weixin://wxpay/bizpayurl?pr=p4lpSuKzz", PaymentScan::Link, ""},
        Row{"wxp://f2f0", PaymentScan::Link, ""},
        Row{"alipays://platformapi/startapp", PaymentScan::Link, ""},
        Row{"mailto://nobody", PaymentScan::Other, ""}, Row{"://", PaymentScan::Other, ""},
        Row{"", PaymentScan::Other, ""}, Row{"MZ1:anything", PaymentScan::Other, ""},
        Row{" \t134567890123456789\r\n", PaymentScan::WechatCode, "134567890123456789"},
        Row{"]Q1134567890123456789", PaymentScan::WechatCode, "134567890123456789"},
        Row{"]C0 287654321098765432\r", PaymentScan::AlipayCode, "287654321098765432"},
        Row{"１３４５６７８９０１２３４５６７８９", PaymentScan::WechatCode, "134567890123456789"},
        Row{"134567890 123456789", PaymentScan::Other, ""},
        Row{"13456789\xff"
            "0123456789",
            PaymentScan::Other, ""},
        Row{std::string(maxScanBytes, '1'), PaymentScan::Other, ""},
        Row{std::string(maxScanBytes + 1, '1'), PaymentScan::TooLong, ""}));

// The overlap of section "ID card read as payment code": every valid all-digit number of the five
// provinces, written as a card says it, is asked to be refreshed and never charged.
TEST(PaymentScan, AnIdentityNumberIsNeverCharged) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    int digitsOnly = 0;
    for (int round = 0; round < 20'000; ++round) {
        const int region = 11 + static_cast<int>(chance() % 5);
        const int day = 1 + static_cast<int>(chance() % 28);
        const int month = 1 + static_cast<int>(chance() % 12);
        const int year = 1930 + static_cast<int>(chance() % 90);
        std::string number = std::to_string(region) + "0105" + std::to_string(year) +
                             (month < 10 ? "0" : "") + std::to_string(month) +
                             (day < 10 ? "0" : "") + std::to_string(day);
        for (int i = 0; i < 3; ++i)
            number += static_cast<char>('0' + chance() % 10);
        number += idCheckCharacter(number);
        const bool letter = number.back() == 'X';
        digitsOnly += letter ? 0 : 1;
        const PaymentScanned read = readPaymentScan(number, today);
        EXPECT_EQ(read.kind, letter ? PaymentScan::IdNumber : PaymentScan::RefreshCode) << number;
        EXPECT_EQ(read.authCode, "");
    }
    EXPECT_GT(digitsOnly, 0);
}

TEST(PaymentScan, FewTrueCodesHaveToBeRefreshed) {
    std::mt19937 chance(7); // fixed: a figure is claimed
    int refreshed = 0;
    for (int round = 0; round < 200'000; ++round) {
        std::string code = "1" + std::to_string(chance() % 6);
        for (int i = 0; i < 16; ++i)
            code += static_cast<char>('0' + chance() % 10);
        const PaymentScan kind = readPaymentScan(code, today).kind;
        EXPECT_TRUE(kind == PaymentScan::WechatCode || kind == PaymentScan::RefreshCode);
        refreshed += kind == PaymentScan::RefreshCode ? 1 : 0;
    }
    EXPECT_LT(refreshed, 40); // about 13: whoever was born after today is no person
}

TEST(PaymentScan, AnyBytesAreAnswered) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    for (int round = 0; round < 5'000; ++round) {
        std::string text(chance() % 600, ' ');
        for (char& c : text)
            c = static_cast<char>(chance());
        const PaymentScanned read = readPaymentScan(text, today);
        if (text.size() > maxScanBytes) {
            EXPECT_EQ(read.kind, PaymentScan::TooLong);
        }
    }
}

} // namespace menzhen::core
