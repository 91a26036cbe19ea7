// SPDX-License-Identifier: Apache-2.0
// A notification of Alipay. Pure; thread: any. It has no time that could be held against a replay:
// what stops one is that booking the same fact twice changes nothing.
#pragma once

#include "app/ports/paymentgateway.h"
#include "drivers/payment/rsakey.h"
#include "drivers/payment/settings.h"

namespace menzhen::payment {

/// As ports::PaymentGateway::readNotice says. About a refund it says RefundGoing at most: only the
/// refund query proves one.
core::Result<ports::PaymentNotice> readAlipayNotice(const AlipaySettings& settings,
                                                    const RsaPublicKey& theirKey,
                                                    const std::string& body);

} // namespace menzhen::payment
