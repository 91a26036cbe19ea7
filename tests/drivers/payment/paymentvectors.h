// SPDX-License-Identifier: Apache-2.0
// The known answers that the platforms' own SDKs gave (tests/data/pay_vectors.json), and keys for
// tests: one throw-away RSA key stands for both sides.
#pragma once

#include "drivers/payment/rsakey.h"
#include "drivers/payment/settings.h"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <nlohmann/json.hpp>

namespace menzhen::payment {

inline std::string contents(const std::string& name) {
    std::ifstream in(std::string(MENZHEN_TEST_DATA "/") + name, std::ios::binary);
    EXPECT_TRUE(in) << name;
    return {std::istreambuf_iterator<char>(in), {}};
}

inline const nlohmann::json& vectors() {
    static const nlohmann::json all = nlohmann::json::parse(contents("pay_vectors.json"));
    return all;
}

inline std::string text(const nlohmann::json& json, const char* name) {
    return json.at(name).get<std::string>();
}

inline std::string privatePem() {
    return text(vectors(), "private_key_pkcs8");
}

inline std::string publicPem() {
    return text(vectors(), "public_key_spki");
}

/// Of both sides.
inline RsaPrivateKey privateKey() {
    return RsaPrivateKey::read(privatePem()).value();
}

inline RsaPublicKey publicKey() {
    return RsaPublicKey::read(publicPem()).value();
}

/// 2026-01-01 08:00:00 in Beijing, the vectors' moment.
inline constexpr std::int64_t vectorsMs = 1'767'225'600'000;
inline constexpr const char* vectorsNonce = "593BEC0C930BF1AFEB40B4A08C8FB242";
inline constexpr const char* platformKeyId = "PUB_KEY_ID_0000000000000000000000000000000";
inline constexpr const char* certificateSerial = "A157F09EFDC096DE15EBE81A47057A7232F1B8E1";

inline WechatSettings wechatSettings() {
    WechatSettings settings;
    settings.baseUrl = "https://api.mch.weixin.qq.com";
    settings.appid = "wxd678efh567hg6787";
    settings.mchid = "1900000109";
    settings.merchantSerial = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C";
    settings.merchantKeyPem = privatePem();
    settings.apiV3Key = "0123456789abcdef0123456789ABCDEF";
    settings.platformPem = {{platformKeyId, publicPem()}};
    settings.apiV2Key = "192006250b4c09247ec02edce69f6a2d";
    return settings;
}

inline AlipaySettings alipaySettings() {
    return {"https://openapi.alipay.com/gateway.do", "2021000000000001", privatePem(), publicPem(),
            "2088000000000001"};
}

} // namespace menzhen::payment
