// SPDX-License-Identifier: Apache-2.0
// How a ticket looks, as a list of lines, rules and codes that a printer or a picture can carry out
// without knowing what they mean. Pure; the fixed words of both languages stand in ticketwords.h.
//
// The unit of width is the column: half the width of a Hanzi, 12 dots at 203 dpi. ASCII and the
// Latin letters of windows-1252 take one column, every other character two (tickettext.h). Lines
// are already broken: none is wider than the paper.
#pragma once

#include "app/core/ticket.h"

#include <string>
#include <variant>
#include <vector>

namespace menzhen::core {

enum class TicketAlign { Left, Centre };

/// A run of one size. `scale` 1..8 multiplies width and height of the printer's 12x24 / 24x24 font.
struct TicketSpan {
    std::string text; ///< UTF-8, no control characters
    int scale = 1;
    bool bold = false;

    friend bool operator==(const TicketSpan&, const TicketSpan&) = default;
};

/// One printed line; spans of different sizes stand on one baseline.
struct TicketText {
    std::vector<TicketSpan> spans;
    TicketAlign align = TicketAlign::Left;

    friend bool operator==(const TicketText&, const TicketText&) = default;
};

/// A line across the paper.
struct TicketRule {
    friend bool operator==(const TicketRule&, const TicketRule&) = default;
};

/// A centred QR code at error correction level M, printed as large as fits, between the two sizes
/// (dots a module) and with a quiet zone of four modules.
struct TicketQr {
    std::string data;
    int minModuleDots = 4; ///< 0.5 mm at 203 dpi: what a phone still reads from thermal paper
    int maxModuleDots = 6;

    friend bool operator==(const TicketQr&, const TicketQr&) = default;
};

/// White space of `dots` (1..255).
struct TicketGap {
    int dots = 0;
    friend bool operator==(const TicketGap&, const TicketGap&) = default;
};

/// The end of the paper: feed to the knife and cut.
struct TicketCut {
    friend bool operator==(const TicketCut&, const TicketCut&) = default;
};

using TicketElement = std::variant<TicketText, TicketRule, TicketQr, TicketGap, TicketCut>;
using TicketLayout = std::vector<TicketElement>;

/// `columns`: the paper's width, 32 (58 mm, 384 dots) to 48 (80 mm, 576 dots). Control characters
/// in the content are dropped, malformed UTF-8 becomes U+FFFD.
TicketLayout layoutTicket(const TicketContent& content, int columns);

} // namespace menzhen::core
