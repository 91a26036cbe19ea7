// SPDX-License-Identifier: Apache-2.0
// Paying for a registration: what patients and staff ask for, and what the cashier
// (app/registry/cashier.h; in tests whoever stands in for it) does in small transactions: write a
// step down before it is asked, hear what was said. docs/payments.md.
// Inside begin() and end() of a transaction. Thread: the writer's.
#pragma once

#include "app/clerk/clerk.h"
#include "app/clerk/paymentstore.h"

#include <string>
#include <vector>

namespace menzhen::clerk {

inline constexpr core::Fen smsFeeFen = 50;        ///< a line of its own, asked for, never by itself
inline constexpr int maxLapsesPerSweep = 200;     ///< the rest in the next sweep
inline constexpr std::int64_t askPauseMs = 2'000; ///< a page asks for the state so often
inline constexpr std::int64_t keptNoticesMs = 30LL * 24 * 3'600'000;

/// {"hold"|"booking","channel","auth_code","terminal","sms"}: a bill is opened, or gets another
/// attempt. Errors: Data "bad-field" "bad-auth-code"; Refused "unknown-hold" "unknown-booking"
/// "nothing-to-pay" "already-paid" "refresh-code" "booking-over", those of core::openAttempt().
/// Its answer has the payment's shape, and never the code.
Answer openPayment(Clerk& clerk, const json& body);
/// As the patient may see it. Refused "unknown-payment".
Answer showPayment(store::Database& database, const std::string& site, const std::string& bill,
                   std::int64_t nowMs);
/// The same for a bill that was loaded.
json paymentJson(const BillRow& row, std::int64_t nowMs);
/// Leaving the page: the place of a booking that waits for this money returns as soon as none can
/// come. {"window":true}: it stays, and is paid at the window.
Answer closePayment(Clerk& clerk, const std::string& bill, const json& body);
/// {"by":"c1","why":"..."}: staff give the whole price back. Refused "not-allowed",
/// "nothing-to-refund".
Answer refundPayment(Clerk& clerk, const std::string& bill, const json& body);

/// Whether the step may still be taken; then it is stored, and the question is what to ask.
core::Result<core::PaymentQuestion> writePaymentStep(Clerk& clerk, const core::PaymentAsk& ask);
/// A queued charge whose code is forgotten.
Answer dropPayment(Clerk& clerk, const std::string& number);
Answer hearPayment(Clerk& clerk, const core::PaymentAsk& ask, std::int64_t askedAtMs,
                   const core::PaymentAnswer& answer);

/// What a verified notification says, as the port read it.
struct NoticeHeard {
    std::string platform; ///< "wechat" "alipay"
    std::string notice;
    std::string number;
    std::string refundNumber;
    core::PaymentAnswer answer;
};

/// {"matched":bool,"repeated":bool}; money is booked as if a query had said it. Refused
/// "notice-channel". {..."refused":"notice-amount"|"notice-number"}: another amount, or an order
/// that is not here; that it came is stored and a person is told once, no money is booked.
Answer hearNotice(Clerk& clerk, const NoticeHeard& heard);

/// An alarm of the cashier's for staff, "payment-clock" or "payment-setup": one open task a code.
Answer reportPayments(Clerk& clerk, const std::string& code, const std::string& detail);

/// Unpaid registrations whose time is over; money that is owed.
void sweepPayments(Clerk& clerk);

} // namespace menzhen::clerk
