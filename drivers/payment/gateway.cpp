// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/gateway.h"

#include "drivers/payment/alipay.h"
#include "drivers/payment/alipaynotice.h"
#include "drivers/payment/paymenttext.h"
#include "drivers/payment/refusal.h"
#include "drivers/payment/wechatcertificates.h"
#include "drivers/payment/wechatnotice.h"
#include "drivers/payment/wechatsign.h"
#include "drivers/payment/wechatv2.h"
#include "drivers/payment/wechatv3.h"

#include <algorithm>
#include <array>

namespace menzhen::payment {

namespace {

using core::PaymentAnswer;
using core::PaymentChannel;
using core::PaymentQuestion;
using core::PaymentSaid;
using core::PaymentVerb;

constexpr std::int64_t certificatesEveryMs = 12LL * 3'600'000;
constexpr std::int64_t certificatesLeastMs = 60'000; // after a key that nobody knew

bool isWechat(PaymentChannel channel) {
    return channel == PaymentChannel::WechatQr || channel == PaymentChannel::WechatCode;
}

/// What this driver says itself of an answer that it does not believe; all else is a platform's.
const std::array<const char*, 15> ownCodes{
    "no-answer",      "answer-size", "answer-shape",  "busy",           "no-signature",
    "signature-type", "unknown-key", "bad-signature", "clock",          "other-merchant",
    "other-order",    "currency",    "probe",         "v2-return-fail", "v2-refused"};

/// WeChat Pay's and Alipay's name for it. Nobody signs it: good for asking them, for nothing else.
std::string requestIdOf(const HttpAnswer& http) {
    const std::string id = headerOf(http.headers, "request-id");
    return codeForLog(id.empty() ? headerOf(http.headers, "trace_id") : id);
}

PaymentAnswer notSent(const PaymentQuestion& question, std::string why) {
    const bool paying = question.verb == PaymentVerb::Open || question.verb == PaymentVerb::Charge;
    return saidAnswer(paying ? PaymentSaid::Failed : PaymentSaid::Unknown, std::move(why), 0);
}

} // namespace

core::Result<std::unique_ptr<Gateway>> Gateway::open(Settings settings, const ports::Crypto& crypto,
                                                     ports::Chance& chance,
                                                     const ports::Clock& clock) {
    std::unique_ptr<Gateway> gateway(new Gateway(std::move(settings), crypto, chance, clock));
    if (auto opened = gateway->openPlatforms(); !opened) return tl::unexpected(opened.error());
    CarrierSettings carrier;
    carrier.queryRate = gateway->settings_.queryRate;
    if (const auto& wechat = gateway->settings_.wechat) {
        carrier.clientCertFile = wechat->clientCertFile;
        carrier.clientKeyFile = wechat->clientKeyFile;
    }
    gateway->carrier_ = std::make_unique<Carrier>(std::move(carrier));
    return gateway;
}

Gateway::Gateway(Settings settings, const ports::Crypto& crypto, ports::Chance& chance,
                 const ports::Clock& clock)
    : settings_(std::move(settings)), crypto_(crypto), chance_(chance), clock_(clock) {}

Gateway::~Gateway() = default;

core::Result<void> Gateway::openPlatforms() {
    if (const auto& wechat = settings_.wechat) {
        auto keys = WechatKeys::read(wechat->platformPem);
        if (!keys) return core::badData("bad-key", "platform_keys: " + keys.error().detail);
        wechatKeys_ = std::move(*keys);
        if (wechat->apiV3Key.size() != ports::aeadKeySize)
            return core::badData("bad-key", "api_v3_key: it has 32 bytes");
        auto v3 = WechatV3::open(*wechat, settings_.notifyUrl, settings_.store, *wechatKeys_);
        if (!v3) return core::badData("bad-key", "merchant_key: " + v3.error().detail);
        wechat_ = std::move(*v3);
        if (wechat->code == WechatCode::V2)
            wechatCode_ = std::make_unique<WechatV2>(*wechat, crypto_);
    }
    if (!settings_.alipay) return {};
    auto alipay = Alipay::open(*settings_.alipay, settings_.notifyUrl);
    if (!alipay) return tl::unexpected(alipay.error());
    alipay_ = std::move(*alipay);
    return {};
}

bool Gateway::serves(PaymentChannel channel) const {
    return platform(channel) != nullptr;
}

const Platform* Gateway::platform(PaymentChannel channel) const {
    if (!isWechat(channel)) return alipay_.get();
    if (channel == PaymentChannel::WechatQr || !wechat_) return wechat_.get();
    if (settings_.wechat->code == WechatCode::Off) return nullptr;
    return wechatCode_ ? wechatCode_.get() : wechat_.get();
}

Moment Gateway::moment() const {
    std::array<std::uint8_t, 16> bytes{};
    chance_.fill(bytes);
    return {clock_.utcMs(), core::toHex(bytes)};
}

void Gateway::tell(Done done, PaymentAnswer answer) {
    carrier_->post([done = std::move(done), answer = std::move(answer)]() mutable {
        done(std::move(answer));
    });
}

void Gateway::ask(const PaymentQuestion& question, Done done) {
    const Platform* const way = platform(question.channel);
    const std::string refused = way ? refusalOf(question, clock_.utcMs()) : "channel-off";
    counts_.add("asked");
    if (!refused.empty()) {
        counts_.add(refused);
        return tell(std::move(done), notSent(question, refused));
    }
    if (isWechat(question.channel)) keepCertificates(false);
    const bool asks =
        question.verb == PaymentVerb::Query || question.verb == PaymentVerb::RefundQuery;
    carrier_->send(
        asks ? Lane::Query : Lane::Action,
        [this, way, question] { return way->request(question, moment()); },
        [this, way, question, done = std::move(done)](const HttpAnswer& http) {
            PaymentAnswer answer = http.fault == "busy"
                                       ? notSent(question, http.fault)
                                       : way->answer(question, http, clock_.utcMs());
            answer.request = requestIdOf(http);
            countAnswer(answer);
            if (answer.code == "unknown-key") keepCertificates(true);
            done(std::move(answer));
        });
}

void Gateway::countAnswer(const PaymentAnswer& answer) {
    const bool own = std::find(ownCodes.begin(), ownCodes.end(), answer.code) != ownCodes.end();
    if (own)
        counts_.add(answer.code);
    else if (answer.code.starts_with("http-"))
        counts_.add("http");
    else if (answer.code.starts_with("state-"))
        counts_.add("state");
    else
        counts_.add("answered");
    if (answer.said == PaymentSaid::Misset) counts_.add("misset");
}

/// Platform certificates are fetched at the first question, twice a day, and when an answer is
/// signed with one that nobody knows. It changes nothing about the answer that showed it.
void Gateway::keepCertificates(bool now) {
    if (!wechatKeys_ || !wechatKeys_->usesCertificates()) return;
    const std::int64_t at = std::max<std::int64_t>(clock_.monotonicMs(), 1);
    std::int64_t last = certificatesAtMs_.load();
    const std::int64_t wanted = now ? certificatesLeastMs : certificatesEveryMs;
    if (last != 0 && at - last < wanted) return;
    if (!certificatesAtMs_.compare_exchange_strong(last, at)) return;
    carrier_->send(
        Lane::Query, [this] { return wechat_->certificateRequest(moment()); },
        [this](const HttpAnswer& http) {
            const auto learnt = learnCertificates(crypto_, settings_.wechat->apiV3Key, http,
                                                  clock_.utcMs(), *wechatKeys_);
            counts_.add(learnt ? "certificates" : "certificates-refused");
        });
}

core::Result<ports::PaymentNotice>
Gateway::readNotice(PaymentChannel channel, const std::map<std::string, std::string>& headers,
                    const std::string& body, std::int64_t nowMs) const {
    auto notice = judgeNotice(channel, headers, body, nowMs);
    counts_.add(notice ? "notice" : notice.error().code);
    return notice;
}

core::Result<ports::PaymentNotice>
Gateway::judgeNotice(PaymentChannel channel, const std::map<std::string, std::string>& headers,
                     const std::string& body, std::int64_t nowMs) const {
    if (isWechat(channel) ? !wechat_ : !alipay_)
        return core::refused("notice-merchant", "this platform is not in the site file");
    if (isWechat(channel))
        return readWechatNotice(crypto_, *settings_.wechat, *wechatKeys_, headers, body, nowMs);
    return readAlipayNotice(*settings_.alipay, alipay_->theirKey(), body);
}

} // namespace menzhen::payment
