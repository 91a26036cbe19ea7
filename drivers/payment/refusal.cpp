// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/refusal.h"

#include "app/core/paymentcode.h"
#include "drivers/payment/paymenttext.h"

namespace menzhen::payment {

namespace {

using core::PaymentChannel;
using core::PaymentQuestion;
using core::PaymentVerb;

constexpr std::size_t mostTerminalBytes = 32;

bool isAmount(core::Fen fen) {
    return fen >= 1 && fen <= core::maxAmountFen;
}

bool isTerminal(const std::string& text) {
    return text.size() <= mostTerminalBytes && (text.empty() || isRefundNumber(text));
}

std::string payingRefusal(const PaymentQuestion& question, std::int64_t nowMs) {
    const bool code = question.channel == PaymentChannel::WechatCode ||
                      question.channel == PaymentChannel::AlipayCode;
    if (code != (question.verb == PaymentVerb::Charge)) return "verb-channel";
    if (!isAmount(question.amountFen)) return "amount-range";
    if (!isSubject(question.subject)) return "subject-shape";
    if (!isTerminal(question.terminal)) return "terminal-shape";
    if (question.expiresAtMs <= nowMs) return "expired";
    if (question.channel == PaymentChannel::WechatCode && !core::isWechatCode(question.authCode))
        return "code-shape";
    if (question.channel == PaymentChannel::AlipayCode && !core::isAlipayCode(question.authCode))
        return "code-shape";
    return {};
}

} // namespace

std::string refusalOf(const PaymentQuestion& question, std::int64_t nowMs) {
    if (!isOrderNumber(question.number)) return "number-shape";
    switch (question.verb) {
    case PaymentVerb::Open:
    case PaymentVerb::Charge:
        return payingRefusal(question, nowMs);
    case PaymentVerb::Query:
    case PaymentVerb::End:
        return {};
    case PaymentVerb::Refund:
        if (!isAmount(question.amountFen)) return "amount-range";
        if (!isAmount(question.refundFen) || question.refundFen > question.amountFen)
            return "refund-range";
        return isRefundNumber(question.refundNumber) ? "" : "refund-shape";
    case PaymentVerb::RefundQuery:
        return isRefundNumber(question.refundNumber) ? "" : "refund-shape";
    }
    return {};
}

} // namespace menzhen::payment
