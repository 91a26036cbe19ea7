// SPDX-License-Identifier: Apache-2.0
// Who this device is to its registry: its key, its certificate, the authority that it believes.
// Three files in the folder of keys: device.pem, device.crt, authority.crt. Another process may
// write the last two (`--enrol`); reload() notices.
// Thread: one owner. Times are the machine's real ones, seconds since 1970.
#pragma once

#include "app/boot/sitefile.h"
#include "app/ports/clock.h"
#include "app/ports/crypto.h"
#include "drivers/crypto/certificate.h"
#include "drivers/link/tlsidentity.h"

#include <filesystem>
#include <optional>
#include <string>

namespace menzhen::boot {

class Identity {
public:
    /// All outlive this.
    Identity(const SiteFile& site, const ports::PrivateKey& key, const ports::Clock& clock);

    /// Reads the files when they have changed. True: this device has another certificate now.
    /// Errors: Data "bad-certificate" with the path and what to do; the old one stays in use.
    core::Result<bool> reload();

    /// Writes what the registry issued, authority first, and uses it. Errors: those of the key
    /// files; Data "bad-certificate" when it is not for this key or not by this authority.
    core::Result<void> keep(const std::string& certificatePem, const std::string& authorityPem);

    bool isEnrolled() const { return certificate_.has_value(); }

    const std::optional<crypto::Certificate>& certificate() const { return certificate_; }

    /// A third of its life is over, or all of it.
    bool isRenewable() const;

    /// For the way to the registry. Only when enrolled.
    link::TlsIdentity toRegistry() const;

    /// For the way between a station and its zone's boards: the other end is a device of this site
    /// with this role. Only when enrolled.
    link::TlsIdentity toDevice(Role other) const;

    /// What counts as now for the end of somebody's certificate: the latest of the own clock, the
    /// time of building and the time at which the registry issued this device's certificate. (A
    /// dead battery's clock says 1970; a certificate that has expired must not come back with it.)
    std::int64_t now() const;

private:
    core::Result<crypto::Certificate> certificateFor(const std::string& pem,
                                                     const crypto::Certificate& authority) const;
    link::TlsIdentity identity() const;

    const SiteFile& site_;
    const ports::PrivateKey& key_;
    const ports::Clock& clock_;
    std::filesystem::path certificatePath_;
    std::filesystem::path authorityPath_;
    std::filesystem::file_time_type readAt_; ///< change time of the certificate that is in use
    std::optional<crypto::Certificate> certificate_;
    std::optional<crypto::Certificate> authority_;
};

} // namespace menzhen::boot
