// SPDX-License-Identifier: Apache-2.0
// Notifications from the moment of payment to their acknowledgement: queued in the ledger in the
// transaction that they tell of, sent by the courier, repeated as each platform repeats them, and
// spoilt by the faults of the group "notify".
// Thread: the desk's.
#pragma once

#include "app/paysim/alipay.h"
#include "app/paysim/bank.h"
#include "app/paysim/courier.h"
#include "app/paysim/desk.h"
#include "app/paysim/wechat.h"

#include <utility>

namespace menzhen::paysim {

class Notices {
public:
    Notices(Bank& bank, Wechat& wechat, Alipay& alipay, Desk& desk)
        : bank_(bank), wechat_(wechat), alipay_(alipay), desk_(desk) {}

    void paid(const Order& order);
    void refunded(const Order& order, const Refund& refund);
    /// Those of before the start that nobody acknowledged.
    void begin();

    void stop() { courier_.stop(); }

    /// How much longer the call under way is to wait for its answer ("notice-early"). Asked once.
    std::int64_t takeHeldMs() { return std::exchange(heldMs_, 0); }

private:
    void queue(const Notice& notice, const FaultSite& site, const std::vector<Notice>& wrong);
    void add(Notice notice, std::int64_t dueMs);
    void schedule(std::int64_t row, std::int64_t dueMs);
    void send(std::int64_t row);
    void heard(const Notice& notice, const Letter& letter, int status, const std::string& body);
    Platform& platformOf(const std::string& name);
    std::string bodyOf(const Order& order, const Refund* refund, const std::string& wrong) const;

    Bank& bank_;
    Wechat& wechat_;
    Alipay& alipay_;
    Desk& desk_;
    std::int64_t heldMs_ = 0;
    Courier courier_; ///< last: its threads end first
};

} // namespace menzhen::paysim
