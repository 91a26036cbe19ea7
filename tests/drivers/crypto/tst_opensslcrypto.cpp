// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

using namespace menzhen;
using core::asBytes;
using core::Bytes;
using core::toHex;

namespace {

const crypto::OpenSslCrypto suite;

Bytes hex(std::string_view text) {
    return core::fromHex(text).value();
}

// One P-256 key in several encodings, and a key on another curve.
std::string file(const std::string& name) {
    std::ifstream in(std::string(MENZHEN_TEST_DATA "/keys/") + name);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST(Sha256, KnownAnswers) {
    EXPECT_EQ(toHex(suite.sha256(asBytes("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(toHex(suite.sha256({})),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hmac, Rfc4231Case2) {
    EXPECT_EQ(toHex(suite.hmacSha256(asBytes("Jefe"), asBytes("what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Hkdf, Rfc5869Cases1And3) {
    const Bytes secret(22, 0x0b);
    EXPECT_EQ(
        toHex(suite.hkdfSha256(secret, hex("000102030405060708090a0b0c"),
                               hex("f0f1f2f3f4f5f6f7f8f9"), 42)),
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    EXPECT_EQ(
        toHex(suite.hkdfSha256(secret, {}, {}, 42)),
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Scrypt, Rfc7914) {
    EXPECT_EQ(toHex(suite.scrypt(asBytes("password"), asBytes("NaCl"), {1024, 8, 16}, 64).value()),
              "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
              "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
    EXPECT_EQ(suite.scrypt({}, {}, {15, 8, 1}, 32).error().code, "bad-cost");
    EXPECT_EQ(suite.scrypt({}, {}, {1ULL << 30, 8, 1}, 32).error().code, "bad-cost");
    EXPECT_TRUE(suite.scrypt(asBytes("x"), asBytes("y"), {16384, 8, 1}, 32).has_value());
}

TEST(Aead, GcmSpecificationCase16) {
    const Bytes key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    const Bytes nonce = hex("cafebabefacedbaddecaf888");
    const Bytes associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    const Bytes plain = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    const Bytes sealed = suite.seal(key, nonce, associated, plain);
    EXPECT_EQ(toHex(sealed), "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                             "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                             "76fc6ece0f4e1768cddf8853bb2d551b");
    EXPECT_EQ(suite.open(key, nonce, associated, sealed).value(), plain);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes damaged = sealed;
        damaged[i] ^= 1;
        EXPECT_EQ(suite.open(key, nonce, associated, damaged).error().code, "cannot-open") << i;
    }
    EXPECT_FALSE(suite.open(key, nonce, {}, sealed));
    EXPECT_FALSE(suite.open(key, nonce, associated, Bytes(15)));
    EXPECT_EQ(suite.open(key, nonce, {}, suite.seal(key, nonce, {}, {})).value(), Bytes{});
}

TEST(Keys, Rfc7515Es256SignatureVerifies) {
    // RFC 7515 appendix A.3.
    Bytes spki = hex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"
                     "7fcdce2770f6c45d4183cbee6fdb4b7b580733357be9ef13bacf6e3c7bd15445"
                     "c7f144cd1bbd9b7e872cdfedb9eeb9f4b3695d6ea90b24ad8a4623288588e5ad");
    const core::PublicKey key = suite.publicKeyFromSpki(spki).value();
    EXPECT_EQ(key.spki, spki);
    const std::string message =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxl"
        "LmNvbS9pc19yb290Ijp0cnVlfQ";
    const Bytes signature = hex("0ed1215379636c483c2f7f155807d402a3b228033af97c7e17819ac3169ea665"
                                "c50a07d38c3c70e5d8f12daf084a5480a66590c5f293509a8f3f7f8a83a354d5");
    EXPECT_TRUE(suite.verify(key, asBytes(message), signature));
    EXPECT_FALSE(suite.verify(key, asBytes(message + "x"), signature));
    EXPECT_FALSE(suite.verify(key, asBytes(message), core::ByteView(signature).first(63)));
    EXPECT_FALSE(suite.verify(key, asBytes(message), Bytes(64)));
    EXPECT_FALSE(suite.verify(key, asBytes(message), Bytes(64, 0xff)));
    EXPECT_FALSE(suite.verify(core::PublicKey{}, asBytes(message), signature));
    spki[90] ^= 1;
    EXPECT_FALSE(suite.publicKeyFromSpki(spki)) << "a point off the curve";
    EXPECT_FALSE(suite.verify(core::PublicKey{spki}, asBytes(message), signature));
}

TEST(Keys, EveryEncodingOfOneKeyIsOneValue) {
    const core::PublicKey named = suite.loadPublicKey(file("named.pub.pem")).value();
    EXPECT_EQ(suite.loadPublicKey(file("explicit.pub.pem")).value(), named);
    EXPECT_EQ(suite.loadPublicKey(file("compressed.pub.pem")).value(), named);
    EXPECT_EQ(suite.loadPrivateKey(file("named.pem")).value()->publicKey(), named);
    EXPECT_EQ(suite.loadPrivateKey(file("named-sec1.pem")).value()->publicKey(), named);
    EXPECT_EQ(suite.publicPem(named), file("named.pub.pem"));
    EXPECT_EQ(toHex(suite.kid(named)), toHex(suite.fingerprint(named)).substr(0, 8));
}

TEST(Keys, RefusesWhatIsNoP256PublicKey) {
    for (const char* name : {"p384.pub.pem", "named.pem", "named-sec1.pem"})
        EXPECT_EQ(suite.loadPublicKey(file(name)).error().code, "bad-key") << name;
    EXPECT_FALSE(suite.loadPublicKey(file("named.pem") + file("named.pub.pem")));
    EXPECT_FALSE(suite.loadPublicKey(""));
    EXPECT_FALSE(suite.loadPublicKey(std::string(20000, 'A')));
    EXPECT_FALSE(suite.loadPrivateKey(file("named.pub.pem")));
    Bytes spki = suite.loadPublicKey(file("named.pub.pem"))->spki;
    spki.push_back(0);
    EXPECT_FALSE(suite.publicKeyFromSpki(spki)) << "bytes after the key";
}

TEST(Keys, SignAndComeBackFromPem) {
    const auto key = suite.generateKey();
    const core::Signature signature = key->sign(asBytes("visit"));
    EXPECT_TRUE(suite.verify(key->publicKey(), asBytes("visit"), signature));
    const auto again = suite.loadPrivateKey(key->privatePem()).value();
    EXPECT_EQ(again->publicKey(), key->publicKey());
    EXPECT_EQ(again->kid(), suite.kid(key->publicKey()));
    EXPECT_TRUE(key->privatePem().starts_with("-----BEGIN PRIVATE KEY-----\n"));
    EXPECT_FALSE(suite.verify(suite.generateKey()->publicKey(), asBytes("visit"), signature));
}

TEST(Sealing, OnlyTheRecipientOpens) {
    const auto registry = suite.generateKey();
    const Bytes sealed = suite.sealTo(registry->publicKey(), asBytes("name"), asBytes("place"));
    EXPECT_EQ(sealed.size(), ports::sealedHeaderSize + 4 + ports::aeadTagSize);
    EXPECT_EQ(ports::sealedFor(sealed), registry->kid());
    EXPECT_EQ(toHex(registry->openSealed(sealed, asBytes("place")).value()),
              toHex(asBytes("name")));
    EXPECT_EQ(registry->openSealed(sealed, asBytes("other")).error().code, "cannot-open");
    EXPECT_FALSE(suite.generateKey()->openSealed(sealed, asBytes("place")));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes damaged = sealed;
        damaged[i] ^= 1;
        EXPECT_FALSE(registry->openSealed(damaged, asBytes("place"))) << i;
        EXPECT_FALSE(registry->openSealed(core::ByteView(sealed).first(i), asBytes("place"))) << i;
    }
    EXPECT_NE(suite.sealTo(registry->publicKey(), asBytes("name"), {}),
              suite.sealTo(registry->publicKey(), asBytes("name"), {}));
}

TEST(Secrets, CompareByContent) {
    EXPECT_TRUE(ports::equalSecrets(asBytes("abc"), asBytes("abc")));
    EXPECT_FALSE(ports::equalSecrets(asBytes("abc"), asBytes("abd")));
    EXPECT_FALSE(ports::equalSecrets(asBytes("abc"), asBytes("ab")));
}

TEST(Chance, FillsEveryByte) {
    crypto::SystemChance chance;
    Bytes bytes(100'000);
    chance.fill(bytes);
    EXPECT_NE(Bytes(bytes.end() - 32, bytes.end()), Bytes(32));
    chance.fill({});
}
