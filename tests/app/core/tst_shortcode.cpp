// SPDX-License-Identifier: Apache-2.0
#include "app/core/shortcode.h"

#include <gtest/gtest.h>

using namespace menzhen::core;

namespace {

std::string read(std::string_view typed) {
    const Result<std::string> code = readShortCode(typed);
    return code ? *code : code.error().code;
}

Digest digest(std::uint8_t start) {
    Digest d{};
    for (std::size_t i = 0; i < d.size(); ++i)
        d[i] = static_cast<std::uint8_t>(start + i * 37);
    return d;
}

} // namespace

TEST(ShortCode, FirstBitsInOrder) {
    Digest d{};
    EXPECT_EQ(shortCodeFrom(d), "0000-0000");
    d[4] = 0x1f; // bits 36 to 40 are not part of it
    EXPECT_EQ(shortCodeFrom(d), "0000-0000");
    d[0] = 0x08; // the first five bits are 00001: weight 2 from the right gives check 32 - 2
    EXPECT_EQ(shortCodeFrom(d).substr(0, 8), "1000-000");
}

TEST(ShortCode, ForgivesHowItIsTyped) {
    EXPECT_EQ(read("HQZ3-4NXC"), "HQZ3-4NXC");
    for (const char* typed : {"hqz34nxc", " hq z3-4n xc ", "HQZ34-NXC", "HQZ3--4NXC"})
        EXPECT_EQ(read(typed), "HQZ3-4NXC") << typed;
    EXPECT_EQ(read("VHRA-0D3A"), "VHRA-0D3A");
    EXPECT_EQ(read("vhra od3a"), "VHRA-0D3A");
    EXPECT_EQ(read("oooo oooo"), "0000-0000");
}

TEST(ShortCode, SaysWhatIsWrong) {
    EXPECT_EQ(read(""), "short-code-length");
    EXPECT_EQ(read("HQZ34NX"), "short-code-length");
    EXPECT_EQ(read("HQZ3-4NXCC"), "short-code-length");
    EXPECT_EQ(read(std::string(1000, ' ')), "short-code-length");
    EXPECT_EQ(read("HQU3-4NXC"), "short-code-character");
    EXPECT_EQ(read("HQZ3-4NX\xe2\x80\x93"), "short-code-character");
    EXPECT_EQ(read("HQZ3-4NXD"), "short-code-check");
}

TEST(ShortCode, SaysWhatToDo) {
    for (const char* typed : {"", "HQZ34NX", "HQU3-4NXC", "HQZ3-4NXD"})
        EXPECT_NE(readShortCode(typed).error().detail, "") << typed;
}

TEST(ShortCode, FindsEverySingleWrongCharacter) {
    const std::string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (int start = 0; start < 256; ++start) {
        const std::string code = shortCodeFrom(digest(static_cast<std::uint8_t>(start)));
        ASSERT_EQ(read(code), code);
        for (std::size_t i = 0; i < code.size(); ++i)
            for (const char c : alphabet) {
                std::string wrong = code;
                if (wrong[i] == '-' || wrong[i] == c) continue;
                wrong[i] = c;
                ASSERT_EQ(read(wrong), "short-code-check") << code << " " << wrong;
            }
    }
}
