// SPDX-License-Identifier: Apache-2.0
// The ids and keys of a sandbox and of the only merchant that it knows. They are made with chance
// at the first start, lie in DIR/keys and work nowhere else.
// Thread: constant after open().
#pragma once

#include "app/paysim/signing.h"

#include <string>

namespace menzhen::paysim {

struct Keyring {
    // WeChat Pay: what the merchant has ...
    std::string appid;
    std::string mchid;
    std::string merchantSerial; ///< of the merchant's certificate
    RsaKey merchant;
    std::string apiV3Key; ///< 32 characters
    std::string apiV2Key; ///< 32 characters
    // ... and what the platform signs with.
    std::string publicKeyId; ///< "PUB_KEY_ID_..."
    RsaKey platform;
    std::string certificateSerial;
    RsaKey certified;           ///< of the platform certificate
    std::string certificatePem; ///< of `certified`
    // Alipay.
    std::string appId;
    std::string sellerId;
    RsaKey app;
    RsaKey alipay;
    /// Signs what is forged: nobody was ever given its public half.
    RsaKey stranger;

    /// Reads DIR/keys, or makes it. Errors: Device "sandbox-folder", Data "rsa-key".
    static core::Result<Keyring> open(const std::string& folder, std::int64_t nowMs);
};

/// Writes DIR/payments.toml: the [payments] tables of a registry that pays here. `url` is the
/// sandbox's own ("http://127.0.0.1:8484"), `notifyUrl` the registry's; empty: no notifications.
core::Result<void> writePaymentsTable(const Keyring& keys, const std::string& folder,
                                      const std::string& url, const std::string& notifyUrl);

} // namespace menzhen::paysim
