// SPDX-License-Identifier: Apache-2.0
// The certificates of a site's programs (X.509, P-256) as values, and what one is worth.
//
// Subject: O = site, OU = role, CN = device id ("REG" for the registry). One authority signs them
// all, without anything in between. Times are seconds since 1970, of the real clock: --clock does
// not move them.
// Thread: any.
#pragma once

#include "app/core/bytes.h"
#include "app/core/publickey.h"
#include "app/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace menzhen::crypto {

/// Which end of a connection the certificate stands for.
enum class CertificateUse { Client, Server };

struct Certificate {
    std::string pem;
    core::Bytes der;
    std::string site;
    std::string role;   ///< "registry" "kiosk" "counter" "display"
    std::string device; ///< id
    core::PublicKey key;
    std::int64_t notBefore = 0;
    std::int64_t notAfter = 0; ///< the first second in which it is expired is the next one

    friend bool operator==(const Certificate&, const Certificate&) = default;
};

/// Errors: Data "bad-certificate" (not X.509, not P-256, a subject that is none of ours).
core::Result<Certificate> readCertificate(std::string_view pem);
core::Result<Certificate> readCertificateDer(core::ByteView der);

/// The other end's certificate. `problem` is empty, or the first of:
///   "certificate-malformed"  not what readCertificateDer() takes
///   "certificate-foreign"    not signed by `authority`
///   "certificate-use"        not made for this end of a connection
///   "certificate-expired"    `now` lies behind notAfter
/// From "certificate-use" on, `certificate` is filled: the authority vouches for it. notBefore is
/// not looked at: a dead battery's clock says 1970 (security.md 2).
struct Judged {
    Certificate certificate;
    std::string problem;
};

Judged judgeCertificate(const Certificate& authority, core::ByteView der, CertificateUse use,
                        std::int64_t now);

/// Renewed from the moment on at which a third of its life is over.
bool isRenewable(const Certificate& certificate, std::int64_t now);

} // namespace menzhen::crypto
