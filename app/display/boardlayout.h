// SPDX-License-Identifier: Apache-2.0
// How a board's picture is divided, in millimetres: no text may be smaller than the farthest seat
// can read (core::boardSizes), so the screen and the seat decide how many lines there are.
#pragma once

#include "app/core/boardrules.h"
#include "app/core/result.h"

namespace menzhen::display {

/// A Chinese character of Noto Sans CJK fills 0.92 of its em; text sizes below are ems.
inline constexpr double glyphShare = 0.92;
/// Labels that never change (column heads, English beside Chinese) are learnt once and may be
/// smaller than what people look for; 0.5 of a row is still 12 minutes of arc at the last seat.
inline constexpr double labelShare = 0.5;

struct BoardLayout {
    double widthMm = 0;
    double heightMm = 0;
    double rowMm = 0;     ///< em of what a row says
    double currentMm = 0; ///< em of the current call
    double overlayMm = 0; ///< em of a call on top, at least
    double labelMm = 0;
    double headerMm = 0; ///< heights from here on
    double labelsMm = 0;
    double lineMm = 0;
    double stripMm = 0;
    bool stacked = false;  ///< the name stands under the number: the screen is small for its room
    int linesPerPage = 1;  ///< at least 1
    int overlayCalls = 1;  ///< at least 1
    int missedPerPage = 1; ///< numbers that the strip at the foot holds
};

/// `seatM`: the farthest seat. Errors: those of core::boardSizes; "board-too-small" also when not
/// one line with its header and foot fits.
core::Result<BoardLayout> boardLayout(double widthMm, double heightMm, double seatM);

} // namespace menzhen::display
