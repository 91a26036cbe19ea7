// SPDX-License-Identifier: Apache-2.0
// Crypto without cryptography: the same shapes, sizes and refusals as the real driver, fast and
// always the same for the same input, so that a seed replays. It keeps no secret from anybody; what
// it seals cannot be read by eye or grep, which is what the simulator looks for.
#pragma once

#include "app/ports/crypto.h"

namespace menzhen::twin {

class Crypto final : public ports::Crypto {
public:
    std::string suite() const override { return "simulated"; }

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
    /// The n-th call of an object gives the n-th key.
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

private:
    mutable std::uint64_t keys_ = 0;
};

} // namespace menzhen::twin
