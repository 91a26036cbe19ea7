// SPDX-License-Identifier: Apache-2.0
// WeChat Pay APIv3: native, codepay, query, close, reverse, refunds, certificates, notifications
// (payments.md 1 to 7). The older XML interface stands in wechat2.h.
// Thread: the desk's.
#pragma once

#include "app/paysim/wechatwire.h"

#include <nlohmann/json.hpp>

namespace menzhen::paysim {

class Wechat final : public Platform {
public:
    Wechat(const Keyring& keys, Bank& bank) : keys_(keys), bank_(bank), wire_(keys, bank) {}

    FaultSite siteOf(const HttpRequest& request, const std::string& verb) const override;
    HttpResponse take(const Call& call) override;

    Letter letter(const Notice& notice) override { return wire_.letter(notice); }

    bool isAcknowledged(int status, const std::string& body) const override;
    std::int64_t pauseAfter(int tries) const override;

    /// What a notification says; the caller queues it.
    std::string paidNotice(const Order& order, const std::string& wrong = {}) const;
    std::string refundNotice(const Order& order, const Refund& refund) const;

    /// Query's word for an order: NOTPAY, SUCCESS ...
    std::string tradeState(const Order& order) const;

private:
    using Json = nlohmann::json;
    using Answer = nlohmann::ordered_json;

    HttpResponse native(const Call& call, const Json& body);
    HttpResponse openAgain(const Call& call, Order order, const Json& body);
    HttpResponse codepay(const Call& call, const Json& body);
    HttpResponse chargedBefore(const Call& call, const Order& order, const Json& body);
    HttpResponse charge(const Call& call, Order order, CodeVerdict verdict);
    HttpResponse userPaying(const Call& call, const Order& order);
    HttpResponse query(const Call& call, std::optional<Order> order);
    HttpResponse close(const Call& call);
    HttpResponse reverse(const Call& call);
    HttpResponse reverseUnknown(const Call& call, const std::string& number, const Answer& done);
    HttpResponse refund(const Call& call, const Json& body);
    HttpResponse refundQuery(const Call& call);
    HttpResponse certificates(const Call& call);
    HttpResponse done(const Call& call);

    std::optional<WechatRefusal> wrongIds(const Json& body) const;
    std::optional<WechatRefusal> unrefundable(const Order& order, const Json& body);
    Answer trade(const Order& order, const FaultSite* site) const;
    Answer refundAnswer(const Order& order, const Refund& refund) const;
    Order madeFrom(const Json& body) const;
    void giveQr(Order& order);

    const Keyring& keys_;
    Bank& bank_;
    WechatWire wire_;
};

} // namespace menzhen::paysim
