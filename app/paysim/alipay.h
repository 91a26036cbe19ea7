// SPDX-License-Identifier: Apache-2.0
// Alipay's face-to-face payment: precreate, pay, query, cancel, close, refund, refund query and
// notifications (payments.md 9 to 13). A precreated order is no trade until somebody scans it.
// Thread: the desk's.
#pragma once

#include "app/paysim/alipaywire.h"

namespace menzhen::paysim {

class Alipay final : public Platform {
public:
    Alipay(const Keyring& keys, Bank& bank) : keys_(keys), bank_(bank), wire_(keys, bank) {}

    FaultSite siteOf(const HttpRequest& request, const std::string& verb) const override;
    HttpResponse take(const Call& call) override;

    Letter letter(const Notice& notice) override { return wire_.letter(notice); }

    bool isAcknowledged(int status, const std::string& body) const override;
    std::int64_t pauseAfter(int tries) const override;

    /// What a notification says; the caller queues it. With a refund: of that.
    std::string notice(const Order& order, const Refund* refund,
                       const std::string& wrong = {}) const;

    std::string tradeStatus(const Order& order) const; ///< WAIT_BUYER_PAY ...

private:
    using Json = nlohmann::json;
    using Answer = nlohmann::ordered_json;

    HttpResponse done(const Call& call, const AlipayFields& fields, const Json& content);
    HttpResponse precreate(const Call& call, const AlipayFields& fields, const Json& content);
    HttpResponse openAgain(const Call& call, Order order, const Order& wanted);
    HttpResponse pay(const Call& call, const AlipayFields& fields, const Json& content);
    HttpResponse paidBefore(const Call& call, const Order& order, const Order& wanted);
    HttpResponse query(const Call& call, const std::optional<Order>& order);
    HttpResponse cancel(const Call& call, std::optional<Order> order);
    HttpResponse cancelUnscanned(const Call& call, Order order);
    HttpResponse close(const Call& call, std::optional<Order> order);
    HttpResponse refund(const Call& call, const std::optional<Order>& order, const Json& content);
    HttpResponse refundQuery(const Call& call, const std::optional<Order>& order,
                             const Json& content);

    core::Result<Order> madeFrom(const AlipayFields& fields, const Json& content) const;
    std::optional<Order> named(const Json& content);
    Answer trade(const Order& order) const;
    Answer refundAnswer(const Order& order, bool moved) const;
    core::Fen refundedFen(const Order& order) const;
    void payInRace(const Call& call, Order& order);
    void payLate(const Call& call, const Order& order);

    const Keyring& keys_;
    Bank& bank_;
    AlipayWire wire_;
};

} // namespace menzhen::paysim
