// SPDX-License-Identifier: Apache-2.0
// Paging of a board's lines. A list pages and never scrolls; each page stands long enough to be
// read and every queue is seen at least every 30 s (experience.md 2.2, 1). Driven by monotonic
// milliseconds that never go back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace menzhen::core {

/// How long a page of so many lines stands: 2 s and 1.2 s a line, at least 8 s.
std::int64_t pageTimeMs(std::size_t lines);

class BoardPages {
public:
    /// No line stays unseen for longer, as far as one screen can do it (roundIsShortEnough()).
    static constexpr std::int64_t kUnseenLimitMs = 30'000;

    /// `linesPerPage`: see BoardSizes, at least 1.
    BoardPages(std::size_t linesPerPage, std::int64_t nowMs);

    /// The number of lines has changed. The page stays if it still exists.
    void setLines(std::size_t lines, std::int64_t nowMs);
    /// A fresh call in line `line` (from 0): its page is shown for its full time, then the page
    /// that was cut short. Not so when another page would be unseen for too long by that: the
    /// overlay shows the call in any case. True if the page changed.
    bool interrupt(std::size_t line, std::int64_t nowMs);
    /// An overlay hides the lines: the page's time stands still until resume().
    void pause(std::int64_t nowMs);
    void resume(std::int64_t nowMs);
    /// True if the page changed.
    bool tick(std::int64_t nowMs);

    std::size_t page() const { return mPage; } ///< from 0

    std::size_t pages() const; ///< at least 1

    /// The lines of the page shown, [first, last). Pages are evenly filled: 6 lines on a screen of
    /// 5 are 3 and 3.
    std::size_t first() const { return firstOf(mPage); }

    std::size_t last() const { return firstOf(mPage + 1); }

    /// False: this zone needs another screen, since a round takes more than 30 s.
    bool roundIsShortEnough() const;
    /// When tick() turns the page; nothing with a single page or while paused.
    std::optional<std::int64_t> nextChangeMs() const;

private:
    std::size_t firstOf(std::size_t page) const;
    std::int64_t timeOf(std::size_t page) const;
    std::int64_t roundMs() const;
    void show(std::size_t page, std::int64_t nowMs);
    bool mayInterrupt(std::size_t page, std::int64_t nowMs) const;

    std::size_t mPerPage;
    std::size_t mLines = 0;
    std::size_t mPage = 0;
    std::optional<std::size_t> mCutShort; ///< the page that comes back after an interruption
    std::int64_t mSinceMs;                ///< since when the page stands, pauses taken out
    std::optional<std::int64_t> mPausedMs;
    std::vector<std::int64_t> mSeenMs; ///< when each page last ended after its full time
};

} // namespace menzhen::core
