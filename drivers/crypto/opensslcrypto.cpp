// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/opensslcrypto.h"

#include "app/core/check.h"
#include "drivers/crypto/opensslkey.h"

#include <bit>
#include <climits>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace menzhen::crypto {

namespace {

using core::Bytes;
using core::ByteView;

constexpr std::uint64_t scryptMemoryBytes = 256ULL * 1024 * 1024; // refused above
constexpr std::size_t pemMostBytes = 16 * 1024;

OSSL_PARAM octets(const char* name, ByteView bytes) {
    static std::uint8_t nothing = 0; // OpenSSL wants an address even for no bytes
    auto* data = bytes.empty() ? &nothing : const_cast<std::uint8_t*>(bytes.data());
    return OSSL_PARAM_construct_octet_string(name, data, bytes.size());
}

KdfContext kdf(const char* name) {
    EVP_KDF* const algorithm = EVP_KDF_fetch(nullptr, name, nullptr);
    MENZHEN_CHECK(algorithm != nullptr, "OpenSSL lacks a key derivation");
    KdfContext context(EVP_KDF_CTX_new(algorithm));
    EVP_KDF_free(algorithm);
    return context;
}

const EVP_CIPHER* gcmAlgorithm() {
    static EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    MENZHEN_CHECK(algorithm != nullptr, "OpenSSL has no AES-256-GCM");
    return algorithm;
}

int intSize(ByteView bytes) {
    MENZHEN_CHECK(bytes.size() <= INT_MAX / 2, "too much to seal at once");
    return static_cast<int>(bytes.size());
}

void checkAeadSizes(ByteView key, ByteView nonce) {
    MENZHEN_CHECK(key.size() == ports::aeadKeySize, "an AES-256 key has 32 bytes");
    MENZHEN_CHECK(nonce.size() == ports::aeadNonceSize, "a GCM nonce has 12 bytes");
}

int noPassphrase(char*, int, int, void*) {
    return 0; // never ask on a terminal
}

} // namespace

core::Digest OpenSslCrypto::sha256(ByteView message) const {
    // One context a thread: making one costs more than hashing a short op.
    thread_local const DigestContext context(EVP_MD_CTX_new());
    core::Digest digest{};
    const bool good = EVP_DigestInit_ex2(context.get(), sha256Algorithm(), nullptr) == 1 &&
                      EVP_DigestUpdate(context.get(), message.data(), message.size()) == 1 &&
                      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
    MENZHEN_CHECK(good, "SHA-256 failed");
    return digest;
}

core::Digest OpenSslCrypto::hmacSha256(ByteView key, ByteView message) const {
    core::Digest digest{};
    unsigned int size = 0;
    static const std::uint8_t nothing = 0;
    const auto* keyData = key.empty() ? &nothing : key.data();
    MENZHEN_CHECK(HMAC(sha256Algorithm(), keyData, intSize(key), message.data(), message.size(),
                       digest.data(), &size) != nullptr,
                  "HMAC-SHA-256 failed");
    return digest;
}

Bytes OpenSslCrypto::hkdfSha256(ByteView secret, ByteView salt, ByteView info,
                                std::size_t size) const {
    MENZHEN_CHECK(size >= 1 && size <= 255 * 32, "HKDF-SHA-256 gives 1 to 8160 bytes");
    const KdfContext context = kdf("HKDF");
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        octets(OSSL_KDF_PARAM_KEY, secret), octets(OSSL_KDF_PARAM_SALT, salt),
        octets(OSSL_KDF_PARAM_INFO, info), OSSL_PARAM_construct_end()};
    Bytes out(size);
    MENZHEN_CHECK(EVP_KDF_derive(context.get(), out.data(), out.size(), parameters) == 1,
                  "HKDF-SHA-256 failed");
    return out;
}

core::Result<Bytes> OpenSslCrypto::scrypt(ByteView password, ByteView salt,
                                          const ports::ScryptCost& cost, std::size_t size) const {
    Bytes out(size);
    static const char nothing = 0;
    const auto* pass = password.empty() ? &nothing : reinterpret_cast<const char*>(password.data());
    if (cost.n < 2 || !std::has_single_bit(cost.n) || size == 0 ||
        EVP_PBE_scrypt(pass, password.size(), salt.data(), salt.size(), cost.n, cost.r, cost.p,
                       scryptMemoryBytes, out.data(), out.size()) != 1) {
        ERR_clear_error();
        return core::badData("bad-cost", "scrypt: n must be a power of two, memory at most 256 MB");
    }
    return out;
}

Bytes OpenSslCrypto::seal(ByteView key, ByteView nonce, ByteView associated, ByteView plain) const {
    checkAeadSizes(key, nonce);
    const CipherContext context(EVP_CIPHER_CTX_new());
    Bytes out(plain.size() + ports::aeadTagSize);
    int wrote = 0;
    int last = 0;
    bool good =
        EVP_EncryptInit_ex2(context.get(), gcmAlgorithm(), key.data(), nonce.data(), nullptr) == 1;
    if (!associated.empty())
        good = good && EVP_EncryptUpdate(context.get(), nullptr, &wrote, associated.data(),
                                         intSize(associated)) == 1;
    if (!plain.empty())
        good = good && EVP_EncryptUpdate(context.get(), out.data(), &wrote, plain.data(),
                                         intSize(plain)) == 1;
    good = good && EVP_EncryptFinal_ex(context.get(), out.data() + plain.size(), &last) == 1 &&
           EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, ports::aeadTagSize,
                               out.data() + plain.size()) == 1;
    MENZHEN_CHECK(good, "AES-256-GCM sealing failed");
    return out;
}

core::Result<Bytes> OpenSslCrypto::open(ByteView key, ByteView nonce, ByteView associated,
                                        ByteView sealed) const {
    checkAeadSizes(key, nonce);
    const auto cannotOpen = [] {
        ERR_clear_error();
        return core::refused("cannot-open", "wrong key, wrong place or damaged bytes");
    };
    if (sealed.size() < ports::aeadTagSize) return cannotOpen();
    const ByteView cipher = sealed.first(sealed.size() - ports::aeadTagSize);
    Bytes tag(sealed.end() - ports::aeadTagSize, sealed.end());
    const CipherContext context(EVP_CIPHER_CTX_new());
    Bytes out(cipher.size() + 1); // never empty: Final wants an address
    int wrote = 0;
    int last = 0;
    bool good = EVP_DecryptInit_ex2(context.get(), gcmAlgorithm(), key.data(), nonce.data(),
                                    nullptr) == 1 &&
                EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, ports::aeadTagSize,
                                    tag.data()) == 1;
    if (!associated.empty())
        good = good && EVP_DecryptUpdate(context.get(), nullptr, &wrote, associated.data(),
                                         intSize(associated)) == 1;
    if (!cipher.empty())
        good = good && EVP_DecryptUpdate(context.get(), out.data(), &wrote, cipher.data(),
                                         intSize(cipher)) == 1;
    if (!good || EVP_DecryptFinal_ex(context.get(), out.data() + cipher.size(), &last) != 1) {
        OPENSSL_cleanse(out.data(), out.size());
        return cannotOpen();
    }
    out.resize(cipher.size());
    return out;
}

std::unique_ptr<ports::PrivateKey> OpenSslCrypto::generateKey() const {
    Pkey pkey = generateP256();
    core::Result<core::PublicKey> key = publicKeyOf(pkey.get());
    MENZHEN_CHECK(key.has_value(), "a fresh key is not on its curve");
    return privateKeyFrom(std::move(pkey), *std::move(key));
}

core::Result<std::unique_ptr<ports::PrivateKey>>
OpenSslCrypto::loadPrivateKey(std::string_view pem) const {
    if (pem.size() > pemMostBytes) return badKey("a PEM key is at most 16 kB");
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Pkey pkey(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr));
    if (!pkey) return badKey("this is not a private key in PEM (without passphrase)");
    core::Result<core::PublicKey> key = publicKeyOf(pkey.get());
    if (!key) return tl::unexpected(key.error());
    // A file edited by hand may pair a private key with another's point.
    const PkeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey.get(), nullptr));
    if (EVP_PKEY_pairwise_check(check.get()) != 1)
        return badKey("the private and the public half of this key do not belong together");
    return privateKeyFrom(std::move(pkey), *std::move(key));
}

core::Result<core::PublicKey> OpenSslCrypto::loadPublicKey(std::string_view pem) const {
    if (pem.size() > pemMostBytes) return badKey("a PEM key is at most 16 kB");
    if (pem.find("PRIVATE KEY-----") != std::string_view::npos)
        return badKey("this is a private key where a public key is wanted");
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const Pkey pkey(PEM_read_bio_PUBKEY(bio.get(), nullptr, noPassphrase, nullptr));
    if (!pkey) return badKey("this is not a public key in PEM");
    return publicKeyOf(pkey.get());
}

core::Result<core::PublicKey> OpenSslCrypto::publicKeyFromSpki(ByteView der) const {
    if (der.size() > pemMostBytes) return badKey("a public key is at most 16 kB");
    const std::uint8_t* at = der.data();
    const Pkey pkey(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
    if (!pkey || at != der.data() + der.size())
        return badKey("these bytes are not one SubjectPublicKeyInfo");
    return publicKeyOf(pkey.get());
}

std::string OpenSslCrypto::publicPem(const core::PublicKey& key) const {
    const Pkey pkey = pkeyFrom(key);
    MENZHEN_CHECK(pkey != nullptr, "an invalid public key was to be written");
    const Bio bio(BIO_new(BIO_s_mem()));
    MENZHEN_CHECK(PEM_write_bio_PUBKEY(bio.get(), pkey.get()) == 1,
                  "a public key cannot be written");
    return textOf(bio.get());
}

bool OpenSslCrypto::verify(const core::PublicKey& key, ByteView message, ByteView signature) const {
    if (signature.size() != core::Signature().size()) return false;
    const Pkey pkey = pkeyFrom(key);
    if (!pkey) return false;
    const EcdsaSignature pair(ECDSA_SIG_new());
    ECDSA_SIG_set0(pair.get(), BN_bin2bn(signature.data(), 32, nullptr),
                   BN_bin2bn(signature.data() + 32, 32, nullptr));
    std::array<std::uint8_t, 80> der{};
    std::uint8_t* at = der.data();
    const int size = i2d_ECDSA_SIG(pair.get(), &at);
    const DigestContext context(EVP_MD_CTX_new());
    const bool good = size > 0 &&
                      EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr,
                                              pkey.get(), nullptr) == 1 &&
                      EVP_DigestVerify(context.get(), der.data(), static_cast<std::size_t>(size),
                                       message.data(), message.size()) == 1;
    ERR_clear_error();
    return good;
}

Bytes OpenSslCrypto::sealTo(const core::PublicKey& recipient, ByteView plain,
                            ByteView associated) const {
    const Pkey other = pkeyFrom(recipient);
    MENZHEN_CHECK(other != nullptr, "something was to be sealed to an invalid key");
    const Pkey ephemeral = generateP256();
    const core::Result<core::PublicKey> ephemeralKey = publicKeyOf(ephemeral.get());
    MENZHEN_CHECK(ephemeralKey.has_value(), "a fresh key is not on its curve");

    Bytes sealed{1};
    const core::Kid id = kid(recipient);
    sealed.insert(sealed.end(), id.begin(), id.end());
    const ByteView point = ephemeralKey->point();
    sealed.insert(sealed.end(), point.begin(), point.end());

    Bytes secret = agree(ephemeral.get(), other.get());
    Bytes key = sealingKey(*this, secret, point, recipient.point());
    Bytes place = sealed;
    place.insert(place.end(), associated.begin(), associated.end());
    const Bytes cipher = seal(ByteView(key).first(ports::aeadKeySize),
                              ByteView(key).last(ports::aeadNonceSize), place, plain);
    OPENSSL_cleanse(secret.data(), secret.size());
    OPENSSL_cleanse(key.data(), key.size());
    sealed.insert(sealed.end(), cipher.begin(), cipher.end());
    return sealed;
}

} // namespace menzhen::crypto
