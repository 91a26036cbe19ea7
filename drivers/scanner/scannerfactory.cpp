// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/scannerfactory.h"
#include "app/core/bytes.h"
#include "drivers/scanner/cameradevice.h"
#include "drivers/scanner/framefolder.h"
#include "drivers/scanner/linescanner.h"
#include "drivers/scanner/scanworker.h"
#include "drivers/scanner/v4l2camera.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace menzhen::scanner {
namespace {

constexpr std::array<std::string_view, 4> schemes{"camera", "frames", "serial", "evdev"};

tl::unexpected<core::Error> bad(std::string_view url, const std::string& why) {
    return core::badData("scanner-url", "The scanner '" + std::string(url) + "' " + why + ".");
}

/// "%20" to a blank; nothing when a % is not followed by two hexadecimal digits.
std::optional<std::string> unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const auto byte = core::fromHex(text.substr(i + 1, 2));
        if (!byte || byte->size() != 1 || byte->front() == 0) return std::nullopt;
        out += static_cast<char>(byte->front());
        i += 2;
    }
    return out;
}

std::optional<int> baudOf(std::string_view query) {
    constexpr std::string_view key = "baud=";
    if (!query.starts_with(key)) return std::nullopt;
    query.remove_prefix(key.size());
    int baud = 0;
    const auto [end, error] = std::from_chars(query.data(), query.data() + query.size(), baud);
    if (error != std::errc{} || end != query.data() + query.size() || !isSerialBaud(baud))
        return std::nullopt;
    return baud;
}

} // namespace

core::Result<ScannerUrl> parseScannerUrl(std::string_view url) {
    const std::size_t colon = url.find("://");
    if (colon == std::string_view::npos) return bad(url, "is not of the form KIND:///PATH");
    ScannerUrl out{std::string(url.substr(0, colon)), "", 0};
    if (std::find(schemes.begin(), schemes.end(), out.scheme) == schemes.end())
        return bad(url, "is of no known kind: camera, frames, serial and evdev are");
    std::string_view rest = url.substr(colon + 3);
    const std::size_t mark = rest.find('?');
    const auto path = unescaped(rest.substr(0, mark));
    if (!path) return bad(url, "has a % that is not followed by two hexadecimal digits");
    if (path->size() < 2 || path->front() != '/')
        return bad(url, "needs a whole path after ://, such as " + out.scheme + ":///dev/...");
    out.path = *path;
    if (out.scheme == "serial") out.baud = defaultBaud;
    if (mark == std::string_view::npos) return out;
    if (out.scheme != "serial") return bad(url, "takes nothing after '?'");
    const auto baud = baudOf(rest.substr(mark + 1));
    if (!baud) return bad(url, "takes only baud= with 9600, 19200, 38400, 57600, 115200 or 230400");
    out.baud = *baud;
    return out;
}

core::Result<std::unique_ptr<ports::CodeScanner>> makeScanner(const std::string& url,
                                                              ports::Post post) {
    const auto parsed = parseScannerUrl(url);
    if (!parsed) return tl::unexpected(parsed.error());
    std::unique_ptr<ScanDevice> device;
    if (parsed->scheme == "camera")
        device = std::make_unique<CameraDevice>(std::make_unique<V4l2Camera>(parsed->path));
    else if (parsed->scheme == "frames")
        device = std::make_unique<CameraDevice>(std::make_unique<FrameFolder>(parsed->path));
    else if (parsed->scheme == "serial")
        device = serialScanner(parsed->path, parsed->baud);
    else
        device = evdevScanner(parsed->path);
    return std::make_unique<ScanWorker>(std::move(device), std::move(post), url);
}

} // namespace menzhen::scanner
