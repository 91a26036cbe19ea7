// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/canvas.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <png.h>

namespace menzhen::printer {

namespace {

constexpr std::uint8_t kBlackBelow = 140; // a little above half: thin strokes stay on thermal paper
constexpr png_uint_32 kDotsPerMetre = 7992; // 203 dpi

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

} // namespace

Canvas::Canvas(int w, int h)
    : width(w), height(h), grey(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), 255) {}

void Canvas::ink(int x, int y, std::uint8_t amount) {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    std::uint8_t& dot = at(x, y);
    dot = static_cast<std::uint8_t>(dot * (255 - amount) / 255);
}

void Canvas::fillRect(int x, int y, int w, int h) {
    for (int row = y; row < y + h; ++row)
        for (int column = x; column < x + w; ++column)
            ink(column, row, 255);
}

void Canvas::draw(const Canvas& other, int x, int y) {
    for (int row = 0; row < other.height; ++row)
        for (int column = 0; column < other.width; ++column)
            ink(x + column, y + row, static_cast<std::uint8_t>(255 - other.at(column, row)));
}

DotRaster toDots(const Canvas& canvas) {
    int right = 0;
    for (int y = 0; y < canvas.height; ++y)
        for (int x = right; x < canvas.width; ++x)
            if (canvas.at(x, y) < kBlackBelow) right = x + 1;
    DotRaster raster;
    raster.rowBytes = std::max(1, (right + 7) / 8);
    raster.rows = canvas.height;
    raster.bits.assign(
        static_cast<std::size_t>(raster.rowBytes) * static_cast<std::size_t>(raster.rows), 0);
    for (int y = 0; y < canvas.height; ++y)
        for (int x = 0; x < right; ++x)
            if (canvas.at(x, y) < kBlackBelow)
                raster
                    .bits[static_cast<std::size_t>(y) * static_cast<std::size_t>(raster.rowBytes) +
                          static_cast<std::size_t>(x / 8)] |=
                    static_cast<std::uint8_t>(0x80 >> (x % 8));
    return raster;
}

core::Result<void> writePng(const Canvas& canvas, const std::string& path) {
    const auto diskError = [&](const char* why) {
        return core::fail(core::ErrorKind::Device, "printer-disk", path + ": " + why);
    };
    const File file(std::fopen(path.c_str(), "wbe"), &std::fclose);
    if (!file) return diskError(std::strerror(errno));
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png ? png_create_info_struct(png) : nullptr;
    if (!info) {
        png_destroy_write_struct(&png, nullptr);
        return diskError("no memory for the picture");
    }
    // libpng comes back here when it fails; nothing with a destructor is made after this line.
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return diskError("the picture could not be written");
    }
    png_init_io(png, file.get());
    png_set_IHDR(png, info, static_cast<png_uint_32>(canvas.width),
                 static_cast<png_uint_32>(canvas.height), 8, PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(png, info, kDotsPerMetre, kDotsPerMetre, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    for (int y = 0; y < canvas.height; ++y)
        png_write_row(png, canvas.grey.data() + static_cast<std::size_t>(y) *
                                                    static_cast<std::size_t>(canvas.width));
    png_write_end(png, nullptr);
    png_destroy_write_struct(&png, &info);
    if (std::fflush(file.get()) != 0) return diskError(std::strerror(errno));
    return {};
}

} // namespace menzhen::printer
