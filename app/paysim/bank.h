// SPDX-License-Identifier: Apache-2.0
// What both platforms do with money, over the ledger: orders age, wallets pay, money goes back.
// How a platform says it stands in wechat.h and alipay.h.
// Thread: the desk's. Everything but the constructor runs inside Ledger::transact.
#pragma once

#include "app/paysim/faults.h"
#include "app/paysim/ledger.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace menzhen::paysim {

/// What became of a wallet's code at the till.
enum class CodeVerdict { Pays, AsksPassword, PaysLater, Cancels, Poor, Unknown, Used, Expired };

/// Runs the task on the desk, in a transaction, so many milliseconds later.
using Later = std::function<void(std::int64_t ms, std::function<void()> task)>;

class Bank {
public:
    Bank(Ledger& ledger, Faults& faults, std::function<std::int64_t()> utcMs, Later later)
        : ledger_(ledger), faults_(faults), utcMs_(std::move(utcMs)), later_(std::move(later)) {}

    std::function<void(const Order&)> onPaid; ///< may queue a notification
    std::function<void(const Order&, const Refund&)> onRefund;

    std::int64_t now() const { return utcMs_(); }

    Ledger& ledger() { return ledger_; }

    Faults& faults() { return faults_; }

    /// As it is now: what time alone has changed is saved first.
    std::optional<Order> order(const std::string& platform, const std::string& number);
    std::optional<Order> aged(std::optional<Order> order);
    std::vector<Order> orders();

    /// Charges the order, once; from every state that is not paid.
    void pay(Order& order, const std::string& user);
    /// The patient has pressed "pay" and the platform works on it for so long.
    void payLater(const Order& order, const std::string& user, std::int64_t ms);
    bool isBeingPaid(const Order& order) const;
    void stopPaying(const Order& order);

    /// Closed or reversed; what was paid goes back whole, under `name` ("REVERSE" "CANCEL").
    void end(Order& order, OrderState state, const std::string& name);

    core::Fen refundable(const Order& order);
    Refund refund(const Order& order, Refund wanted, const FaultSite& site);

    CodeVerdict judgeCode(const std::string& platform, const std::string& code, core::Fen amount,
                          const FaultSite& site);
    /// Binds the code to the order and lets its mood do what it does later.
    void useCode(const Order& order, CodeVerdict verdict);
    WalletCode newCode(const std::string& platform, const std::string& mood);

    void later(std::int64_t ms, std::function<void()> task) { later_(ms, std::move(task)); }

    std::string transactionNumber(const std::string& platform);

private:
    Ledger& ledger_;
    Faults& faults_;
    std::function<std::int64_t()> utcMs_;
    Later later_;
    std::map<std::string, std::string> beingPaid_; ///< platform/number -> the user who pays
};

} // namespace menzhen::paysim
