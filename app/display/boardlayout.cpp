// SPDX-License-Identifier: Apache-2.0
#include "app/display/boardlayout.h"

#include <algorithm>
#include <cmath>

namespace menzhen::display {

namespace {

// Widths in ems of Noto Sans CJK bold: a digit or capital, at most 0.66 with its share of M and W.
constexpr double kNumberEms = 4 * 0.66;
constexpr double kNameEms = 3;
constexpr double kGapEms = 0.5;
constexpr double kCallLineEms = 8; ///< number, name, arrow and door in one line
constexpr int kMostOverlayCalls = 3;
constexpr double kMissedLabelEms = 7; ///< "过号请到分诊台"

/// Share of the picture's width that number and name have together (BoardLineRow.qml).
constexpr double kCallShare = 0.40;
constexpr double kMarginShare = 0.015;

} // namespace

core::Result<BoardLayout> boardLayout(double widthMm, double heightMm, double seatM) {
    const auto sizes = core::boardSizes(heightMm, seatM);
    if (!sizes) return tl::unexpected(sizes.error());
    if (!(widthMm >= 50 && widthMm <= 5000))
        return core::badData("board-size", "The picture's width is not 50 to 5000 mm.");
    BoardLayout layout;
    layout.widthMm = widthMm;
    layout.heightMm = heightMm;
    layout.rowMm = sizes->rowMm / glyphShare;
    layout.currentMm = sizes->currentMm / glyphShare;
    layout.overlayMm = sizes->overlayMm / glyphShare;
    layout.labelMm = layout.rowMm * labelShare;
    layout.headerMm = std::max(heightMm * 0.105, layout.rowMm * 1.3);
    layout.labelsMm = layout.labelMm * 1.3;
    layout.stripMm = std::max(heightMm * 0.09, layout.rowMm * 1.35);
    const double rest =
        heightMm * (1 - 2 * kMarginShare) - layout.headerMm - layout.labelsMm - layout.stripMm;
    layout.stacked =
        kNumberEms * layout.currentMm + (kNameEms + kGapEms) * layout.rowMm > kCallShare * widthMm;
    const double least = layout.stacked ? (layout.currentMm + layout.rowMm) * 1.25
                                        : sizes->currentMm * core::kRowPitch;
    if (rest < least)
        return core::badData("board-too-small",
                             "This screen cannot show a call to a seat so far away: set seat_m to "
                             "the farthest seat that has no other screen, or hang a larger one.");
    layout.linesPerPage = std::max(1, static_cast<int>(std::floor(rest / least)));
    layout.lineMm = rest / layout.linesPerPage;
    const bool sideBySide = kCallLineEms * layout.overlayMm <= 0.95 * widthMm;
    layout.overlayCalls = sideBySide ? std::min(sizes->overlayCalls, kMostOverlayCalls) : 1;
    const double numbers = widthMm * (1 - 4 * kMarginShare) - kMissedLabelEms * layout.rowMm;
    layout.missedPerPage = std::max(
        1, static_cast<int>(std::floor(numbers / ((kNumberEms + kGapEms) * layout.rowMm))));
    return layout;
}

} // namespace menzhen::display
