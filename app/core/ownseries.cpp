// SPDX-License-Identifier: Apache-2.0
#include "app/core/ownseries.h"

#include "app/core/ascii.h"
#include "app/core/check.h"

#include <cstdio>

namespace menzhen::core {

namespace {

constexpr std::size_t maxPrefix = 2;
constexpr std::size_t maxKioskDigits = 3;
constexpr std::size_t leastDigits = 2;
constexpr std::size_t maxDigits = 4;

bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}

/// The longest run at the front of `text` of which every character is good, taken off.
template <class Good> std::string_view take(std::string_view& text, Good good) {
    std::size_t end = 0;
    while (end < text.size() && good(text[end]))
        ++end;
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(end);
    return taken;
}

int valueOf(std::string_view digits) {
    int value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

/// "-" and 1 to `most` digits, taken off; empty: it is not there.
std::string_view takeDashed(std::string_view& text, std::size_t most) {
    if (text.empty() || text.front() != '-') return {};
    text.remove_prefix(1);
    const std::string_view digits = take(text, isDigit);
    return digits.size() <= most ? digits : std::string_view();
}

/// 1: the number itself; 2 of "C012-2" and of "C12-03-2". What stands before it stays in `number`.
int takeCopy(std::string_view& number) {
    const std::size_t dash = number.rfind('-');
    // A running number has two digits at least.
    if (dash == std::string_view::npos || dash + 2 != number.size() || number.back() < '2' ||
        number.back() > '0' + maxOwnCopies)
        return 1;
    const int copy = number.back() - '0';
    number.remove_suffix(2);
    return copy;
}

} // namespace

std::string copyAfter(std::string_view number) {
    if (number.empty() || !isDigit(number.back())) return {};
    const int copy = takeCopy(number);
    if (copy >= maxOwnCopies) return {};
    return std::string(number) + "-" + std::to_string(copy + 1);
}

bool isCopy(std::string_view number) {
    return takeCopy(number) > 1;
}

std::string kioskNumberOf(std::string_view device) {
    if (device.empty() || device.front() != 'K') return {};
    device.remove_prefix(1);
    const std::string_view digits = take(device, isDigit);
    if (digits.empty() || digits.size() > maxKioskDigits || !device.empty()) return {};
    return std::string(digits);
}

std::string toText(const OwnNumber& number) {
    MENZHEN_CHECK(number.running >= 1 && number.running <= maxOwnNumber, "beyond the own series");
    MENZHEN_CHECK(number.copy >= 1 && number.copy <= maxOwnCopies, "too many copies of a number");
    char running[8];
    std::snprintf(running, sizeof running, "%02d", number.running);
    std::string text = number.prefix + number.kiosk + "-" + running;
    if (number.copy > 1) text += "-" + std::to_string(number.copy);
    return text;
}

std::optional<OwnNumber> readOwnNumber(std::string_view text) {
    OwnNumber number;
    number.prefix = take(text, isUpper);
    number.kiosk = take(text, isDigit);
    const std::string_view running = takeDashed(text, maxDigits);
    if (number.prefix.empty() || number.prefix.size() > maxPrefix || number.kiosk.empty() ||
        number.kiosk.size() > maxKioskDigits || running.size() < leastDigits)
        return std::nullopt;
    number.running = valueOf(running);
    if (!text.empty()) {
        const std::string_view copy = takeDashed(text, 1);
        if (copy.empty() || copy < "2" || !text.empty()) return std::nullopt;
        number.copy = valueOf(copy);
    }
    if (number.running == 0) return std::nullopt;
    return number;
}

} // namespace menzhen::core
