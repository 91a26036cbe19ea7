// SPDX-License-Identifier: Apache-2.0
#include "app/core/utf8.h"

#include <gtest/gtest.h>

namespace menzhen::core {
namespace {

TEST(Utf8, EveryCharacterComesBackAsWritten) {
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string text;
        appendUtf8(text, c);
        const auto read = decodeUtf8(text);
        ASSERT_TRUE(read) << std::hex << std::uint32_t(c);
        ASSERT_EQ(*read, std::u32string(1, c)) << std::hex << std::uint32_t(c);
    }
}

TEST(Utf8, RefusesWhatIsNotACharacter) {
    for (const char* bad :
         {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE5\xBC", "\xE5", "a\xE5\xBC!"}) {
        EXPECT_FALSE(isUtf8(bad)) << testing::PrintToString(std::string(bad));
        EXPECT_FALSE(decodeUtf8(bad));
    }
}

} // namespace
} // namespace menzhen::core
