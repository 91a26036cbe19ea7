// SPDX-License-Identifier: Apache-2.0
// What an answer means.
#include "app/core/check.h"
#include "app/core/payment.h"
#include "app/core/paymentrefunds.h"

#include <algorithm>

namespace menzhen::core {

namespace {

using Effects = std::vector<PaymentEffect>;

struct Heard {
    PaymentBill& bill;
    PaymentAttempt& attempt;
    const PaymentAsk& ask;
    std::int64_t askedAtMs;
    const PaymentAnswer& answer;
    std::int64_t nowMs;
    Effects effects{};

    void task(const char* code) {
        effects.push_back({PaymentEffect::Kind::Task, attempt.number, code});
    }
};

/// The end of such an order gives paid money back, and one may still be under way.
bool endMayBeUnderWay(const PaymentAttempt& a, std::int64_t askedAtMs) {
    if (a.channel == PaymentChannel::WechatQr || a.endSentMs == 0) return false;
    if (a.endLostMs != 0 && askedAtMs < a.endLostMs + lateEndMs) return true;
    const bool answeredSince = a.endAnsweredMs >= a.endSentMs;
    return answeredSince ? askedAtMs < a.endAnsweredMs : askedAtMs < a.endSentMs + lateEndMs;
}

void hearPaid(Heard& h) {
    PaymentAttempt& a = h.attempt;
    if (h.answer.amountFen == 0) return; // it names no amount: ask again
    if (h.answer.amountFen != a.amountFen) {
        if (a.code != amountDiffers) h.task("amount-differs");
        a.code = amountDiffers;
        return; // neither booked nor given up: a person looks, the asking goes on
    }
    a.seen = true;
    if (a.code == amountDiffers) a.code.clear();
    if (!h.answer.transaction.empty()) a.transaction = h.answer.transaction;
    if (h.answer.paidAtMs != 0) a.paidAtMs = h.answer.paidAtMs;
    if (endMayBeUnderWay(a, h.askedAtMs)) {
        // It may go back yet, or has: ask once more when no end can be under way.
        a.heldPaid = true;
        if (a.phase == AttemptPhase::Dead) a.phase = AttemptPhase::Fading;
        return;
    }
    if (a.paidAtMs == 0) a.paidAtMs = h.nowMs;
    a.phase = AttemptPhase::Paid;
    if (h.bill.settledBy.empty())
        h.effects.push_back({PaymentEffect::Kind::Book, a.number, {}});
    else
        refundAttempt(a, "double", h.nowMs);
}

/// Why it was refused, for whoever looks into it.
void keepCode(Heard& h) {
    if (!h.answer.code.empty()) h.attempt.code = h.answer.code;
}

void die(PaymentAttempt& a, std::int64_t nowMs) {
    a.deadAtMs = nowMs;
    a.phase = a.heldPaid ? AttemptPhase::Returned : AttemptPhase::Dead;
}

/// The platform holds no money of this order and says that it never will, or that there is none.
void hearNothing(Heard& h, PaymentSaid said) {
    PaymentAttempt& a = h.attempt;
    if (a.code == amountDiffers) a.code.clear();
    if (said == PaymentSaid::Failed) {
        a.refused = true;
        keepCode(h);
    }
    if (a.endSentMs == 0) {
        // It was not told to end: what is missing may be on its way, the rest is over.
        if (said != PaymentSaid::Missing && a.leftAtMs == 0) a.leftAtMs = h.nowMs;
        return;
    }
    const bool closed = said == PaymentSaid::Closed;
    const bool reversed = said == PaymentSaid::Reversed;
    const bool taken = a.endTakenMs != 0 && h.askedAtMs >= a.endTakenMs;
    const bool late =
        h.askedAtMs >= a.expiresAtMs + deadGraceMs && h.askedAtMs >= a.endSentMs + lateEndMs;
    bool dead = late && (closed || reversed); // final at the platform, whoever ended it
    switch (a.channel) {
    case PaymentChannel::WechatQr:
        dead |= (taken && closed) || late;
        break;
    case PaymentChannel::WechatCode:
        dead |= (taken && reversed) || (late && taken);
        break;
    case PaymentChannel::AlipayQr:
        dead |= (taken && closed) || late;
        break;
    case PaymentChannel::AlipayCode:
        dead |= taken && h.askedAtMs >= a.endTakenMs + lateEndMs;
        break;
    }
    if (dead) die(a, h.nowMs);
}

void hearReturned(Heard& h) {
    PaymentAttempt& a = h.attempt;
    if (h.answer.refundedFen != 0 && h.answer.refundedFen < a.amountFen) {
        if (a.code != "returned-in-part") h.task("returned-in-part");
        a.code = "returned-in-part";
        return;
    }
    if (a.endSentMs == 0 || a.channel == PaymentChannel::WechatQr) h.task("returned-outside");
    if (a.paidAtMs == 0) a.paidAtMs = h.nowMs;
    a.phase = AttemptPhase::Returned;
}

/// It lives although an end was taken: the end met nothing, and has to be said again.
void hearAlive(Heard& h) {
    PaymentAttempt& a = h.attempt;
    a.seen = true;
    if (a.code == amountDiffers) a.code.clear();
    if (h.answer.said == PaymentSaid::Paying && a.code.empty()) a.code = codePaying;
    if (h.answer.said == PaymentSaid::Paying && a.code == codeUnpaid) a.code = codePaying;
    if (h.answer.said == PaymentSaid::Unpaid && a.code == codePaying) a.code = codeUnpaid;
    if (a.phase == AttemptPhase::Asking && !isQr(a.channel)) a.phase = AttemptPhase::Open;
    if (a.endTakenMs != 0 && h.askedAtMs >= a.endTakenMs) a.endTakenMs = 0;
}

void hearQuery(Heard& h) {
    switch (h.answer.said) {
    case PaymentSaid::Paid:
        return hearPaid(h);
    case PaymentSaid::Unpaid:
    case PaymentSaid::Paying:
        return hearAlive(h);
    case PaymentSaid::Closed:
    case PaymentSaid::Reversed:
    case PaymentSaid::Missing:
    case PaymentSaid::Failed:
        return hearNothing(h, h.answer.said);
    case PaymentSaid::Returned:
        return hearReturned(h);
    case PaymentSaid::Misset:
        h.effects.push_back({PaymentEffect::Kind::StopChannel, h.attempt.number, h.answer.code});
        return;
    default:
        return; // unknown: ask again
    }
}

void hearOpening(Heard& h) {
    PaymentAttempt& a = h.attempt;
    switch (h.answer.said) {
    case PaymentSaid::Opened:
        a.qrText = h.answer.qrText;
        if (a.phase == AttemptPhase::Asking) a.phase = AttemptPhase::Open;
        return;
    case PaymentSaid::Misset:
        // No QR was shown to anybody; of a charge nobody knows.
        h.effects.push_back({PaymentEffect::Kind::StopChannel, a.number, h.answer.code});
        if (!isQr(a.channel)) return;
        [[fallthrough]];
    case PaymentSaid::Failed:
        if (isFinal(a) || a.heldPaid) return;
        a.refused = true;
        keepCode(h);
        if (a.leftAtMs == 0) a.leftAtMs = h.nowMs;
        return;
    default:
        return hearQuery(h); // paid at once, paying, or unknown
    }
}

void hearEnd(Heard& h) {
    PaymentAttempt& a = h.attempt;
    switch (h.answer.said) {
    case PaymentSaid::Ended:
    case PaymentSaid::Closed:
    case PaymentSaid::Reversed:
    case PaymentSaid::Returned:
    case PaymentSaid::Missing: // nothing to end; whether it stays so, the next queries say
        a.endAnsweredMs = h.nowMs;
        // An order that is gone since the query before it was not ended by this.
        if (h.answer.said != PaymentSaid::Missing || !h.ask.unpaid) a.endTakenMs = h.nowMs;
        return;
    case PaymentSaid::EndAgain:
    case PaymentSaid::Failed:
        a.endAnsweredMs = h.nowMs;
        return;
    case PaymentSaid::Misset:
        h.effects.push_back({PaymentEffect::Kind::StopChannel, a.number, h.answer.code});
        return;
    default:
        return; // the query that follows tells
    }
}

bool sameRefund(const PaymentRefund& a, const PaymentRefund& b) {
    return a.number == b.number && a.phase == b.phase && a.asksState == b.asksState;
}

bool sameStored(const PaymentAttempt& a, const PaymentAttempt& b) {
    return a.phase == b.phase && a.leftAtMs == b.leftAtMs && a.refused == b.refused &&
           a.heldPaid == b.heldPaid && a.qrText == b.qrText && a.transaction == b.transaction &&
           a.endAnsweredMs == b.endAnsweredMs && a.endTakenMs == b.endTakenMs &&
           (a.code == b.code || (b.code.empty() && a.code != amountDiffers)) && a.seen == b.seen &&
           std::equal(a.refunds.begin(), a.refunds.end(), b.refunds.begin(), b.refunds.end(),
                      sameRefund);
}

} // namespace

std::vector<PaymentEffect> answered(PaymentBill& bill, const PaymentAsk& ask,
                                    std::int64_t askedAtMs, const PaymentAnswer& answer,
                                    std::int64_t nowMs) {
    PaymentAttempt* a = findAttempt(bill, ask.number);
    if (a == nullptr) return {};
    if (!answer.request.empty()) a->request = answer.request;
    Heard h{bill, *a, ask, askedAtMs, answer, nowMs};
    if (ask.verb == PaymentVerb::Refund || ask.verb == PaymentVerb::RefundQuery) {
        for (std::size_t i = 0; i < a->refunds.size(); ++i) {
            if (a->refunds[i].number != ask.refundNumber || isFinal(a->refunds[i])) continue;
            hearRefund(*a, i, answer, nowMs, h.effects);
            break;
        }
        return std::move(h.effects);
    }
    if (ask.verb == PaymentVerb::Query) {
        a->answeredMs = nowMs;
        a->said = answer.said;
    }
    // A success that comes after death is a success.
    const bool revives = a->phase == AttemptPhase::Dead && answer.said == PaymentSaid::Paid;
    if (isFinal(*a) && !revives) return {};
    if (ask.verb == PaymentVerb::Query)
        hearQuery(h);
    else if (ask.verb == PaymentVerb::End)
        hearEnd(h);
    else
        hearOpening(h);
    return std::move(h.effects);
}

bool changes(const PaymentBill& bill, const PaymentAsk& ask, std::int64_t askedAtMs,
             const PaymentAnswer& answer, std::int64_t nowMs) {
    const PaymentAttempt* before = findAttempt(bill, ask.number);
    if (before == nullptr) return false;
    PaymentBill tried = bill;
    const auto effects = answered(tried, ask, askedAtMs, answer, nowMs);
    const bool told = std::any_of(effects.begin(), effects.end(), [](const PaymentEffect& e) {
        return e.kind != PaymentEffect::Kind::StopChannel;
    });
    return told || !sameStored(*before, *findAttempt(tried, ask.number));
}

void notBooked(PaymentBill& bill, std::string_view number, std::int64_t nowMs) {
    PaymentAttempt* a = findAttempt(bill, number);
    MENZHEN_CHECK(a != nullptr && a->phase == AttemptPhase::Paid, "nothing to give back");
    if (a->refunds.empty()) refundAttempt(*a, "late", nowMs);
}

} // namespace menzhen::core
