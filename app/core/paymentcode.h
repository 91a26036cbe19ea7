// SPDX-License-Identifier: Apache-2.0
// What a scanner saw while a payment was asked for, told apart without asking anybody. Shapes, and
// who says so:
//   WeChat payment code    18 digits that begin with 10 to 15 (WeChat Pay's product comparison)
//   Alipay payment code    16 to 24 digits that begin with 25 to 30 (AlipayTradePayModel)
//   UnionPay payment code  19 digits that begin with 62
//   insurance e-credential 424 and 25 digits, or "opc" in their place (one vendor's word)
//   electronic health card 16 to 64 of 0-9A-F, a colon, its kind, and perhaps more
// A shape says what the text may be, never that it is good: that is the platform's to say.
//
// An identity number of Beijing, Tianjin, Hebei, Shanxi or Inner Mongolia (11 to 15) has the shape
// of a WeChat payment code. While somebody pays, such a text is not sent anywhere: one true code in
// some 16,000 has to be refreshed for it, and no identity number ever reaches a payment platform.
#pragma once

#include "app/core/calendar.h"

#include <string>
#include <string_view>

namespace menzhen::core {

inline constexpr std::size_t maxScanBytes = 512;

enum class PaymentScan {
    WechatCode,
    AlipayCode,
    RefreshCode,   ///< a payment code that is a valid identity number too: ask for a fresh one
    UnionPayCode,  ///< not taken here
    IdNumber,      ///< an identity number that is no payment code
    InsuranceCode, ///< identifies, does not pay here
    HealthCard,    ///< identifies, does not pay
    Link,          ///< a merchant's or mini-program's code: the patient's *payment* code is wanted
    Other,
    TooLong, ///< above maxScanBytes
};

struct PaymentScanned {
    PaymentScan kind = PaymentScan::Other;
    /// For WechatCode and AlipayCode the digits to charge with, else empty. A secret until it is
    /// used up: never stored, never logged.
    std::string authCode;

    friend bool operator==(const PaymentScanned&, const PaymentScanned&) = default;
};

/// Reads the text as a scanner gave it: white space around it, full-width characters and an AIM
/// symbology prefix ("]Q1") are taken away first. `today`, the site's day: nobody was born after
/// it.
PaymentScanned readPaymentScan(std::string_view scanned, Day today);

/// The two shapes alone, for whoever is handed a code by somebody else.
bool isWechatCode(std::string_view text);
bool isAlipayCode(std::string_view text);

} // namespace menzhen::core
