// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/lineframer.h"

#include "app/ports/codescanner.h"

#include <gmock/gmock.h>

namespace menzhen::scanner {
namespace {

using testing::ElementsAre;

std::vector<std::string> fed(LineFramer& framer, std::string_view bytes, std::int64_t ms = 0) {
    return framer.feed(core::asBytes(bytes), ms);
}

TEST(LineFramer, CrLfAndCrlfEndAScan) {
    LineFramer framer;
    EXPECT_THAT(fed(framer, "one\rtwo\nthree\r\n\r\n\nfour\r"),
                ElementsAre("one", "two", "three", "four"));
}

TEST(LineFramer, EveryCutOfTheStreamGivesTheSame) {
    const std::string_view stream = "]Q1MZ1.abc\r\n\x02MZ1.def\x03\r";
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        LineFramer framer;
        auto texts = fed(framer, stream.substr(0, cut), 0);
        for (auto& text : fed(framer, stream.substr(cut), 30))
            texts.push_back(std::move(text));
        EXPECT_THAT(texts, ElementsAre("MZ1.abc", "MZ1.def")) << "cut at " << cut;
    }
}

TEST(LineFramer, SilenceEndsAScanThatHasNoEnd) {
    LineFramer framer;
    EXPECT_THAT(fed(framer, "abc", 1000), ElementsAre());
    EXPECT_THAT(framer.silence(1049), ElementsAre());
    EXPECT_THAT(fed(framer, "def", 1049), ElementsAre());
    EXPECT_THAT(framer.silence(1098), ElementsAre());
    EXPECT_THAT(framer.silence(1099), ElementsAre("abcdef"));
    EXPECT_THAT(framer.silence(2000), ElementsAre());
    EXPECT_THAT(fed(framer, "\r\n", 2001), ElementsAre());
}

TEST(LineFramer, SilenceThatNobodySawCountsWhenMoreComes) {
    LineFramer framer;
    fed(framer, "old", 0);
    EXPECT_THAT(fed(framer, "new\r", 5000), ElementsAre("old", "new"));
}

TEST(LineFramer, TakesOffTheFrameAndTheAimIdentifier) {
    EXPECT_EQ(scanOfLine("]Q1text"), "text");
    EXPECT_EQ(scanOfLine("\x02]C0text\x03"), "text");
    EXPECT_EQ(scanOfLine("]Q"), "]Q");
    EXPECT_EQ(scanOfLine("] 1text"), "] 1text");
    EXPECT_EQ(scanOfLine("]Q1"), std::nullopt);
    EXPECT_EQ(scanOfLine("\x02\x03"), std::nullopt);
}

TEST(LineFramer, Utf8StrictlyThenGbk) {
    EXPECT_EQ(scanOfLine("门诊"), "门诊");
    EXPECT_EQ(scanOfLine("\xC3\xC5\xD5\xEF"), "门诊");
    EXPECT_EQ(scanOfLine("\xFF\xFF"), std::nullopt);
    EXPECT_EQ(scanOfLine("\xC3"), std::nullopt);
}

TEST(LineFramer, DropsWhatIsTooLongAndGoesOn) {
    LineFramer framer;
    const std::string most(ports::CodeScanner::maxScanBytes, 'x');
    EXPECT_THAT(fed(framer, most + "\r"), ElementsAre(most));
    EXPECT_THAT(fed(framer, most + "xx\rnext\r"), ElementsAre("next"));
}

} // namespace
} // namespace menzhen::scanner
