// SPDX-License-Identifier: Apache-2.0
#include "app/core/money.h"

#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace menzhen::core {
namespace {

std::string moneyCodeOf(std::string_view text) {
    const auto read = parseFen(text);
    return read ? "valid" : read.error().code;
}

TEST(Money, ReadsAmounts) {
    EXPECT_EQ(parseFen("3.50"), 350);
    EXPECT_EQ(parseFen("3.5"), 350);
    EXPECT_EQ(parseFen("3"), 300);
    EXPECT_EQ(parseFen("0.00"), 0);
    EXPECT_EQ(parseFen("0.07"), 7);
    EXPECT_EQ(parseFen("100.50"), 10050);
    EXPECT_EQ(parseFen("99999999.99"), maxAmountFen);
}

TEST(Money, RefusesEverythingElse) {
    for (const char* bad : {"", ".", ".5", "5.", "-3.50", "+3.50", "3,50", "1e3", " 3", "3 ",
                            "03.50", "00", "3.5.0", "0x3", "3.5a", "NaN", "３", "3.-5"})
        EXPECT_EQ(moneyCodeOf(bad), "money-format") << bad;
    EXPECT_EQ(moneyCodeOf("3.505"), "money-places");
    EXPECT_EQ(moneyCodeOf("100000000"), "money-limit");
    EXPECT_EQ(moneyCodeOf("100000000.00"), "money-limit");
    EXPECT_EQ(moneyCodeOf(std::string(400, '9')), "money-limit");
}

TEST(Money, WritesTwoPlaces) {
    EXPECT_EQ(formatFen(350), "3.50");
    EXPECT_EQ(formatFen(7), "0.07");
    EXPECT_EQ(formatFen(0), "0.00");
    EXPECT_EQ(formatFen(-5), "-0.05");
    EXPECT_EQ(formatFen(std::numeric_limits<Fen>::min()), "-92233720368547758.08");
}

TEST(Money, ComesBackAsWritten) {
    for (Fen amount = 0; amount < 200000; amount += 7)
        EXPECT_EQ(parseFen(formatFen(amount)), amount);
}

TEST(Money, SumsAndNoticesOverflow) {
    EXPECT_EQ(sumFen({}), 0);
    EXPECT_EQ(sumFen(std::vector<Fen>{2500, 380, -80}), 2800);
    const std::vector<Fen> tooMuch{std::numeric_limits<Fen>::max(), 1};
    EXPECT_EQ(sumFen(tooMuch).error().code, "money-limit");
}

} // namespace
} // namespace menzhen::core
