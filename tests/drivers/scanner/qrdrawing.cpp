// SPDX-License-Identifier: Apache-2.0
#include "tests/drivers/scanner/qrdrawing.h"

#include <algorithm>
#include <cstdio> // jpeglib.h needs FILE and does not say so
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>
#include <jpeglib.h>
#include <memory>
#include <png.h>
#include <qrencode.h>
#include <random>

namespace menzhen::scanner {

GreyImage drawQr(const std::string& text, int module) {
    constexpr int quiet = 4;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
        QRcode_free);
    if (!code) {
        ADD_FAILURE() << "libqrencode cannot draw this text";
        return {};
    }
    const int side = (code->width + 2 * quiet) * module;
    GreyImage out(side, side, 255);
    for (int y = 0; y < code->width * module; ++y)
        for (int x = 0; x < code->width * module; ++x)
            if ((code->data[y / module * code->width + x / module] & 1) != 0)
                out.row(y + quiet * module)[x + quiet * module] = 0;
    return out;
}

GreyImage laidOn(GreyImage sheet, const GreyImage& picture, int x, int y) {
    for (int j = 0; j < picture.height && y + j < sheet.height; ++j)
        for (int i = 0; i < picture.width && x + i < sheet.width; ++i)
            sheet.row(y + j)[x + i] = picture.row(j)[i];
    return sheet;
}

GreyImage squeezed(GreyImage picture, int low, int high) {
    for (auto& p : picture.pixels)
        p = static_cast<std::uint8_t>(low + p * (high - low) / 255);
    return picture;
}

GreyImage noisy(GreyImage picture, int amount, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> off(-amount, amount);
    for (auto& p : picture.pixels)
        p = static_cast<std::uint8_t>(std::clamp(p + off(random), 0, 255));
    return picture;
}

std::string pgmOf(const GreyImage& picture) {
    std::string out = "P5\n# drawn by a test\n" + std::to_string(picture.width) + " " +
                      std::to_string(picture.height) + "\n255\n";
    return out.append(reinterpret_cast<const char*>(picture.pixels.data()), picture.pixels.size());
}

std::string jpegOf(const GreyImage& picture) {
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &bytes, &size);
    jpeg.image_width = static_cast<JDIMENSION>(picture.width);
    jpeg.image_height = static_cast<JDIMENSION>(picture.height);
    jpeg.input_components = 1;
    jpeg.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 90, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    for (int y = 0; y < picture.height; ++y) {
        auto* row = const_cast<JSAMPROW>(picture.row(y));
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    std::string out(reinterpret_cast<const char*>(bytes), size);
    std::free(bytes);
    return out;
}

std::string pngOf(const GreyImage& picture) {
    png_image png;
    std::memset(&png, 0, sizeof png);
    png.version = PNG_IMAGE_VERSION;
    png.format = PNG_FORMAT_GRAY;
    png.width = static_cast<png_uint_32>(picture.width);
    png.height = static_cast<png_uint_32>(picture.height);
    png_alloc_size_t size = 0;
    png_image_write_to_memory(&png, nullptr, &size, 0, picture.pixels.data(), 0, nullptr);
    std::string out(size, '\0');
    png_image_write_to_memory(&png, out.data(), &size, 0, picture.pixels.data(), 0, nullptr);
    out.resize(size);
    return out;
}

} // namespace menzhen::scanner
