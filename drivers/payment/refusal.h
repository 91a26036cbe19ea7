// SPDX-License-Identifier: Apache-2.0
// What is never sent: numbers, amounts and codes outside their shapes. Pure.
#pragma once

#include "app/core/paymentwords.h"

#include <cstdint>
#include <string>

namespace menzhen::payment {

/// Empty: it may be sent. Else "number-shape" "amount-range" "subject-shape" "expired" "code-shape"
/// "terminal-shape" "refund-shape" "refund-range" "verb-channel" (an Open of a code, a Charge of a
/// QR).
std::string refusalOf(const core::PaymentQuestion& question, std::int64_t nowMs);

} // namespace menzhen::payment
