// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/rsakey.h"

#include "app/core/check.h"
#include "drivers/payment/base64.h"

#include <ctime>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace menzhen::payment {

namespace {

constexpr std::size_t pemMostBytes = 16 * 1024;
constexpr int leastBits = 2048;

template <auto release> struct Release {
    template <class T> void operator()(T* handle) const { release(handle); }
};

using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Number = std::unique_ptr<BIGNUM, Release<BN_free>>;

int noPassphrase(char*, int, int, void*) {
    return 0; // never ask on a terminal
}

tl::unexpected<core::Error> badKey(const char* detail) {
    ERR_clear_error();
    return core::badData("bad-key", detail);
}

Bio reading(std::string_view pem) {
    return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

core::Result<std::shared_ptr<EVP_PKEY>> checked(EVP_PKEY* raw, const char* what) {
    std::shared_ptr<EVP_PKEY> key(raw, EVP_PKEY_free);
    if (!key) return badKey(what);
    if (EVP_PKEY_is_a(key.get(), "RSA") != 1) return badKey("this is not an RSA key");
    if (EVP_PKEY_get_bits(key.get()) < leastBits)
        return badKey("an RSA key has at least 2048 bits");
    return key;
}

Certificate certificateOf(std::string_view pem) {
    if (pem.size() > pemMostBytes || pem.find("CERTIFICATE-----") == std::string_view::npos)
        return nullptr;
    const Bio bio = reading(pem);
    Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, noPassphrase, nullptr));
    ERR_clear_error();
    return certificate;
}

std::optional<std::int64_t> seconds(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return timegm(&parts);
}

} // namespace

core::Result<RsaPrivateKey> RsaPrivateKey::read(std::string_view pem) {
    if (pem.size() > pemMostBytes) return badKey("a PEM key is at most 16 kB");
    const Bio bio = reading(pem);
    auto key = checked(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr),
                       "this is not a private key in PEM (without passphrase)");
    if (!key) return tl::unexpected(key.error());
    return RsaPrivateKey(std::move(*key));
}

std::string RsaPrivateKey::sign(std::string_view message) const {
    const DigestContext context(EVP_MD_CTX_new());
    core::Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
    std::size_t size = signature.size();
    const core::ByteView bytes = core::asBytes(message);
    const bool good =
        EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key_.get(),
                              nullptr) == 1 &&
        EVP_DigestSign(context.get(), signature.data(), &size, bytes.data(), bytes.size()) == 1;
    MENZHEN_CHECK(good, "RSA signing failed");
    signature.resize(size);
    return toBase64(signature);
}

core::Result<RsaPublicKey> RsaPublicKey::read(std::string_view pem) {
    if (pem.size() > pemMostBytes) return badKey("a PEM key is at most 16 kB");
    if (pem.find("PRIVATE KEY-----") != std::string_view::npos)
        return badKey("this is a private key where a public key is wanted");
    EVP_PKEY* raw = nullptr;
    if (const Certificate certificate = certificateOf(pem)) {
        raw = X509_get_pubkey(certificate.get());
    } else {
        const Bio bio = reading(pem);
        raw = PEM_read_bio_PUBKEY(bio.get(), nullptr, noPassphrase, nullptr);
    }
    auto key = checked(raw, "this is neither a public key nor a certificate in PEM");
    if (!key) return tl::unexpected(key.error());
    return RsaPublicKey(std::move(*key));
}

bool RsaPublicKey::verifies(std::string_view message, std::string_view signatureBase64) const {
    const std::optional<core::Bytes> signature = fromBase64(signatureBase64);
    if (!signature) return false;
    const DigestContext context(EVP_MD_CTX_new());
    const core::ByteView bytes = core::asBytes(message);
    const bool good = EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr,
                                              key_.get(), nullptr) == 1 &&
                      EVP_DigestVerify(context.get(), signature->data(), signature->size(),
                                       bytes.data(), bytes.size()) == 1;
    ERR_clear_error();
    return good;
}

std::optional<CertificateFacts> certificateFacts(std::string_view pem) {
    const Certificate certificate = certificateOf(pem);
    if (!certificate) return std::nullopt;
    const Number serial(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate.get()), nullptr));
    char* const hex = serial ? BN_bn2hex(serial.get()) : nullptr;
    const auto from = seconds(X509_get0_notBefore(certificate.get()));
    const auto until = seconds(X509_get0_notAfter(certificate.get()));
    if (!hex || !from || !until) {
        OPENSSL_free(hex);
        return std::nullopt;
    }
    CertificateFacts facts{hex, *from, *until};
    OPENSSL_free(hex);
    return facts;
}

} // namespace menzhen::payment
