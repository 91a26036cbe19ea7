// SPDX-License-Identifier: Apache-2.0
#include "app/core/base64url.h"

namespace menzhen::core {

std::string toBase64Url(ByteView bytes) {
    static constexpr char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    unsigned pending = 0;
    int bits = 0;
    for (const std::uint8_t b : bytes) {
        pending = (pending << 8 | b) & 0xffff;
        for (bits += 8; bits >= 6; bits -= 6)
            text += alphabet[pending >> (bits - 6) & 63];
    }
    if (bits > 0) text += alphabet[pending << (6 - bits) & 63];
    return text;
}

} // namespace menzhen::core
