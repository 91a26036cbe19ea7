// SPDX-License-Identifier: Apache-2.0
#include "app/core/boardrules.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <random>

using namespace menzhen::core;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

BoardRow row(const std::string& number, const std::string& queue, EntryState state,
             const std::string& room = "", int place = 0, std::int64_t calledUtcMs = 0) {
    return {"id-" + number,     queue, number, "张*", state, room, place, calledUtcMs,
            calledUtcMs ? 1 : 0};
}

std::vector<std::string> numbers(const std::vector<BoardRow>& rows) {
    std::vector<std::string> out;
    for (const auto& each : rows)
        out.push_back(each.number);
    return out;
}

std::vector<std::string> described(const BoardView& view) {
    std::vector<std::string> out;
    for (const auto& line : view.lines) {
        std::string text = line.queue + "@" + line.room + ":";
        for (const auto& called : line.called)
            text.append(" ").append(called.number);
        text += " |";
        for (const auto& next : line.next)
            text.append(" ").append(next.number);
        out.push_back(text);
    }
    return out;
}

constexpr auto kCalled = EntryState::Called;
constexpr auto kStaged = EntryState::Staged;
constexpr auto kWaiting = EntryState::Waiting;

} // namespace

TEST(DoorOrder, IsTheOrderOfTheDoors) {
    std::vector<std::string> doors{"",     "采血10", "1001",  "302", "采血2",
                                   "B超1", "99",     "窗口1", "0302"};
    std::sort(doors.begin(), doors.end(), doorOrder);
    EXPECT_THAT(doors,
                ElementsAre("99", "0302", "302", "1001", "B超1", "窗口1", "采血2", "采血10", ""));
}

TEST(DoorOrder, IsStrict) {
    const std::vector<std::string> doors{"",   "0",  "00", "01",  "1",   "1a",
                                         "1A", "10", "a1", "a01", "a1b", "诊1"};
    for (const auto& a : doors)
        for (const auto& b : doors) {
            EXPECT_EQ(doorOrder(a, b) || doorOrder(b, a), a != b) << a << " " << b;
            for (const auto& c : doors)
                if (doorOrder(a, b) && doorOrder(b, c)) {
                    EXPECT_TRUE(doorOrder(a, c)) << a << " " << b << " " << c;
                }
        }
}

TEST(BoardView, OneLineAQueueAndRoomInTheOrderOfTheDoors) {
    const auto view = boardView({
        row("C050", "CARD", kWaiting, "", 3),
        row("C047", "CARD", kCalled, "1001", 0, 100),
        row("C046", "CARD", kCalled, "302", 0, 90),
        row("C049", "CARD", kWaiting, "", 2),
        row("C052", "CARD", kStaged, "", 9),
        row("C051", "CARD", kWaiting, "", 4),
        row("B001", "BONE", kWaiting, "", 1),
        row("N007", "NEUR", kCalled, "401", 0, 95),
        row("N009", "NEUR", EntryState::Finished, "401", 0, 80),
    });
    EXPECT_THAT(described(view), ElementsAre("CARD@302: C046 | C052 C049 C050", "CARD@1001: C047 |",
                                             "NEUR@401: N007 |", "BONE@: | B001"));
}

TEST(BoardView, ANewCallMovesNoLine) {
    std::vector<BoardRow> rows{row("C001", "A", kCalled, "2", 0, 10),
                               row("C002", "B", kCalled, "1", 0, 20),
                               row("C003", "A", kWaiting, "", 1)};
    const auto before = boardView(rows);
    rows[0].state = EntryState::Finished;
    rows[2].state = kCalled;
    rows[2].room = "2";
    rows[2].calledUtcMs = 30;
    const auto after = boardView(rows);
    ASSERT_EQ(after.lines.size(), before.lines.size());
    for (std::size_t i = 0; i < after.lines.size(); ++i)
        EXPECT_EQ(after.lines[i].room, before.lines[i].room);
}

TEST(BoardView, ThoseCalledEarlierStayBehindTheCurrentCall) {
    const auto view = boardView({row("L001", "LAB", kCalled, "采血1", 0, 10),
                                 row("L002", "LAB", kCalled, "采血1", 0, 30),
                                 row("L003", "LAB", kCalled, "采血1", 0, 20)});
    EXPECT_THAT(described(view), ElementsAre("LAB@采血1: L002 L003 L001 |"));
}

TEST(BoardView, NextOfARoomStandAtThatRoom) {
    const auto view =
        boardView({row("C001", "A", kCalled, "1", 0, 10), row("C002", "A", kCalled, "2", 0, 11),
                   row("C003", "A", kStaged, "2", 1), row("C004", "A", kStaged, "", 2)});
    EXPECT_THAT(described(view), ElementsAre("A@1: C001 | C004", "A@2: C002 | C003"));
}

TEST(BoardView, MissedAreAListOfTheirOwnNewestFirst) {
    std::vector<BoardRow> rows;
    for (int i = 0; i < 20; ++i)
        rows.push_back(row(std::to_string(i), "A", EntryState::Missed, "1", 0, 100 + i));
    const auto view = boardView(rows);
    EXPECT_THAT(view.lines, IsEmpty());
    EXPECT_EQ(view.missed.size(), kMissedShown);
    EXPECT_EQ(view.missed.front().number, "19");
    EXPECT_THAT(boardView({}).lines, IsEmpty());
}

TEST(BoardSizes, IsTheTableOfTheDesign) {
    struct Case {
        double inch;
        int at5, at8, at10, rowPx, overlayPx;
    };

    for (const auto& c :
         {Case{32, 5, 3, 2, 158, 347}, Case{43, 7, 4, 3, 118, 258}, Case{55, 9, 5, 4, 92, 202},
          Case{65, 10, 6, 5, 78, 171}, Case{75, 12, 7, 6, 68, 148}}) {
        const double height = c.inch * 25.4 * 9 / std::sqrt(16.0 * 16 + 9 * 9);
        EXPECT_EQ(boardSizes(height, 5)->rows, c.at5) << c.inch;
        const auto sizes = boardSizes(height, 8).value();
        EXPECT_EQ(sizes.rows, c.at8) << c.inch;
        EXPECT_EQ(boardSizes(height, 10)->rows, c.at10) << c.inch;
        EXPECT_EQ(std::lround(sizes.rowMm / height * 1080), c.rowPx);
        EXPECT_EQ(std::lround(sizes.overlayMm / height * 1080), c.overlayPx);
        EXPECT_NEAR(sizes.currentMm, 92.8, 1e-9);
        EXPECT_GE(sizes.overlayCalls, 1);
        EXPECT_LE(sizes.currentRows, sizes.rows);
    }
}

TEST(BoardSizes, RefusesWhatCannotBeRead) {
    const auto code = [](double height, double seat) {
        const auto sizes = boardSizes(height, seat);
        return sizes ? "" : sizes.error().code;
    };
    EXPECT_EQ(code(685, 8), "");
    EXPECT_EQ(code(400, 40), "board-too-small");
    EXPECT_EQ(code(49, 8), "board-size");
    EXPECT_EQ(code(685, 0.4), "board-size");
    EXPECT_EQ(code(std::nan(""), 8), "board-size");
    EXPECT_EQ(code(685, std::nan("")), "board-size");
    EXPECT_EQ(code(685, 101), "board-size");
}

TEST(DataAge, TurnsAtItsBorders) {
    EXPECT_EQ(dataAge(0), DataAge::Fresh);
    EXPECT_EQ(dataAge(9'999), DataAge::Fresh);
    EXPECT_EQ(dataAge(10'000), DataAge::Ageing);
    EXPECT_EQ(dataAge(60'000), DataAge::Ageing);
    EXPECT_EQ(dataAge(60'001), DataAge::Lost);
    EXPECT_EQ(dataAge(300'000), DataAge::Lost);
    EXPECT_EQ(dataAge(300'001), DataAge::Gone);
    for (std::int64_t ms = 0; ms < 300'001; ms += 997) {
        const auto step = untilOlderMs(ms);
        ASSERT_GT(step, 0);
        EXPECT_NE(dataAge(ms + step), dataAge(ms)) << ms;
        EXPECT_EQ(dataAge(ms + step - 1), dataAge(ms)) << ms;
    }
    EXPECT_EQ(untilOlderMs(300'001), 0);
}

TEST(FreshCalls, OnlyWhatIsNew) {
    const auto waiting = row("C001", "A", kWaiting);
    const auto called = row("C001", "A", kCalled, "1", 0, 1000);
    auto repeated = called;
    repeated.calls = 2;
    auto moved = called;
    moved.room = "2";
    const auto fresh = [](const BoardRow& before, const BoardRow& after) {
        return freshCalls({before}, {after}, false, 2000).size();
    };
    EXPECT_EQ(fresh(waiting, called), 1u);
    EXPECT_EQ(fresh(called, called), 0u);
    EXPECT_EQ(fresh(called, repeated), 1u);
    EXPECT_EQ(fresh(repeated, called), 0u) << "an older picture of the row";
    EXPECT_EQ(fresh(called, moved), 1u);
    EXPECT_EQ(fresh(called, waiting), 0u);
    EXPECT_EQ(freshCalls({}, {called}, false, 2000).size(), 1u);
}

TEST(FreshCalls, AnOldCallNeverLooksNew) {
    const auto called = row("C001", "A", kCalled, "1", 0, 1'000'000);
    EXPECT_EQ(freshCalls({}, {called}, true, 1'120'000).size(), 1u);
    EXPECT_EQ(freshCalls({}, {called}, true, 1'120'001).size(), 0u);
    EXPECT_EQ(freshCalls({}, {called}, false, 1'120'001).size(), 1u)
        << "live: a slow line, still news";
    EXPECT_EQ(freshCalls({}, {called}, true, 0).size(), 1u) << "the board's clock is behind";
}

TEST(FreshCalls, InTheOrderOfTheCalls) {
    const auto fresh =
        freshCalls({},
                   {row("C", "A", kCalled, "1", 0, 30), row("A", "A", kCalled, "2", 0, 10),
                    row("B", "A", kCalled, "3", 0, 20)},
                   false, 40);
    EXPECT_THAT(numbers(fresh), ElementsAre("A", "B", "C"));
}
