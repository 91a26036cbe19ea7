// SPDX-License-Identifier: Apache-2.0
// Questions, and what was made of an answer, for the tests of the three protocols.
#pragma once

#include "app/core/paymentwords.h"
#include "drivers/payment/platform.h"

#include <ostream>
#include <string>

namespace menzhen::payment {

inline constexpr const char* orderNumber = "K20260101000001";
inline constexpr const char* refundNumber = "K20260101000001R1";

inline core::PaymentQuestion question(core::PaymentVerb verb, core::PaymentChannel channel) {
    core::PaymentQuestion asked;
    asked.verb = verb;
    asked.channel = channel;
    asked.number = orderNumber;
    asked.amountFen = 1234;
    asked.subject = "门诊缴费";
    asked.expiresAtMs = 1'767'225'600'000 + 300'000;
    asked.authCode =
        channel == core::PaymentChannel::WechatCode ? "134567890123456789" : "287654321098765432";
    asked.terminal = "K1";
    asked.refundNumber = refundNumber;
    asked.refundFen = 234;
    return asked;
}

inline const char* nameOf(core::PaymentSaid said) {
    constexpr const char* names[] = {
        "Opened",      "Paid",           "Unpaid",       "Paying",   "Closed", "Reversed",
        "Returned",    "Missing",        "Ended",        "EndAgain", "Failed", "RefundDone",
        "RefundGoing", "RefundAbnormal", "RefundClosed", "Misset",   "Unknown"};
    return names[static_cast<int>(said)];
}

/// "Paid SUCCESS 4200 1234 0 1767225600000": all but the QR and the skew, on one line.
inline std::string shown(const core::PaymentAnswer& answer) {
    return std::string(nameOf(answer.said)) + " " + answer.code + " " + answer.transaction + " " +
           std::to_string(answer.amountFen) + " " + std::to_string(answer.refundedFen) + " " +
           std::to_string(answer.paidAtMs);
}

} // namespace menzhen::payment
