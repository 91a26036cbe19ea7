// SPDX-License-Identifier: Apache-2.0
// gzip for bodies. Not left to Qt: its automatic unpacking takes a cut-off answer for a whole one.
// Thread: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace menzhen::link {

/// Nothing when zlib has no memory.
std::optional<std::string> gzipPack(std::string_view plain);

/// Nothing when it is damaged, cut off or larger than the limit.
std::optional<std::string> gzipUnpack(std::string_view packed, std::size_t maxBytes);

} // namespace menzhen::link
