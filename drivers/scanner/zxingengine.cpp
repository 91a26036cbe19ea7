// SPDX-License-Identifier: Apache-2.0
// Written for ZXing-cpp 1.4 (Debian 12) and 2.x (Debian 13), where text() is UTF-8 anyway.
#define ZX_USE_UTF8 1
#include "drivers/scanner/qrengine.h"

#include <ZXing/ReadBarcode.h>
#include <exception>

namespace menzhen::scanner {
namespace {

#if __has_include(<ZXing/ReaderOptions.h>)
using Options = ZXing::ReaderOptions;
#else
using Options = ZXing::DecodeHints;
#endif

Options options(Binarizer binarizer) {
    // All formats would cost 60 ms a frame. Harder, rotate and downscale stay on: without them
    // codes held close to the camera are lost.
    Options o;
    o.setFormats(ZXing::BarcodeFormat::QRCode);
    o.setTryHarder(true).setTryRotate(true).setTryDownscale(true);
    o.setBinarizer(binarizer == Binarizer::Local ? ZXing::Binarizer::LocalAverage
                                                 : ZXing::Binarizer::GlobalHistogram);
    return o;
}

} // namespace

std::vector<EngineReading> readWithZxing(const GreyImage& image, Binarizer binarizer) try {
    std::vector<EngineReading> out;
    if (image.empty()) return out;
    const ZXing::ImageView view(image.pixels.data(), image.width, image.height,
                                ZXing::ImageFormat::Lum);
    for (const auto& found : ZXing::ReadBarcodes(view, options(binarizer))) {
        if (!found.isValid()) continue;
        EngineReading r;
        r.text = found.text();
        r.bytes.assign(found.bytes().begin(), found.bytes().end());
        const auto position = found.position();
        for (std::size_t i = 0; i < 4; ++i)
            r.corners[i] = {static_cast<double>(position[i].x), static_cast<double>(position[i].y)};
        out.push_back(std::move(r));
    }
    return out;

} catch (const std::exception&) {

    // A picture that makes the engine throw is a picture without a code.
    return {};
}

} // namespace menzhen::scanner
