// SPDX-License-Identifier: Apache-2.0
#include "app/core/shortcode.h"

#include <algorithm>

namespace menzhen::core {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static_assert(alphabet.size() == 32);
constexpr std::size_t contentSize = 7;
constexpr std::size_t typedMostBytes = 64;

/// Luhn mod N: every second character from the right counts double, its two digits added. Finds
/// every single wrong character and nearly every swap of neighbours.
char checkCharacter(std::string_view content) {
    std::size_t sum = 0;
    std::size_t factor = 2;
    for (auto c = content.rbegin(); c != content.rend(); ++c) {
        const std::size_t product = factor * alphabet.find(*c);
        sum += product / 32 + product % 32;
        factor = 3 - factor;
    }
    return alphabet[(32 - sum % 32) % 32];
}

std::string shown(std::string_view eight) {
    return std::string(eight.substr(0, 4)) + "-" + std::string(eight.substr(4));
}

char forgiven(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') return '0';
    if (c == 'I' || c == 'L') return '1';
    return c;
}

} // namespace

Bytes shortCodeSource(const Cti& cti) {
    const ByteView prefix = asBytes("MZS1");
    Bytes source(prefix.size() + cti.size());
    std::copy(cti.begin(), cti.end(), std::copy(prefix.begin(), prefix.end(), source.begin()));
    return source;
}

std::string shortCodeFrom(const Digest& digest) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 5; ++i)
        bits = bits << 8 | digest[i];
    bits >>= 5; // 40 bits read, 35 wanted
    std::string content(contentSize, '0');
    for (std::size_t i = 0; i < contentSize; ++i)
        content[contentSize - 1 - i] = alphabet[bits >> (5 * i) & 31];
    return shown(content + checkCharacter(content));
}

Result<std::string> readShortCode(std::string_view typed) {
    std::string code;
    if (typed.size() > typedMostBytes) return refused("short-code-length");
    for (const char c : typed) {
        if (c == ' ' || c == '-') continue;
        if (alphabet.find(forgiven(c)) == std::string_view::npos)
            return refused("short-code-character");
        code += forgiven(c);
    }
    if (code.size() != contentSize + 1) return refused("short-code-length");
    if (checkCharacter(std::string_view(code).substr(0, contentSize)) != code.back())
        return refused("short-code-check");
    return shown(code);
}

} // namespace menzhen::core
