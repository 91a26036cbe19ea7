// SPDX-License-Identifier: Apache-2.0
// WeChat Pay's own keys by their id: public keys ("PUB_KEY_ID_...", which never expire), platform
// certificates by serial, or both while a merchant changes from one to the other. Then a
// notification may be signed by either (WeChat Pay decides), so this is a map, never one key.
// Thread: any.
#pragma once

#include "drivers/payment/rsakey.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace menzhen::payment {

/// A merchant keeps two certificates at once, three in a bad week.
inline constexpr std::size_t maxPlatformKeys = 32;

class WechatKeys {
public:
    /// Id or serial -> PEM. Errors: Data "bad-key", whose detail names the id: no key, or a
    /// certificate whose serial is another one.
    static core::Result<std::unique_ptr<WechatKeys>>
    read(const std::map<std::string, std::string>& pems);

    std::optional<RsaPublicKey> find(const std::string& id) const;

    /// Which key answers are wanted with (the request's Wechatpay-Serial): a public key if there is
    /// one, else the certificate that is valid longest.
    std::string preferred() const;

    /// Whether a platform certificate is among them, so that successors have to be fetched.
    bool usesCertificates() const;

    /// Takes a certificate that was fetched; a known one, a broken one and one too many change
    /// nothing. Whether it was taken.
    bool learn(const std::string& serial, std::string_view pem);

private:
    struct Entry {
        RsaPublicKey key;
        std::optional<CertificateFacts> facts; ///< of a certificate
    };

    mutable std::mutex mutex_;
    std::map<std::string, Entry> entries_;
};

} // namespace menzhen::payment
