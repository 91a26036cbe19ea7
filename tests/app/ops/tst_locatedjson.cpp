// SPDX-License-Identifier: Apache-2.0
#include "app/ops/locatedjson.h"

#include <gtest/gtest.h>

namespace menzhen::ops {
namespace {

constexpr std::size_t enough = 1 << 20;

std::vector<std::string> syntaxProblemsOf(std::string_view text, std::size_t maxBytes = enough) {
    const auto read = readLocatedJson(text, maxBytes);
    std::vector<std::string> lines;
    if (read) return lines;
    for (const FileProblem& problem : read.error())
        lines.push_back(toText(problem));
    return lines;
}

TEST(LocatedJson, KnowsTheLineOfEveryKindOfValue) {
    const auto read = readLocatedJson("{\n"
                                      " \"n\": 12\n,"
                                      " \"d\": 1.5\n"
                                      " , \"t\": \"a\\nb\",\n"
                                      " \"f\":\n"
                                      "   true, \"z\": null,\n"
                                      " \"l\": [1,\n"
                                      "2\n"
                                      ",\n"
                                      "-3], \"o\": {\n"
                                      " \"x\": 7}}",
                                      enough);
    ASSERT_TRUE(read);
    const auto lineOf = [&](std::string_view key) { return read->find(key)->line; };
    EXPECT_EQ(read->line, 1);
    EXPECT_EQ(lineOf("n"), 2);
    EXPECT_EQ(lineOf("d"), 3);
    EXPECT_EQ(lineOf("t"), 4);
    EXPECT_EQ(lineOf("f"), 6);
    EXPECT_EQ(lineOf("z"), 6);
    EXPECT_EQ(lineOf("l"), 7);
    EXPECT_EQ(read->find("l")->items[0].line, 7);
    EXPECT_EQ(read->find("l")->items[1].line, 8);
    EXPECT_EQ(read->find("l")->items[2].line, 10);
    EXPECT_EQ(read->find("l")->items[2].integer, -3);
    EXPECT_EQ(lineOf("o"), 10);
    EXPECT_EQ(read->find("o")->find("x")->line, 11);
    EXPECT_EQ(read->find("nothing"), nullptr);
}

TEST(LocatedJson, SkipsAByteOrderMark) {
    EXPECT_TRUE(readLocatedJson("\xEF\xBB\xBF{}", enough));
    EXPECT_EQ(readLocatedJson("\xEF\xBB\xBF\n{}", enough)->line, 2);
}

TEST(LocatedJson, SaysWhereTheSyntaxIsWrong) {
    const auto problems = syntaxProblemsOf("{\n \"a\": 1,\n \"b\": }\n");
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_TRUE(problems[0].starts_with("line 3: column 7: syntax error")) << problems[0];
    EXPECT_EQ(syntaxProblemsOf("").size(), 1u);
    EXPECT_EQ(syntaxProblemsOf("{} {}").size(), 1u);
    EXPECT_EQ(syntaxProblemsOf("{\"a\": 1e999}").size(), 1u);
    EXPECT_EQ(syntaxProblemsOf("{\"a\": nan}").size(), 1u);
}

TEST(LocatedJson, FindsEveryKeyGivenTwice) {
    EXPECT_EQ(syntaxProblemsOf("{\"a\": [{}, {\"x\": 1,\n\"x\": 2}],\n \"b\": 1, \"a\": 2}"),
              (std::vector<std::string>{"line 2: a[1].x: this key is given twice",
                                        "line 3: a: this key is given twice"}));
}

TEST(LocatedJson, RefusesBadBytesAndBoundlessFiles) {
    EXPECT_EQ(syntaxProblemsOf("{\n\"a\":\n\"\xB0\xA1\"}"),
              std::vector<std::string>{"line 3: this is not UTF-8; save the file as UTF-8"});
    EXPECT_EQ(syntaxProblemsOf("{}  ", 3),
              std::vector<std::string>{"the file has 4 bytes, at most 3 are read"});
    std::string deep(maxJsonDepth, '[');
    EXPECT_TRUE(syntaxProblemsOf(deep + "1" + std::string(maxJsonDepth, ']')).empty());
    EXPECT_EQ(syntaxProblemsOf(std::string(100000, '[')).size(), 1u);
    std::string wide = "{";
    for (std::size_t i = 0; i <= maxJsonMembers; ++i)
        wide += "\"k" + std::to_string(i) + "\":1,";
    EXPECT_EQ(syntaxProblemsOf(wide + "\"z\":1}").size(), 1u);
}

TEST(LocatedJson, TellsWholeNumbersFromOthers) {
    const auto read =
        readLocatedJson("[1, 1.0, 1e2, 9223372036854775807, 9223372036854775808]", enough);
    ASSERT_TRUE(read);
    using Kind = LocatedJson::Kind;
    EXPECT_EQ(read->items[0].kind, Kind::Integer);
    EXPECT_EQ(read->items[1].kind, Kind::Decimal);
    EXPECT_EQ(read->items[2].kind, Kind::Decimal);
    EXPECT_EQ(read->items[3].integer, INT64_MAX);
    EXPECT_EQ(read->items[4].kind, Kind::Decimal);
}

} // namespace
} // namespace menzhen::ops
