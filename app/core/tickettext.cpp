// SPDX-License-Identifier: Apache-2.0
#include "app/core/tickettext.h"

#include "app/core/utf8.h"

namespace menzhen::core {

std::u32string codePoints(std::string_view utf8) {
    std::u32string all;
    if (auto decoded = decodeUtf8(utf8))
        all = std::move(*decoded);
    else
        for (const char c : utf8)
            all += (c & 0x80) != 0 ? char32_t{0xFFFD} : static_cast<char32_t>(c);
    std::erase_if(all, [](char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); });
    return all;
}

std::string utf8Of(std::u32string_view points) {
    std::string text;
    for (const char32_t point : points)
        appendUtf8(text, point);
    return text;
}

int columnsOf(char32_t point) {
    if (point < 0x7F) return 1;
    // Letters that a printer takes from its code page; the signs of that range are Hanzi-wide.
    return point >= 0xC0 && point <= 0xFF && point != 0xD7 && point != 0xF7 ? 1 : 2;
}

int columnsOf(std::string_view utf8) {
    int columns = 0;
    for (const char32_t point : codePoints(utf8))
        columns += columnsOf(point);
    return columns;
}

} // namespace menzhen::core
