// SPDX-License-Identifier: Apache-2.0
// What a printer model can do, and the measures of its paper at 203 dpi.
#pragma once

namespace menzhen::printer {

constexpr int kCellDots = 12; ///< a column; a Hanzi takes two
constexpr int kFontDots = 24; ///< height of the built-in font at scale 1
constexpr int kMinWidthDots = 384;
constexpr int kMaxWidthDots = 640;

/// The defaults are the 80 mm printer with a knife that most hospitals have.
struct PrinterProfile {
    int widthDots = 576;    ///< printable width, kMinWidthDots..kMaxWidthDots
    bool cut = true;        ///< has a knife
    bool nativeQr = true;   ///< GS ( k
    bool cjk = true;        ///< has a GBK font, switched by FS & and FS .
    bool confirms = true;   ///< may be sent GS ( H, which tells when a job is on paper
    int latinCodePage = 16; ///< ESC t n of windows-1252; negative: has none
    int baud = 0;           ///< of a serial line; 0: as fast as the bytes come

    int columns() const { return widthDots / kCellDots; }
};

/// Dots from the top of one line to the top of the next.
constexpr int lineDots(int scale) {
    return kFontDots * scale + (scale == 1 ? 8 : 12);
}

/// Dots above its line that the accent of a capital letter may need.
constexpr int accentDots(int scale) {
    return 3 * scale;
}

} // namespace menzhen::printer
