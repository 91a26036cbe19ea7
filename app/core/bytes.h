// SPDX-License-Identifier: Apache-2.0
// Bytes and their lower-case hexadecimal text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

std::string toHex(ByteView bytes);
/// Nothing when the text has an odd length or a character that is not hexadecimal.
std::optional<Bytes> fromHex(std::string_view text);

inline ByteView asBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace menzhen::core
