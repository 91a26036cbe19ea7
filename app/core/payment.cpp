// SPDX-License-Identifier: Apache-2.0
// What the patient does with a bill, and what he is told of it.
#include "app/core/payment.h"

#include "app/core/check.h"

#include <algorithm>
#include <array>
#include <utility>

namespace menzhen::core {

namespace {

template <class Value, std::size_t N>
using Words = std::array<std::pair<Value, std::string_view>, N>;

constexpr Words<PaymentChannel, 4> channelWords{{{PaymentChannel::WechatQr, "wechat-qr"},
                                                 {PaymentChannel::WechatCode, "wechat-code"},
                                                 {PaymentChannel::AlipayQr, "alipay-qr"},
                                                 {PaymentChannel::AlipayCode, "alipay-code"}}};
constexpr Words<PaymentVerb, 6> verbWords{{{PaymentVerb::Open, "open"},
                                           {PaymentVerb::Charge, "charge"},
                                           {PaymentVerb::Query, "query"},
                                           {PaymentVerb::End, "end"},
                                           {PaymentVerb::Refund, "refund"},
                                           {PaymentVerb::RefundQuery, "refund-query"}}};
constexpr Words<AttemptPhase, 7> attemptWords{{{AttemptPhase::Queued, "queued"},
                                               {AttemptPhase::Asking, "asking"},
                                               {AttemptPhase::Open, "open"},
                                               {AttemptPhase::Fading, "fading"},
                                               {AttemptPhase::Dead, "dead"},
                                               {AttemptPhase::Paid, "paid"},
                                               {AttemptPhase::Returned, "returned"}}};
constexpr Words<RefundPhase, 5> refundWords{{{RefundPhase::Wanted, "wanted"},
                                             {RefundPhase::Going, "going"},
                                             {RefundPhase::Done, "done"},
                                             {RefundPhase::Abnormal, "abnormal"},
                                             {RefundPhase::Closed, "closed"}}};

template <class Value, std::size_t N>
std::string_view wordOf(const Words<Value, N>& words, Value value) {
    for (const auto& [of, word] : words)
        if (of == value) return word;
    return {};
}

template <class Value, std::size_t N>
std::optional<Value> valueOf(const Words<Value, N>& words, std::string_view text) {
    for (const auto& [value, word] : words)
        if (word == text) return value;
    return std::nullopt;
}

/// Money that is not in the books: an end may take it back yet, or it is another amount than ours.
bool mayHaveCome(const PaymentAttempt& a) {
    return a.heldPaid || (a.code == amountDiffers && !isFinal(a));
}

bool mayStayOnScreen(const PaymentAttempt& a, PaymentChannel channel, std::int64_t nowMs) {
    const bool live = a.phase == AttemptPhase::Queued || a.phase == AttemptPhase::Asking ||
                      a.phase == AttemptPhase::Open;
    return live && isQr(channel) && a.channel == channel && !isOver(a, nowMs);
}

std::string_view toldOfRefunds(const PaymentAttempt& a) {
    for (const PaymentRefund& refund : a.refunds) {
        if (refund.phase == RefundPhase::Abnormal) return "staff";
        if (refund.phase == RefundPhase::Done) return "refunded";
    }
    const bool gaveUp =
        a.refunds.back().phase == RefundPhase::Closed && a.refunds.size() >= maxRefundNumbers;
    return gaveUp ? "staff" : "refunding";
}

/// A wallet has our QR before it. Alipay makes the order only then; WeChat says so or does not.
bool isScanned(const PaymentAttempt& a) {
    return a.said == PaymentSaid::Paying || a.code == codePaying ||
           (a.channel == PaymentChannel::AlipayQr && a.seen);
}

/// Of an attempt that may still take money, or whose end is not proven.
std::string_view toldOfOpen(const PaymentAttempt& a, std::int64_t nowMs) {
    if (mayHaveCome(a)) return "asking";
    const bool over = isOver(a, nowMs);
    switch (a.phase) {
    case AttemptPhase::Queued:
        return "opening";
    case AttemptPhase::Asking:
        if (a.refused) return "failed";
        if (isQr(a.channel)) return over ? "closing" : "opening";
        return over || nowMs - a.sentAtMs > slowQueryMs ? "asking" : "paying";
    case AttemptPhase::Open:
        if (a.refused) return "failed";
        if (over) return "closing";
        return isQr(a.channel) && !isScanned(a) ? "waiting" : "paying";
    default:
        if (a.refused) return "failed";
        return isQr(a.channel) ? "closing" : "asking";
    }
}

} // namespace

bool isQr(PaymentChannel channel) {
    return channel == PaymentChannel::WechatQr || channel == PaymentChannel::AlipayQr;
}

bool isAlipay(PaymentChannel channel) {
    return channel == PaymentChannel::AlipayQr || channel == PaymentChannel::AlipayCode;
}

std::string_view toText(PaymentChannel channel) {
    return wordOf(channelWords, channel);
}

std::optional<PaymentChannel> channelFrom(std::string_view text) {
    return valueOf(channelWords, text);
}

std::string_view toText(PaymentVerb verb) {
    return wordOf(verbWords, verb);
}

std::string_view toText(AttemptPhase phase) {
    return wordOf(attemptWords, phase);
}

std::optional<AttemptPhase> attemptPhaseFrom(std::string_view text) {
    return valueOf(attemptWords, text);
}

std::string_view toText(RefundPhase phase) {
    return wordOf(refundWords, phase);
}

std::optional<RefundPhase> refundPhaseFrom(std::string_view text) {
    return valueOf(refundWords, text);
}

bool isOver(const PaymentAttempt& attempt, std::int64_t nowMs) {
    return attempt.leftAtMs != 0 || nowMs >= attempt.expiresAtMs;
}

bool isFinal(const PaymentAttempt& attempt) {
    const AttemptPhase p = attempt.phase;
    return p == AttemptPhase::Dead || p == AttemptPhase::Paid || p == AttemptPhase::Returned;
}

bool isFinal(const PaymentRefund& refund) {
    return refund.phase == RefundPhase::Done || refund.phase == RefundPhase::Abnormal ||
           refund.phase == RefundPhase::Closed;
}

bool isFinal(const PaymentBill& bill) {
    return std::all_of(bill.attempts.begin(), bill.attempts.end(), [](const PaymentAttempt& a) {
        return isFinal(a) && std::all_of(a.refunds.begin(), a.refunds.end(),
                                         [](const PaymentRefund& r) { return isFinal(r); });
    });
}

PaymentAttempt* findAttempt(PaymentBill& bill, std::string_view number) {
    for (PaymentAttempt& a : bill.attempts)
        if (a.number == number) return &a;
    return nullptr;
}

const PaymentAttempt* findAttempt(const PaymentBill& bill, std::string_view number) {
    return findAttempt(const_cast<PaymentBill&>(bill), number); // adds const again
}

const PaymentAttempt* shownAttempt(const PaymentBill& bill) {
    return bill.attempts.empty() ? nullptr : &bill.attempts.back();
}

Result<std::size_t> openAttempt(PaymentBill& bill, PaymentChannel channel, std::int64_t nowMs) {
    if (!bill.settledBy.empty()) return refused("already-paid", "this bill is paid");
    if (!bill.attempts.empty() && mayStayOnScreen(bill.attempts.back(), channel, nowMs))
        return bill.attempts.size() - 1;
    // Money that came, or may have: another payment would be a second one.
    for (const PaymentAttempt& a : bill.attempts)
        if (mayHaveCome(a) || (a.phase == AttemptPhase::Paid && a.refunds.empty()))
            return refused("payment-asking", "the platform is being asked: do not pay again");
    if (bill.openUntilMs - nowMs < leastLifeMs)
        return refused("payment-late", "the time to pay is over");
    if (bill.attempts.size() >= maxAttempts)
        return refused("too-many-attempts", "pay at the window, please");
    leave(bill, nowMs);
    PaymentAttempt a;
    a.number = bill.id + "_" + std::to_string(bill.attempts.size() + 1);
    a.channel = channel;
    a.amountFen = bill.totalFen;
    a.madeAtMs = nowMs;
    a.expiresAtMs = std::min(nowMs + (isQr(channel) ? qrLifeMs : codeLifeMs), bill.openUntilMs);
    bill.attempts.push_back(std::move(a));
    return bill.attempts.size() - 1;
}

void leave(PaymentBill& bill, std::int64_t nowMs) {
    for (PaymentAttempt& a : bill.attempts) {
        if (isFinal(a)) continue;
        if (a.leftAtMs == 0) a.leftAtMs = nowMs;
        if (a.phase == AttemptPhase::Queued) a.phase = AttemptPhase::Dead; // nothing was sent
    }
}

void drop(PaymentBill& bill, std::string_view number) {
    PaymentAttempt* a = findAttempt(bill, number);
    if (a != nullptr && a->phase == AttemptPhase::Queued) a->phase = AttemptPhase::Dead;
}

void booked(PaymentBill& bill, std::string_view number, std::int64_t nowMs) {
    MENZHEN_CHECK(bill.settledBy.empty(), "a bill is settled twice");
    bill.settledBy = number;
    leave(bill, nowMs);
}

Fen refundFen(const PaymentAttempt& attempt) {
    Fen sum = 0;
    for (const PaymentRefund& refund : attempt.refunds)
        if (refund.phase != RefundPhase::Closed) sum += refund.fen;
    return sum;
}

Fen paidFen(const PaymentBill& bill) {
    Fen sum = 0;
    for (const PaymentAttempt& a : bill.attempts)
        if (a.phase == AttemptPhase::Paid) sum += a.amountFen - refundFen(a);
    return sum;
}

std::string_view toldOf(const PaymentBill& bill, std::int64_t nowMs) {
    if (const PaymentAttempt* settled = findAttempt(bill, bill.settledBy))
        return settled->refunds.empty() ? "paid" : toldOfRefunds(*settled);
    const PaymentAttempt* shown = shownAttempt(bill);
    if (shown == nullptr) return "closed";
    // Money that came and goes back, and money that may have come, are never called nothing.
    bool others = false;
    for (const PaymentAttempt& a : bill.attempts) {
        if (mayHaveCome(a) && !isFinal(a)) return "asking";
        if (&a != shown && !isFinal(a)) others = true;
    }
    if (!isFinal(*shown)) {
        const std::string_view told = toldOfOpen(*shown, nowMs);
        return told == "failed" && others ? "closing" : told;
    }
    for (auto a = bill.attempts.rbegin(); a != bill.attempts.rend(); ++a) {
        if (a->phase == AttemptPhase::Paid)
            return a->refunds.empty() ? "asking" : toldOfRefunds(*a);
        if (a->phase == AttemptPhase::Returned) return "refunded";
    }
    if (others) return "closing";
    return shown->refused ? "failed" : "closed";
}

} // namespace menzhen::core
