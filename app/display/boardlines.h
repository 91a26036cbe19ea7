// SPDX-License-Identifier: Apache-2.0
// The board's lines as texts: a queue in a room, with whom it calls, who is next, and whether its
// doctor is there. Plain values, no Qt; the order is core::boardView's, that of the doors.
#pragma once

#include "app/display/boardwords.h"

#include <functional>
#include <string>
#include <vector>

namespace menzhen::display {

enum class LineState {
    Calling, ///< somebody is with the doctor
    Fresh,   ///< called within the last minute
    Ready,   ///< somebody waits, nobody was called yet
    Quiet,   ///< no one waiting
    Paused,  ///< the doctor is away
    Closed,  ///< this room has ended for now
};

struct Line {
    std::string key; ///< queue and room
    LineState state = LineState::Quiet;
    std::string room; ///< as on the door; empty: not known yet
    std::string number;
    std::string mask;
    std::vector<std::string> next; ///< numbers
    TicketName department;         ///< empty in a sensitive department
    TicketName status;             ///< what the state means, in words
    TicketName detail;             ///< the doctor; of a pause why and how long
    std::string rowId;             ///< of the current call; empty: none
    bool told = false;             ///< its station told the call itself, not long ago

    /// The whole line as one text, for a screen reader.
    std::string spokenName() const;

    friend bool operator==(const Line&, const Line&) = default;
};

struct Lines {
    std::vector<Line> lines;
    std::vector<std::string> missed; ///< numbers, newest first
};

/// `marked`: whether a row's call is fresh (core::BoardCalls::marked). `now`: the site's wall
/// clock.
Lines linesFrom(const flows::BoardNews& news, const ports::Clock& clock,
                const std::function<bool(const std::string& rowId)>& marked);

} // namespace menzhen::display
