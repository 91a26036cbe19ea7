// SPDX-License-Identifier: Apache-2.0
// The overlay of fresh calls on a board, and the marks that they leave in their rows.
//
// Rules (experience.md 2.2, 2): each call stands on top for at least 8 s and until its speech has
// ended, then its row is marked for 60 s; calls queue up and none is lost; while more than 3 wait,
// several share the screen. It is driven by monotonic milliseconds that never go back. Every verb
// may change overlay(), not tick() alone: show it again after each.
#pragma once

#include "app/core/boardrules.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace menzhen::core {

class BoardCalls {
public:
    static constexpr std::int64_t kShownMs = 8'000;
    static constexpr std::int64_t kMarkedMs = 60'000;
    /// A call is said in at most 15 s; a voice that never ends must not hold the screen. Counted
    /// for each call that shares the overlay.
    static constexpr std::int64_t kSpeechLimitMs = 20'000;
    static constexpr std::size_t kManyWaiting = 3;
    /// Calls that may wait. At the limit the longest waiting is given up; its row stays marked.
    static constexpr std::size_t kMaxWaiting = 48;

    /// `capacity`: calls that may share the overlay (BoardSizes::overlayCalls), at least 1.
    explicit BoardCalls(int capacity);

    /// A fresh call (freshCalls()). Answers its key, for the announcer's id and speechEnded().
    /// Nothing when this very call (row, count, time, room) was here already: the zone's link and
    /// the registry may tell of the same call. A repeat or another room of a row that still waits
    /// takes that row's place.
    std::optional<std::string> arrived(const BoardRow& row, std::int64_t nowMs);
    /// The voice has ended with it, well or not. An unknown key is ignored.
    void speechEnded(const std::string& key, std::int64_t nowMs);
    /// The call was undone: it leaves overlay, queue and marks at once.
    void withdraw(const std::string& rowId, std::int64_t nowMs);
    /// Time goes on; call it at nextChangeMs() and as often as you like. True if overlay() changed.
    bool tick(std::int64_t nowMs);

    /// What stands on top now, in the order of the calls; empty: no overlay.
    const std::vector<BoardRow>& overlay() const { return mShownRows; }

    /// Marked from the call until 60 s after its overlay.
    bool marked(const std::string& rowId, std::int64_t nowMs) const;

    std::size_t waiting() const { return mWaiting.size(); }

    /// When tick() or marked() may change next; nothing while nothing is under way. While a voice
    /// still speaks it is the limit above, and speechEnded() comes earlier.
    std::optional<std::int64_t> nextChangeMs() const;

private:
    struct Call {
        std::string key;
        BoardRow row;
        bool spoken = false;
    };

    struct Mark {
        std::string rowId;
        std::int64_t untilMs; ///< kMaxMs while the call waits or is on top
    };

    static constexpr std::size_t kRemembered = 512;

    std::int64_t shownEndMs() const;
    void showNext(std::int64_t nowMs);
    void mark(const std::string& rowId, std::int64_t untilMs);
    void remember(const std::string& key);
    bool pending(const std::string& rowId) const;

    std::size_t mCapacity;
    std::deque<Call> mWaiting;
    std::vector<Call> mShown;
    std::vector<BoardRow> mShownRows;
    std::int64_t mShownSinceMs = 0;
    std::vector<Mark> mMarks;
    std::deque<std::string> mKeys; ///< of the last calls, oldest first
};

} // namespace menzhen::core
