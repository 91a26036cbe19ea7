// SPDX-License-Identifier: Apache-2.0
// RSA keys of 2048 bits and more, RSASSA-PKCS1-v1_5 with SHA-256: what both platforms sign with.
// Keys share their OpenSSL handle, which never changes. Thread: any.
#pragma once

#include "app/core/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace menzhen::payment {

class RsaPrivateKey {
public:
    /// PKCS#8 or PKCS#1 PEM without a passphrase. Error: Data "bad-key".
    static core::Result<RsaPrivateKey> read(std::string_view pem);

    std::string sign(std::string_view message) const; ///< Base64

private:
    explicit RsaPrivateKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

    std::shared_ptr<evp_pkey_st> key_;
};

class RsaPublicKey {
public:
    /// A SubjectPublicKeyInfo or an X.509 certificate, PEM. Error: Data "bad-key".
    static core::Result<RsaPublicKey> read(std::string_view pem);

    bool verifies(std::string_view message, std::string_view signatureBase64) const;

private:
    explicit RsaPublicKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

    std::shared_ptr<evp_pkey_st> key_;
};

/// What a platform certificate says beside its key. Its chain is not looked at: it came sealed with
/// the APIv3 key, or out of the installer's hands.
struct CertificateFacts {
    std::string serial;         ///< hexadecimal, upper case
    std::int64_t notBefore = 0; ///< seconds since 1970
    std::int64_t notAfter = 0;
};

/// Nothing when this is no certificate.
std::optional<CertificateFacts> certificateFacts(std::string_view pem);

} // namespace menzhen::payment
