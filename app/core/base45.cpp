// SPDX-License-Identifier: Apache-2.0
#include "app/core/base45.h"

namespace menzhen::core {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
static_assert(alphabet.size() == 45);

} // namespace

std::string toBase45(ByteView bytes) {
    std::string text;
    text.reserve(bytes.size() / 2 * 3 + 2);
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2) {
        const unsigned pair = bytes[i] * 256U + bytes[i + 1];
        text += alphabet[pair % 45];
        text += alphabet[pair / 45 % 45];
        text += alphabet[pair / 45 / 45];
    }
    if (i < bytes.size()) {
        text += alphabet[bytes[i] % 45];
        text += alphabet[bytes[i] / 45];
    }
    return text;
}

std::optional<Bytes> fromBase45(std::string_view text) {
    if (text.size() % 3 == 1) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() / 3 * 2 + 1);
    for (std::size_t i = 0; i < text.size(); i += 3) {
        const std::string_view group = text.substr(i, 3);
        unsigned value = 0;
        unsigned weight = 1;
        for (const char c : group) {
            const std::size_t digit = alphabet.find(c);
            if (digit == std::string_view::npos) return std::nullopt;
            value += static_cast<unsigned>(digit) * weight;
            weight *= 45;
        }
        if (value > (group.size() == 3 ? 0xffffU : 0xffU)) return std::nullopt;
        if (group.size() == 3) bytes.push_back(static_cast<std::uint8_t>(value >> 8));
        bytes.push_back(static_cast<std::uint8_t>(value & 0xff));
    }
    return bytes;
}

} // namespace menzhen::core
