// SPDX-License-Identifier: Apache-2.0
// Times as the platforms write them: always Beijing's, which has had no summer time since 1991.
// Thread: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace menzhen::paysim {

std::string rfc3339(std::int64_t utcMs);     ///< "2026-01-01T08:00:00+08:00"
std::string plainTime(std::int64_t utcMs);   ///< "2026-01-01 08:00:00"
std::string compactTime(std::int64_t utcMs); ///< "20260101080000"
/// "2026-01-01T08:00:00+08:00", with any offset or Z. Nothing when it is written otherwise.
std::optional<std::int64_t> parseRfc3339(std::string_view text);
std::optional<std::int64_t> parsePlainTime(std::string_view text);

} // namespace menzhen::paysim
