// SPDX-License-Identifier: Apache-2.0
#include "app/core/utf8.h"
#include "drivers/scanner/qrengine.h"

#include <memory>
#include <zbar.h>

namespace menzhen::scanner {
namespace {

using ScannerHandle =
    std::unique_ptr<zbar::zbar_image_scanner_t, decltype(&zbar::zbar_image_scanner_destroy)>;
using ImageHandle = std::unique_ptr<zbar::zbar_image_t, decltype(&zbar::zbar_image_destroy)>;

constexpr unsigned long greyFormat = 'Y' | '8' << 8 | '0' << 16 | '0' << 24; // FOURCC "Y800"

ScannerHandle makeScanner() {
    ScannerHandle scanner(zbar::zbar_image_scanner_create(), zbar::zbar_image_scanner_destroy);
    zbar::zbar_image_scanner_set_config(scanner.get(), zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
    zbar::zbar_image_scanner_set_config(scanner.get(), zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
    zbar::zbar_image_scanner_set_config(scanner.get(), zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_BINARY, 1);
    return scanner;
}

std::array<Corner, 4> cornersOf(const zbar::zbar_symbol_t* symbol) {
    std::array<Corner, 4> out;
    if (zbar::zbar_symbol_get_loc_size(symbol) < out.size()) return out;
    for (unsigned i = 0; i < out.size(); ++i)
        out[i] = {static_cast<double>(zbar::zbar_symbol_get_loc_x(symbol, i)),
                  static_cast<double>(zbar::zbar_symbol_get_loc_y(symbol, i))};
    return out;
}

} // namespace

std::vector<EngineReading> readWithZbar(const GreyImage& image) {
    std::vector<EngineReading> out;
    if (image.empty()) return out;
    const ScannerHandle scanner = makeScanner();
    const ImageHandle picture(zbar::zbar_image_create(), zbar::zbar_image_destroy);
    zbar::zbar_image_set_format(picture.get(), greyFormat);
    zbar::zbar_image_set_size(picture.get(), static_cast<unsigned>(image.width),
                              static_cast<unsigned>(image.height));
    zbar::zbar_image_set_data(picture.get(), image.pixels.data(),
                              static_cast<unsigned long>(image.pixels.size()), nullptr);
    if (zbar::zbar_scan_image(scanner.get(), picture.get()) <= 0) return out;
    for (const auto* s = zbar::zbar_image_first_symbol(picture.get()); s != nullptr;
         s = zbar::zbar_symbol_next(s)) {
        std::string bytes(zbar::zbar_symbol_get_data(s), zbar::zbar_symbol_get_data_length(s));
        if (bytes.empty() || !core::isUtf8(bytes)) continue;
        out.push_back({bytes, bytes, cornersOf(s)});
    }
    return out;
}

} // namespace menzhen::scanner
