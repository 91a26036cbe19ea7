// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/paymenttext.h"

#include "app/core/ascii.h"
#include "app/core/timeunits.h"
#include "app/core/utf8.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <curl/curl.h>

namespace menzhen::payment {

namespace {

constexpr std::int64_t secondsPerDay = 86'400;
constexpr std::int64_t beijingSeconds = 8 * 3600;
constexpr std::size_t mostLoggedBytes = 64;
constexpr std::size_t mostFormFields = 128;
constexpr std::size_t mostSubjectCharacters = 127;

bool isWord(char c) {
    return core::isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::string written(std::int64_t utcMs, const char* format) {
    const std::int64_t seconds = utcMs / core::msPerSecond + beijingSeconds;
    const std::chrono::sys_days day(std::chrono::days(seconds / secondsPerDay));
    const std::chrono::year_month_day date(day);
    const int second = static_cast<int>(seconds % secondsPerDay);
    std::string text(40, '\0');
    const int size =
        std::snprintf(text.data(), text.size(), format, static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                      second / 3600, second / 60 % 60, second % 60);
    text.resize(static_cast<std::size_t>(size));
    return text;
}

/// Reads along a pattern in which each of YMDhms stands for a digit and all else for itself.
struct Parts {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

std::optional<Parts> readParts(std::string_view text, std::string_view pattern) {
    Parts parts;
    if (text.size() != pattern.size()) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        int* const place = pattern[i] == 'Y'   ? &parts.year
                           : pattern[i] == 'M' ? &parts.month
                           : pattern[i] == 'D' ? &parts.day
                           : pattern[i] == 'h' ? &parts.hour
                           : pattern[i] == 'm' ? &parts.minute
                           : pattern[i] == 's' ? &parts.second
                                               : nullptr;
        if (place ? !core::isDigit(text[i]) : text[i] != pattern[i]) return std::nullopt;
        if (place) *place = *place * 10 + (text[i] - '0');
    }
    return parts;
}

std::optional<std::int64_t> utcMs(const Parts& parts, std::int64_t offsetSeconds) {
    const std::chrono::year_month_day date{std::chrono::year(parts.year),
                                           std::chrono::month(static_cast<unsigned>(parts.month)),
                                           std::chrono::day(static_cast<unsigned>(parts.day))};
    if (!date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60)
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    const std::int64_t seconds =
        days * secondsPerDay + parts.hour * 3600 + parts.minute * 60 + parts.second;
    return (seconds - offsetSeconds) * core::msPerSecond;
}

/// Takes ".123" away from the front.
void skipFraction(std::string_view& text) {
    if (!text.starts_with('.')) return;
    text.remove_prefix(1);
    while (!text.empty() && core::isDigit(text.front()))
        text.remove_prefix(1);
}

std::optional<std::int64_t> offsetSeconds(std::string_view text) {
    if (text == "Z") return 0;
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const auto parts = readParts(text.substr(1), "hh:mm");
    if (!parts || parts->hour > 14 || parts->minute > 59) return std::nullopt;
    const int seconds = parts->hour * 3600 + parts->minute * 60;
    return text[0] == '-' ? -seconds : seconds;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        unsigned value = 0;
        const char* const from = text.data() + i + 1;
        if (i + 2 >= text.size() || std::from_chars(from, from + 2, value, 16).ptr != from + 2)
            return std::nullopt;
        plain += static_cast<char>(value);
        i += 2;
    }
    return plain;
}

} // namespace

std::string rfc3339(std::int64_t utcMs) {
    return written(utcMs, "%04d-%02u-%02uT%02d:%02d:%02d+08:00");
}

std::string alipayTime(std::int64_t utcMs) {
    return written(utcMs, "%04d-%02u-%02u %02d:%02d:%02d");
}

std::optional<std::int64_t> parseRfc3339(std::string_view text) {
    constexpr std::size_t head = std::string_view("YYYY-MM-DDThh:mm:ss").size();
    const auto parts = readParts(text.substr(0, head), "YYYY-MM-DDThh:mm:ss");
    if (!parts) return std::nullopt;
    text.remove_prefix(head);
    skipFraction(text);
    const auto offset = offsetSeconds(text);
    return offset ? utcMs(*parts, *offset) : std::nullopt;
}

std::optional<std::int64_t> parseAlipayTime(std::string_view text) {
    constexpr std::size_t head = std::string_view("YYYY-MM-DD hh:mm:ss").size();
    const auto parts = readParts(text.substr(0, head), "YYYY-MM-DD hh:mm:ss");
    if (!parts) return std::nullopt;
    text.remove_prefix(head);
    skipFraction(text);
    return text.empty() ? utcMs(*parts, beijingSeconds) : std::nullopt;
}

std::optional<std::int64_t> parseCompactTime(std::string_view text) {
    const auto parts = readParts(text, "YYYYMMDDhhmmss");
    return parts ? utcMs(*parts, beijingSeconds) : std::nullopt;
}

std::optional<std::int64_t> parseHttpDate(const std::string& text) {
    const std::time_t seconds = curl_getdate(text.c_str(), nullptr);
    if (seconds < 0) return std::nullopt;
    return static_cast<std::int64_t>(seconds) * core::msPerSecond;
}

std::string plainCode(std::string_view code) {
    if (const auto point = code.rfind('.'); point != std::string_view::npos)
        code.remove_prefix(point + 1);
    std::string plain;
    for (const char c : code)
        if (c != '_' && c != '-')
            plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return plain;
}

std::string codeForLog(std::string_view code) {
    std::string shown(code.substr(0, mostLoggedBytes));
    for (char& c : shown)
        if (!isWord(c) && c != '-' && c != '.') c = '?';
    return shown;
}

std::string percentEncoded(std::string_view text) {
    constexpr const char* digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (isWord(c) || c == '-' || c == '.' || c == '~') {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte / 16];
        encoded += digits[byte % 16];
    }
    return encoded;
}

std::optional<std::map<std::string, std::string>> readForm(std::string_view body) {
    std::map<std::string, std::string> fields;
    while (!body.empty()) {
        const std::string_view pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || fields.size() == mostFormFields)
            return std::nullopt;
        auto name = decoded(pair.substr(0, equals));
        auto value = decoded(pair.substr(equals + 1));
        if (!name || !value || name->empty()) return std::nullopt;
        if (!fields.emplace(std::move(*name), std::move(*value)).second) return std::nullopt;
    }
    return fields;
}

bool isOrderNumber(std::string_view text) {
    return text.size() >= 6 && text.size() <= 32 && std::all_of(text.begin(), text.end(), isWord);
}

bool isRefundNumber(std::string_view text) {
    return !text.empty() && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), [](char c) { return isWord(c) || c == '-'; });
}

bool isSubject(std::string_view text) {
    const auto characters = core::decodeUtf8(text);
    return characters && !characters->empty() && characters->size() <= mostSubjectCharacters &&
           std::all_of(characters->begin(), characters->end(),
                       [](char32_t c) { return c >= 0x20 && c != 0x7F; });
}

} // namespace menzhen::payment
