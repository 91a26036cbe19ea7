// SPDX-License-Identifier: Apache-2.0
// The draw of a contested release: a shuffle that anybody can repeat from its seed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

/// The entries' ids in the order in which they are drawn. The ids are sorted first, so the order in
/// which requests came does not matter; then Fisher and Yates' shuffle from the last place down,
/// each place taking index floor(r * (place + 1) / 2^64) of the places up to it, r the next output
/// of SplitMix64 seeded with `seed`.
std::vector<std::string> drawOrder(std::vector<std::string> ids, std::uint64_t seed);

/// 16 lower-case hexadecimal digits, and back.
std::string seedToText(std::uint64_t seed);
std::optional<std::uint64_t> seedFrom(std::string_view text);

} // namespace menzhen::core
