// SPDX-License-Identifier: Apache-2.0
#include "app/core/boardpages.h"

#include "app/core/check.h"

#include <algorithm>

namespace menzhen::core {

std::int64_t pageTimeMs(std::size_t lines) {
    constexpr std::int64_t kLeastMs = 8'000;
    constexpr std::int64_t kHeadMs = 2'000;
    constexpr std::int64_t kLineMs = 1'200;
    return std::max(kLeastMs, kHeadMs + kLineMs * static_cast<std::int64_t>(lines));
}

BoardPages::BoardPages(std::size_t linesPerPage, std::int64_t nowMs)
    : mPerPage(linesPerPage), mSinceMs(nowMs), mSeenMs(1, nowMs) {
    MENZHEN_CHECK(linesPerPage >= 1, "a page without lines");
}

std::size_t BoardPages::pages() const {
    return std::max<std::size_t>(1, (mLines + mPerPage - 1) / mPerPage);
}

std::size_t BoardPages::firstOf(std::size_t page) const {
    return mLines * page / pages();
}

std::int64_t BoardPages::timeOf(std::size_t page) const {
    return pageTimeMs(firstOf(page + 1) - firstOf(page));
}

std::int64_t BoardPages::roundMs() const {
    std::int64_t round = 0;
    for (std::size_t page = 0; page < pages(); ++page)
        round += timeOf(page);
    return round;
}

void BoardPages::setLines(std::size_t lines, std::int64_t nowMs) {
    tick(nowMs);
    mLines = lines;
    mSeenMs.resize(pages(), nowMs);
    if (mCutShort && *mCutShort >= pages()) mCutShort.reset();
    if (mPage >= pages()) show(0, nowMs);
}

void BoardPages::show(std::size_t page, std::int64_t nowMs) {
    const bool stoodItsTime = mPage < pages() && nowMs - mSinceMs >= timeOf(mPage);
    if (stoodItsTime) mSeenMs[mPage] = nowMs; // half a look is none
    mPage = page;
    mSinceMs = nowMs;
}

/// Looks ahead along the round: is every page back in time if `page` comes first?
bool BoardPages::mayInterrupt(std::size_t page, std::int64_t nowMs) const {
    // Where one screen is too few, a call still interrupts once a round.
    const auto limit = roundIsShortEnough() ? kUnseenLimitMs : roundMs() + timeOf(page);
    auto at = nowMs + timeOf(page);
    for (std::size_t i = 0; i < pages(); ++i) {
        const auto next = (mPage + i) % pages();
        if (next != page && at - mSeenMs[next] > limit) return false;
        at += timeOf(next);
    }
    return true;
}

bool BoardPages::interrupt(std::size_t line, std::int64_t nowMs) {
    const bool turned = tick(nowMs);
    if (line >= mLines || mPausedMs || mCutShort) return turned;
    std::size_t page = 0;
    while (firstOf(page + 1) <= line)
        ++page;
    if (page == mPage || !mayInterrupt(page, nowMs)) return turned;
    mCutShort = mPage;
    show(page, nowMs);
    return true;
}

void BoardPages::pause(std::int64_t nowMs) {
    tick(nowMs);
    if (!mPausedMs) mPausedMs = nowMs;
}

void BoardPages::resume(std::int64_t nowMs) {
    if (!mPausedMs) return;
    const auto lasted = nowMs - *mPausedMs;
    mSinceMs += lasted;
    for (auto& seen : mSeenMs)
        seen += lasted; // nothing could be seen, so nothing is owed
    mPausedMs.reset();
}

bool BoardPages::tick(std::int64_t nowMs) {
    const auto end = nextChangeMs();
    if (!end || nowMs < *end) return false;
    show(mCutShort.value_or((mPage + 1) % pages()), nowMs);
    mCutShort.reset();
    return true;
}

bool BoardPages::roundIsShortEnough() const {
    return pages() == 1 || roundMs() <= kUnseenLimitMs;
}

std::optional<std::int64_t> BoardPages::nextChangeMs() const {
    if (pages() == 1 || mPausedMs) return std::nullopt;
    return mSinceMs + timeOf(mPage);
}

} // namespace menzhen::core
