// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/opensslkey.h"

#include "app/core/check.h"
#include "drivers/crypto/opensslcrypto.h"

#include <algorithm>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

namespace menzhen::crypto {

namespace {

using core::Bytes;
using core::ByteView;

// SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING of 65 bytes } up to the point.
constexpr std::array<std::uint8_t, core::PublicKey::spkiSize - core::PublicKey::pointSize> spkiHead{
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};

class P256PrivateKey final : public ports::PrivateKey {
public:
    P256PrivateKey(Pkey pkey, core::PublicKey publicKey)
        : pkey_(std::move(pkey)), public_(std::move(publicKey)) {}

    const core::PublicKey& publicKey() const override { return public_; }

    core::Kid kid() const override { return OpenSslCrypto().kid(public_); }

    core::Signature sign(ByteView message) const override {
        const DigestContext context(EVP_MD_CTX_new());
        std::array<std::uint8_t, 80> der{}; // an ES256 signature in DER is at most 72 bytes
        std::size_t size = der.size();
        const bool good =
            EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, pkey_.get(),
                                  nullptr) == 1 &&
            EVP_DigestSign(context.get(), der.data(), &size, message.data(), message.size()) == 1;
        MENZHEN_CHECK(good, "ES256 signing failed");
        const std::uint8_t* at = der.data();
        const EcdsaSignature pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
        MENZHEN_CHECK(pair != nullptr, "ES256 signature is not DER");
        core::Signature raw{};
        BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), raw.data(), 32);
        BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), raw.data() + 32, 32);
        return raw;
    }

    core::Result<Bytes> openSealed(ByteView sealed, ByteView associated) const override {
        const auto cannotOpen = [] {
            return core::refused("cannot-open",
                                 "these sealed bytes are not for this key, or are damaged");
        };
        if (ports::sealedFor(sealed) != kid()) return cannotOpen();
        const ByteView head = sealed.first(ports::sealedHeaderSize);
        const ByteView ephemeral = head.last(core::PublicKey::pointSize);
        const Pkey other = pkeyFromPoint(ephemeral);
        if (!other) return cannotOpen();
        const OpenSslCrypto crypto;
        const Bytes key =
            sealingKey(crypto, agree(pkey_.get(), other.get()), ephemeral, public_.point());
        Bytes place(head.begin(), head.end());
        place.insert(place.end(), associated.begin(), associated.end());
        return crypto.open(ByteView(key).first(ports::aeadKeySize),
                           ByteView(key).last(ports::aeadNonceSize), place,
                           sealed.subspan(ports::sealedHeaderSize));
    }

    std::string privatePem() const override {
        const Bio bio(BIO_new(BIO_s_secmem()));
        MENZHEN_CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), pkey_.get(), nullptr, nullptr, 0,
                                                    nullptr, nullptr) == 1,
                      "a private key cannot be written");
        return textOf(bio.get());
    }

private:
    Pkey pkey_;
    core::PublicKey public_;
};

} // namespace

tl::unexpected<core::Error> badKey(const char* detail) {
    ERR_clear_error();
    return core::badData("bad-key", detail);
}

const EVP_MD* sha256Algorithm() {
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    MENZHEN_CHECK(algorithm != nullptr, "OpenSSL has no SHA-256");
    return algorithm;
}

Pkey generateP256() {
    Pkey pkey(EVP_EC_gen("prime256v1"));
    MENZHEN_CHECK(pkey != nullptr, "no P-256 key could be generated");
    return pkey;
}

Pkey pkeyFromPoint(ByteView point) {
    if (point.size() != core::PublicKey::pointSize || point[0] != 4) return nullptr;
    char curve[] = "prime256v1";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
                                          const_cast<std::uint8_t*>(point.data()), point.size()),
        OSSL_PARAM_construct_end()};
    const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* raw = nullptr;
    // Reading the point checks the curve's equation; P-256 has no smaller subgroup.
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY,
                          const_cast<OSSL_PARAM*>(parameters)) != 1) {
        ERR_clear_error();
        return nullptr;
    }
    return Pkey(raw);
}

Pkey pkeyFrom(const core::PublicKey& key) {
    if (!key.valid() || !std::equal(spkiHead.begin(), spkiHead.end(), key.spki.begin()))
        return nullptr;
    return pkeyFromPoint(key.point());
}

core::Result<core::PublicKey> publicKeyOf(EVP_PKEY* pkey) {
    std::array<char, 80> curve{};
    if (EVP_PKEY_is_a(pkey, "EC") != 1 ||
        EVP_PKEY_get_group_name(pkey, curve.data(), curve.size(), nullptr) != 1 ||
        std::string_view(curve.data()) != "prime256v1")
        return badKey("this is not a key on the curve P-256");
    BIGNUM* x = nullptr;
    BIGNUM* y = nullptr;
    const bool read = EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_EC_PUB_X, &x) == 1 &&
                      EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_EC_PUB_Y, &y) == 1;
    const Number ownedX(x);
    const Number ownedY(y);
    core::PublicKey key;
    key.spki.assign(spkiHead.begin(), spkiHead.end());
    key.spki.resize(core::PublicKey::spkiSize);
    std::uint8_t* const point = key.spki.data() + spkiHead.size();
    point[0] = 4;
    if (!read || BN_bn2binpad(x, point + 1, 32) != 32 || BN_bn2binpad(y, point + 33, 32) != 32 ||
        !pkeyFrom(key))
        return badKey("this key holds no point of the curve P-256");
    return key;
}

Bytes agree(EVP_PKEY* own, EVP_PKEY* other) {
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr));
    Bytes secret(32);
    std::size_t size = secret.size();
    const bool good = EVP_PKEY_derive_init(context.get()) == 1 &&
                      EVP_PKEY_derive_set_peer(context.get(), other) == 1 &&
                      EVP_PKEY_derive(context.get(), secret.data(), &size) == 1 && size == 32;
    MENZHEN_CHECK(good, "P-256 key agreement failed");
    return secret;
}

std::string textOf(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

Bytes sealingKey(const ports::Crypto& crypto, ByteView secret, ByteView ephemeral,
                 ByteView recipient) {
    const ByteView label = core::asBytes("menzhen seal 1");
    Bytes info(label.begin(), label.end());
    info.insert(info.end(), ephemeral.begin(), ephemeral.end());
    info.insert(info.end(), recipient.begin(), recipient.end());
    return crypto.hkdfSha256(secret, {}, info, ports::aeadKeySize + ports::aeadNonceSize);
}

std::unique_ptr<ports::PrivateKey> privateKeyFrom(Pkey pkey, core::PublicKey publicKey) {
    return std::make_unique<P256PrivateKey>(std::move(pkey), std::move(publicKey));
}

} // namespace menzhen::crypto
