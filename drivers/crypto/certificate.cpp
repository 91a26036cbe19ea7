// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/certificate.h"

#include "app/core/check.h"
#include "drivers/crypto/opensslcertificate.h"

#include <array>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace menzhen::crypto {

namespace {

constexpr std::size_t mostCertificateBytes = 8 * 1024;
constexpr std::size_t mostNameBytes = 64;

tl::unexpected<core::Error> badCertificate(const char* detail) {
    ERR_clear_error();
    return core::badData("bad-certificate", detail);
}

/// The only entry of a kind in the subject; empty when there is none or several, or it is strange.
std::string nameIn(X509* x509, int nid) {
    X509_NAME* const name = X509_get_subject_name(x509);
    const int at = X509_NAME_get_index_by_NID(name, nid, -1);
    if (at < 0 || X509_NAME_get_index_by_NID(name, nid, at) >= 0) return {};
    const ASN1_STRING* const value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    const int size = ASN1_STRING_length(value);
    if (size < 1 || size > static_cast<int>(mostNameBytes)) return {};
    std::string text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                     static_cast<std::size_t>(size));
    for (const char c : text)
        if (c < ' ' || c > '~') return {}; // names stand in logs
    return text;
}

std::int64_t secondsOf(const ASN1_TIME* time) {
    const Asn1Time epoch(ASN1_TIME_set(nullptr, 0));
    int days = 0;
    int seconds = 0;
    if (epoch == nullptr || ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) return 0;
    return std::int64_t{days} * 86'400 + seconds;
}

core::Result<Certificate> readFrom(X509* x509) {
    Certificate certificate;
    certificate.site = nameIn(x509, NID_organizationName);
    certificate.role = nameIn(x509, NID_organizationalUnitName);
    certificate.device = nameIn(x509, NID_commonName);
    if (certificate.device.empty() || certificate.site.empty() || certificate.role.empty())
        return badCertificate("its subject names no site, role and device");
    EVP_PKEY* const pkey = X509_get0_pubkey(x509);
    if (pkey == nullptr) return badCertificate("its key cannot be read");
    auto key = publicKeyOf(pkey);
    if (!key) return tl::unexpected(key.error());
    certificate.key = std::move(*key);
    certificate.notBefore = secondsOf(X509_get0_notBefore(x509));
    certificate.notAfter = secondsOf(X509_get0_notAfter(x509));
    certificate.der = derOf(x509);
    certificate.pem = pemOf(x509);
    return certificate;
}

X509Handle parse(core::ByteView der) {
    if (der.empty() || der.size() > mostCertificateBytes) return nullptr;
    const unsigned char* at = der.data();
    X509Handle x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (x509 != nullptr && at != der.data() + der.size()) x509.reset();
    ERR_clear_error();
    return x509;
}

bool isFor(X509* x509, CertificateUse use) {
    const std::uint32_t wanted = use == CertificateUse::Client ? std::uint32_t{XKU_SSL_CLIENT}
                                                               : std::uint32_t{XKU_SSL_SERVER};
    const std::uint32_t flags = X509_get_extension_flags(x509);
    return (flags & EXFLAG_INVALID) == 0 && (flags & EXFLAG_CA) == 0 &&
           (flags & EXFLAG_XKUSAGE) != 0 && (X509_get_extended_key_usage(x509) & wanted) != 0;
}

bool isSignedBy(X509* x509, const Certificate& authority) {
    const Pkey key = pkeyFrom(authority.key);
    const bool good = key != nullptr && X509_verify(x509, key.get()) == 1;
    ERR_clear_error();
    return good;
}

} // namespace

core::Bytes derOf(X509* x509) {
    unsigned char* raw = nullptr;
    const int size = i2d_X509(x509, &raw);
    MENZHEN_CHECK(size > 0, "a certificate cannot be written");
    core::Bytes der(raw, raw + size);
    OPENSSL_free(raw);
    return der;
}

std::string pemOf(X509* x509) {
    const Bio bio(BIO_new(BIO_s_mem()));
    MENZHEN_CHECK(PEM_write_bio_X509(bio.get(), x509) == 1, "a certificate cannot be written");
    return textOf(bio.get());
}

core::Result<Certificate> readCertificate(std::string_view pem) {
    const Bio bio(BIO_new_mem_buf(
        pem.data(), static_cast<int>(std::min(pem.size(), 4 * mostCertificateBytes))));
    const X509Handle x509(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (x509 == nullptr) return badCertificate("this is no certificate in PEM");
    return readFrom(x509.get());
}

core::Result<Certificate> readCertificateDer(core::ByteView der) {
    const X509Handle x509 = parse(der);
    if (x509 == nullptr) return badCertificate("this is no certificate");
    return readFrom(x509.get());
}

Judged judgeCertificate(const Certificate& authority, core::ByteView der, CertificateUse use,
                        std::int64_t now) {
    const X509Handle x509 = parse(der);
    auto read =
        x509 == nullptr ? core::Result<Certificate>(badCertificate("")) : readFrom(x509.get());
    if (!read) return {{}, "certificate-malformed"};
    if (!isSignedBy(x509.get(), authority)) return {{}, "certificate-foreign"};
    Judged judged{std::move(*read), {}};
    if (!isFor(x509.get(), use))
        judged.problem = "certificate-use";
    else if (now > judged.certificate.notAfter)
        judged.problem = "certificate-expired";
    return judged;
}

bool isRenewable(const Certificate& certificate, std::int64_t now) {
    return now >= certificate.notBefore + (certificate.notAfter - certificate.notBefore) / 3;
}

} // namespace menzhen::crypto
