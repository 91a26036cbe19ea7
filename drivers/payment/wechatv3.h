// SPDX-License-Identifier: Apache-2.0
// WeChat Pay APIv3: Native, payment codes, queries, close, reverse, refunds. Thread: any.
#pragma once

#include "drivers/payment/platform.h"
#include "drivers/payment/settings.h"
#include "drivers/payment/wechatkeys.h"

#include <memory>

namespace menzhen::payment {

class WechatV3 final : public Platform {
public:
    /// `keys` outlives it. Error: Data "bad-key".
    static core::Result<std::unique_ptr<WechatV3>> open(const WechatSettings& settings,
                                                        const std::string& notifyUrl,
                                                        const std::string& store,
                                                        const WechatKeys& keys);

    HttpRequest request(const core::PaymentQuestion& question, const Moment& moment) const override;
    core::PaymentAnswer answer(const core::PaymentQuestion& question, const HttpAnswer& http,
                               std::int64_t nowMs) const override;

    /// GET /v3/certificates (wechatcertificates.h reads the answer).
    HttpRequest certificateRequest(const Moment& moment) const;

private:
    WechatV3(const WechatSettings& settings, std::string notifyUrl, std::string store,
             const WechatKeys& keys, RsaPrivateKey key);

    HttpRequest signedRequest(HttpRequest request, const Moment& moment) const;
    std::string openBody(const core::PaymentQuestion& question) const;
    std::string chargeBody(const core::PaymentQuestion& question) const;
    std::string refundBody(const core::PaymentQuestion& question) const;
    core::PaymentAnswer verified(const core::PaymentQuestion& question,
                                 const HttpAnswer& http) const;

    WechatSettings settings_;
    std::string notifyUrl_;
    std::string store_;
    const WechatKeys* keys_;
    RsaPrivateKey key_;
};

} // namespace menzhen::payment
