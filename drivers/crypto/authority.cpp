// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/authority.h"

#include "app/core/check.h"
#include "drivers/crypto/keyfile.h"
#include "drivers/crypto/opensslcertificate.h"

#include <array>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace menzhen::crypto {

namespace {

constexpr std::size_t serialBytes = 16;
constexpr std::int64_t dayBeforeSeconds = 86'400;
constexpr const char* keyName = "authority.pem";
constexpr const char* certificateName = "authority.crt";
constexpr const char* authorityRole = "authority";

Pkey privateKeyOf(const std::string& pem) {
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Pkey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    MENZHEN_CHECK(key != nullptr, "the authority's key does not open");
    return key;
}

void addName(X509_NAME* name, const char* field, const std::string& value) {
    MENZHEN_CHECK(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                             reinterpret_cast<const unsigned char*>(value.c_str()),
                                             -1, -1, 0) == 1,
                  "a certificate's name cannot be written");
}

void addExtension(X509* x509, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, x509, nullptr, nullptr, 0);
    const X509Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    MENZHEN_CHECK(extension != nullptr && X509_add_ext(x509, extension.get(), -1) == 1,
                  "a certificate's extension cannot be written");
}

bool isAddress(const std::string& host) {
    return host.find(':') != std::string::npos ||
           host.find_first_not_of("0123456789.") == std::string::npos;
}

std::string alternativeNames(const std::vector<std::string>& hosts) {
    std::string names;
    for (const std::string& host : hosts)
        names += (names.empty() ? "" : ",") + std::string(isAddress(host) ? "IP:" : "DNS:") + host;
    return names;
}

/// Serial, times, subject and key; without extensions and signature.
X509Handle drawUp(const CertificateOrder& order, ports::Chance& chance) {
    X509Handle x509(X509_new());
    MENZHEN_CHECK(x509 != nullptr && X509_set_version(x509.get(), X509_VERSION_3) == 1,
                  "no certificate could be made");
    std::array<std::uint8_t, serialBytes> serial{};
    chance.fill(serial);
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x7fU) | 0x40U); // positive, of full length
    const Number number(BN_bin2bn(serial.data(), serialBytes, nullptr));
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509.get()));
    MENZHEN_CHECK(ASN1_TIME_set(X509_getm_notBefore(x509.get()), order.from) != nullptr &&
                      ASN1_TIME_set(X509_getm_notAfter(x509.get()), order.until) != nullptr,
                  "a certificate's times cannot be written");
    X509_NAME* const subject = X509_get_subject_name(x509.get());
    addName(subject, "O", order.site);
    addName(subject, "OU", order.role);
    addName(subject, "CN", order.device);
    const Pkey key = pkeyFrom(order.key);
    MENZHEN_CHECK(key != nullptr && X509_set_pubkey(x509.get(), key.get()) == 1,
                  "a certificate's key cannot be written");
    return x509;
}

void sign(X509* x509, EVP_PKEY* key) {
    MENZHEN_CHECK(X509_sign(x509, key, sha256Algorithm()) > 0, "a certificate cannot be signed");
}

Certificate valueOf(X509* x509) {
    auto certificate = readCertificateDer(derOf(x509));
    MENZHEN_CHECK(certificate.has_value(), "an own certificate does not read back");
    return std::move(*certificate);
}

Certificate makeAuthority(const ports::PrivateKey& key, const ports::Crypto& crypto,
                          ports::Chance& chance, std::int64_t now) {
    const std::string name = core::toHex(crypto.kid(key.publicKey()));
    const X509Handle x509 = drawUp({registrySite,
                                    authorityRole,
                                    "Menzhen " + name,
                                    key.publicKey(),
                                    false,
                                    false,
                                    {},
                                    now - dayBeforeSeconds,
                                    now + authoritySeconds},
                                   chance);
    X509_set_issuer_name(x509.get(), X509_get_subject_name(x509.get()));
    addExtension(x509.get(), x509.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    addExtension(x509.get(), x509.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    addExtension(x509.get(), x509.get(), NID_subject_key_identifier, "hash");
    sign(x509.get(), privateKeyOf(key.privatePem()).get());
    return valueOf(x509.get());
}

} // namespace

Authority::Authority(const ports::Crypto& crypto, ports::Chance& chance, std::string keyPem,
                     Certificate certificate)
    : chance_(&chance), keyPem_(std::move(keyPem)), certificate_(std::move(certificate)),
      fingerprint_(crypto.fingerprint(certificate_.key)) {}

core::Result<Authority> Authority::open(const ports::Crypto& crypto, ports::Chance& chance,
                                        const std::filesystem::path& folder, std::int64_t now) {
    const auto key = loadOrMakeKey(crypto, folder / keyName);
    if (!key) return tl::unexpected(key.error());
    const std::filesystem::path path = folder / certificateName;
    if (!std::filesystem::exists(path)) {
        const auto wrote = writeKeyFile(path, makeAuthority(**key, crypto, chance, now).pem);
        if (!wrote && !std::filesystem::exists(path)) return tl::unexpected(wrote.error());
    }
    const auto pem = readKeyFile(path);
    if (!pem) return tl::unexpected(pem.error());
    auto certificate = readCertificate(*pem);
    if (!certificate)
        return core::badData("bad-key", path.string() + ": " + certificate.error().detail);
    if (certificate->key != (*key)->publicKey())
        return core::badData("bad-key", path.string() + ": is not the certificate of " + keyName);
    return Authority(crypto, chance, (*key)->privatePem(), std::move(*certificate));
}

Certificate Authority::issue(const CertificateOrder& order) const {
    const X509Handle x509 = drawUp(order, *chance_);
    const Bio bio(
        BIO_new_mem_buf(certificate_.pem.data(), static_cast<int>(certificate_.pem.size())));
    const X509Handle own(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    MENZHEN_CHECK(own != nullptr, "the authority's certificate does not open");
    X509_set_issuer_name(x509.get(), X509_get_subject_name(own.get()));
    const std::string uses = order.client && order.server ? "clientAuth,serverAuth"
                             : order.server               ? "serverAuth"
                                                          : "clientAuth";
    addExtension(x509.get(), own.get(), NID_basic_constraints, "critical,CA:FALSE");
    addExtension(x509.get(), own.get(), NID_key_usage, "critical,digitalSignature");
    addExtension(x509.get(), own.get(), NID_ext_key_usage, uses);
    addExtension(x509.get(), own.get(), NID_subject_key_identifier, "hash");
    addExtension(x509.get(), own.get(), NID_authority_key_identifier, "keyid:always");
    if (!order.hosts.empty())
        addExtension(x509.get(), own.get(), NID_subject_alt_name, alternativeNames(order.hosts));
    sign(x509.get(), privateKeyOf(keyPem_).get());
    return valueOf(x509.get());
}

Certificate Authority::issueDevice(const std::string& site, const std::string& role,
                                   const std::string& device, const core::PublicKey& key,
                                   std::int64_t now) const {
    const bool servesItsZone = role == "display";
    return issue(
        {site, role, device, key, true, servesItsZone, {}, now, now + deviceCertificateSeconds});
}

Certificate Authority::issueServer(const core::PublicKey& key,
                                   const std::vector<std::string>& hosts, std::int64_t now) const {
    return issue({registrySite, registryRole, "REG", key, false, true, hosts,
                  now - dayBeforeSeconds, now + serverCertificateSeconds});
}

} // namespace menzhen::crypto
