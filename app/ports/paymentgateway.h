// SPDX-License-Identifier: Apache-2.0
// A payment platform (WeChat Pay, Alipay) as the registry sees it: a question goes out under a
// number of ours, an answer comes back or does not. The gateway judges nothing: it says what a
// *verified* answer says, and Unknown for everything else (no answer, no valid signature, a code
// that nobody knows), because a payment whose outcome is not known is resolved by asking again,
// never by guessing. What follows from an answer is core/payment's affair.
#pragma once

#include "app/core/paymentwords.h"
#include "app/core/result.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace menzhen::ports {

using core::PaymentAnswer;
using core::PaymentChannel;
using core::PaymentQuestion;
using core::PaymentSaid;
using core::PaymentVerb;

/// A notification whose signature, age, merchant and shape were verified. Amounts and numbers are
/// still to be compared with the books.
struct PaymentNotice {
    PaymentChannel channel = PaymentChannel::WechatQr; ///< the Qr one: a notice does not say more
    std::string notice; ///< the platform's id of it, the same when repeated
    std::string number;
    std::string refundNumber; ///< empty: it is about the payment
    PaymentAnswer answer;
};

class PaymentGateway {
public:
    using Done = std::function<void(PaymentAnswer)>;
    virtual ~PaymentGateway() = default;

    /// Whether a channel is configured.
    virtual bool serves(PaymentChannel channel) const = 0;

    /// Asks, and calls `done` exactly once, on the gateway's own thread, within the driver's
    /// deadline (PaymentSaid::Unknown "no-answer" after it). Returns at once. The caller has
    /// written down what it asks before. Thread: any.
    virtual void ask(const PaymentQuestion& question, Done done) = 0;

    /// Reads a notification as it came. `headers` with lower-case names; `nowMs` UTC.
    /// Errors: Data "notice-shape", Refused "notice-signature" "notice-age" "notice-key"
    /// "notice-merchant" "notice-probe" "notice-cipher". Pure; thread: any.
    virtual core::Result<PaymentNotice>
    readNotice(PaymentChannel channel, const std::map<std::string, std::string>& headers,
               const std::string& body, std::int64_t nowMs) const = 0;
};

} // namespace menzhen::ports
