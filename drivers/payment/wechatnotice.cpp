// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/wechatnotice.h"

#include "drivers/payment/paymenttext.h"
#include "drivers/payment/wechatcertificates.h"
#include "drivers/payment/wechatorder.h"
#include "drivers/payment/wechatsign.h"

namespace menzhen::payment {

namespace {

using core::PaymentSaid;
using ports::PaymentNotice;

constexpr std::size_t mostIdBytes = 64;

tl::unexpected<core::Error> noShape(const char* what) {
    return core::badData("notice-shape", what);
}

core::Result<void> noticeBelieved(const Witnessed& seen) {
    switch (seen.witness) {
    case Witness::Good:
        return {};
    case Witness::NoSignature:
        return core::refused("notice-signature", "it is not signed");
    case Witness::Probe:
        return core::refused("notice-probe", "WeChat Pay tries whether signatures are looked at");
    case Witness::SignatureType:
        return core::refused("notice-signature", "a kind of signature that is not taken");
    case Witness::UnknownKey:
        return core::refused("notice-key", "signed with a key that the site file does not name");
    case Witness::BadSignature:
        return core::refused("notice-signature", "the signature is another message's");
    case Witness::Stale:
        return core::refused("notice-age", "five minutes off: a replay, or a clock that is wrong");
    }
    return core::refused("notice-signature");
}

core::Result<PaymentNotice> ofPayment(const Json& json, const WechatMerchant& ours,
                                      PaymentNotice notice) {
    notice.answer = wechatOrder(json, ours, {});
    if (notice.answer.code == "other-merchant")
        return core::refused("notice-merchant", "for another merchant or application");
    if (notice.answer.said == PaymentSaid::Unknown) return noShape("its state is not understood");
    return notice;
}

core::Result<PaymentNotice> ofRefund(const Json& json, const WechatMerchant& ours,
                                     PaymentNotice notice) {
    if (textAt(json, "mchid") != ours.mchid)
        return core::refused("notice-merchant", "for another merchant");
    notice.refundNumber = textAt(json, "out_refund_no");
    notice.answer = wechatRefund(json, {}, {});
    if (!isRefundNumber(notice.refundNumber) || notice.answer.said == PaymentSaid::Unknown)
        return noShape("the refund is not understood");
    return notice;
}

} // namespace

core::Result<PaymentNotice> readWechatNotice(const ports::Crypto& crypto,
                                             const WechatSettings& settings, const WechatKeys& keys,
                                             const std::map<std::string, std::string>& headers,
                                             const std::string& body, std::int64_t nowMs) {
    if (body.size() > maxNoticeBytes) return noShape("larger than 64 kB");
    if (auto good = noticeBelieved(witnessWechat(headers, body, keys, nowMs)); !good)
        return tl::unexpected(good.error());
    const auto outer = readObject(body);
    if (!outer) return noShape("it is no JSON object");
    const Json& resource = objectAt(*outer, "resource");
    const auto plain = openWechatSealed(
        crypto, settings.apiV3Key, textAt(resource, "algorithm"), textAt(resource, "nonce"),
        textAt(resource, "associated_data"), textAt(resource, "ciphertext"));
    if (!plain) return core::refused("notice-cipher", "the APIv3 key does not open it");
    const auto inner = readObject(*plain);
    if (!inner) return noShape("it holds no JSON object");

    PaymentNotice notice;
    notice.channel = core::PaymentChannel::WechatQr;
    notice.notice = textAt(*outer, "id");
    notice.number = textAt(*inner, "out_trade_no");
    if (notice.notice.empty() || notice.notice.size() > mostIdBytes) return noShape("it has no id");
    const WechatMerchant ours{settings.appid, settings.mchid};
    const std::string event = textAt(*outer, "event_type");
    const std::string type = textAt(resource, "original_type");
    const bool payment = event == "TRANSACTION.SUCCESS" && type == "transaction";
    const bool refund = event.starts_with("REFUND.") && type == "refund";
    if (!payment && !refund) return noShape("of something that is not asked for here");
    auto read = payment ? ofPayment(*inner, ours, std::move(notice))
                        : ofRefund(*inner, ours, std::move(notice));
    // After the merchant: what is not ours may be numbered as it likes.
    if (read && !isOrderNumber(read->number)) return noShape("its number is none of ours");
    return read;
}

} // namespace menzhen::payment
