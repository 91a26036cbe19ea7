// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/base64.h"
#include "tests/drivers/payment/paymentvectors.h"

#include <random>

namespace menzhen::payment {

TEST(Base64, KnownAnswersOfRfc4648) {
    const std::vector<std::pair<std::string, std::string>> rows{{"", ""},
                                                                {"f", "Zg=="},
                                                                {"fo", "Zm8="},
                                                                {"foo", "Zm9v"},
                                                                {"foob", "Zm9vYg=="},
                                                                {"fooba", "Zm9vYmE="},
                                                                {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : rows) {
        EXPECT_EQ(toBase64(core::asBytes(plain)), encoded);
        const auto bytes = fromBase64(encoded);
        ASSERT_TRUE(bytes) << encoded;
        EXPECT_EQ(std::string(bytes->begin(), bytes->end()), plain);
    }
}

TEST(Base64, IsReadStrictly) {
    for (const char* wrong : {"Zg=", "Zg", "Z", "=", "====", "Zg==Zg==", "Z===", "Zm9v\n", " Zm9v",
                              "Zm9v ", "Zm_v", "Zm-v", "Zm9v=", "Zm=v", "Zh==", "Zm9=", "\xffm9v"})
        EXPECT_FALSE(fromBase64(wrong)) << wrong;
}

TEST(Base64, GoesThereAndBack) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    for (int round = 0; round < 500; ++round) {
        core::Bytes bytes(chance() % 100);
        for (auto& byte : bytes)
            byte = static_cast<std::uint8_t>(chance());
        EXPECT_EQ(fromBase64(toBase64(bytes)), bytes);
    }
}

TEST(RsaKey, SignsAsThePlatformsDo) {
    for (const char* name : {"request_get", "request_post", "response", "response_204"}) {
        const auto& row = vectors()["wechat"][name];
        EXPECT_EQ(privateKey().sign(text(row, "message")), text(row, "signature")) << name;
        EXPECT_TRUE(publicKey().verifies(text(row, "message"), text(row, "signature"))) << name;
    }
}

TEST(RsaKey, RefusesWhatIsNoKey) {
    const std::string elliptic = contents("payment/elliptic.pem");
    const std::string small = contents("payment/short.pem");
    for (const std::string& pem : {std::string(), std::string("no key"), elliptic, small,
                                   publicPem(), std::string(20'000, 'x')}) {
        const auto key = RsaPrivateKey::read(pem);
        ASSERT_FALSE(key) << pem.substr(0, 40);
        EXPECT_EQ(key.error().code, "bad-key");
    }
    for (const std::string& pem : {std::string(), std::string("no key"), elliptic, privatePem()}) {
        const auto key = RsaPublicKey::read(pem);
        ASSERT_FALSE(key) << pem.substr(0, 40);
        EXPECT_EQ(key.error().code, "bad-key");
    }
    EXPECT_EQ(RsaPrivateKey::read(small).error().detail, "an RSA key has at least 2048 bits");
}

TEST(RsaKey, ReadsACertificate) {
    const std::string pem = contents("payment/certificate.pem");
    const auto facts = certificateFacts(pem);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->serial, certificateSerial);
    EXPECT_LT(facts->notBefore, facts->notAfter);
    const auto key = RsaPublicKey::read(pem);
    ASSERT_TRUE(key);
    EXPECT_TRUE(key->verifies("text", privateKey().sign("text")));
    EXPECT_FALSE(certificateFacts(publicPem()));
    EXPECT_FALSE(certificateFacts("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
}

// One changed bit in message or signature, and it is no signature any more.
TEST(RsaKey, AnyChangeBreaksTheSignature) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    const RsaPublicKey key = publicKey();
    const std::string message = "1767225600\nnonce\n{\"total\":1234}\n";
    const std::string signature = privateKey().sign(message);
    EXPECT_TRUE(key.verifies(message, signature));
    EXPECT_FALSE(RsaPublicKey::read(publicPem())->verifies(message, ""));
    for (int round = 0; round < 300; ++round) {
        std::string changed = message;
        changed[chance() % changed.size()] ^= static_cast<char>(1U << chance() % 7);
        EXPECT_FALSE(key.verifies(changed, signature));
        core::Bytes bytes = fromBase64(signature).value();
        bytes[chance() % bytes.size()] ^= static_cast<std::uint8_t>(1U << chance() % 8);
        EXPECT_FALSE(key.verifies(message, toBase64(bytes)));
    }
}

} // namespace menzhen::payment
