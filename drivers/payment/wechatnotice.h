// SPDX-License-Identifier: Apache-2.0
// A notification of WeChat Pay APIv3, of a payment or a refund. Pure; thread: any.
#pragma once

#include "app/ports/crypto.h"
#include "app/ports/paymentgateway.h"
#include "drivers/payment/settings.h"
#include "drivers/payment/wechatkeys.h"

namespace menzhen::payment {

/// What a notification may weigh; theirs have about 2 kB.
inline constexpr std::size_t maxNoticeBytes = 64 * 1024;

/// As ports::PaymentGateway::readNotice says. The order of the checks: signature over the raw
/// bytes, age, decryption, merchant, shape.
core::Result<ports::PaymentNotice>
readWechatNotice(const ports::Crypto& crypto, const WechatSettings& settings,
                 const WechatKeys& keys, const std::map<std::string, std::string>& headers,
                 const std::string& body, std::int64_t nowMs);

} // namespace menzhen::payment
