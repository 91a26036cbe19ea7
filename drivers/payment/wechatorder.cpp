// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/wechatorder.h"

#include "drivers/payment/paymenttext.h"
#include "drivers/payment/platform.h"
#include "drivers/payment/wechatcodes.h"

namespace menzhen::payment {

namespace {

using core::PaymentAnswer;
using core::PaymentSaid;

bool isOther(const std::string& said, const std::string& wanted) {
    return !wanted.empty() && said != wanted;
}

/// An amount that is there must be one; an unpaid order may name none.
bool readAmounts(const Json& amount, PaymentAnswer& answer) {
    if (amount.contains("total")) {
        const auto total = fenAt(amount, "total");
        if (!total) return false;
        answer.amountFen = *total;
    }
    if (amount.contains("refund")) {
        const auto refund = fenAt(amount, "refund");
        if (!refund) return false;
        answer.refundedFen = *refund;
    }
    return true;
}

} // namespace

PaymentAnswer wechatOrder(const Json& json, const WechatMerchant& ours, const std::string& number) {
    if (textAt(json, "mchid") != ours.mchid || textAt(json, "appid") != ours.appid)
        return unknownAnswer("other-merchant");
    if (isOther(textAt(json, "out_trade_no"), number)) return unknownAnswer("other-order");
    const Json& amount = objectAt(json, "amount");
    const std::string currency = textAt(amount, "currency");
    if (!currency.empty() && currency != "CNY") return unknownAnswer("currency");
    PaymentAnswer answer;
    if (!readAmounts(amount, answer)) return unknownAnswer("answer-shape");
    const std::string state = textAt(json, "trade_state");
    answer.said = wechatStateSays(state);
    answer.code = codeForLog(state);
    answer.transaction = textAt(json, "transaction_id");
    answer.paidAtMs = parseRfc3339(textAt(json, "success_time")).value_or(0);
    if (answer.said == PaymentSaid::Unknown) return unknownAnswer("state-" + codeForLog(state));
    if (wasPaidThenReversed(answer)) answer.said = PaymentSaid::Returned;
    if (answer.said == PaymentSaid::Paid && (answer.transaction.empty() || answer.amountFen == 0))
        return unknownAnswer("answer-shape");
    return answer;
}

PaymentAnswer wechatRefund(const Json& json, const std::string& number,
                           const std::string& refundNumber) {
    if (isOther(textAt(json, "out_trade_no"), number) ||
        isOther(textAt(json, "out_refund_no"), refundNumber))
        return unknownAnswer("other-order");
    PaymentAnswer answer;
    if (!readAmounts(objectAt(json, "amount"), answer)) return unknownAnswer("answer-shape");
    const char* const name = json.contains("refund_status") ? "refund_status" : "status";
    const std::string status = textAt(json, name);
    answer.said = wechatRefundSays(status);
    answer.code = codeForLog(status);
    answer.transaction = textAt(json, "transaction_id");
    answer.paidAtMs = parseRfc3339(textAt(json, "success_time")).value_or(0);
    if (answer.said == PaymentSaid::Unknown) return unknownAnswer("state-" + codeForLog(status));
    return answer;
}

} // namespace menzhen::payment
