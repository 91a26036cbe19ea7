// SPDX-License-Identifier: Apache-2.0
#include "app/core/utf8.h"

#include "app/core/check.h"

#include <cstdint>

namespace menzhen::core {

namespace {

constexpr char32_t lastCharacter = 0x10FFFF;

bool isSurrogate(char32_t c) {
    return c >= 0xD800 && c <= 0xDFFF;
}

/// Reads one character at `at` and moves `at` behind it; nothing when the bytes are no character.
std::optional<char32_t> next(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(at);
    std::size_t length = 0;
    char32_t value = 0;
    char32_t least = 0; // a smaller value would be an overlong form
    if (lead < 0x80) {
        length = 1, value = lead;
    } else if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2, value = lead & 0x1Fu, least = 0x80;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3, value = lead & 0x0Fu, least = 0x800;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4, value = lead & 0x07u, least = 0x10000;
    } else {
        return std::nullopt;
    }
    if (text.size() - at < length) return std::nullopt;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0u) != 0x80u) return std::nullopt;
        value = (value << 6) | (byte(at + i) & 0x3Fu);
    }
    if (value < least || value > lastCharacter || isSurrogate(value)) return std::nullopt;
    at += length;
    return value;
}

} // namespace

std::optional<std::u32string> decodeUtf8(std::string_view text) {
    std::u32string characters;
    for (std::size_t at = 0; at < text.size();) {
        const auto character = next(text, at);
        if (!character) return std::nullopt;
        characters.push_back(*character);
    }
    return characters;
}

bool isUtf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (!next(text, at)) return false;
    return true;
}

void appendUtf8(std::string& text, char32_t c) {
    MENZHEN_CHECK(c <= lastCharacter && !isSurrogate(c), "appendUtf8: not a character");
    const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
        return;
    }
    if (c < 0x800) {
        put(0xC0 | (c >> 6));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
    }
    put(0x80 | (c & 0x3F));
}

} // namespace menzhen::core
