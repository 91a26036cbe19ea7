// SPDX-License-Identifier: Apache-2.0
// ports::Crypto on OpenSSL 3.0's EVP interface. One object serves a whole program.
// Thread: any; it holds no state but algorithms fetched once.
#pragma once

#include "app/ports/crypto.h"

namespace menzhen::crypto {

class OpenSslCrypto final : public ports::Crypto {
public:
    std::string suite() const override { return "p256-sha256-aes256gcm"; }

    core::Digest sha256(core::ByteView message) const override;
    core::Digest hmacSha256(core::ByteView key, core::ByteView message) const override;
    core::Bytes hkdfSha256(core::ByteView secret, core::ByteView salt, core::ByteView info,
                           std::size_t size) const override;
    core::Result<core::Bytes> scrypt(core::ByteView password, core::ByteView salt,
                                     const ports::ScryptCost& cost,
                                     std::size_t size) const override;

    core::Bytes seal(core::ByteView key, core::ByteView nonce, core::ByteView associated,
                     core::ByteView plain) const override;
    core::Result<core::Bytes> open(core::ByteView key, core::ByteView nonce,
                                   core::ByteView associated, core::ByteView sealed) const override;

    std::unique_ptr<ports::PrivateKey> generateKey() const override;
    core::Result<std::unique_ptr<ports::PrivateKey>>
    loadPrivateKey(std::string_view pem) const override;
    core::Result<core::PublicKey> loadPublicKey(std::string_view pem) const override;
    core::Result<core::PublicKey> publicKeyFromSpki(core::ByteView der) const override;
    std::string publicPem(const core::PublicKey& key) const override;
    bool verify(const core::PublicKey& key, core::ByteView message,
                core::ByteView signature) const override;
    core::Bytes sealTo(const core::PublicKey& recipient, core::ByteView plain,
                       core::ByteView associated) const override;
};

} // namespace menzhen::crypto
