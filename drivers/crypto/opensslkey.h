// SPDX-License-Identifier: Apache-2.0
// OpenSSL's handles as owned values, and P-256 keys between OpenSSL and core::PublicKey.
// For drivers/crypto alone.
#pragma once

#include "app/ports/crypto.h"

#include <memory>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>

namespace menzhen::crypto {

template <auto release> struct Release {
    template <class T> void operator()(T* handle) const { release(handle); }
};

using Pkey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Release<EVP_CIPHER_CTX_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, Release<EVP_KDF_CTX_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Release<BN_clear_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;

/// Fetched once for the program: OpenSSL 3.0 otherwise looks the name up at every call.
const EVP_MD* sha256Algorithm();

/// Error "bad-key" with what is wrong; what OpenSSL noted of it is forgotten.
tl::unexpected<core::Error> badKey(const char* detail);

Pkey generateP256();
/// 04, x, y to a key; null when the point is not on the curve.
Pkey pkeyFromPoint(core::ByteView point);
/// Null when `key` is not valid.
Pkey pkeyFrom(const core::PublicKey& key);
/// Named curve and uncompressed point, whatever encoding it came from; "bad-key" when not P-256.
core::Result<core::PublicKey> publicKeyOf(EVP_PKEY* pkey);
/// x of the common point, 32 bytes.
core::Bytes agree(EVP_PKEY* own, EVP_PKEY* other);
/// The text that OpenSSL left in a memory BIO.
std::string textOf(BIO* bio);

/// The key and nonce of ports::Crypto::sealTo, 44 bytes.
core::Bytes sealingKey(const ports::Crypto& crypto, core::ByteView secret, core::ByteView ephemeral,
                       core::ByteView recipient);

/// Takes the key over. `pkey` must be a private P-256 key.
std::unique_ptr<ports::PrivateKey> privateKeyFrom(Pkey pkey, core::PublicKey publicKey);

} // namespace menzhen::crypto
