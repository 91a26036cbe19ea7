// SPDX-License-Identifier: Apache-2.0
// What the gateway is told at start: ids, addresses, and keys as their text (whoever reads the
// files is app/registry/paymentsetup). Values; no secret of them is ever logged.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace menzhen::payment {

enum class WechatCode { V3, V2, Off }; ///< how a patient's own code is charged
enum class V2Sign { HmacSha256, Md5 };

struct WechatSettings {
    std::string baseUrl; ///< "https://api.mch.weixin.qq.com", or a sandbox's with its path
    std::string appid;
    std::string mchid;
    std::string merchantSerial; ///< of the merchant's certificate, hexadecimal
    std::string merchantKeyPem;
    std::string apiV3Key;                           ///< 32 bytes
    std::map<std::string, std::string> platformPem; ///< key id or certificate serial -> PEM
    WechatCode code = WechatCode::V3;
    std::string apiV2Key; ///< V2 alone, here and below
    V2Sign v2Sign = V2Sign::HmacSha256;
    std::string clientCertFile;
    std::string clientKeyFile;
};

struct AlipaySettings {
    std::string gatewayUrl; ///< "https://openapi.alipay.com/gateway.do"
    std::string appId;
    std::string appKeyPem;
    std::string alipayKeyPem;
    std::string sellerId;
};

struct Settings {
    int queryRate = 100;   ///< questions a second, both platforms together
    std::string notifyUrl; ///< base, without a slash at its end; empty: no notifications
    std::string store;     ///< the site's id: what WeChat is told as the shop
    std::optional<WechatSettings> wechat;
    std::optional<AlipaySettings> alipay;
};

inline constexpr const char* wechatNotifyPath = "/pay/notify/wechat";
inline constexpr const char* alipayNotifyPath = "/pay/notify/alipay";

} // namespace menzhen::payment
