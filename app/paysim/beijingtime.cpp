// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/beijingtime.h"

#include "app/core/timeunits.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace menzhen::paysim {

namespace {

constexpr std::int64_t beijingSeconds = 8 * 3600;
constexpr std::size_t stampLength = 19; ///< "2026-01-01T08:00:00"

std::string formatted(std::int64_t utcMs, const char* format) {
    const std::time_t seconds = utcMs / core::msPerSecond + beijingSeconds;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), format, &parts);
    return {text.data(), size};
}

std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') return std::nullopt;
        value = 10 * value + (text[i] - '0');
    }
    return value;
}

/// "2026-01-01?08:00:00" as if it were UTC, in seconds.
std::optional<std::int64_t> stamp(std::string_view text, char between) {
    if (text.size() < stampLength || text[4] != '-' || text[7] != '-' || text[10] != between ||
        text[13] != ':' || text[16] != ':')
        return std::nullopt;
    std::tm parts{};
    const std::array<std::optional<int>, 6> read{number(text, 0, 4),  number(text, 5, 2),
                                                 number(text, 8, 2),  number(text, 11, 2),
                                                 number(text, 14, 2), number(text, 17, 2)};
    for (const auto& part : read)
        if (!part) return std::nullopt;
    if (*read[1] < 1 || *read[1] > 12 || *read[2] < 1 || *read[2] > 31 || *read[3] > 23 ||
        *read[4] > 59 || *read[5] > 60)
        return std::nullopt;
    parts.tm_year = *read[0] - 1900;
    parts.tm_mon = *read[1] - 1;
    parts.tm_mday = *read[2];
    parts.tm_hour = *read[3];
    parts.tm_min = *read[4];
    parts.tm_sec = *read[5];
    return timegm(&parts);
}

} // namespace

std::string rfc3339(std::int64_t utcMs) {
    return formatted(utcMs, "%Y-%m-%dT%H:%M:%S+08:00");
}

std::string plainTime(std::int64_t utcMs) {
    return formatted(utcMs, "%Y-%m-%d %H:%M:%S");
}

std::string compactTime(std::int64_t utcMs) {
    return formatted(utcMs, "%Y%m%d%H%M%S");
}

std::optional<std::int64_t> parseRfc3339(std::string_view text) {
    const auto seconds = stamp(text, 'T');
    if (!seconds) return std::nullopt;
    std::string_view zone = text.substr(stampLength);
    if (zone.starts_with('.')) zone.remove_prefix(std::min(zone.find_first_of("Z+-"), zone.size()));
    if (zone == "Z") return *seconds * core::msPerSecond;
    const auto hours = number(zone, 1, 2);
    const auto minutes = number(zone, 4, 2);
    if (zone.size() != 6 || !hours || !minutes || zone[3] != ':') return std::nullopt;
    const std::int64_t offset = *hours * 3600 + *minutes * 60;
    if (zone[0] == '+') return (*seconds - offset) * core::msPerSecond;
    if (zone[0] == '-') return (*seconds + offset) * core::msPerSecond;
    return std::nullopt;
}

std::optional<std::int64_t> parsePlainTime(std::string_view text) {
    const auto seconds = stamp(text, ' ');
    if (!seconds || text.size() != stampLength) return std::nullopt;
    return (*seconds - beijingSeconds) * core::msPerSecond;
}

} // namespace menzhen::paysim
