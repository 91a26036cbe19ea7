// SPDX-License-Identifier: Apache-2.0
// Alipay's words as the port's. Compared without what stands before the point and without "_" and
// "-": "ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR". A word that is not in a table is Unknown.
#pragma once

#include "app/core/paymentwords.h"

#include <string_view>

namespace menzhen::payment {

/// `code` and `sub_code` of a verified answer that is neither 10000 nor 10003.
core::PaymentSaid alipayCodeSays(std::string_view code, std::string_view subCode,
                                 core::PaymentVerb verb);

/// trade_status. TRADE_CLOSED stands both for "never paid" and for "paid and wholly refunded":
/// `paid` says whether the order was paid once.
core::PaymentSaid alipayStatusSays(std::string_view status, bool paid);

/// A refusal of our own identity, which is believed without a signature: who does not know us has
/// no key to sign for us with.
bool isIdentityRefusal(std::string_view subCode);

} // namespace menzhen::payment
