// SPDX-License-Identifier: Apache-2.0
// What a waiting room's board shows, as plain values: which lines in which order, how large, how
// old the data may be, which calls are fresh. Rules and figures: experience.md 2.1 and 2.2.
// Times that end in UtcMs are milliseconds since 1970; spans are milliseconds.
#pragma once

#include "app/core/queuevalues.h"
#include "app/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

/// One row as the registry sends it for `board:ZONE`; names are masked there already.
struct BoardRow {
    std::string id;
    std::string queue;
    std::string number;
    std::string mask; ///< empty in a sensitive department
    EntryState state = EntryState::Waiting;
    std::string room;
    int place = 0;                ///< order among those who wait
    std::int64_t calledUtcMs = 0; ///< of the last call
    int calls = 0;                ///< how often called; a repeat raises it
    /// When a station of the zone told it itself; 0: the registry did.
    std::int64_t heardUtcMs = 0;

    friend bool operator==(const BoardRow&, const BoardRow&) = default;
};

// ---- lines ----

/// One line: a queue in a room.
struct BoardLine {
    std::string queue;
    std::string room;             ///< empty while the queue has no room yet
    std::vector<BoardRow> called; ///< newest first; the first is the current call
    std::vector<BoardRow> next;   ///< "please be ready", at most kNextShown

    friend bool operator==(const BoardLine&, const BoardLine&) = default;
};

struct BoardView {
    std::vector<BoardLine> lines;
    std::vector<BoardRow> missed; ///< "go to the desk", newest first, at most kMissedShown
};

inline constexpr std::size_t kNextShown = 3;
inline constexpr std::size_t kMissedShown = 12;

/// The order is that of the doors (302 before 1001, 采血2 before 采血10), the lines of one queue
/// together, and does not depend on who was called last: a line keeps its place, so that people
/// find it again. Staged come before waiting; a queue in several rooms has its next at its first
/// line, unless the rows name a room.
BoardView boardView(const std::vector<BoardRow>& rows);

/// Text with numbers in it, as people sort it: digits by value, the rest by bytes, nothing last.
bool doorOrder(std::string_view left, std::string_view right);

// ---- sizes ----

/// Heights of characters in millimetres, and how many lines fit.
struct BoardSizes {
    double rowMm = 0;
    double currentMm = 0;
    double overlayMm = 0;
    int rows = 0;         ///< lines of rowMm on a page
    int currentRows = 0;  ///< lines if each holds a current call in currentMm; at least 1
    int overlayCalls = 1; ///< calls that may share the overlay, one line each
};

/// Millimetres of character height per metre to the farthest seat.
inline constexpr double kRowMmPerMetre = 7.3;
inline constexpr double kCurrentMmPerMetre = 11.6;
inline constexpr double kOverlayMmPerMetre = 16.0;
inline constexpr double kRowPitch = 1.5;     ///< line height over character height
inline constexpr double kHeightShare = 0.74; ///< of the screen that lines may take

/// `screenHeightMm` of the picture. Errors: Data "board-size" (not 50 to 5000 mm, or a seat not 0.5
/// to 100 m away), Data "board-too-small" (not one row of the least size fits: sit nearer or take a
/// larger screen; a smaller text is no way out).
Result<BoardSizes> boardSizes(double screenHeightMm, double farthestSeatM);

// ---- age of data ----

enum class DataAge {
    Fresh,  ///< under 10 s: nothing is said
    Ageing, ///< to 60 s: "updated 10:21:40", small
    Lost,   ///< over 60 s: a band tells since when, estimates hidden, numbers grey
    Gone,   ///< over 5 min: no list, only what to do
};

/// So long a call that a station told itself is no old one, whatever the registry does.
inline constexpr std::int64_t kToldMs = 300'000;

/// `silentMs`: since the registry or a station last said that the board is up to date.
DataAge dataAge(std::int64_t silentMs);
/// After how many further milliseconds dataAge() changes; 0: never again.
std::int64_t untilOlderMs(std::int64_t silentMs);

// ---- fresh calls ----

/// A call older than this that comes in while the board catches up is shown in its row and not
/// announced: an old call must not look new.
inline constexpr std::int64_t kCatchUpLimitMs = 120'000;

/// The rows among `after` that call somebody anew: called now and not in `before`, or called more
/// often, or to another room; in the order in which they were called. `catchingUp`: the rows come
/// with the first answer after a start or a lost connection.
std::vector<BoardRow> freshCalls(const std::vector<BoardRow>& before,
                                 const std::vector<BoardRow>& after, bool catchingUp,
                                 std::int64_t nowUtcMs);

} // namespace menzhen::core
