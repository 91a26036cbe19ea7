// SPDX-License-Identifier: Apache-2.0
// A P-256 public key as a value: ops carry it, the store keeps it, trust lists name it by its kid.
// Made by ports::Crypto only (loadPublicKey, publicKeyFromSpki, PrivateKey::publicKey), which
// checks that the point lies on the curve and re-encodes it, so that equal keys are equal bytes.
#pragma once

#include "app/core/bytes.h"

#include <array>
#include <compare>
#include <cstddef>

namespace menzhen::core {

/// First 4 bytes of SHA-256 over the key's SubjectPublicKeyInfo (security.md 1). Not unique.
using Kid = std::array<std::uint8_t, 4>;
using Digest = std::array<std::uint8_t, 32>;
/// ES256: r and s, 32 bytes each, big-endian.
using Signature = std::array<std::uint8_t, 64>;

struct PublicKey {
    static constexpr std::size_t spkiSize = 91;
    static constexpr std::size_t pointSize = 65;

    /// SubjectPublicKeyInfo in DER: named curve, uncompressed point; always 91 bytes when valid.
    Bytes spki;

    bool valid() const { return spki.size() == spkiSize; }

    /// 04, x, y: the last 65 bytes. Only on a valid key.
    ByteView point() const { return ByteView(spki).last(pointSize); }

    ByteView x() const { return point().subspan(1, 32); }

    ByteView y() const { return point().last(32); }

    friend bool operator==(const PublicKey&, const PublicKey&) = default;
    friend auto operator<=>(const PublicKey&, const PublicKey&) = default;
};

} // namespace menzhen::core
