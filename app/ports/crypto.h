// SPDX-License-Identifier: Apache-2.0
// Everything with a key in it, behind one interface with a suite name, so that another suite
// (SM2, SM3, SM4) can take its place. Rules and sources: security.md sections 1 to 3.
// Real driver: drivers/crypto/opensslcrypto.h.
//
// Thread: every method of Crypto and PrivateKey may be called from any thread at once.
// Errors: Data "bad-key" (not a P-256 key, broken PEM), Refused "cannot-open" (wrong key, wrong
// associated data or damaged bytes: which of them is not told), Data "bad-cost" (scrypt). A
// failure inside the library with good input is a bug and stops the program.
// No error text ever holds key material or plain text.
#pragma once

#include "app/core/bytes.h"
#include "app/core/publickey.h"
#include "app/core/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace menzhen::ports {

inline constexpr std::size_t aeadKeySize = 32;   ///< AES-256
inline constexpr std::size_t aeadNonceSize = 12; ///< 96 bits; never twice under one key
inline constexpr std::size_t aeadTagSize = 16;

/// scrypt's cost (RFC 7914): `n` a power of two above 1; memory is 128 * n * r bytes.
struct ScryptCost {
    std::uint64_t n = 16384;
    std::uint32_t r = 8;
    std::uint32_t p = 1;
};

/// A P-256 private key that stays behind the port. Signs (ES256) and opens what was sealed to it.
class PrivateKey {
public:
    virtual ~PrivateKey() = default;
    virtual const core::PublicKey& publicKey() const = 0;
    virtual core::Kid kid() const = 0;
    /// ES256 over `message` (hashed inside). Two calls give two signatures, both good.
    virtual core::Signature sign(core::ByteView message) const = 0;
    /// Opens what Crypto::sealTo made for this key with the same `associated` data.
    virtual core::Result<core::Bytes> openSealed(core::ByteView sealed,
                                                 core::ByteView associated) const = 0;
    /// PKCS#8 PEM, not encrypted: for the key file alone (drivers/crypto/keyfile.h).
    virtual std::string privatePem() const = 0;
};

class Crypto {
public:
    virtual ~Crypto() = default;

    /// Stable name of the algorithms below: "p256-sha256-aes256gcm".
    virtual std::string suite() const = 0;

    // Hashes and derived keys. sha256 is cheap: it is called for every op.
    virtual core::Digest sha256(core::ByteView message) const = 0;
    virtual core::Digest hmacSha256(core::ByteView key, core::ByteView message) const = 0;
    /// RFC 5869, extract and expand; `size` 1 to 8160 bytes. An empty salt is 32 zero bytes.
    virtual core::Bytes hkdfSha256(core::ByteView secret, core::ByteView salt, core::ByteView info,
                                   std::size_t size) const = 0;
    virtual core::Result<core::Bytes> scrypt(core::ByteView password, core::ByteView salt,
                                             const ScryptCost& cost, std::size_t size) const = 0;

    // AES-256-GCM. `key` is 32 bytes and `nonce` 12 (anything else is a bug); sealed = cipher text
    // followed by the tag of 16 bytes, so 16 bytes longer than the plain text.
    virtual core::Bytes seal(core::ByteView key, core::ByteView nonce, core::ByteView associated,
                             core::ByteView plain) const = 0;
    virtual core::Result<core::Bytes> open(core::ByteView key, core::ByteView nonce,
                                           core::ByteView associated,
                                           core::ByteView sealed) const = 0;

    // Keys.
    virtual std::unique_ptr<PrivateKey> generateKey() const = 0;
    virtual core::Result<std::unique_ptr<PrivateKey>>
    loadPrivateKey(std::string_view pem) const = 0;
    /// From "BEGIN PUBLIC KEY"; a private key or another curve is "bad-key".
    virtual core::Result<core::PublicKey> loadPublicKey(std::string_view pem) const = 0;
    /// From SubjectPublicKeyInfo in DER, checked and re-encoded.
    virtual core::Result<core::PublicKey> publicKeyFromSpki(core::ByteView der) const = 0;
    virtual std::string publicPem(const core::PublicKey& key) const = 0;
    /// ES256. False for any signature that is not 64 bytes and for an invalid key.
    virtual bool verify(const core::PublicKey& key, core::ByteView message,
                        core::ByteView signature) const = 0;

    /// Seals to a public key: whoever seals cannot read it back (security.md 3). Bytes:
    ///   0       format, 1
    ///   1..4    kid of the recipient's key
    ///   5..69   ephemeral public point: 04, x, y
    ///   70..    AES-256-GCM cipher text, then its tag of 16 bytes
    /// key (32) and nonce (12) = HKDF-SHA-256(secret = x of ECDH(ephemeral, recipient), no salt,
    /// info = "menzhen seal 1", ephemeral point, recipient's point), 44 bytes; associated data =
    /// bytes 0..69, then `associated`. `recipient` must be valid.
    virtual core::Bytes sealTo(const core::PublicKey& recipient, core::ByteView plain,
                               core::ByteView associated) const = 0;

    /// SHA-256 of the key's SubjectPublicKeyInfo; its first 4 bytes are the kid.
    core::Digest fingerprint(const core::PublicKey& key) const { return sha256(key.spki); }

    core::Kid kid(const core::PublicKey& key) const {
        const core::Digest digest = fingerprint(key);
        return {digest[0], digest[1], digest[2], digest[3]};
    }
};

inline constexpr std::size_t sealedHeaderSize = 70;

/// The kid that sealTo wrote, to find the private key; nothing when it cannot be sealed bytes.
inline std::optional<core::Kid> sealedFor(core::ByteView sealed) {
    if (sealed.size() < sealedHeaderSize + aeadTagSize || sealed[0] != 1) return std::nullopt;
    return core::Kid{sealed[1], sealed[2], sealed[3], sealed[4]};
}

/// Compares secrets in a time that depends on their lengths only.
inline bool equalSecrets(core::ByteView a, core::ByteView b) {
    if (a.size() != b.size()) return false;
    std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
    const volatile std::uint8_t seen = difference; // keeps the loop from being cut short
    return seen == 0;
}

} // namespace menzhen::ports
