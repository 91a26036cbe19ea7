// SPDX-License-Identifier: Apache-2.0
// A platform's protocol without its carrier: a question becomes a request, bytes become an answer.
// One class a protocol; nothing here opens a socket or looks at a clock.
#pragma once

#include "app/core/paymentwords.h"
#include "drivers/payment/http.h"

#include <string>

namespace menzhen::payment {

class Platform {
public:
    virtual ~Platform() = default;

    /// Made when it is sent, so that its time is fresh. The question was looked over before.
    virtual HttpRequest request(const core::PaymentQuestion& question,
                                const Moment& moment) const = 0;

    /// What the answer to it says. Everything that is not verified is Unknown, but for one thing:
    /// a refusal of our own signature, which a platform may be unable to sign, is Misset. It says
    /// nothing of any order.
    virtual core::PaymentAnswer answer(const core::PaymentQuestion& question,
                                       const HttpAnswer& http, std::int64_t nowMs) const = 0;
};

inline core::PaymentAnswer unknownAnswer(std::string code, std::int64_t skewMs = 0) {
    core::PaymentAnswer answer;
    answer.code = std::move(code);
    answer.skewMs = skewMs;
    return answer;
}

inline core::PaymentAnswer saidAnswer(core::PaymentSaid said, std::string code,
                                      std::int64_t skewMs) {
    core::PaymentAnswer answer = unknownAnswer(std::move(code), skewMs);
    answer.said = said;
    return answer;
}

/// "http-502".
inline std::string httpCode(int status) {
    return "http-" + std::to_string(status);
}

} // namespace menzhen::payment
