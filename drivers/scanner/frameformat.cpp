// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/frameformat.h"
#include "drivers/scanner/picture.h"

namespace menzhen::scanner {

core::Result<GreyImage> greyFromFrame(const FrameFormat& format, core::ByteView bytes) {
    if (format.pixels == PixelFormat::Mjpeg) return decodeJpeg(bytes);
    // YUYV is Y0 U Y1 V: the brightness is every second byte.
    const std::size_t apart = format.pixels == PixelFormat::Yuyv ? 2 : 1;
    const auto width = static_cast<std::size_t>(format.width);
    const auto height = static_cast<std::size_t>(format.height);
    const std::size_t line = width * apart;
    const std::size_t stride = format.stride == 0 ? line : static_cast<std::size_t>(format.stride);
    if (width == 0 || height == 0 || stride < line || bytes.size() < stride * (height - 1) + line)
        return core::badData("frame-short", "The camera sent less than a whole picture.");
    GreyImage out(format.width, format.height);
    for (std::size_t y = 0; y < height; ++y) {
        const std::uint8_t* from = bytes.data() + y * stride;
        std::uint8_t* to = out.row(static_cast<int>(y));
        for (std::size_t x = 0; x < width; ++x)
            to[x] = from[x * apart];
    }
    return out;
}

} // namespace menzhen::scanner
