// SPDX-License-Identifier: Apache-2.0
// What the registry's site file says of payments, under [payments]. Files are named here, not read:
// app/registry/paymentsetup reads them. A platform that is left out is off.
#pragma once

#include "app/boot/sitevalues.h"

#include <map>
#include <optional>
#include <string>

namespace menzhen::boot {

struct WechatSite {
    std::string baseUrl = "https://api.mch.weixin.qq.com"; ///< without a slash at its end
    std::string appid;
    std::string mchid;
    std::string merchantSerial; ///< of the merchant's API certificate, hexadecimal, upper case
    std::string merchantKey;    ///< PEM file
    std::string apiV3Key;       ///< file of 32 bytes
    std::map<std::string, std::string> platformKeys; ///< key id or certificate serial -> PEM file
    std::string code = "v3";            ///< how a patient's code is charged: "v3" "v2" "off"
    std::string apiV2Key;               ///< file of 32 bytes; there for "v2"
    std::string v2Sign = "HMAC-SHA256"; ///< or "MD5"
    std::string clientCert;             ///< PEM files for the reverse and refund of v2; there for
    std::string clientKey;              ///< "v2" over https
    int costBp = 0; ///< of each payment, in hundredths of a percent; 0: not said
    friend bool operator==(const WechatSite&, const WechatSite&) = default;
};

struct AlipaySite {
    std::string baseUrl = "https://openapi.alipay.com/gateway.do"; ///< the gateway itself
    std::string appId;
    std::string appKey;    ///< PEM file: the application's private key
    std::string alipayKey; ///< PEM file: Alipay's public key
    std::string sellerId;  ///< 2088...
    int costBp = 0;        ///< as WechatSite's
    friend bool operator==(const AlipaySite&, const AlipaySite&) = default;
};

struct PaymentSite {
    int queryRate = 100;   ///< questions a second, both platforms together: 1 to 1000
    std::string notifyUrl; ///< base of both notification addresses; empty: none are wanted
    std::optional<WechatSite> wechat;
    std::optional<AlipaySite> alipay;
};

inline constexpr int mostQueryRate = 1000;
inline constexpr int mostCostBp = 1000; ///< a tenth of the price

/// https://HOST[:PORT][/PATH], or plain http to 127.0.0.1 or localhost with a port: the sandbox.
Value<std::string> readPaymentUrl(std::string_view text);
/// 1 to 64 of 0-9 A-Z a-z and underscore: what platforms give as ids.
Value<std::string> readPlatformId(std::string_view text);

} // namespace menzhen::boot
