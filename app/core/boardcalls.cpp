// SPDX-License-Identifier: Apache-2.0
#include "app/core/boardcalls.h"

#include "app/core/check.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace menzhen::core {

namespace {

constexpr std::int64_t kMaxMs = std::numeric_limits<std::int64_t>::max();

std::string keyOf(const BoardRow& row) {
    std::string key = row.id;
    key.append("#").append(std::to_string(row.calls));
    key.append("#").append(std::to_string(row.calledUtcMs));
    return key.append("#").append(row.room);
}

} // namespace

BoardCalls::BoardCalls(int capacity) : mCapacity(static_cast<std::size_t>(capacity)) {
    MENZHEN_CHECK(capacity >= 1, "an overlay for no call");
}

std::optional<std::string> BoardCalls::arrived(const BoardRow& row, std::int64_t nowMs) {
    tick(nowMs);
    auto key = keyOf(row);
    if (std::find(mKeys.begin(), mKeys.end(), key) != mKeys.end()) return std::nullopt;
    remember(key);
    mark(row.id, kMaxMs);
    const auto same = std::find_if(mWaiting.begin(), mWaiting.end(),
                                   [&](const Call& call) { return call.row.id == row.id; });
    if (same != mWaiting.end()) {
        *same = Call{key, row};
        return key;
    }
    if (mWaiting.size() == kMaxWaiting) {
        mark(mWaiting.front().row.id, nowMs + kMarkedMs);
        mWaiting.pop_front();
    }
    mWaiting.push_back(Call{key, row});
    if (mShown.empty()) showNext(nowMs);
    return key;
}

void BoardCalls::speechEnded(const std::string& key, std::int64_t nowMs) {
    for (auto& call : mShown)
        if (call.key == key) call.spoken = true;
    for (auto& call : mWaiting)
        if (call.key == key) call.spoken = true; // the voice was faster than the screen
    tick(nowMs);
}

void BoardCalls::withdraw(const std::string& rowId, std::int64_t nowMs) {
    const auto its = [&](const Call& call) { return call.row.id == rowId; };
    std::erase_if(mWaiting, its);
    const bool shown = std::erase_if(mShown, its) > 0;
    std::erase_if(mShownRows, [&](const BoardRow& row) { return row.id == rowId; });
    std::erase_if(mMarks, [&](const Mark& mark) { return mark.rowId == rowId; });
    if (shown && mShown.empty()) showNext(nowMs);
}

bool BoardCalls::tick(std::int64_t nowMs) {
    std::erase_if(mMarks, [&](const Mark& mark) { return mark.untilMs <= nowMs; });
    if (mShown.empty() || nowMs < shownEndMs()) return false;
    const auto ended = std::exchange(mShown, {});
    showNext(nowMs);
    for (const auto& call : ended)
        if (!pending(call.row.id)) mark(call.row.id, nowMs + kMarkedMs);
    return true;
}

bool BoardCalls::marked(const std::string& rowId, std::int64_t nowMs) const {
    return std::any_of(mMarks.begin(), mMarks.end(), [&](const Mark& mark) {
        return mark.rowId == rowId && nowMs < mark.untilMs;
    });
}

std::optional<std::int64_t> BoardCalls::nextChangeMs() const {
    std::int64_t next = mShown.empty() ? kMaxMs : shownEndMs();
    for (const auto& mark : mMarks)
        next = std::min(next, mark.untilMs);
    if (next == kMaxMs) return std::nullopt;
    return next;
}

std::int64_t BoardCalls::shownEndMs() const {
    const bool spoken =
        std::all_of(mShown.begin(), mShown.end(), [](const Call& call) { return call.spoken; });
    const auto count = static_cast<std::int64_t>(mShown.size());
    return mShownSinceMs + (spoken ? kShownMs : kSpeechLimitMs * count);
}

void BoardCalls::showNext(std::int64_t nowMs) {
    const auto count = mWaiting.size() > kManyWaiting ? std::min(mCapacity, mWaiting.size())
                                                      : std::min<std::size_t>(1, mWaiting.size());
    mShown.clear();
    mShownRows.clear();
    for (std::size_t i = 0; i < count; ++i) {
        mShownRows.push_back(mWaiting.front().row);
        mShown.push_back(std::move(mWaiting.front()));
        mWaiting.pop_front();
    }
    mShownSinceMs = nowMs;
}

void BoardCalls::mark(const std::string& rowId, std::int64_t untilMs) {
    std::erase_if(mMarks, [&](const Mark& mark) { return mark.rowId == rowId; });
    mMarks.push_back(Mark{rowId, untilMs});
}

void BoardCalls::remember(const std::string& key) {
    if (mKeys.size() == kRemembered) mKeys.pop_front();
    mKeys.push_back(key);
}

bool BoardCalls::pending(const std::string& rowId) const {
    const auto its = [&](const Call& call) { return call.row.id == rowId; };
    return std::any_of(mWaiting.begin(), mWaiting.end(), its) ||
           std::any_of(mShown.begin(), mShown.end(), its);
}

} // namespace menzhen::core
