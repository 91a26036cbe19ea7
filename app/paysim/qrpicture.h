// SPDX-License-Identifier: Apache-2.0
// A text as a QR code: for the wallet's page, and as a picture for a virtual camera.
// Thread: pure functions.
#pragma once

#include "app/core/result.h"

#include <string>

namespace menzhen::paysim {

inline constexpr std::size_t maxQrTextBytes = 500;

std::string qrSvg(const std::string& text); ///< empty: too long, or nothing
std::string qrPgm(const std::string& text); ///< binary greymap, dark on light

/// Completed by rename, as a virtual camera wants it. Error Device "camera-folder".
core::Result<void> putBeforeCamera(const std::string& folder, const std::string& text);

} // namespace menzhen::paysim
