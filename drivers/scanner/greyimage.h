// SPDX-License-Identifier: Apache-2.0
// A grey picture in memory: one byte a pixel, rows from the top without gaps, 0 black, 255 white.
// Thread: values; share a const picture freely.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace menzhen::scanner {

struct GreyImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels; ///< width * height

    GreyImage() = default;

    GreyImage(int w, int h, std::uint8_t fill = 0)
        : width(w), height(h),
          pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), fill) {}

    bool empty() const { return pixels.empty(); }

    std::uint8_t* row(int y) { return pixels.data() + offset(y); }

    const std::uint8_t* row(int y) const { return pixels.data() + offset(y); }

private:
    std::size_t offset(int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }
};

} // namespace menzhen::scanner
