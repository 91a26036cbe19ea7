// SPDX-License-Identifier: Apache-2.0
#include "app/core/base45.h"

#include <gtest/gtest.h>

using namespace menzhen::core;

namespace {

std::string text(const std::optional<Bytes>& bytes) {
    return bytes ? std::string(bytes->begin(), bytes->end()) : "refused";
}

} // namespace

TEST(Base45, ExamplesOfRfc9285) {
    EXPECT_EQ(toBase45(asBytes("AB")), "BB8");
    EXPECT_EQ(toBase45(asBytes("Hello!!")), "%69 VD92EX0");
    EXPECT_EQ(toBase45(asBytes("base-45")), "UJCLQE7W581");
    EXPECT_EQ(text(fromBase45("QED8WEX0")), "ietf!");
    EXPECT_EQ(text(fromBase45("%69 VD92EX0")), "Hello!!");
    EXPECT_EQ(text(fromBase45("")), "");
}

TEST(Base45, RefusesWhatNoBytesGive) {
    for (const char* bad :
         {"A", "BB8A", "GGW", ":::", "ZZ", "V5", "bb8", "BB8\n", "B\xc3\xa4", "BB#"})
        EXPECT_FALSE(fromBase45(bad)) << bad;
    EXPECT_EQ(fromBase45("FGW"), (Bytes{0xff, 0xff}));
    EXPECT_EQ(fromBase45("U5"), (Bytes{0xff}));
}

TEST(Base45, EveryByteAndPairComesBack) {
    for (unsigned n = 0; n < 0x10000; ++n) {
        const Bytes two{static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)};
        ASSERT_EQ(fromBase45(toBase45(two)), two);
    }
    for (unsigned n = 0; n < 0x100; ++n) {
        const Bytes one{static_cast<std::uint8_t>(n)};
        ASSERT_EQ(fromBase45(toBase45(one)), one);
    }
}
