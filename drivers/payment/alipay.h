// SPDX-License-Identifier: Apache-2.0
// Alipay's gateway: precreate, pay, query, close, cancel, refund, refund query. Thread: any.
//
// An End closes a QR's trade that a query has just found unpaid: a payment that comes in between
// wins, and is booked. Where no trade is known to be there, it cancels: that kills what a close
// cannot (a code that nobody has scanned), and gives the money back when it was paid after all.
#pragma once

#include "drivers/payment/alipaysign.h"
#include "drivers/payment/platform.h"
#include "drivers/payment/rsakey.h"
#include "drivers/payment/settings.h"

#include <memory>

namespace menzhen::payment {

class Alipay final : public Platform {
public:
    /// Error: Data "bad-key".
    static core::Result<std::unique_ptr<Alipay>> open(const AlipaySettings& settings,
                                                      const std::string& notifyUrl);

    HttpRequest request(const core::PaymentQuestion& question, const Moment& moment) const override;
    core::PaymentAnswer answer(const core::PaymentQuestion& question, const HttpAnswer& http,
                               std::int64_t nowMs) const override;

    const RsaPublicKey& theirKey() const { return theirs_; }

private:
    Alipay(const AlipaySettings& settings, std::string notifyUrl, RsaPrivateKey ours,
           RsaPublicKey theirs);

    AlipaySettings settings_;
    std::string notifyUrl_;
    RsaPrivateKey ours_;
    RsaPublicKey theirs_;
};

} // namespace menzhen::payment
