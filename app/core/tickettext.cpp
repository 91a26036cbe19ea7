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

std::vector<std::string> wrapText(std::string_view utf8, int columns, std::size_t mostLines) {
    const std::u32string points = codePoints(utf8);
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < points.size()) {
        std::size_t end = begin;
        std::size_t space = std::u32string::npos;
        int width = 0;
        while (end < points.size() && width + columnsOf(points[end]) <= columns) {
            width += columnsOf(points[end]);
            if (points[end] == U' ') space = end;
            ++end;
        }
        if (end < points.size() && points[end] != U' ' && space != std::u32string::npos &&
            space > begin && points[end] < 0x2E80)
            end = space;
        if (end == begin) ++end; // a character wider than the paper cannot happen at scale 1
        lines.push_back(utf8Of(std::u32string_view(points).substr(begin, end - begin)));
        begin = end;
        while (begin < points.size() && points[begin] == U' ')
            ++begin;
    }
    if (mostLines != 0 && lines.size() > mostLines) {
        lines.resize(mostLines);
        std::u32string last = codePoints(lines.back());
        while (!last.empty() && columnsOf(utf8Of(last)) + 2 > columns)
            last.pop_back();
        lines.back() = utf8Of(last) + "…";
    }
    return lines;
}

} // namespace menzhen::core
