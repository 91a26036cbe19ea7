// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/paymenttext.h"
#include "drivers/payment/ratebucket.h"
#include "tests/drivers/payment/paymentvectors.h"

#include <random>

namespace menzhen::payment {

TEST(PaymentText, TimesAreBeijings) {
    EXPECT_EQ(rfc3339(vectorsMs), "2026-01-01T08:00:00+08:00");
    EXPECT_EQ(rfc3339(vectorsMs + 999), "2026-01-01T08:00:00+08:00");
    EXPECT_EQ(rfc3339(vectorsMs + 16LL * 3'600'000), "2026-01-02T00:00:00+08:00");
    EXPECT_EQ(alipayTime(vectorsMs), "2026-01-01 08:00:00");
    EXPECT_EQ(alipayTime(951'782'399'000), "2000-02-29 07:59:59");
}

TEST(PaymentText, TimesAreRead) {
    EXPECT_EQ(parseRfc3339("2026-01-01T08:00:00+08:00"), vectorsMs);
    EXPECT_EQ(parseRfc3339("2026-01-01T00:00:00Z"), vectorsMs);
    EXPECT_EQ(parseRfc3339("2025-12-31T19:00:00.123-05:00"), vectorsMs);
    EXPECT_EQ(parseAlipayTime("2026-01-01 08:00:00"), vectorsMs);
    EXPECT_EQ(parseAlipayTime("2026-01-01 08:00:00.320"), vectorsMs);
    EXPECT_EQ(parseCompactTime("20260101080000"), vectorsMs);
    EXPECT_EQ(parseHttpDate("Thu, 01 Jan 2026 00:00:00 GMT"), vectorsMs);
    for (const char* wrong :
         {"", "2026-01-01", "2026-02-30T08:00:00+08:00", "2026-01-01T08:00:00",
          "2026-01-01T24:00:00Z", "2026-01-01T08:60:00Z", "x026-01-01T08:00:00Z",
          "2026-01-01T08:00:00+0800", "2026-01-01T08:00:00+99:00", "2026-01-01T08:00:00Zx"})
        EXPECT_FALSE(parseRfc3339(wrong)) << wrong;
    EXPECT_FALSE(parseAlipayTime("2026-01-01 08:00:00Z"));
    EXPECT_FALSE(parseCompactTime("2026010108000"));
    EXPECT_FALSE(parseHttpDate("yesterday, about noon"));
}

TEST(PaymentText, TimesGoThereAndBack) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 chance(seed);
    for (int round = 0; round < 2'000; ++round) {
        const auto ms = static_cast<std::int64_t>(chance() % 4'000'000'000ULL) * 1000;
        EXPECT_EQ(parseRfc3339(rfc3339(ms)), ms);
        EXPECT_EQ(parseAlipayTime(alipayTime(ms)), ms);
    }
}

TEST(PaymentText, CodesAreComparedPlainly) {
    EXPECT_EQ(plainCode("ORDER_PAID"), "ORDERPAID");
    EXPECT_EQ(plainCode("aop.ACQ.SYSTEM_ERROR"), "SYSTEMERROR");
    EXPECT_EQ(plainCode("isp.unknow-error"), "UNKNOWERROR");
    EXPECT_EQ(codeForLog("ACQ.TRADE_NOT_EXIST"), "ACQ.TRADE_NOT_EXIST");
    EXPECT_EQ(codeForLog("a b\n\"\xe5"), "a?b???");
    EXPECT_EQ(codeForLog(std::string(100, 'A')).size(), 64U);
}

TEST(PaymentText, FormsAreDecodedOnce) {
    EXPECT_EQ(percentEncoded("a b+c/=&~é"), "a%20b%2Bc%2F%3D%26~%C3%A9");
    const auto fields = readForm("a=1&b=a%2Bb+c%2525&c=");
    ASSERT_TRUE(fields);
    EXPECT_EQ(*fields,
              (std::map<std::string, std::string>{{"a", "1"}, {"b", "a+b c%25"}, {"c", ""}}));
    for (const char* wrong : {"a", "a=%", "a=%2", "a=%2x", "a=%+1", "=1", "a=1&a=2", "a=1&&b=2"})
        EXPECT_FALSE(readForm(wrong)) << wrong;
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += "k" + std::to_string(i) + "=1&";
    EXPECT_FALSE(readForm(many));
    EXPECT_TRUE(readForm(""));
}

TEST(PaymentText, NumbersAndSubjects) {
    EXPECT_TRUE(isOrderNumber("K20260101000001"));
    EXPECT_TRUE(isOrderNumber("a_B_0_"));
    EXPECT_TRUE(isOrderNumber(std::string(32, 'A')));
    for (const std::string& wrong :
         {std::string(), std::string("K1234"), std::string(33, 'A'), std::string("K-123456"),
          std::string("K12345\n"), std::string("K/../close"), std::string("K12345?"),
          std::string("门诊缴费号"),
          std::string("K1234\0"
                      "567",
                      9)})
        EXPECT_FALSE(isOrderNumber(wrong)) << wrong;
    EXPECT_TRUE(isRefundNumber("R-1"));
    EXPECT_FALSE(isRefundNumber(""));
    EXPECT_FALSE(isRefundNumber(std::string(65, 'R')));
    EXPECT_FALSE(isRefundNumber("R 1"));
    EXPECT_TRUE(isSubject("门诊挂号费"));
    EXPECT_FALSE(isSubject(""));
    EXPECT_FALSE(isSubject("a\nb"));
    EXPECT_FALSE(isSubject("\xff"));
    std::string longest;
    for (int i = 0; i < 127; ++i)
        longest += "费";
    EXPECT_TRUE(isSubject(longest));
    EXPECT_FALSE(isSubject(longest + "费"));
}

TEST(RateBucket, NeverMoreThanTheRateInAnySecond) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    for (const int rate : {1, 3, 100, 1000}) {
        RateBucket bucket(rate);
        std::vector<std::int64_t> taken;
        std::int64_t now = 5'000;
        while (now < 15'000) {
            while (bucket.take(now))
                taken.push_back(now);
            const std::int64_t wait = bucket.waitMs(now);
            EXPECT_GT(wait, 0);
            now += chance() % 3 == 0 ? wait : 1 + chance() % 40;
        }
        const auto burst = static_cast<std::size_t>(std::max(1, rate / 20));
        for (std::size_t i = 0; i < taken.size(); ++i) {
            const auto end = std::upper_bound(taken.begin(), taken.end(), taken[i] + 999);
            EXPECT_LE(static_cast<std::size_t>(end - taken.begin()) - i,
                      static_cast<std::size_t>(rate) + burst);
        }
        EXPECT_GT(taken.size(), static_cast<std::size_t>(rate) * 3) << rate;
    }
}

TEST(RateBucket, AClockThatGoesBackGivesNothing) {
    RateBucket bucket(1);
    EXPECT_TRUE(bucket.take(10'000));
    EXPECT_FALSE(bucket.take(0));
    EXPECT_FALSE(bucket.take(10'500));
    EXPECT_TRUE(bucket.take(11'000));
    EXPECT_FALSE(bucket.take(11'001));
    EXPECT_TRUE(bucket.take(1'000'000'000'000));
    EXPECT_FALSE(bucket.take(1'000'000'000'000)); // a long pause saves nothing up
}

} // namespace menzhen::payment
