// SPDX-License-Identifier: Apache-2.0
// WeChat Pay's words as the port's. Codes and states are compared without underscores: v2 and v3,
// and pages of one version, spell them differently. A word that is not in a table is Unknown.
#pragma once

#include "app/core/paymentwords.h"

#include <string_view>

namespace menzhen::payment {

/// The error code of a verified answer.
core::PaymentSaid wechatCodeSays(std::string_view code, core::PaymentVerb verb);

/// trade_state of a query, a charge or a notification.
core::PaymentSaid wechatStateSays(std::string_view state);

/// REVOKED of an order that names its payment: money came first, and the reverse gave it back.
/// Without these two fields (WeChat Pay's pages promise them of paid orders alone) nobody can tell.
bool wasPaidThenReversed(const core::PaymentAnswer& answer);

/// status, refund_status, and v2's refund_status_0.
core::PaymentSaid wechatRefundSays(std::string_view status);

} // namespace menzhen::payment
