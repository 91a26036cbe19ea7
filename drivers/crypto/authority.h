// SPDX-License-Identifier: Apache-2.0
// A registry's own certificate authority (security.md 2): a P-256 key in the folder of keys, and
// what it signs. Thread: any; it holds no state that changes.
#pragma once

#include "app/ports/chance.h"
#include "app/ports/crypto.h"
#include "drivers/crypto/certificate.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace menzhen::crypto {

inline constexpr std::int64_t deviceCertificateSeconds = 7 * 86'400;
/// The registry's own: its key stands beside the authority's, so a short life would win nothing,
/// and a device whose clock runs ahead can still ask for the time.
inline constexpr std::int64_t serverCertificateSeconds = 90 * 86'400;
inline constexpr std::int64_t authoritySeconds = std::int64_t{20} * 365 * 86'400;

struct CertificateOrder {
    std::string site;
    std::string role;
    std::string device;
    core::PublicKey key;
    bool client = false;
    bool server = false;
    std::vector<std::string> hosts; ///< names and addresses of a server, for other people's clients
    std::int64_t from = 0;
    std::int64_t until = 0;
};

class Authority {
public:
    /// Files authority.pem (key) and authority.crt in `folder` (0700, files 0600), made when they
    /// are missing; `now` as in certificate.h. Errors: those of keyfile.h.
    static core::Result<Authority> open(const ports::Crypto& crypto, ports::Chance& chance,
                                        const std::filesystem::path& folder, std::int64_t now);

    const Certificate& certificate() const { return certificate_; }

    /// Of its key: what an enrolment code carries and a device pins.
    core::Digest fingerprint() const { return fingerprint_; }

    /// The certificate of a device: 7 days from `now`. A board's serves its zone too.
    Certificate issueDevice(const std::string& site, const std::string& role,
                            const std::string& device, const core::PublicKey& key,
                            std::int64_t now) const;
    /// The registry's own: 90 days, and the day before for clients with a slow clock.
    Certificate issueServer(const core::PublicKey& key, const std::vector<std::string>& hosts,
                            std::int64_t now) const;
    Certificate issue(const CertificateOrder& order) const;

private:
    Authority(const ports::Crypto& crypto, ports::Chance& chance, std::string keyPem,
              Certificate certificate);

    ports::Chance* chance_;
    std::string keyPem_;
    Certificate certificate_;
    core::Digest fingerprint_;
};

/// What a registry's certificate says as its site and its role; it serves all sites of its store.
inline constexpr const char* registrySite = "registry";
inline constexpr const char* registryRole = "registry";

} // namespace menzhen::crypto
