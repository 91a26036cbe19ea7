// SPDX-License-Identifier: Apache-2.0
// A payment platform in memory: both brands' orders, what their owners' wallets do to them, and a
// ledger that a test holds against our books. It answers at once and truly; what gets lost or late
// on the way is the test's affair. What the documents leave open is a switch.
#pragma once

#include "app/core/paymentwords.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace menzhen::sim {

/// What a wallet's code will do when it is charged.
enum class WalletMood { Pays, AsksPassword, Refuses };
enum class RefundMood { Done, Going, Abnormal, Closed, PoorOnce };

/// Doubts of docs/payments.md, both ways.
struct PlatformHabits {
    bool cancelKillsQr = true;       ///< an Alipay cancel of an unscanned QR
    bool endLeavesTombstone = false; ///< an end of an order that is not there (yet) closes it
    bool saysReturned = true;        ///< an order whose cancel gave money back: Returned or Closed
    int endsAgain = 0;               ///< so many ends are answered "again" (recall, retry_flag)
    int closesLimited = 0;           ///< so many closes get FREQUENCY_LIMITED and do nothing
    RefundMood refund = RefundMood::Done;
};

class PaymentPlatform {
public:
    PlatformHabits habits;

    core::PaymentAnswer answer(const core::PaymentQuestion& question, std::int64_t nowMs);

    // The wallets.
    void promise(const std::string& authCode, WalletMood mood) { moods_[authCode] = mood; }

    /// False: the QR is dead, or somebody else's.
    bool scan(const std::string& number, std::int64_t nowMs);
    /// After a scan, or the password of a code. False: it is over.
    bool pay(const std::string& number, std::int64_t nowMs);
    /// Gives refunds that are under way their end.
    void settleRefunds();

    /// Fen of this order that are with the hospital now.
    core::Fen keptFen(const std::string& number) const;
    core::Fen refundedFen(const std::string& number) const;

    bool wasPaid(const std::string& number) const {
        const auto found = orders_.find(number);
        return found != orders_.end() && found->second.paidAtMs != 0;
    }

    std::vector<std::string> numbers() const;

private:
    enum class State { QrMade, Unpaid, Paying, Paid, Closed, Reversed };

    struct Refund {
        core::Fen fen = 0;
        core::PaymentSaid state = core::PaymentSaid::RefundDone;
    };

    struct Order {
        core::PaymentChannel channel = core::PaymentChannel::WechatQr;
        core::Fen amountFen = 0;
        std::int64_t expiresAtMs = 0;
        State state = State::Unpaid;
        bool returned = false; ///< by its end
        std::int64_t paidAtMs = 0;
        std::map<std::string, Refund> refunds;
    };

    core::PaymentAnswer open(const core::PaymentQuestion& q);
    core::PaymentAnswer charge(const core::PaymentQuestion& q, std::int64_t nowMs);
    core::PaymentAnswer query(const core::PaymentQuestion& q, std::int64_t nowMs);
    core::PaymentAnswer end(const core::PaymentQuestion& q);
    core::PaymentAnswer closeTrade(const std::string& number);
    core::PaymentAnswer refund(const core::PaymentQuestion& q);
    core::PaymentAnswer refundQuery(const core::PaymentQuestion& q);
    static core::PaymentAnswer say(core::PaymentSaid said, const char* code = "");
    core::PaymentAnswer sayPaid(const std::string& number, const Order& order) const;

    std::map<std::string, Order> orders_;
    std::map<std::string, WalletMood> moods_;
    bool poor_ = true; ///< RefundMood::PoorOnce: the account was not filled yet
};

} // namespace menzhen::sim
