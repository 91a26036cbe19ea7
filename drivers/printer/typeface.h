// SPDX-License-Identifier: Apache-2.0
// Text as dots, in cells as wide as a printer's own font: 12 dots for Latin, 24 for Hanzi, times
// the scale. Used for the picture of a ticket and for lines that a printer's font cannot print.
// Thread: one thread at a time. Opens the system's font files; owns what FreeType gives it.
#pragma once

#include "app/core/result.h"
#include "app/core/ticketlayout.h"
#include "drivers/printer/canvas.h"

#include <memory>

namespace menzhen::printer {

class Typeface {
public:
    /// The fixed-width Chinese face that fontconfig finds, "Noto Sans Mono CJK SC" where it is
    /// installed. Error `printer-no-font`.
    static core::Result<std::unique_ptr<Typeface>> open();
    ~Typeface();

    /// One line, exactly as wide as its columns, accentDots() and lineDots() of its largest scale
    /// high, without alignment. What the face lacks becomes a hollow box.
    Canvas line(const std::vector<core::TicketSpan>& spans);

private:
    struct Faces;
    explicit Typeface(std::unique_ptr<Faces> faces);
    void glyph(Canvas& canvas, char32_t point, const core::TicketSpan& span, int x, int baseline);

    std::unique_ptr<Faces> faces_;
};

} // namespace menzhen::printer
