// SPDX-License-Identifier: Apache-2.0
#include "app/core/mask.h"

#include "app/core/utf8.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace menzhen::core {

namespace {

using Text = std::u32string;
using TextView = std::u32string_view;

bool isSpace(char32_t c) {
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/// Characters without a look of their own: controls, joiners, direction marks, variation selectors.
/// On a board they could turn a line around or hide in a mask, so they are dropped.
bool isInvisible(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x061C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

/// The dots that people and systems put between the parts of a name.
bool isMiddleDot(char32_t c) {
    return c == 0xB7 || c == 0x0387 || c == 0x2022 || c == 0x2027 || c == 0x2219 || c == 0x22C5 ||
           c == 0x25CF || c == 0x2E31 || c == 0x30FB || c == 0xFF65;
}

/// In a Chinese name a full stop can only mean the dot; in a Latin one it ends an initial.
bool isDotInChineseName(char32_t c) {
    return isMiddleDot(c) || c == '.' || c == 0xFF0E;
}

/// Scripts whose names are written surname first and without spaces.
bool isCjk(char32_t c) {
    return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3005 && c <= 0x3007) ||
           (c >= 0x3041 && c <= 0x30FA) || (c >= 0x3105 && c <= 0x312F) ||
           (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFD);
}

/// Everything above ASCII that is neither punctuation nor a combining mark counts as a letter:
/// of a script that we do not know, one character too many is never shown, only the first.
bool isNameLetter(char32_t c) {
    if (c < 0x80) return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool combining = (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
                           (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF);
    const bool punctuation = c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x206F) ||
                             (c >= 0x2190 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x3004) ||
                             (c >= 0x3008 && c <= 0x3030) || (c >= 0xFF00 && c <= 0xFF20);
    return !combining && !punctuation;
}

/// Without invisible characters, and without spaces and dots at either end.
Text cleaned(TextView name) {
    Text text;
    for (const char32_t c : name)
        if (isSpace(c) || !isInvisible(c)) text.push_back(c);
    const auto atEdge = [](char32_t c) { return isSpace(c) || isMiddleDot(c); };
    while (!text.empty() && atEdge(text.back()))
        text.pop_back();
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), atEdge));
    return text;
}

/// How many characters of `name` are its surname when it has no dot.
std::size_t surnameLength(TextView name, std::span<const std::string_view> surnames) {
    std::size_t length = 1;
    for (const std::string_view entry : surnames) {
        const auto surname = decodeUtf8(entry);
        if (!surname || surname->size() >= name.size()) continue; // 欧阳 alone is 欧 and 阳
        if (name.starts_with(*surname)) length = std::max(length, surname->size());
    }
    return length;
}

std::string maskChinese(TextView written, std::span<const std::string_view> surnames) {
    Text name;
    std::copy_if(written.begin(), written.end(), std::back_inserter(name),
                 [](char32_t c) { return !isSpace(c); });
    while (isDotInChineseName(name.back()))
        name.pop_back();
    const auto dot = std::find_if(name.begin(), name.end(), isDotInChineseName);
    const bool dotted = dot != name.end();
    const std::size_t kept =
        dotted ? static_cast<std::size_t>(dot - name.begin()) : surnameLength(name, surnames);
    const TextView given = TextView(name).substr(dotted ? kept + 1 : kept);

    std::string mask;
    for (const char32_t c : TextView(name).substr(0, kept))
        appendUtf8(mask, c);
    if (!given.empty()) mask += '*';
    if (given.size() > 1) appendUtf8(mask, given.back());
    return mask;
}

std::string maskWords(TextView name) {
    std::string mask;
    std::size_t at = 0;
    while (at < name.size()) {
        const auto ends = [](char32_t c) { return isSpace(c) || isMiddleDot(c); };
        const auto end = static_cast<std::size_t>(
            std::find_if(name.begin() + static_cast<std::ptrdiff_t>(at), name.end(), ends) -
            name.begin());
        const TextView word = name.substr(at, end - at);
        const auto first = std::find_if(word.begin(), word.end(), isNameLetter);
        if (first != word.end()) {
            if (!mask.empty()) mask += ' ';
            appendUtf8(mask, *first);
            mask += maskHidden;
        }
        at = end + 1;
    }
    return mask.empty() ? std::string(maskHidden) : mask;
}

} // namespace

std::string maskName(std::string_view name, std::span<const std::string_view> surnames) {
    if (name.size() > maskNameMaxBytes) return std::string(maskHidden);
    const auto characters = decodeUtf8(name);
    if (!characters) return std::string(maskHidden);
    const Text text = cleaned(*characters);
    if (text.empty()) return {};
    return isCjk(text.front()) ? maskChinese(text, surnames) : maskWords(text);
}

std::string maskName(std::string_view name) {
    return maskName(name, doubleSurnames());
}

std::string maskIdNumber(std::string_view number) {
    const std::size_t shown = number.size() > 2 && isUtf8(number.substr(number.size() - 2)) ? 2 : 0;
    return std::string(number.size() - shown, '*') +
           std::string(number.substr(number.size() - shown));
}

std::string maskPhone(std::string_view phone) {
    if (phone.starts_with("+86")) phone.remove_prefix(3);
    const bool digits = std::all_of(phone.begin(), phone.end(),
                                    [](char c) { return (c >= '0' && c <= '9') || c == '+'; });
    if (!digits || phone.size() < 7) return std::string(phone.size(), '*');
    const bool wide = phone.size() >= 11;
    const std::size_t head = wide ? 3 : 0;
    const std::size_t tail = wide ? 4 : 2;
    return std::string(phone.substr(0, head)) + std::string(phone.size() - head - tail, '*') +
           std::string(phone.substr(phone.size() - tail));
}

} // namespace menzhen::core
