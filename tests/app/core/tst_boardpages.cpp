// SPDX-License-Identifier: Apache-2.0
#include "app/core/boardpages.h"

#include <gmock/gmock.h>
#include <random>

using namespace menzhen::core;

TEST(BoardPages, APageStandsAsLongAsItTakesToRead) {
    EXPECT_EQ(pageTimeMs(0), 8'000);
    EXPECT_EQ(pageTimeMs(5), 8'000);
    EXPECT_EQ(pageTimeMs(6), 9'200);
    EXPECT_EQ(pageTimeMs(12), 16'400);
}

TEST(BoardPages, OnePageNeverTurns) {
    BoardPages pages(5, 0);
    EXPECT_EQ(pages.pages(), 1u);
    EXPECT_FALSE(pages.nextChangeMs());
    pages.setLines(5, 0);
    EXPECT_FALSE(pages.tick(1'000'000));
    EXPECT_EQ(pages.last(), 5u);
    EXPECT_TRUE(pages.roundIsShortEnough());
}

TEST(BoardPages, PagesAreEvenAndHoldEveryLineOnce) {
    for (std::size_t perPage = 1; perPage < 12; ++perPage)
        for (std::size_t lines = 0; lines < 60; ++lines) {
            BoardPages pages(perPage, 0);
            pages.setLines(lines, 0);
            std::size_t expected = 0;
            std::int64_t now = 0;
            for (std::size_t i = 0; i < pages.pages(); ++i) {
                ASSERT_EQ(pages.page(), i);
                ASSERT_EQ(pages.first(), expected);
                ASSERT_LE(pages.last() - pages.first(), perPage);
                expected = pages.last();
                if (const auto next = pages.nextChangeMs()) now = *next;
                pages.tick(now);
            }
            ASSERT_EQ(expected, lines);
            ASSERT_EQ(pages.page(), 0u);
        }
}

TEST(BoardPages, SaysWhenAnotherScreenIsNeeded) {
    BoardPages pages(5, 0);
    pages.setLines(15, 0);
    EXPECT_TRUE(pages.roundIsShortEnough()) << "24 s";
    pages.setLines(16, 0);
    EXPECT_FALSE(pages.roundIsShortEnough()) << "32 s";
}

TEST(BoardPages, AFreshCallInterruptsAndThePageComesBack) {
    BoardPages pages(5, 0);
    pages.setLines(15, 0);
    EXPECT_FALSE(pages.interrupt(4, 3'000)) << "its line is on the screen";
    EXPECT_TRUE(pages.interrupt(10, 3'000));
    EXPECT_EQ(pages.page(), 2u);
    EXPECT_FALSE(pages.tick(10'999));
    EXPECT_TRUE(pages.tick(11'000));
    EXPECT_EQ(pages.page(), 0u) << "it was cut short";
    pages.tick(19'000);
    EXPECT_EQ(pages.page(), 1u);
    EXPECT_FALSE(pages.interrupt(99, 20'000)) << "a line that is not there";
}

TEST(BoardPages, AnOverlayThatHidesTheLinesStopsTheirTime) {
    BoardPages pages(5, 0);
    pages.setLines(10, 0);
    pages.pause(5'000);
    pages.pause(6'000);
    EXPECT_FALSE(pages.nextChangeMs());
    EXPECT_FALSE(pages.tick(100'000));
    pages.resume(100'000);
    EXPECT_EQ(pages.nextChangeMs(), 103'000);
}

TEST(BoardPages, FewerLinesLeaveAPageThatExists) {
    BoardPages pages(5, 0);
    pages.setLines(15, 0);
    pages.tick(8'000);
    pages.tick(16'000);
    EXPECT_EQ(pages.page(), 2u);
    pages.setLines(14, 17'000);
    EXPECT_EQ(pages.page(), 2u);
    pages.setLines(3, 17'000);
    EXPECT_EQ(pages.page(), 0u);
    EXPECT_EQ(pages.last(), 3u);
}

TEST(BoardPages, EveryLineIsSeenEveryThirtySeconds) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    for (int round = 0; round < 60; ++round) {
        const std::size_t perPage = 1 + chance() % 8;
        const std::size_t lines = 1 + chance() % 24;
        BoardPages pages(perPage, 0);
        pages.setLines(lines, 0);
        if (!pages.roundIsShortEnough()) continue;
        std::vector<std::int64_t> seen(lines, 0);
        const auto often = 1 + chance() % 6'000;
        std::int64_t turned = 0;
        for (std::int64_t now = 0; now < 600'000; now += 10) {
            const auto before = pages.page();
            if (chance() % often < 10) pages.interrupt(chance() % lines, now);
            pages.tick(now);
            for (auto line = pages.first(); line < pages.last(); ++line) {
                ASSERT_LE(now - seen[line], BoardPages::kUnseenLimitMs + 100) << "line " << line;
                seen[line] = now;
            }
            if (pages.page() != before) turned = now;
        }
        EXPECT_TRUE(pages.pages() == 1 || turned > 500'000);
    }
}
