// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/signing.h"

#include "app/core/check.h"
#include "app/core/timeunits.h"

#include <array>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <vector>

namespace menzhen::paysim {

namespace {

constexpr int rsaBits = 2048;
constexpr int gcmTagBytes = 16;
constexpr std::size_t gcmKeyBytes = 32;

struct BioCloser {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
};

struct CertificateCloser {
    void operator()(X509* certificate) const { X509_free(certificate); }
};

struct DigestCloser {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

struct CipherCloser {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

using Bio = std::unique_ptr<BIO, BioCloser>;
using Certificate = std::unique_ptr<X509, CertificateCloser>;

EVP_PKEY* of(const std::shared_ptr<void>& key) {
    return static_cast<EVP_PKEY*>(key.get());
}

std::shared_ptr<void> owned(EVP_PKEY* key) {
    return {key, [](void* held) { EVP_PKEY_free(static_cast<EVP_PKEY*>(held)); }};
}

Bio reading(const std::string& text) {
    return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string written(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hexOf(const unsigned char* bytes, std::size_t size) {
    static constexpr const char* digits = "0123456789ABCDEF";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
        text += digits[bytes[i] >> 4U];
        text += digits[bytes[i] & 15U];
    }
    return text;
}

std::string randomFrom(std::string_view alphabet, std::size_t characters) {
    std::vector<unsigned char> bytes(characters);
    MENZHEN_CHECK(RAND_bytes(bytes.data(), static_cast<int>(characters)) == 1, "no chance left");
    std::string word;
    for (const unsigned char byte : bytes)
        word += alphabet[byte % alphabet.size()];
    return word;
}

} // namespace

RsaKey RsaKey::generate() {
    RsaKey made;
    made.key_ = owned(EVP_RSA_gen(rsaBits));
    MENZHEN_CHECK(made.key_, "OpenSSL makes no RSA key");
    return made;
}

core::Result<RsaKey> RsaKey::fromPem(const std::string& pem) {
    RsaKey read;
    if (EVP_PKEY* key = PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, nullptr, nullptr))
        read.key_ = owned(key);
    else if (EVP_PKEY* open = PEM_read_bio_PUBKEY(reading(pem).get(), nullptr, nullptr, nullptr))
        read.key_ = owned(open);
    else if (const Certificate certificate{
                 PEM_read_bio_X509(reading(pem).get(), nullptr, nullptr, nullptr)})
        read.key_ = owned(X509_get_pubkey(certificate.get()));
    if (!read.key_) return core::badData("rsa-key", "this is no PEM of an RSA key");
    return read;
}

std::string RsaKey::privatePem() const {
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PKCS8PrivateKey(bio.get(), of(key_), nullptr, nullptr, 0, nullptr, nullptr);
    return written(bio.get());
}

std::string RsaKey::publicPem() const {
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PUBKEY(bio.get(), of(key_));
    return written(bio.get());
}

std::string RsaKey::certificatePem(const std::string& name, const std::string& serial,
                                   std::int64_t fromMs, std::int64_t untilMs) const {
    const Certificate certificate(X509_new());
    X509* const c = certificate.get();
    X509_set_version(c, 2);
    BIGNUM* number = nullptr;
    BN_hex2bn(&number, serial.c_str());
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(c));
    BN_free(number);
    ASN1_TIME_set(X509_getm_notBefore(c), static_cast<time_t>(fromMs / core::msPerSecond));
    ASN1_TIME_set(X509_getm_notAfter(c), static_cast<time_t>(untilMs / core::msPerSecond));
    X509_NAME* const subject = X509_get_subject_name(c);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, bytesOf(name),
                               static_cast<int>(name.size()), -1, 0);
    X509_set_issuer_name(c, subject);
    X509_set_pubkey(c, of(key_));
    MENZHEN_CHECK(X509_sign(c, of(key_), EVP_sha256()) > 0, "OpenSSL signs no certificate");
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), c);
    return written(bio.get());
}

std::string RsaKey::sign(std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, DigestCloser> context(EVP_MD_CTX_new());
    std::size_t size = 0;
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, of(key_));
    EVP_DigestSign(context.get(), nullptr, &size, bytesOf(text), text.size());
    std::string signature(size, '\0');
    const int done = EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(&signature[0]),
                                    &size, bytesOf(text), text.size());
    MENZHEN_CHECK(done == 1, "OpenSSL does not sign");
    signature.resize(size);
    return toBase64(signature);
}

bool RsaKey::verifies(std::string_view text, std::string_view base64Signature) const {
    const auto signature = fromBase64(base64Signature);
    if (!key_ || !signature || signature->empty()) return false;
    const std::unique_ptr<EVP_MD_CTX, DigestCloser> context(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, of(key_)) == 1 &&
           EVP_DigestVerify(context.get(), bytesOf(*signature), signature->size(), bytesOf(text),
                            text.size()) == 1;
}

std::string toBase64(std::string_view bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(&text[0]), bytesOf(bytes),
                                     static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::optional<std::string> fromBase64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::string bytes(3 * text.size() / 4 + 1, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(&bytes[0]), bytesOf(text),
                                     static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    std::size_t padding = 0;
    for (std::size_t i = text.size(); i > 0 && text[i - 1] == '=' && padding < 2; --i)
        ++padding;
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

std::string sealGcm(const std::string& key, const std::string& nonce, const std::string& associated,
                    const std::string& plain) {
    MENZHEN_CHECK(key.size() == gcmKeyBytes, "an APIv3 key has 32 bytes");
    const std::unique_ptr<EVP_CIPHER_CTX, CipherCloser> context(EVP_CIPHER_CTX_new());
    EVP_CIPHER_CTX* const c = context.get();
    std::string sealed(plain.size() + gcmTagBytes, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(&sealed[0]);
    int size = 0;
    EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), nullptr, nullptr, nullptr);
    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_IVLEN, static_cast<int>(nonce.size()), nullptr);
    EVP_EncryptInit_ex(c, nullptr, nullptr, bytesOf(key), bytesOf(nonce));
    EVP_EncryptUpdate(c, nullptr, &size, bytesOf(associated), static_cast<int>(associated.size()));
    EVP_EncryptUpdate(c, out, &size, bytesOf(plain), static_cast<int>(plain.size()));
    EVP_EncryptFinal_ex(c, out + size, &size);
    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, gcmTagBytes, out + plain.size());
    return toBase64(sealed);
}

std::string digestHex(Digest digest, const std::string& key, const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (digest == Digest::Md5)
        EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_md5(), nullptr);
    else
        HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytesOf(text), text.size(),
             bytes.data(), &size);
    return hexOf(bytes.data(), size);
}

std::string randomWord(std::size_t characters) {
    return randomFrom("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", characters);
}

std::string randomDigits(std::size_t digits) {
    return randomFrom("0123456789", digits);
}

std::string randomHex(std::size_t digits) {
    return randomFrom("0123456789ABCDEF", digits);
}

} // namespace menzhen::paysim
