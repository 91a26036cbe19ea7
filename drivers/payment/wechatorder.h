// SPDX-License-Identifier: Apache-2.0
// What WeChat Pay APIv3 says of an order or a refund: the same fields stand in a query's answer, a
// charge's answer and a decrypted notification. For the .cpp files of this room alone.
#pragma once

#include "app/core/paymentwords.h"
#include "drivers/payment/reading.h"

#include <string>

namespace menzhen::payment {

struct WechatMerchant {
    std::string appid;
    std::string mchid;
};

/// `number` empty: any (a notification). Unknown "other-merchant" "other-order" "answer-shape"
/// "currency" "state-NAME" when it is not what was asked about or not understood.
core::PaymentAnswer wechatOrder(const Json& json, const WechatMerchant& ours,
                                const std::string& number);

/// `status`, or `refund_status` in a notification; both numbers empty: any.
core::PaymentAnswer wechatRefund(const Json& json, const std::string& number,
                                 const std::string& refundNumber);

} // namespace menzhen::payment
