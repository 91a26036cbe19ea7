// SPDX-License-Identifier: Apache-2.0
// The platforms' own books, in one SQLite file: what nobody may doubt afterwards. Every change is
// in a transaction of write-ahead log, so that a kill at any moment loses nothing that was
// answered. A charge has a row of its own whose key is the order, so none is ever made twice.
// Errors: calls throw SQLite::Exception; transact() catches. Thread: one owner (the desk's).
#pragma once

#include "app/core/money.h"
#include "app/core/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace menzhen::paysim {

/// Persistent: the numbers stand in the file.
enum class OrderState {
    Unscanned = 0, ///< Alipay: a QR without a trade
    Unpaid = 1,
    Paying = 2, ///< a wallet waits for its owner
    Paid = 3,
    Closed = 4,
    Reversed = 5, ///< given back if it was paid
    Failed = 6,   ///< a code payment that was refused or cancelled
};

std::string stateName(OrderState state); ///< "unscanned" ... as GET /ledger says it

struct Order {
    std::string platform; ///< "wechat" "alipay"
    std::string number;
    bool byCode = false; ///< the wallet showed a code; else we showed a QR
    OrderState state = OrderState::Unpaid;
    core::Fen amountFen = 0;
    std::string subject;
    std::string attach; ///< passback_params with Alipay
    std::string notifyUrl;
    std::string made; ///< of what it was made: another under the same number is refused
    std::string qr;   ///< the one that counts
    std::int64_t qrUntilMs = 0;
    std::int64_t lastMomentMs = 0; ///< to pay; 0: none
    std::string authCode;
    std::string user; ///< who scanned or paid
    std::string transaction;
    std::int64_t createdMs = 0;
    std::int64_t paidMs = 0;
    std::int64_t endedMs = 0;
    int opens = 0; ///< how often its QR was asked for

    bool wasPaid() const { return paidMs != 0; }
};

enum class RefundOutcome { Done = 0, Abnormal = 1, Closed = 2, Never = 3 };

struct Refund {
    std::string platform;
    std::string number;
    std::string refundNumber; ///< "REVERSE", "CANCEL": given back by ending the order
    core::Fen fen = 0;
    RefundOutcome outcome = RefundOutcome::Done; ///< what it will be at `dueMs`
    std::int64_t createdMs = 0;
    std::int64_t dueMs = 0;
    std::string refundId;
    std::string reason;
    std::string made;

    bool isGoing(std::int64_t nowMs) const {
        return nowMs < dueMs || outcome == RefundOutcome::Never;
    }

    bool isDone(std::int64_t nowMs) const {
        return !isGoing(nowMs) && outcome == RefundOutcome::Done;
    }

    /// Its amount cannot be refunded again.
    bool holds(std::int64_t nowMs) const {
        return isGoing(nowMs) || outcome != RefundOutcome::Closed;
    }
};

std::string refundStateName(const Refund& refund, std::int64_t nowMs); ///< "done" "going" ...

struct WalletCode {
    std::string code;
    std::string platform;
    std::string mood;
    std::int64_t madeMs = 0;
    std::string number; ///< of the order that used it; empty: none yet
};

/// A notification that is to be sent. `body` is what is signed; how often, and until when.
struct Notice {
    std::int64_t row = 0;
    std::string platform;
    std::string url;
    std::string body;
    std::string how; ///< empty: properly; else a fault's name
    std::int64_t value = 0;
    std::int64_t dueMs = 0;
    int tries = 0;
};

class Ledger {
public:
    /// Errors: Device "ledger".
    static core::Result<std::unique_ptr<Ledger>> open(const std::string& path);
    ~Ledger();

    /// Rolled back, with Error Device "ledger", when something throws.
    core::Result<void> transact(const std::function<void()>& work);

    std::optional<Order> order(const std::string& platform, const std::string& number);
    std::optional<Order> orderOfTransaction(const std::string& platform, const std::string& number);
    /// By any QR that was ever given out; whether it still counts says `Order::qr`.
    std::optional<Order> orderOfQr(const std::string& qr);
    std::vector<Order> orders(); ///< in the order of their making
    void save(const Order& order);
    void rememberQr(const std::string& qr, const Order& order);

    /// Throws when this order was charged before.
    void charge(const Order& order);

    std::vector<Refund> refunds(const std::string& platform, const std::string& number);
    std::optional<Refund> refund(const std::string& platform, const std::string& number,
                                 const std::string& refundNumber);
    /// WeChat's refund numbers are the merchant's, whatever the order.
    std::optional<Refund> refundNamed(const std::string& platform, const std::string& refundNumber);
    void addRefund(const Refund& refund);

    std::optional<WalletCode> code(const std::string& code);
    void save(const WalletCode& code);

    std::int64_t addNotice(const Notice& notice);
    std::optional<Notice> notice(std::int64_t row);
    std::vector<std::int64_t> waitingNotices();
    void noticeTried(std::int64_t row, std::int64_t nextMs); ///< `nextMs` 0: no more

private:
    explicit Ledger(std::unique_ptr<SQLite::Database> database);
    std::vector<Order> ordersWhere(const char* condition, const std::vector<std::string>& values);
    std::vector<Refund> refundsWhere(const char* condition, const std::vector<std::string>& values);

    std::unique_ptr<SQLite::Database> database_;
};

} // namespace menzhen::paysim
