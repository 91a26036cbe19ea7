// SPDX-License-Identifier: Apache-2.0
// The platforms' cryptography over OpenSSL, written for the sandbox alone: it shares nothing with
// drivers/payment, so that a mistake of one side is seen by the other (payments.md 1, 3, 9).
// Thread: pure functions; a key never changes and may be used from any thread.
#pragma once

#include "app/core/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace menzhen::paysim {

/// An RSA key, private or public. Copies share it.
class RsaKey {
public:
    RsaKey() = default; ///< no key: signs nothing and verifies nothing

    static RsaKey generate(); ///< 2048 bit
    /// PKCS#8 private, SPKI public, or the public key of an X.509 certificate. Error Data
    /// "rsa-key".
    static core::Result<RsaKey> fromPem(const std::string& pem);

    std::string privatePem() const; ///< PKCS#8
    std::string publicPem() const;  ///< SPKI
    /// A certificate of this key, signed by itself. `serial` is hexadecimal.
    std::string certificatePem(const std::string& name, const std::string& serial,
                               std::int64_t fromMs, std::int64_t untilMs) const;

    /// RSASSA-PKCS1-v1_5 with SHA-256, as Base64.
    std::string sign(std::string_view text) const;
    bool verifies(std::string_view text, std::string_view base64Signature) const;

private:
    std::shared_ptr<void> key_; // EVP_PKEY: OpenSSL's headers stay in the .cpp file
};

std::string toBase64(std::string_view bytes);
std::optional<std::string> fromBase64(std::string_view text);

/// AEAD_AES_256_GCM: Base64 of ciphertext and tag. `key` is 32 bytes, `nonce` 12.
std::string sealGcm(const std::string& key, const std::string& nonce, const std::string& associated,
                    const std::string& plain);

enum class Digest { Md5, HmacSha256 };

/// Upper-case hexadecimal; for HmacSha256 with `key`.
std::string digestHex(Digest digest, const std::string& key, const std::string& text);

/// Letters and digits from the system's source of chance.
std::string randomWord(std::size_t characters);
std::string randomDigits(std::size_t digits);
std::string randomHex(std::size_t digits); ///< upper case

} // namespace menzhen::paysim
