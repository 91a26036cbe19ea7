// SPDX-License-Identifier: Apache-2.0
// From a site file's `scanner` key to a driver:
//   camera:///dev/video0
//   frames:///DIR
//   serial:///dev/ttyACM0?baud=9600        (9600 when left out)
//   evdev:///dev/input/by-id/...-event-kbd
// A site file may list several: make one each and give them the same listener.
// "%20" and the like in paths are decoded.
#pragma once

#include "app/core/result.h"
#include "app/ports/codescanner.h"

#include <memory>
#include <string>
#include <string_view>

namespace menzhen::scanner {

/// What a URL says. Errors are badData("scanner-url", one sentence naming the part).
struct ScannerUrl {
    std::string scheme;
    std::string path;
    int baud = 0; ///< serial alone
};

core::Result<ScannerUrl> parseScannerUrl(std::string_view url);

/// Opens nothing yet: a device that is missing is a state after start(). `post` runs closures on
/// the flow thread. Errors as parseScannerUrl.
core::Result<std::unique_ptr<ports::CodeScanner>> makeScanner(const std::string& url,
                                                              ports::Post post);

} // namespace menzhen::scanner
