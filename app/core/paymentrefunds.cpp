// SPDX-License-Identifier: Apache-2.0
#include "app/core/paymentrefunds.h"

namespace menzhen::core {

namespace {

struct HeardRefund {
    PaymentAttempt& attempt;
    std::size_t place;
    const PaymentAnswer& answer;
    std::int64_t nowMs;
    std::vector<PaymentEffect>& effects;

    PaymentRefund& refund() { return attempt.refunds[place]; }

    void task(const char* code) {
        effects.push_back({PaymentEffect::Kind::Task, attempt.number, code});
    }
};

/// It says done, of another sum than ours: not believed, asked again, and a person looks.
bool hearOtherSum(HeardRefund& h) {
    PaymentRefund& r = h.refund();
    const bool done = h.answer.said == PaymentSaid::RefundDone;
    if (!done || h.answer.refundedFen == 0 || h.answer.refundedFen == r.fen) return false;
    if (r.code != refundDiffers) h.task("refund-differs");
    r.code = refundDiffers;
    r.asksState = true;
    return true;
}

/// Not refunded, and this number never will be.
void hearClosed(HeardRefund& h) {
    h.refund().phase = RefundPhase::Closed;
    if (h.attempt.refunds.size() >= maxRefundNumbers) return h.task("refund-closed");
    const std::string why = h.refund().why; // the list may move
    refundAttempt(h.attempt, why, h.nowMs + newRefundMs);
}

void hearState(HeardRefund& h) {
    PaymentRefund& r = h.refund();
    const bool asked = r.asksState;
    switch (h.answer.said) {
    case PaymentSaid::RefundDone:
        r.phase = RefundPhase::Done;
        return;
    case PaymentSaid::RefundGoing:
        r.phase = RefundPhase::Going;
        r.asksState = true;
        return;
    case PaymentSaid::RefundAbnormal:
        r.phase = RefundPhase::Abnormal;
        h.task("refund-abnormal");
        return;
    case PaymentSaid::RefundClosed:
        return hearClosed(h);
    case PaymentSaid::Misset:
        h.effects.push_back({PaymentEffect::Kind::StopChannel, h.attempt.number, h.answer.code});
        return;
    case PaymentSaid::Missing:
    case PaymentSaid::Failed:
        // Not there, or not now (too little in the account): the same number once more.
        if (!asked && h.answer.code != r.code) h.task("refund-waits");
        r.asksState = false;
        return;
    default:
        r.asksState = !asked; // unknown: ask for its state, then send the same again
        return;
    }
}

} // namespace

void refundAttempt(PaymentAttempt& attempt, const std::string& why, std::int64_t nowMs) {
    PaymentRefund r;
    r.number = attempt.number + "R" + std::to_string(attempt.refunds.size() + 1);
    r.fen = attempt.amountFen - refundFen(attempt);
    r.why = why;
    r.madeAtMs = nowMs;
    if (r.fen > 0) attempt.refunds.push_back(std::move(r));
}

void hearRefund(PaymentAttempt& attempt, std::size_t place, const PaymentAnswer& answer,
                std::int64_t nowMs, std::vector<PaymentEffect>& effects) {
    HeardRefund h{attempt, place, answer, nowMs, effects};
    if (hearOtherSum(h)) return;
    hearState(h);
    if (!answer.code.empty()) attempt.refunds[place].code = answer.code;
}

bool refundSettled(PaymentBill& bill, const std::string& why, std::int64_t nowMs) {
    PaymentAttempt* a = findAttempt(bill, bill.settledBy);
    if (a == nullptr || refundFen(*a) >= a->amountFen) return false;
    refundAttempt(*a, why, nowMs);
    return true;
}

} // namespace menzhen::core
