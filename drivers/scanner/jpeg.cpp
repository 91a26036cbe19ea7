// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/decoder.h"
#include "drivers/scanner/picture.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio> // jpeglib.h needs FILE and does not say so
#include <jpeglib.h>
#include <string>

namespace menzhen::scanner {
namespace {

/// libjpeg's own way out is exit(); ours is a jump back into unpack(), which owns no objects.
struct Failure {
    jpeg_error_mgr base;
    std::jmp_buf back;
    char message[JMSG_LENGTH_MAX];
};

[[noreturn]] void onError(j_common_ptr info) {
    auto* failure = reinterpret_cast<Failure*>(info->err);
    info->err->format_message(info, failure->message);
    std::longjmp(failure->back, 1);
}

enum class Outcome { Good, Broken, TooLarge };

/// `out` is filled after the head was read; on a jump what was unpacked so far stays in it.
Outcome unpack(core::ByteView bytes, jpeg_decompress_struct& jpeg, Failure& failure,
               GreyImage& out) {
    if (setjmp(failure.back) != 0) return Outcome::Broken;
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, bytes.data(), static_cast<unsigned long>(bytes.size()));
    jpeg_read_header(&jpeg, TRUE);
    if (static_cast<std::size_t>(jpeg.image_width) * jpeg.image_height > maxPicturePixels)
        return Outcome::TooLarge;
    const unsigned side = std::max(jpeg.image_width, jpeg.image_height);
    while (jpeg.scale_denom < 8 && side / (jpeg.scale_denom * 2) >= maxDecodeSide)
        jpeg.scale_denom *= 2;
    jpeg.out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(&jpeg);
    out = GreyImage(static_cast<int>(jpeg.output_width), static_cast<int>(jpeg.output_height));
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = out.row(static_cast<int>(jpeg.output_scanline));
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    return Outcome::Good;
}

} // namespace

core::Result<GreyImage> decodeJpeg(core::ByteView bytes) {
    jpeg_decompress_struct jpeg{};
    Failure failure{};
    jpeg.err = jpeg_std_error(&failure.base);
    failure.base.error_exit = onError;
    failure.base.emit_message = [](j_common_ptr, int) {}; // warnings: the picture is usable
    GreyImage out;
    const Outcome outcome = unpack(bytes, jpeg, failure, out);
    jpeg_destroy_decompress(&jpeg);
    if (outcome == Outcome::TooLarge)
        return core::badData("picture-too-large", "The picture has more than 100 megapixels.");
    if (outcome == Outcome::Broken)
        return core::badData("picture-broken",
                             "The JPEG picture is broken: " + std::string(failure.message) + ".");
    return out;
}

} // namespace menzhen::scanner
