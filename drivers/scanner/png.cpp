// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/picture.h"

#include <cstring>
#include <png.h>
#include <string>

namespace menzhen::scanner {

core::Result<GreyImage> decodePng(core::ByteView bytes) {
    png_image png;
    std::memset(&png, 0, sizeof png);
    png.version = PNG_IMAGE_VERSION;
    const auto broken = [&png] {
        std::string why = png.message;
        png_image_free(&png);
        return core::badData("picture-broken", "The PNG picture is broken: " + why + ".");
    };
    if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0) return broken();
    if (static_cast<std::size_t>(png.width) * png.height > maxPicturePixels) {
        png_image_free(&png);
        return core::badData("picture-too-large", "The picture has more than 100 megapixels.");
    }
    png.format = PNG_FORMAT_GRAY;
    GreyImage out(static_cast<int>(png.width), static_cast<int>(png.height));
    const png_color paper{255, 255, 255};
    if (png_image_finish_read(&png, &paper, out.pixels.data(), 0, nullptr) == 0) return broken();
    return out;
}

} // namespace menzhen::scanner
