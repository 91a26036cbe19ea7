// SPDX-License-Identifier: Apache-2.0
// Base64 with + / and padding (RFC 4648 section 4), as both platforms write it.
#pragma once

#include "app/core/bytes.h"

#include <optional>
#include <string>
#include <string_view>

namespace menzhen::payment {

std::string toBase64(core::ByteView bytes);
/// Strict: nothing but the alphabet, whole groups, padding at the end alone, no bits
/// left over.
std::optional<core::Bytes> fromBase64(std::string_view text);

} // namespace menzhen::payment
