// SPDX-License-Identifier: Apache-2.0
// WeChat's older interface in XML, for merchants whose payment codes have no v3: micropay,
// orderquery, reverse, refund, refundquery (payments.md 3). The real one wants the merchant's
// certificate over TLS for reverse and refund; over the sandbox's plain wire there is none.
// Thread: the desk's.
#pragma once

#include "app/paysim/flatxml.h"
#include "app/paysim/wechat.h"

namespace menzhen::paysim {

class Wechat2 final : public Platform {
public:
    Wechat2(const Keyring& keys, Bank& bank, Wechat& wechat)
        : keys_(keys), bank_(bank), wechat_(wechat) {}

    FaultSite siteOf(const HttpRequest& request, const std::string& verb) const override;
    HttpResponse take(const Call& call) override;

    Letter letter(const Notice& notice) override { return wechat_.letter(notice); }

    bool isAcknowledged(int status, const std::string& body) const override {
        return wechat_.isAcknowledged(status, body);
    }

    std::int64_t pauseAfter(int tries) const override { return wechat_.pauseAfter(tries); }

private:
    std::optional<std::string> refuses(const XmlFields& fields) const;
    XmlFields done(const Call& call, const XmlFields& fields);
    XmlFields micropay(const Call& call, const XmlFields& fields);
    XmlFields chargedBefore(const Order& order, const std::string& made);
    XmlFields charge(const Call& call, Order order);
    XmlFields orderquery(const Call& call, const XmlFields& fields);
    XmlFields reverse(const Call& call, const XmlFields& fields);
    XmlFields refund(const Call& call, const XmlFields& fields);
    XmlFields refundquery(const Call& call, const XmlFields& fields);
    XmlFields trade(const Order& order, const FaultSite* site) const;
    HttpResponse answer(const Call& call, XmlFields fields, const XmlFields& request) const;
    std::string signatureOf(const XmlFields& fields, const std::string& signType) const;

    const Keyring& keys_;
    Bank& bank_;
    Wechat& wechat_;
};

} // namespace menzhen::paysim
