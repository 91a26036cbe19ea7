// SPDX-License-Identifier: Apache-2.0
// What one frame of a kiosk's camera costs: 1280x720, a booking's code held up, turned, faint and
// noisy, and frames without a code between, decoded as the camera worker does it.
#include "drivers/scanner/decoder.h"
#include "drivers/scanner/greyfilter.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <qrencode.h>
#include <random>
#include <vector>

namespace {

using menzhen::scanner::GreyImage;

/// A sheet like a coat before the camera: a slope of light with noise, and a code if `module` > 0.
GreyImage frame(int module, double degrees, std::mt19937& random) {
    GreyImage out(1280, 720);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x)
            out.row(y)[x] = static_cast<std::uint8_t>(70 + x / 16 + y / 12);
    if (module > 0) {
        QRcode* code = QRcode_encodeString(
            "MZ1.QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo.Zm9yIGEgYmVuY2htYXJrIG9ubHkgLSBubyBrZXk", 0,
            QR_ECLEVEL_M, QR_MODE_8, 1);
        const int side = (code->width + 8) * module;
        GreyImage drawn(side, side, 210);
        for (int y = 0; y < code->width * module; ++y)
            for (int x = 0; x < code->width * module; ++x)
                if ((code->data[y / module * code->width + x / module] & 1) != 0)
                    drawn.row(y + 4 * module)[x + 4 * module] = 60;
        QRcode_free(code);
        drawn = menzhen::scanner::rotated(drawn, degrees);
        for (int y = 0; y < std::min(drawn.height, 640); ++y)
            for (int x = 0; x < std::min(drawn.width, 900); ++x)
                out.row(y + 40)[x + 300] = drawn.row(y)[x];
    }
    std::uniform_int_distribution<int> noise(-12, 12);
    for (auto& p : out.pixels)
        p = static_cast<std::uint8_t>(std::clamp(p + noise(random), 0, 255));
    return out;
}

double quantile(std::vector<double> values, double part) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

} // namespace

int main() {
    std::mt19937 random(20261122);
    menzhen::scanner::Decoder decoder;
    std::vector<double> held;
    std::vector<double> empty;
    int read = 0;
    for (int i = 0; i < 120; ++i) {
        const bool without = i % 4 == 3;
        const GreyImage picture = frame(without ? 0 : 4 + i % 6, i * 7.0, random);
        const auto begun = std::chrono::steady_clock::now();
        const auto texts = decoder.decodeFrame(picture);
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begun;
        (without ? empty : held).push_back(took.count());
        read += texts.empty() ? 0 : 1;
    }
    const int shown = static_cast<int>(held.size());
    std::vector<double> all = held;
    all.insert(all.end(), empty.begin(), empty.end());
    std::printf(
        R"({"bench":"scan","name":"frame_decode_ms_median","what":"1280x720 frame decoded, median","value":%.2f,"unit":"ms","limit":25,"better":"lower"})"
        "\n",
        quantile(all, 0.5));
    std::printf(
        R"({"bench":"scan","what":"the same without a code, median","value":%.2f,"unit":"ms"})"
        "\n",
        quantile(empty, 0.5));
    std::printf(R"({"bench":"scan","what":"the same, p95 of all","value":%.2f,"unit":"ms"})"
                "\n",
                quantile(all, 0.95));
    std::printf(R"({"bench":"scan","what":"frames with a code read","value":%.1f,"unit":"%%"})"
                "\n",
                100.0 * read / shown);
    return 0;
}
