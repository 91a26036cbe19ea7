// SPDX-License-Identifier: Apache-2.0
#include "app/boot/arguments.h"

#include <gtest/gtest.h>

namespace menzhen::boot {

namespace {

const Usage usage{"menzhen-kiosk",
                  "the kiosk",
                  {{"--self-test", "", "look at oneself"}, {"--size", "WxH", "of the window"}}};

std::string complaint(const std::vector<std::string>& words) {
    const auto arguments = parseArguments(usage, words);
    EXPECT_FALSE(arguments);
    return arguments ? "" : arguments.error().detail;
}

} // namespace

TEST(Arguments, BothFormsOfAValue) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"--site", "a.toml", "--clock", "2026-11-23T07:50@1", "--size",
                                   "1x2", "--self-test"},
          {"--size=1x2", "--self-test", "--site=a.toml", "--clock=2026-11-23T07:50@1"}}) {
        const auto arguments = parseArguments(usage, words);
        ASSERT_TRUE(arguments) << arguments.error().detail;
        EXPECT_EQ(arguments->program, "menzhen-kiosk");
        EXPECT_EQ(arguments->site, "a.toml");
        EXPECT_EQ(arguments->clock, "2026-11-23T07:50@1");
        EXPECT_EQ(arguments->options,
                  (std::map<std::string, std::string>{{"--self-test", ""}, {"--size", "1x2"}}));
    }
}

TEST(Arguments, HelpAndVersionNeedNoSite) {
    EXPECT_TRUE(parseArguments(usage, {"--help"})->help);
    EXPECT_TRUE(parseArguments(usage, {"--version"})->version);
    for (const char* word :
         {"--site FILE", "--clock LOCAL", "--self-test\n", "--size WxH", "--version", "--help"})
        EXPECT_NE(helpText(usage).find(word), std::string::npos) << word;
}

TEST(Arguments, Wrong) {
    EXPECT_EQ(complaint({}), "which site file? Say --site FILE");
    EXPECT_EQ(complaint({"--site"}), "`--site` wants FILE");
    EXPECT_EQ(complaint({"--site="}), "`--site` wants FILE");
    EXPECT_EQ(complaint({"--stie", "x"}), "there is no option `--stie`; did you mean `--site`?");
    EXPECT_EQ(complaint({"--fullscreen"}), "there is no option `--fullscreen`");
    EXPECT_EQ(complaint({"a.toml"}), "`a.toml` stands alone; options begin with two dashes");
    EXPECT_EQ(complaint({"--site", "a", "--site", "b"}), "`--site` is said twice");
    EXPECT_EQ(complaint({"--site", "a", "--self-test=1"}), "`--self-test` takes no value");
}

TEST(Arguments, StatusOfAWrongCall) {
    std::string program = "menzhen-kiosk";
    std::string word = "--nonsense";
    char* words[] = {program.data(), word.data(), nullptr};
    testing::internal::CaptureStderr();
    const Start start = readArguments(usage, 2, words);
    EXPECT_EQ(start.exit, 2);
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "menzhen-kiosk: there is no option `--nonsense` (`menzhen-kiosk --help` lists all "
              "options)\n");
    EXPECT_EQ(readArguments(usage, 1, words).exit, 2);
    EXPECT_EQ(readArguments(usage, 0, words).exit, 2);
}

} // namespace menzhen::boot
