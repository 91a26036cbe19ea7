// SPDX-License-Identifier: Apache-2.0
// A walk-in's fee, paid with a wallet before the ticket is printed: asks the registry, which alone
// knows the platforms (docs/openapi.yaml, payments). Nothing here decides about money: what a
// screen may say stands in Bill::state, and only the registry's word makes it "paid".
//
// An open() without an answer may have opened something: repeated with the same wish it asks under
// the same key, so that one wish is one attempt, however often the network fails.
// Thread: flow. Callbacks run there, once.
#pragma once

#include "app/core/money.h"
#include "app/flows/flowcontext.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace menzhen::flows {

inline constexpr int payBudgetMs = 4000; ///< for one answer; nobody is kept waiting by it
inline constexpr std::size_t maxBillLines = 8;

struct BillLine {
    TicketName label;
    core::Fen amountFen = 0;
    std::string amountText; ///< "7.50", yuan
};

struct Bill {
    std::string id;
    /// "opening" "waiting" "paying" "asking" "paid" "failed" "closing" "closed" "refunding"
    /// "refunded" "staff": what the patient may be told. Another one reads as "asking".
    std::string state;
    std::string channel; ///< "wechat-qr" ...; may be empty
    std::string qr;      ///< to be shown while `state` is "waiting"
    core::Fen amountFen = 0;
    std::string amountText;
    std::vector<BillLine> lines;
    std::int64_t expiresAtMs = 0; ///< the last moment to pay this way, by the registry's clock
    std::int64_t nowMs = 0;       ///< the registry's clock when it answered
    std::string reference;        ///< "3F9A-01BC"
    bool mayRetry = false;        ///< another way to pay may be chosen now
};

/// One wish to pay.
struct PayWish {
    std::string hold;
    std::string channel;
    std::string authCode; ///< of the patient's own code; empty for a QR. Never stored, never logged

    friend bool operator==(const PayWish&, const PayWish&) = default;
};

class PayBill {
public:
    using Told = std::function<void(core::Result<Bill>)>;

    explicit PayBill(FlowContext& context) : context_(context) {}

    /// The ways that are open now, in the registry's order; none when it cannot be asked.
    void channels(std::function<void(std::vector<std::string>)> done);
    /// Errors: Offline (ask again with the same wish), else the registry's: "channel-off"
    /// "refresh-code" "already-paid" "payment-late" "too-many-attempts" "unknown-hold" ...
    void open(const PayWish& wish, Told done);
    void look(const std::string& bill, Told done);
    /// Best effort: the registry ends it by itself when nobody asks any more.
    void leave(const std::string& bill, bool payAtWindow);

private:
    FlowContext& context_;
    PayWish wish_;    ///< the last one ...
    std::string key_; ///< ... and its key
};

} // namespace menzhen::flows
