// SPDX-License-Identifier: Apache-2.0
// Money on its way back: what a refund is made of, and what an answer about one means. For the
// .cpp files of core/payment alone. Thread: values; any.
#pragma once

#include "app/core/payment.h"

#include <string>
#include <vector>

namespace menzhen::core {

/// What is left of an order is given back, under a number that follows from the order's.
void refundAttempt(PaymentAttempt& attempt, const std::string& why, std::int64_t nowMs);

/// What was said of the refund at this place of the attempt's, which is not final.
void hearRefund(PaymentAttempt& attempt, std::size_t place, const PaymentAnswer& answer,
                std::int64_t nowMs, std::vector<PaymentEffect>& effects);

} // namespace menzhen::core
