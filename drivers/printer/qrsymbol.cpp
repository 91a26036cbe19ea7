// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/qrsymbol.h"

#include <algorithm>
#include <memory>
#include <qrencode.h>
#include <string>

namespace menzhen::printer {

namespace {

constexpr std::size_t kMaxQrBytes = 1000;
constexpr int kQuietModules = 4;

using Code = std::unique_ptr<QRcode, decltype(&QRcode_free)>;

tl::unexpected<core::Error> tooLong(std::size_t bytes) {
    return core::badData("printer-bad-job",
                         "no QR code for " + std::to_string(bytes) + " bytes of text");
}

} // namespace

core::Result<QrSymbol> makeQr(std::string_view text) {
    if (text.empty() || text.size() > kMaxQrBytes) return tooLong(text.size());
    // The library chooses digits, capitals or bytes piece by piece, so a signed code stays small.
    const Code code(QRcode_encodeString(std::string(text).c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1),
                    &QRcode_free);
    if (!code) return tooLong(text.size());
    QrSymbol symbol;
    symbol.side = code->width;
    const auto count =
        static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    symbol.black.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        symbol.black.push_back((code->data[i] & 1) != 0);
    return symbol;
}

core::Result<int> qrSideAsBytes(std::string_view text) {
    if (text.empty() || text.size() > kMaxQrBytes) return tooLong(text.size());
    const Code code(QRcode_encodeData(static_cast<int>(text.size()),
                                      reinterpret_cast<const unsigned char*>(text.data()), 0,
                                      QR_ECLEVEL_M),
                    &QRcode_free);
    if (!code) return tooLong(text.size());
    return code->width;
}

int fittingModuleDots(int side, int widthDots, int minDots, int maxDots) {
    const int fits = widthDots / (side + 2 * kQuietModules);
    return fits < minDots ? 0 : std::min(fits, maxDots);
}

} // namespace menzhen::printer
