// SPDX-License-Identifier: Apache-2.0
// The registry's certificates: its authority, its own server certificate, and what it signs for
// devices. Times are the machine's real ones (drivers/crypto/certificate.h). Thread: any.
#pragma once

#include "app/boot/sitefile.h"
#include "app/registry/http/tls.h"
#include "app/registry/routes.h"
#include "drivers/crypto/authority.h"

#include <memory>
#include <optional>
#include <string>

namespace menzhen::registry {

class Certificates {
public:
    /// Makes what is missing in the folder of keys: authority.pem, authority.crt, server.pem. Reads
    /// `public_certificate` and `public_key` when the site file names them. Errors: those of the
    /// key files, with the path.
    static core::Result<std::unique_ptr<Certificates>>
    open(const boot::SiteFile& site, const ports::Crypto& crypto, ports::Chance& chance);

    /// Nothing: this listener speaks plain HTTP (boot::speaksTls).
    std::optional<TlsSetup> forDevices() const;
    std::optional<TlsSetup> forPublic() const;

    /// A fresh server certificate when a third of the last one's life is over; else nothing.
    std::optional<ServerCertificate> renewed();

    /// Whether the public listener has the same certificate, and so renews with it.
    bool servesPublic() const { return publicCertificate_.chain.empty(); }

    const crypto::Authority& authority() const { return authority_; }

private:
    Certificates(const boot::SiteFile& site, const ports::Crypto& crypto,
                 crypto::Authority authority, std::unique_ptr<ports::PrivateKey> key);
    ServerCertificate drawUp();

    const boot::SiteFile& site_;
    const ports::Crypto& crypto_;
    crypto::Authority authority_;
    std::unique_ptr<ports::PrivateKey> key_;
    std::optional<crypto::Certificate> server_;
    ServerCertificate certificate_;
    ServerCertificate publicCertificate_; ///< the hospital's own; empty: the same as for devices
};

/// POST enrolments and certificates, for strangers: the first shows a code, the second a
/// certificate that may have expired.
void addCertificateRoutes(Router& router, const RouteTargets& targets,
                          const crypto::Authority& authority);

} // namespace menzhen::registry
