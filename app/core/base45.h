// SPDX-License-Identifier: Apache-2.0
// Base45 (RFC 9285), the alphabet of a QR's alphanumeric mode.
#pragma once

#include "app/core/bytes.h"

namespace menzhen::core {

std::string toBase45(ByteView bytes);

/// Strict: nothing for a character outside the alphabet (lower case too), for a length that no
/// bytes give (3n + 1), and for groups above 65535 or 255.
std::optional<Bytes> fromBase45(std::string_view text);

} // namespace menzhen::core
