// SPDX-License-Identifier: Apache-2.0
// A QR code as modules, and the size at which it goes onto paper.
#pragma once

#include "app/core/result.h"

#include <string_view>
#include <vector>

namespace menzhen::printer {

struct QrSymbol {
    int side = 0;            ///< modules a side, 17 + 4 x version, without the quiet zone
    std::vector<bool> black; ///< side x side, rows from the top

    bool at(int x, int y) const {
        return black[static_cast<std::size_t>(y) * static_cast<std::size_t>(side) +
                     static_cast<std::size_t>(x)];
    }
};

/// Error correction level M; `text` of 1 to 1,000 bytes. Error `printer-bad-job`.
core::Result<QrSymbol> makeQr(std::string_view text);

/// Modules a side when a printer packs the text as plain bytes, which some do even with digits and
/// capitals: a native code may come out this large.
core::Result<int> qrSideAsBytes(std::string_view text);

/// Dots a module: the most that fits `widthDots` with four modules of white on both sides, within
/// min..max; 0 when not even `minDots` fits.
int fittingModuleDots(int side, int widthDots, int minDots, int maxDots);

} // namespace menzhen::printer
