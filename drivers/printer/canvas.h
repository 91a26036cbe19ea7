// SPDX-License-Identifier: Apache-2.0
// A grey picture of paper, and the same as the dots of a print head.
#pragma once

#include "app/core/bytes.h"
#include "app/core/result.h"

#include <string>

namespace menzhen::printer {

/// 8 bits a dot, 255 white. Rows from the top.
struct Canvas {
    int width = 0;
    int height = 0;
    core::Bytes grey;

    Canvas() = default;
    Canvas(int w, int h);

    std::uint8_t& at(int x, int y) { return grey[index(x, y)]; }

    std::uint8_t at(int x, int y) const { return grey[index(x, y)]; }

    /// Darkens one dot; outside the canvas nothing happens.
    void ink(int x, int y, std::uint8_t amount);
    void fillRect(int x, int y, int w, int h);
    /// Draws another canvas over this one.
    void draw(const Canvas& other, int x, int y);

private:
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
};

/// One bit a dot, 1 black, rows padded to whole bytes: what GS v 0 takes.
struct DotRaster {
    int rowBytes = 0;
    int rows = 0;
    core::Bytes bits;
};

/// Cuts off white columns at the right, so that a short line costs few bytes.
DotRaster toDots(const Canvas& canvas);

/// Writes a grey PNG of 203 dpi. Error `printer-disk`.
core::Result<void> writePng(const Canvas& canvas, const std::string& path);

} // namespace menzhen::printer
