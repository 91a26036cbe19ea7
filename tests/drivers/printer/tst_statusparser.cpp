// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/statusparser.h"

#include <gmock/gmock.h>
#include <random>

using namespace menzhen;
using printer::StatusEvent;
using printer::StatusParser;
using Kind = printer::StatusEvent::Kind;

namespace {

std::vector<StatusEvent> parse(const std::string& hex) {
    return StatusParser().feed(*core::fromHex(hex));
}

StatusEvent one(Kind kind, std::uint8_t byte) {
    return {kind, {byte, 0, 0, 0}, {}};
}

StatusEvent receipt(std::string id) {
    return {Kind::Receipt, {}, std::move(id)};
}

} // namespace

TEST(StatusParser, knowsEachKindByItsFixedBits) {
    EXPECT_THAT(parse("12"), testing::ElementsAre(one(Kind::RealTime, 0x12)));
    EXPECT_THAT(parse("7e"), testing::ElementsAre(one(Kind::RealTime, 0x7E)));
    EXPECT_THAT(parse("00"), testing::ElementsAre(one(Kind::Paper, 0x00)));
    EXPECT_THAT(parse("0f"), testing::ElementsAre(one(Kind::Paper, 0x0F)));
    EXPECT_THAT(parse("37223030303100"), testing::ElementsAre(receipt("0001")));
    EXPECT_THAT(parse("372500"), testing::ElementsAre(StatusEvent{Kind::Cleared, {}, {}}));
    EXPECT_THAT(parse("5f544d00"), testing::ElementsAre(StatusEvent{Kind::Text, {}, "TM"}));
    EXPECT_THAT(parse("1c000c0f"),
                testing::ElementsAre(StatusEvent{Kind::Automatic, {0x1C, 0, 0x0C, 0x0F}, {}}));
}

TEST(StatusParser, flowControlStandsAnywhereAndMeansNothing) {
    EXPECT_THAT(parse("11133722133030113031001113"), testing::ElementsAre(receipt("0001")));
    EXPECT_THAT(parse("1011001300110013"),
                testing::ElementsAre(StatusEvent{Kind::Automatic, {0x10, 0, 0, 0}, {}}));
}

TEST(StatusParser, aRealTimeAnswerMayCutIntoABlockOrAnAutomaticStatus) {
    EXPECT_THAT(parse("372230163030310037"),
                testing::ElementsAre(one(Kind::RealTime, 0x16), receipt("0001")));
    EXPECT_THAT(parse("1000120000"),
                testing::ElementsAre(one(Kind::RealTime, 0x12),
                                     StatusEvent{Kind::Automatic, {0x10, 0, 0, 0}, {}}));
}

TEST(StatusParser, anIdMayLookLikeAHeaderAndABrokenBlockIsDropped) {
    EXPECT_THAT(parse("37223722372200"), testing::ElementsAre(receipt("7\"7\"")));
    EXPECT_THAT(parse("3722308012"), testing::ElementsAre(one(Kind::RealTime, 0x12)));
    EXPECT_THAT(parse("3722303000"), testing::ElementsAre()); // too short
}

TEST(StatusParser, anyPortionsGiveTheSameEvents) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const std::vector<std::string> pieces{
        "12", "00", "3722414243440011", "10000c00", "5f544d00", "372500", "13"};
    for (int round = 0; round < 500; ++round) {
        std::string hex;
        for (int i = 0; i < 20; ++i)
            hex += pieces[random() % pieces.size()];
        const core::Bytes bytes = *core::fromHex(hex);
        StatusParser whole;
        StatusParser split;
        std::vector<StatusEvent> events;
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t n = std::min<std::size_t>(1 + random() % 5, bytes.size() - at);
            for (auto& event : split.feed({bytes.data() + at, n}))
                events.push_back(event);
            at += n;
        }
        ASSERT_EQ(events, whole.feed(bytes)) << hex;
    }
}

TEST(StatusParser, noiseNeitherHangsNorGrows) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    StatusParser parser;
    for (int i = 0; i < 200'000; ++i) {
        const auto byte = static_cast<std::uint8_t>(random());
        for (const auto& event : parser.feed({&byte, 1}))
            ASSERT_LE(event.text.size(), 80u);
    }
    parser.feed(std::vector<std::uint8_t>(200, 0x80)); // ends whatever was begun
    EXPECT_THAT(parser.feed(*core::fromHex("3722303030310012")),
                testing::ElementsAre(receipt("0001"), one(Kind::RealTime, 0x12)));
}
