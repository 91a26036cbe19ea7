// SPDX-License-Identifier: Apache-2.0
#include "app/core/crockford.h"

#include "app/core/check.h"

namespace menzhen::core {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static_assert(alphabet.size() == 32);
constexpr std::size_t bitsPerCharacter = 5;

char forgiven(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') return '0';
    if (c == 'I' || c == 'L') return '1';
    return c;
}

} // namespace

std::string crockford(ByteView bits, std::size_t characters) {
    MENZHEN_CHECK(bits.size() * 8 >= characters * bitsPerCharacter, "too few bits for a code");
    std::string text;
    for (std::size_t i = 0; i < characters; ++i) {
        unsigned value = 0;
        for (std::size_t bit = i * bitsPerCharacter; bit < (i + 1) * bitsPerCharacter; ++bit)
            value = value << 1 | (bits[bit / 8] >> (7 - bit % 8) & 1U);
        text += alphabet[value];
    }
    return text;
}

char crockfordCheck(std::string_view characters) {
    std::size_t sum = 0;
    std::size_t factor = 2;
    // Every second character from the right counts double, its two digits added.
    for (auto c = characters.rbegin(); c != characters.rend(); ++c) {
        const std::size_t product = factor * alphabet.find(*c);
        sum += product / 32 + product % 32;
        factor = 3 - factor;
    }
    return alphabet[(32 - sum % 32) % 32];
}

std::optional<std::string> readCrockford(std::string_view typed) {
    std::string code;
    for (const char c : typed) {
        if (c == ' ' || c == '-') continue;
        if (alphabet.find(forgiven(c)) == std::string_view::npos) return std::nullopt;
        code += forgiven(c);
    }
    return code;
}

std::string inGroups(std::string_view characters, std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (i > 0 && i % size == 0) text += '-';
        text += characters[i];
    }
    return text;
}

} // namespace menzhen::core
