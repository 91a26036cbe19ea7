// SPDX-License-Identifier: Apache-2.0
// What is to be asked next, and when.
#include "app/core/check.h"
#include "app/core/payment.h"

#include <algorithm>
#include <iterator>

namespace menzhen::core {

namespace {

std::int64_t overSince(const PaymentAttempt& a) {
    return a.leftAtMs == 0 ? a.expiresAtMs : std::min(a.leftAtMs, a.expiresAtMs);
}

/// Another number may open once all before it are dead or were told to end.
bool mayFollow(const PaymentBill& bill, const PaymentAttempt& a) {
    for (const PaymentAttempt& before : bill.attempts) {
        if (&before == &a) return true;
        if (!isFinal(before) && before.endSentMs == 0) return false;
    }
    return true;
}

std::int64_t queryPause(const PaymentAttempt& a, std::int64_t nowMs) {
    const std::int64_t age = nowMs - a.sentAtMs;
    if (age < quickForMs) return quickQueryMs;
    if (age < oldFromMs) return slowQueryMs;
    return age < ancientFromMs ? oldQueryMs : ancientQueryMs;
}

std::int64_t nextQueryMs(const PaymentAttempt& a, std::int64_t nowMs) {
    // After a restart nobody knows when it was asked last: at once.
    if (a.queriedMs == 0 && nowMs - a.sentAtMs > quickForMs) return nowMs;
    // A moment ahead of now is one of a clock that was set back since: it holds up nothing.
    if (a.queriedMs > nowMs) return nowMs;
    const std::int64_t last = a.sentAtMs > nowMs ? a.queriedMs : std::max(a.queriedMs, a.sentAtMs);
    return last + queryPause(a, nowMs);
}

PaymentAsk query(const PaymentAttempt& a, std::int64_t atMs) {
    return {PaymentVerb::Query, a.number, {}, atMs};
}

/// Whether an end has to be sent (again), and from when on.
std::optional<std::int64_t> endDueMs(const PaymentAttempt& a, std::int64_t nowMs) {
    if (a.heldPaid || a.endTakenMs != 0) return std::nullopt;
    std::int64_t due = overSince(a);
    if (a.channel == PaymentChannel::WechatCode) due = std::max(due, a.sentAtMs + reverseAfterMs);
    if (a.endSentMs != 0)
        due = std::max(due, a.endSentMs + std::max(endAgainMs, queryPause(a, nowMs)));
    return due;
}

/// Nobody wants it any more: end it and watch it die.
PaymentAsk askOfFading(const PaymentAttempt& a, std::int64_t nowMs) {
    const auto due = endDueMs(a, nowMs);
    const std::int64_t looked = nextQueryMs(a, nowMs);
    // A query belongs right after an end, whatever the end answered.
    if (a.endSentMs != 0 && a.queriedMs <= a.endSentMs) return query(a, nowMs);
    if (!due) return query(a, looked);
    if (*due > nowMs) return query(a, std::min(std::max(looked, nowMs), *due));
    // After a restart nobody knows what became of it meanwhile: asked first, ended then.
    if (a.queriedMs == 0 && nowMs - a.sentAtMs > quickForMs) return query(a, nowMs);
    // ... and one right before: a cancel of Alipay gives the money of a paid order back.
    const bool fresh = a.answeredMs >= overSince(a) && nowMs - a.answeredMs <= freshQueryMs;
    if (isAlipay(a.channel) && !fresh) return query(a, nowMs);
    return {PaymentVerb::End, a.number, {}, *due, fresh && a.said == PaymentSaid::Unpaid};
}

/// The last looks at a number that is dead.
std::optional<PaymentAsk> askOfDead(const PaymentAttempt& a, std::int64_t nowMs) {
    if (a.deadAtMs == 0) return std::nullopt; // never sent
    for (const std::int64_t glow : glowMs) {
        const std::int64_t due = a.deadAtMs + glow;
        // After a restart those that are past are not made up for, but the last.
        const bool missed = a.queriedMs == 0 && due < nowMs && glow != std::end(glowMs)[-1];
        if (a.queriedMs < due && !missed) {
            if (nowMs > due + ancientFromMs) return std::nullopt;
            return query(a, due);
        }
    }
    return std::nullopt;
}

std::optional<PaymentAsk> askOf(const PaymentBill& bill, const PaymentAttempt& a,
                                std::int64_t nowMs) {
    if (a.phase == AttemptPhase::Dead) return askOfDead(a, nowMs);
    if (isFinal(a)) return std::nullopt;
    if (a.phase == AttemptPhase::Queued) {
        if (!mayFollow(bill, a)) return std::nullopt;
        return PaymentAsk{
            isQr(a.channel) ? PaymentVerb::Open : PaymentVerb::Charge, a.number, {}, a.madeAtMs};
    }
    if (a.phase == AttemptPhase::Fading || isOver(a, nowMs)) return askOfFading(a, nowMs);
    // The same number with the same contents gives a QR again; the old one was shown to nobody.
    if (a.phase == AttemptPhase::Asking && isQr(a.channel) && a.opens < maxOpens)
        return PaymentAsk{PaymentVerb::Open, a.number, {}, a.sentAtMs + openAgainMs};
    return query(a, nextQueryMs(a, nowMs));
}

std::optional<PaymentAsk> askOf(const PaymentAttempt& a, const PaymentRefund& r) {
    if (isFinal(r)) return std::nullopt;
    const std::int64_t pause =
        std::min(refundAgainMs << std::min(std::max(r.tries - 1, 0), 12), longestRefundMs);
    const PaymentVerb verb = r.asksState ? PaymentVerb::RefundQuery : PaymentVerb::Refund;
    return PaymentAsk{verb, a.number, r.number, r.tries == 0 ? r.madeAtMs : r.askedAtMs + pause};
}

PaymentRefund* findRefund(PaymentAttempt& a, const std::string& number) {
    for (PaymentRefund& r : a.refunds)
        if (r.number == number) return &r;
    return nullptr;
}

bool writeOpening(const PaymentBill& bill, PaymentAttempt& a, std::int64_t nowMs) {
    const bool again = a.phase == AttemptPhase::Asking && isQr(a.channel);
    if (a.phase != AttemptPhase::Queued && !again) return false;
    if (a.phase == AttemptPhase::Queued && !mayFollow(bill, a)) return false;
    if (isOver(a, nowMs) || !bill.settledBy.empty()) return false;
    a.phase = AttemptPhase::Asking;
    a.sentAtMs = nowMs;
    ++a.opens;
    return true;
}

bool writeEnd(PaymentAttempt& a, std::int64_t nowMs) {
    if (isFinal(a) || a.phase == AttemptPhase::Queued || !isOver(a, nowMs)) return false;
    const auto due = endDueMs(a, nowMs);
    if (!due || *due > nowMs) return false;
    a.phase = AttemptPhase::Fading;
    if (a.leftAtMs == 0) a.leftAtMs = a.expiresAtMs;
    if (a.endAnsweredMs < a.endSentMs) a.endLostMs = a.endSentMs;
    a.endSentMs = nowMs;
    return true;
}

} // namespace

std::vector<PaymentAsk> nextAsks(const PaymentBill& bill, std::int64_t nowMs) {
    std::vector<PaymentAsk> asks;
    for (const PaymentAttempt& a : bill.attempts) {
        if (auto ask = askOf(bill, a, nowMs)) asks.push_back(std::move(*ask));
        for (const PaymentRefund& r : a.refunds)
            if (auto ask = askOf(a, r)) asks.push_back(std::move(*ask));
    }
    return asks;
}

bool write(PaymentBill& bill, const PaymentAsk& ask, std::int64_t nowMs) {
    PaymentAttempt* a = findAttempt(bill, ask.number);
    if (a == nullptr) return false;
    switch (ask.verb) {
    case PaymentVerb::Open:
    case PaymentVerb::Charge:
        if (isQr(a->channel) != (ask.verb == PaymentVerb::Open)) return false;
        return writeOpening(bill, *a, nowMs);
    case PaymentVerb::End:
        return writeEnd(*a, nowMs);
    case PaymentVerb::Query:
        return a->sentAtMs != 0 && (!isFinal(*a) || a->phase == AttemptPhase::Dead);
    case PaymentVerb::Refund:
    case PaymentVerb::RefundQuery:
        break;
    }
    PaymentRefund* r = findRefund(*a, ask.refundNumber);
    if (r == nullptr || isFinal(*r) || (ask.verb == PaymentVerb::RefundQuery) != r->asksState)
        return false;
    MENZHEN_CHECK(refundFen(*a) <= a->amountFen, "more is refunded than was paid");
    r->askedAtMs = nowMs;
    ++r->tries;
    return true;
}

PaymentQuestion questionOf(const PaymentBill& bill, const PaymentAsk& ask) {
    const PaymentAttempt* a = findAttempt(bill, ask.number);
    MENZHEN_CHECK(a != nullptr, "a question about another bill");
    PaymentQuestion question;
    question.verb = ask.verb;
    question.channel = a->channel;
    question.number = a->number;
    question.amountFen = a->amountFen;
    question.expiresAtMs = a->expiresAtMs;
    question.refundNumber = ask.refundNumber;
    question.unpaid = ask.unpaid;
    for (const PaymentRefund& r : a->refunds)
        if (r.number == ask.refundNumber) question.refundFen = r.fen;
    return question;
}

} // namespace menzhen::core
