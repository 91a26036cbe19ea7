// SPDX-License-Identifier: Apache-2.0
#include "app/core/spokenwords.h"

#include <fstream>
#include <gmock/gmock.h>
#include <iterator>

using namespace menzhen::core;
using testing::HasSubstr;

namespace {

std::string shipped() {
    std::ifstream file(MENZHEN_RESOURCES "/voice/pinyin.txt", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string errorOf(const std::string& text) {
    const auto words = SpokenWords::parse(text, "words.txt");
    return words ? "" : words.error().code + " " + words.error().detail;
}

} // namespace

TEST(SpokenWords, ReadsTheShippedTable) {
    const auto words = SpokenWords::parse(shipped(), "pinyin.txt");
    ASSERT_TRUE(words) << words.error().detail;
    ASSERT_NE(words->find("zhen-shi"), nullptr);
    EXPECT_EQ(words->find("zhen-shi")->characters, "诊室");
    EXPECT_EQ(words->find("cai-xue")->after, "chuang-kou");
    EXPECT_EQ(words->find("nothing"), nullptr);
}

TEST(SpokenWords, TheLongestWritingWins) {
    const auto words =
        SpokenWords::parsePart("a\t采\tcai3\t-\t-\t-\nb\t采血\tcai3 xue4\t-\t-\t-\n", "x");
    ASSERT_TRUE(words);
    EXPECT_EQ(words->longestAt("采血1")->token, "b");
    EXPECT_EQ(words->longestAt("采光")->token, "a");
    EXPECT_EQ(words->longestAt("血"), nullptr);
    EXPECT_EQ(words->longestAt(""), nullptr);
}

TEST(SpokenWords, SaysWhatIsWrongAndWhere) {
    const auto good = shipped();
    EXPECT_EQ(errorOf(good), "");
    EXPECT_EQ(errorOf("\xEF\xBB\xBF" + good), "");
    EXPECT_THAT(errorOf("a\tb\n"),
                HasSubstr("words.txt:1: expected 6 columns between tabs, found 2"));
    EXPECT_THAT(errorOf("# x\na b\t-\tp1\t-\t-\t-\n"), HasSubstr("words.txt:2: the token is not"));
    EXPECT_THAT(errorOf("a\tx\t-\t-\t-\t-\n"), HasSubstr("neither pinyin nor English"));
    EXPECT_THAT(errorOf("a\tx\tp1\t-\t-\t-\na\ty\tp1\t-\t-\t-\n"),
                HasSubstr(":2: token stands twice: a"));
    EXPECT_THAT(errorOf("a\tx\tp1\t-\t-\t-\n"), HasSubstr("the token is missing: qing"));
    EXPECT_THAT(errorOf(good + "a\tx\tp1\t-\tgone\t-\n"),
                HasSubstr("a names a token that is not there: gone"));
    EXPECT_THAT(errorOf(""), HasSubstr("spoken-words"));
    EXPECT_THAT(errorOf(std::string(SpokenWords::kMaxBytes + 1, '#')), HasSubstr("256 KiB"));
}

TEST(SpokenWords, AddedRowsNeverReplace) {
    auto words = *SpokenWords::parsePart("a\t王\twang2\t-\t-\t-\n", "x");
    words.add(*SpokenWords::parsePart("a\t王\twrong1\t-\t-\t-\nc\t李\tli3\t-\t-\t-\n", "y"));
    EXPECT_EQ(words.longestAt("王*")->pinyin, "wang2");
    EXPECT_EQ(words.longestAt("李*")->token, "c");
    EXPECT_EQ(words.all().size(), 2u);
}
