// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/qrpicture.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <qrencode.h>
#include <sstream>

namespace menzhen::paysim {

namespace {

constexpr int quietModules = 4;
constexpr int pgmPixels = 8; ///< a module
constexpr char black = 0;
constexpr char white = '\xff';

struct CodeCloser {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

using Code = std::unique_ptr<QRcode, CodeCloser>;

Code encoded(const std::string& text) {
    if (text.empty() || text.size() > maxQrTextBytes) return nullptr;
    return Code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
}

bool isDark(const QRcode& code, int x, int y) {
    if (x < 0 || y < 0 || x >= code.width || y >= code.width) return false;
    return (code.data[y * code.width + x] & 1U) != 0;
}

} // namespace

std::string qrSvg(const std::string& text) {
    const Code code = encoded(text);
    if (!code) return {};
    const int size = code->width + 2 * quietModules;
    std::ostringstream svg;
    svg << R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" << size << ' ' << size
        << R"(" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h)" << size << 'v' << size
        << "H0z\"/><path d=\"";
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x)
            if (isDark(*code, x, y))
                svg << 'M' << x + quietModules << ' ' << y + quietModules << "h1v1h-1z";
    svg << "\"/></svg>";
    return svg.str();
}

std::string qrPgm(const std::string& text) {
    const Code code = encoded(text);
    if (!code) return {};
    const int size = (code->width + 2 * quietModules) * pgmPixels;
    std::string pgm = "P5\n" + std::to_string(size) + " " + std::to_string(size) + "\n255\n";
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x)
            pgm += isDark(*code, x / pgmPixels - quietModules, y / pgmPixels - quietModules)
                       ? black
                       : white;
    return pgm;
}

core::Result<void> putBeforeCamera(const std::string& folder, const std::string& text) {
    namespace fs = std::filesystem;
    const fs::path unfinished = fs::path(folder) / ".wallet.pgm";
    {
        std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
        file << qrPgm(text);
        if (!file.flush())
            return core::fail(core::ErrorKind::Device, "camera-folder",
                              folder + ": cannot be written");
    }
    std::error_code error;
    fs::rename(unfinished, fs::path(folder) / "wallet.pgm", error);
    if (error)
        return core::fail(core::ErrorKind::Device, "camera-folder",
                          folder + ": " + error.message());
    return {};
}

} // namespace menzhen::paysim
