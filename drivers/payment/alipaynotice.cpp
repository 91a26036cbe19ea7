// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/alipaynotice.h"

#include "app/core/money.h"
#include "drivers/payment/alipaycodes.h"
#include "drivers/payment/alipaysign.h"
#include "drivers/payment/paymenttext.h"
#include "drivers/payment/platform.h"
#include "drivers/payment/wechatnotice.h"

namespace menzhen::payment {

namespace {

using core::PaymentAnswer;
using core::PaymentSaid;
using ports::PaymentNotice;

constexpr std::size_t mostIdBytes = 128;

tl::unexpected<core::Error> noShape(const char* what) {
    return core::badData("notice-shape", what);
}

std::string at(const Parameters& fields, const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

bool isTheirs(const RsaPublicKey& theirKey, const Parameters& fields) {
    const std::string sign = at(fields, "sign");
    return theirKey.verifies(alipayNoticeText(fields, true), sign) ||
           theirKey.verifies(alipayNoticeText(fields, false), sign);
}

PaymentAnswer said(const Parameters& fields, const PaymentNotice& notice) {
    const std::string status = at(fields, "trade_status");
    const std::string paidAt = at(fields, "gmt_payment");
    PaymentAnswer answer;
    answer.said = alipayStatusSays(status, !paidAt.empty());
    answer.code = codeForLog(status);
    answer.transaction = at(fields, "trade_no");
    answer.paidAtMs = parseAlipayTime(paidAt).value_or(0);
    const bool refund = !at(fields, "refund_fee").empty() || !at(fields, "gmt_refund").empty();
    // A refund in part is told as TRADE_SUCCESS: it must not be booked as a second payment.
    if (!notice.refundNumber.empty())
        answer.said = PaymentSaid::RefundGoing;
    else if (refund && answer.said == PaymentSaid::Paid)
        answer.said = PaymentSaid::Returned;
    return answer;
}

} // namespace

core::Result<PaymentNotice> readAlipayNotice(const AlipaySettings& settings,
                                             const RsaPublicKey& theirKey,
                                             const std::string& body) {
    if (body.size() > maxNoticeBytes) return noShape("larger than 64 kB");
    const auto fields = readForm(body);
    if (!fields) return noShape("it is no form");
    if (at(*fields, "sign").empty()) return core::refused("notice-signature", "it is not signed");
    if (at(*fields, "sign_type") != "RSA2")
        return core::refused("notice-signature", "a kind of signature that is not taken");
    if (!isTheirs(theirKey, *fields))
        return core::refused("notice-signature", "the signature is another message's");
    if (at(*fields, "app_id") != settings.appId || at(*fields, "seller_id") != settings.sellerId)
        return core::refused("notice-merchant", "for another application or account");

    PaymentNotice notice;
    notice.channel = core::PaymentChannel::AlipayQr;
    notice.notice = at(*fields, "notify_id");
    notice.number = at(*fields, "out_trade_no");
    notice.refundNumber = at(*fields, "out_biz_no");
    notice.answer = said(*fields, notice);
    const auto total = core::parseFen(at(*fields, "total_amount"));
    if (notice.notice.empty() || notice.notice.size() > mostIdBytes) return noShape("it has no id");
    if (!isOrderNumber(notice.number)) return noShape("its number is none of ours");
    if (!notice.refundNumber.empty() && !isRefundNumber(notice.refundNumber))
        return noShape("its refund's number is none of ours");
    if (!total) return noShape("its amount is none");
    if (notice.answer.said == PaymentSaid::Unknown) return noShape("its state is not understood");
    if (notice.answer.said == PaymentSaid::Paid && notice.answer.transaction.empty())
        return noShape("paid, and no transaction");
    notice.answer.amountFen = *total;
    return notice;
}

} // namespace menzhen::payment
