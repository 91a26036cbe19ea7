// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/base64.h"

#include <algorithm>
#include <openssl/evp.h>

namespace menzhen::payment {

namespace {

constexpr std::size_t group = 4;

bool inAlphabet(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
           c == '/';
}

} // namespace

std::string toBase64(core::ByteView bytes) {
    std::string text((bytes.size() + 2) / 3 * group + 1, '\0'); // OpenSSL ends it with a zero
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::optional<core::Bytes> fromBase64(std::string_view text) {
    if (text.size() % group != 0) return std::nullopt;
    // OpenSSL forgives white space and padding in the middle; a signature has neither.
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
        ++padding;
    const std::string_view letters = text.substr(0, text.size() - padding);
    if (!std::all_of(letters.begin(), letters.end(), inAlphabet)) return std::nullopt;
    core::Bytes bytes(text.size() / group * 3);
    if (text.empty()) return bytes;
    const int size =
        EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(size) - padding);
    // The bits that padding leaves over are zero: one signature has one text.
    if (toBase64(bytes) != text) return std::nullopt;
    return bytes;
}

} // namespace menzhen::payment
