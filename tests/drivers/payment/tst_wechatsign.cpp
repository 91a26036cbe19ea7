// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/wechatsign.h"
#include "tests/drivers/payment/paymentvectors.h"

#include <random>

namespace menzhen::payment {

namespace {

using Headers = std::map<std::string, std::string>;

std::unique_ptr<WechatKeys> keys() {
    return WechatKeys::read({{platformKeyId, publicPem()}}).value();
}

Headers answered(const std::string& body, const std::string& timestamp = "1767225600") {
    return {{"wechatpay-timestamp", timestamp},
            {"wechatpay-nonce", vectorsNonce},
            {"wechatpay-serial", platformKeyId},
            {"wechatpay-signature",
             privateKey().sign(wechatAnswerText(timestamp, vectorsNonce, body))}};
}

Witness witness(const Headers& headers, const std::string& body, std::int64_t nowMs = vectorsMs) {
    return witnessWechat(headers, body, *keys(), nowMs).witness;
}

} // namespace

TEST(WechatSign, RequestsAsTheSdkSignsThem) {
    for (const char* name : {"request_get", "request_post"}) {
        const auto& row = vectors()["wechat"][name];
        const HttpRequest request{text(row, "method"),
                                  "https://api.mch.weixin.qq.com" + text(row, "url"),
                                  {},
                                  text(row, "body"),
                                  false};
        EXPECT_EQ(wechatRequestText(request, text(row, "timestamp"), text(row, "nonce")),
                  text(row, "message"));
    }
    const auto& get = vectors()["wechat"]["request_get"];
    EXPECT_EQ(wechatAuthorization("1900000109", "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C",
                                  text(get, "timestamp"), text(get, "nonce"),
                                  text(get, "signature")),
              text(vectors()["wechat"], "authorization"));
}

TEST(WechatSign, APathInFrontIsSigned) {
    EXPECT_EQ(pathAndQuery("http://127.0.0.1:1/wechat/v3/x?a=1"), "/wechat/v3/x?a=1");
    EXPECT_EQ(pathAndQuery("https://host"), "/");
}

TEST(WechatSign, AnswersOfTheVectorsAreWitnessed) {
    for (const char* name : {"response", "response_204"}) {
        const auto& row = vectors()["wechat"][name];
        EXPECT_EQ(wechatAnswerText(text(row, "timestamp"), text(row, "nonce"), text(row, "body")),
                  text(row, "message"));
        const Headers headers{{"wechatpay-timestamp", text(row, "timestamp")},
                              {"wechatpay-nonce", text(row, "nonce")},
                              {"wechatpay-serial", platformKeyId},
                              {"wechatpay-signature", text(row, "signature")}};
        EXPECT_EQ(witness(headers, text(row, "body")), Witness::Good) << name;
        EXPECT_EQ(witness(headers, text(row, "body") + " "), Witness::BadSignature) << name;
    }
}

TEST(WechatSign, RawBytesAreWitnessedNotTheirMeaning) {
    const std::string body = R"({"a":1,"b":"\/"})";
    EXPECT_EQ(witness(answered(body), body), Witness::Good);
    EXPECT_EQ(witness(answered(body), R"({"a":1,"b":"/"})"), Witness::BadSignature);
    EXPECT_EQ(witness(answered(body), R"({"a": 1,"b":"\/"})"), Witness::BadSignature);
}

TEST(WechatSign, FiveMinutesAreTooMuch) {
    for (const std::int64_t offMs : {-299'999LL, 0LL, 299'999LL}) {
        const Witnessed seen = witnessWechat(answered("{}"), "{}", *keys(), vectorsMs - offMs);
        EXPECT_EQ(seen.witness, Witness::Good) << offMs;
        EXPECT_EQ(seen.skewMs, offMs);
    }
    for (const std::int64_t offMs : {-300'000LL, 300'000LL, 86'400'000LL}) {
        const Witnessed seen = witnessWechat(answered("{}"), "{}", *keys(), vectorsMs - offMs);
        EXPECT_EQ(seen.witness, Witness::Stale) << offMs;
        EXPECT_EQ(seen.skewMs, offMs);
    }
    // An old time under a forged signature is a forgery first.
    EXPECT_EQ(witness(answered("{}"), "[]", vectorsMs + 999'999), Witness::BadSignature);
}

TEST(WechatSign, WhatIsMissingOrUnknownIsNamed) {
    const Headers good = answered("{}");
    for (const auto& [name, value] : good) {
        Headers without = good;
        without.erase(name);
        EXPECT_EQ(witness(without, "{}"), Witness::NoSignature) << name;
        without[name] = "";
        EXPECT_EQ(witness(without, "{}"), Witness::NoSignature) << name;
    }
    Headers changed = good;
    changed["wechatpay-timestamp"] = "1767225600000"; // milliseconds
    EXPECT_EQ(witness(changed, "{}"), Witness::NoSignature);
    changed["wechatpay-timestamp"] = "17672256x0";
    EXPECT_EQ(witness(changed, "{}"), Witness::NoSignature);
    changed = good;
    changed["wechatpay-serial"] = "PUB_KEY_ID_1111111111111111111111111111111";
    EXPECT_EQ(witness(changed, "{}"), Witness::UnknownKey);
    changed["wechatpay-serial"] = "pub_key_id_0000000000000000000000000000000";
    EXPECT_EQ(witness(changed, "{}"), Witness::UnknownKey); // compared exactly
    changed["wechatpay-serial"] = "PUb_KEY_ID_0000000000000000000000000000000";
    EXPECT_EQ(witness(changed, "{}"), Witness::UnknownKey);
    changed = good;
    changed["wechatpay-signature-type"] = "WECHATPAY2-SHA256-RSA2048";
    EXPECT_EQ(witness(changed, "{}"), Witness::Good);
    for (const char* type : {"", "WECHATPAY2-SM2-WITH-SM3", "wechatpay2-sha256-rsa2048"}) {
        changed["wechatpay-signature-type"] = type;
        EXPECT_EQ(witness(changed, "{}"), Witness::SignatureType) << type;
    }
    changed = good;
    changed["wechatpay-signature"] = "WECHATPAY/SIGNTEST/" + good.at("wechatpay-signature");
    EXPECT_EQ(witness(changed, "{}"), Witness::Probe);
    changed["wechatpay-signature"] = good.at("wechatpay-signature") + ", x";
    EXPECT_EQ(witness(changed, "{}"), Witness::BadSignature);
}

TEST(WechatSign, AStrangersKeyIsNone) {
    const auto stranger = RsaPrivateKey::read(contents("payment/stranger.pem"));
    ASSERT_TRUE(stranger);
    Headers headers = answered("{}");
    headers["wechatpay-signature"] =
        stranger->sign(wechatAnswerText("1767225600", vectorsNonce, "{}"));
    EXPECT_EQ(witness(headers, "{}"), Witness::BadSignature);
}

TEST(WechatSign, AnyChangedBitIsSeen) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    const auto known = keys();
    const std::string body = R"({"out_trade_no":"K20260101000001","trade_state":"NOTPAY"})";
    const Headers good = answered(body);
    for (int round = 0; round < 300; ++round) {
        std::string changed = body;
        changed[chance() % changed.size()] ^= static_cast<char>(1U << chance() % 8);
        EXPECT_NE(witnessWechat(good, changed, *known, vectorsMs).witness, Witness::Good);
        Headers headers = good;
        auto at = headers.begin();
        std::advance(at, chance() % headers.size());
        at->second[chance() % at->second.size()] ^= static_cast<char>(1U << chance() % 7);
        EXPECT_NE(witnessWechat(headers, body, *known, vectorsMs).witness, Witness::Good);
    }
}

TEST(WechatKeys, AreAMapAndSayWhatIsWrong) {
    const std::string certificate = contents("payment/certificate.pem");
    auto both = WechatKeys::read(
        {{platformKeyId, publicPem()}, {std::string("00") + certificateSerial, certificate}});
    ASSERT_TRUE(both) << both.error().detail;
    EXPECT_TRUE((*both)->find(platformKeyId));
    EXPECT_TRUE((*both)->find(certificateSerial));
    EXPECT_TRUE((*both)->find("a157f09efdc096de15ebe81a47057a7232f1b8e1"));
    EXPECT_FALSE((*both)->find("A157"));
    EXPECT_EQ((*both)->preferred(), platformKeyId);
    EXPECT_TRUE((*both)->usesCertificates());

    auto one = WechatKeys::read({{certificateSerial, certificate}});
    ASSERT_TRUE(one);
    EXPECT_EQ((*one)->preferred(), certificateSerial);
    EXPECT_FALSE(keys()->usesCertificates());

    const auto other = WechatKeys::read({{"1234", certificate}});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().detail,
              std::string("1234: this certificate's serial is ") + certificateSerial);
    EXPECT_EQ(WechatKeys::read({{"X", "no key"}}).error().code, "bad-key");
}

TEST(WechatKeys, LearnOnlyWhatTheyCanFile) {
    const auto known = keys();
    const std::string certificate = contents("payment/certificate.pem");
    EXPECT_FALSE(known->learn("1234", certificate));
    EXPECT_FALSE(known->learn(certificateSerial, "no certificate"));
    EXPECT_FALSE(known->learn(platformKeyId, publicPem()));
    EXPECT_TRUE(known->learn(certificateSerial, certificate));
    EXPECT_FALSE(known->learn(certificateSerial, certificate));
    EXPECT_TRUE(known->find(certificateSerial));
}

} // namespace menzhen::payment
