// SPDX-License-Identifier: Apache-2.0
#include "app/core/boardrules.h"

#include "app/core/ascii.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace menzhen::core {

namespace {

constexpr std::int64_t kAgeingMs = 10'000;
constexpr std::int64_t kLostMs = 60'000;
constexpr std::int64_t kGoneMs = 300'000;

/// Takes the digits at the front, leading zeros dropped: longer is larger, then by bytes.
std::string_view takeDigits(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    auto digits = text.substr(0, end);
    text.remove_prefix(end);
    while (digits.size() > 1 && digits.front() == '0')
        digits.remove_prefix(1);
    return digits;
}

int linesIn(double heightMm, double textMm) {
    return static_cast<int>(std::floor(heightMm / (textMm * kRowPitch)));
}

bool calledLater(const BoardRow& left, const BoardRow& right) {
    return std::tie(left.calledUtcMs, left.id) > std::tie(right.calledUtcMs, right.id);
}

bool nextBefore(const BoardRow& left, const BoardRow& right) {
    const auto rank = [](const BoardRow& row) {
        return std::tuple(row.state != EntryState::Staged, row.place, row.number);
    };
    return rank(left) < rank(right);
}

using RoomLines = std::map<std::string, BoardLine, decltype(&doorOrder)>;

/// The lines of one queue, one a room.
RoomLines linesOf(const std::vector<BoardRow>& rows) {
    RoomLines lines(&doorOrder);
    const auto lineFor = [&](const std::string& queue, const std::string& room) -> BoardLine& {
        auto& line = lines[room];
        line.queue = queue;
        line.room = room;
        return line;
    };
    std::vector<BoardRow> next;
    for (const auto& row : rows) {
        if (row.state == EntryState::Called) lineFor(row.queue, row.room).called.push_back(row);
        if (row.state == EntryState::Staged || row.state == EntryState::Waiting)
            next.push_back(row);
    }
    std::sort(next.begin(), next.end(), nextBefore);
    for (const auto& row : next) {
        const auto own = row.room.empty() ? lines.begin() : lines.find(row.room);
        auto& line = own != lines.end() ? own->second : lineFor(row.queue, row.room);
        if (line.next.size() < kNextShown) line.next.push_back(row);
    }
    for (auto& [room, line] : lines)
        std::sort(line.called.begin(), line.called.end(), calledLater);
    return lines;
}

} // namespace

bool doorOrder(std::string_view left, std::string_view right) {
    if (left.empty() || right.empty()) return !left.empty() && right.empty();
    const auto wholeLeft = left;
    const auto wholeRight = right;
    while (!left.empty() && !right.empty()) {
        if (isDigit(left[0]) && isDigit(right[0])) {
            const auto leftDigits = takeDigits(left);
            const auto rightDigits = takeDigits(right);
            if (leftDigits.size() != rightDigits.size())
                return leftDigits.size() < rightDigits.size();
            if (leftDigits != rightDigits) return leftDigits < rightDigits;
            continue;
        }
        if (left[0] != right[0])
            return static_cast<unsigned char>(left[0]) < static_cast<unsigned char>(right[0]);
        left.remove_prefix(1);
        right.remove_prefix(1);
    }
    if (left.empty() != right.empty()) return left.empty();
    return wholeLeft < wholeRight; // "01" and "1" differ too, so the order is strict
}

BoardView boardView(const std::vector<BoardRow>& rows) {
    BoardView view;
    std::map<std::string, std::vector<BoardRow>> queues;
    for (const auto& row : rows) {
        if (row.state == EntryState::Missed)
            view.missed.push_back(row);
        else
            queues[row.queue].push_back(row);
    }
    std::sort(view.missed.begin(), view.missed.end(), calledLater);
    if (view.missed.size() > kMissedShown) view.missed.resize(kMissedShown);
    std::vector<RoomLines> blocks;
    for (const auto& [queue, ofQueue] : queues)
        if (auto lines = linesOf(ofQueue); !lines.empty()) blocks.push_back(std::move(lines));
    std::stable_sort(blocks.begin(), blocks.end(), [](const auto& left, const auto& right) {
        return doorOrder(left.begin()->first, right.begin()->first);
    });
    for (auto& block : blocks)
        for (auto& [room, line] : block)
            view.lines.push_back(std::move(line));
    return view;
}

Result<BoardSizes> boardSizes(double screenHeightMm, double farthestSeatM) {
    // Written so that "not a number" is refused too.
    if (!(screenHeightMm >= 50 && screenHeightMm <= 5000))
        return badData("board-size", "The picture's height is not 50 to 5000 mm.");
    if (!(farthestSeatM >= 0.5 && farthestSeatM <= 100))
        return badData("board-size", "The farthest seat is not 0.5 to 100 m away.");
    const double height = screenHeightMm * kHeightShare;
    BoardSizes sizes;
    sizes.rowMm = kRowMmPerMetre * farthestSeatM;
    sizes.currentMm = kCurrentMmPerMetre * farthestSeatM;
    sizes.overlayMm = kOverlayMmPerMetre * farthestSeatM;
    sizes.rows = linesIn(height, sizes.rowMm);
    sizes.currentRows = std::max(1, linesIn(height, sizes.currentMm));
    sizes.overlayCalls = std::max(1, linesIn(height, sizes.overlayMm));
    if (sizes.rows < 1)
        return badData("board-too-small", "Not one row can be read from the farthest seat.");
    return sizes;
}

DataAge dataAge(std::int64_t silentMs) {
    if (silentMs < kAgeingMs) return DataAge::Fresh;
    if (silentMs <= kLostMs) return DataAge::Ageing;
    return silentMs <= kGoneMs ? DataAge::Lost : DataAge::Gone;
}

std::int64_t untilOlderMs(std::int64_t silentMs) {
    switch (dataAge(silentMs)) {
    case DataAge::Fresh:
        return kAgeingMs - silentMs;
    case DataAge::Ageing:
        return kLostMs + 1 - silentMs;
    case DataAge::Lost:
        return kGoneMs + 1 - silentMs;
    case DataAge::Gone:
        break;
    }
    return 0;
}

std::vector<BoardRow> freshCalls(const std::vector<BoardRow>& before,
                                 const std::vector<BoardRow>& after, bool catchingUp,
                                 std::int64_t nowUtcMs) {
    std::map<std::string_view, const BoardRow*> known;
    for (const auto& row : before)
        known.emplace(row.id, &row);
    std::vector<BoardRow> fresh;
    for (const auto& row : after) {
        if (row.state != EntryState::Called) continue;
        const auto at = known.find(row.id);
        const auto* old = at == known.end() ? nullptr : at->second;
        const bool same = old && old->state == EntryState::Called && old->calls >= row.calls &&
                          old->room == row.room;
        const bool stale = catchingUp && nowUtcMs - row.calledUtcMs > kCatchUpLimitMs;
        if (!same && !stale) fresh.push_back(row);
    }
    std::sort(fresh.begin(), fresh.end(),
              [](const auto& left, const auto& right) { return calledLater(right, left); });
    return fresh;
}

} // namespace menzhen::core
