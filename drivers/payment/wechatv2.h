// SPDX-License-Identifier: Apache-2.0
// WeChat Pay v2, for merchants whose payment codes are not open in v3 yet: micropay, orderquery,
// reverse, refund, refundquery. XML, signed with a shared key; reverse and refund over mutual TLS.
// Thread: any.
#pragma once

#include "app/ports/crypto.h"
#include "drivers/payment/platform.h"
#include "drivers/payment/settings.h"
#include "drivers/payment/xmlfields.h"

namespace menzhen::payment {

/// Parameters that are not empty, without `sign`, by name, "k=v" joined by "&", then "&key=KEY".
std::string v2Text(const Fields& fields, const std::string& key);
/// Hexadecimal, upper case.
std::string v2Signature(const ports::Crypto& crypto, const Fields& fields, const std::string& key,
                        V2Sign kind);

class WechatV2 final : public Platform {
public:
    /// `crypto` outlives it.
    WechatV2(const WechatSettings& settings, const ports::Crypto& crypto)
        : settings_(settings), crypto_(&crypto) {}

    HttpRequest request(const core::PaymentQuestion& question, const Moment& moment) const override;
    core::PaymentAnswer answer(const core::PaymentQuestion& question, const HttpAnswer& http,
                               std::int64_t nowMs) const override;

private:
    bool isSigned(const Fields& fields) const;
    core::PaymentAnswer verified(const core::PaymentQuestion& question, const Fields& fields) const;

    WechatSettings settings_;
    const ports::Crypto* crypto_;
};

} // namespace menzhen::payment
