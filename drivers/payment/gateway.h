// SPDX-License-Identifier: Apache-2.0
// ports::PaymentGateway on the real wire: WeChat Pay (v3, and v2 for payment codes where that is
// configured) and Alipay. It logs nothing: what an answer says stands in its code, how often in
// counts(). docs/payment-seams.md says what is not here.
#pragma once

#include "app/ports/chance.h"
#include "app/ports/clock.h"
#include "app/ports/crypto.h"
#include "app/ports/paymentgateway.h"
#include "drivers/payment/carrier.h"
#include "drivers/payment/counts.h"
#include "drivers/payment/settings.h"

#include <atomic>
#include <memory>

namespace menzhen::payment {

class Alipay;
class Platform;
class WechatKeys;
class WechatV3;

class Gateway final : public ports::PaymentGateway {
public:
    /// Keys are looked over here. Errors: Data "bad-key", whose detail says which key and why.
    /// The three ports outlive it; `clock` gives the times that are signed.
    static core::Result<std::unique_ptr<Gateway>> open(Settings settings,
                                                       const ports::Crypto& crypto,
                                                       ports::Chance& chance,
                                                       const ports::Clock& clock);
    ~Gateway() override;

    bool serves(ports::PaymentChannel channel) const override;

    /// The deadline (answerMostMs) runs from the moment of sending: a question may wait before it
    /// for the rate. What is refused before it is sent ("number-shape" and so on, refusal.h) is
    /// Failed for Open and Charge, else Unknown; "busy" and "channel-off" likewise were not sent.
    void ask(const ports::PaymentQuestion& question, Done done) override;

    core::Result<ports::PaymentNotice> readNotice(ports::PaymentChannel channel,
                                                  const std::map<std::string, std::string>& headers,
                                                  const std::string& body,
                                                  std::int64_t nowMs) const override;

    /// By name: "asked", "answered", each refusal before sending, each reason why an answer was not
    /// believed ("no-answer" "answer-size" "http" "no-signature" "bad-signature" "unknown-key"
    /// "clock" ...), "misset", and each verdict on notifications ("notice" "notice-age" ...).
    std::map<std::string, std::uint64_t> counts() const { return counts_.read(); }

private:
    Gateway(Settings settings, const ports::Crypto& crypto, ports::Chance& chance,
            const ports::Clock& clock);

    core::Result<void> openPlatforms();
    const Platform* platform(ports::PaymentChannel channel) const;
    Moment moment() const;
    void tell(Done done, ports::PaymentAnswer answer);
    void countAnswer(const ports::PaymentAnswer& answer);
    void keepCertificates(bool now);
    core::Result<ports::PaymentNotice>
    judgeNotice(ports::PaymentChannel channel, const std::map<std::string, std::string>& headers,
                const std::string& body, std::int64_t nowMs) const;

    Settings settings_;
    const ports::Crypto& crypto_;
    ports::Chance& chance_;
    const ports::Clock& clock_;
    std::unique_ptr<WechatKeys> wechatKeys_;
    std::unique_ptr<WechatV3> wechat_;
    std::unique_ptr<Platform> wechatCode_; ///< v2, when that is configured
    std::unique_ptr<Alipay> alipay_;
    mutable Counts counts_;
    std::atomic<std::int64_t> certificatesAtMs_{0}; ///< monotonic; when they were fetched last
    std::unique_ptr<Carrier> carrier_;              ///< last: its thread uses all of the above
};

} // namespace menzhen::payment
