// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/identity.h"

#include "app/boot/systemclock.h"
#include "app/core/check.h"
#include "drivers/crypto/authority.h"
#include "drivers/crypto/keyfile.h"

#include <algorithm>

namespace menzhen::boot {

namespace {

// SOURCE_DATE_EPOCH, or the day of the configuration: cmake writes it.
constexpr std::int64_t builtAt = MENZHEN_BUILT_AT;

std::string judged(const crypto::Certificate& authority, const std::vector<core::Bytes>& chain,
                   crypto::CertificateUse use, std::int64_t now, const std::string& site,
                   const std::string& role) {
    if (chain.empty()) return "certificate-missing";
    const crypto::Judged word = crypto::judgeCertificate(authority, chain.front(), use, now);
    if (!word.problem.empty()) return word.problem;
    if (word.certificate.role != role || word.certificate.site != site) return "certificate-use";
    return {};
}

} // namespace

Identity::Identity(const SiteFile& site, const ports::PrivateKey& key, const ports::Clock& clock)
    : site_(site), key_(key), clock_(clock),
      certificatePath_(std::filesystem::path(site.keys) / "device.crt"),
      authorityPath_(std::filesystem::path(site.keys) / "authority.crt") {}

core::Result<crypto::Certificate>
Identity::certificateFor(const std::string& pem, const crypto::Certificate& authority) const {
    auto certificate = crypto::readCertificate(pem);
    if (!certificate) return certificate;
    if (certificate->key != key_.publicKey())
        return core::badData("bad-certificate", "is the certificate of another key");
    if (certificate->site != site_.site || certificate->device != site_.id ||
        certificate->role != roleName(site_.role))
        return core::badData("bad-certificate", "says " + certificate->site + " " +
                                                    certificate->role + " " + certificate->device +
                                                    ", the site file does not");
    const std::string problem =
        crypto::judgeCertificate(authority, certificate->der, crypto::CertificateUse::Client, 0)
            .problem;
    if (!problem.empty())
        return core::badData("bad-certificate", "was not issued by the authority beside it");
    return certificate;
}

core::Result<bool> Identity::reload() {
    std::error_code missing;
    const auto changedAt = std::filesystem::last_write_time(certificatePath_, missing);
    if (missing || changedAt == readAt_) return false;
    readAt_ = changedAt;
    const auto again = [this](const std::string& path, const std::string& what) {
        return core::badData("bad-certificate", path + ": " + what + "; enrol this device again");
    };
    const auto authorityPem = crypto::readKeyFile(authorityPath_);
    if (!authorityPem) return tl::unexpected(authorityPem.error());
    auto authority = crypto::readCertificate(*authorityPem);
    if (!authority) return again(authorityPath_.string(), authority.error().detail);
    const auto pem = crypto::readKeyFile(certificatePath_);
    if (!pem) return tl::unexpected(pem.error());
    auto certificate = certificateFor(*pem, *authority);
    if (!certificate) return again(certificatePath_.string(), certificate.error().detail);
    if (certificate_ == *certificate) return false;
    authority_ = std::move(*authority);
    certificate_ = std::move(*certificate);
    return true;
}

core::Result<void> Identity::keep(const std::string& certificatePem,
                                  const std::string& authorityPem) {
    auto authority = crypto::readCertificate(authorityPem);
    if (!authority) return tl::unexpected(authority.error());
    auto certificate = certificateFor(certificatePem, *authority);
    if (!certificate) return tl::unexpected(certificate.error());
    if (auto done = crypto::replaceKeyFile(authorityPath_, authorityPem); !done) return done;
    if (auto done = crypto::replaceKeyFile(certificatePath_, certificatePem); !done) return done;
    std::error_code ignored;
    readAt_ = std::filesystem::last_write_time(certificatePath_, ignored);
    authority_ = std::move(*authority);
    certificate_ = std::move(*certificate);
    return {};
}

std::int64_t Identity::now() const {
    const std::int64_t issued = certificate_ ? certificate_->notBefore : 0;
    return std::max({realUtcMs() / 1000, builtAt, issued});
}

bool Identity::isRenewable() const {
    return certificate_ && crypto::isRenewable(*certificate_, now());
}

link::TlsIdentity Identity::identity() const {
    MENZHEN_CHECK(isEnrolled(), "a device without a certificate has no identity");
    link::TlsIdentity identity;
    identity.authorityPem = authority_->pem;
    identity.certificatePem = certificate_->pem;
    identity.keyPem = key_.privatePem();
    identity.clockMs = [&clock = clock_] { return clock.utcMs(); };
    return identity;
}

link::TlsIdentity Identity::toRegistry() const {
    link::TlsIdentity its = identity();
    its.judge = [this](const std::vector<core::Bytes>& chain) {
        return judged(*authority_, chain, crypto::CertificateUse::Server, now(),
                      crypto::registrySite, crypto::registryRole);
    };
    return its;
}

link::TlsIdentity Identity::toDevice(Role other) const {
    link::TlsIdentity its = identity();
    const auto use =
        other == Role::Display ? crypto::CertificateUse::Server : crypto::CertificateUse::Client;
    its.judge = [this, use,
                 role = std::string(roleName(other))](const std::vector<core::Bytes>& chain) {
        return judged(*authority_, chain, use, now(), site_.site, role);
    };
    return its;
}

} // namespace menzhen::boot
