// SPDX-License-Identifier: Apache-2.0
// Alipay's two ends, what a charge may not do twice, and whose answer it was.
#include "drivers/payment/alipay.h"
#include "drivers/payment/paymenttext.h"
#include "drivers/payment/wechatkeys.h"
#include "drivers/payment/wechatv3.h"
#include "tests/drivers/payment/paymentvectors.h"
#include "tests/drivers/payment/platformcase.h"

namespace menzhen::payment {

namespace {

using core::PaymentChannel;
using core::PaymentQuestion;
using core::PaymentVerb;

PaymentQuestion endOf(PaymentChannel channel, bool unpaid) {
    PaymentQuestion asked = question(PaymentVerb::End, channel);
    asked.unpaid = unpaid;
    return asked;
}

std::string methodAsked(const PaymentQuestion& asked) {
    const auto shop = Alipay::open(alipaySettings(), {}).value();
    const HttpRequest request = shop->request(asked, {vectorsMs, vectorsNonce});
    return readForm(request.url.substr(request.url.find('?') + 1)).value().at("method");
}

std::string saidTo(const PaymentQuestion& asked, const std::string& name, const std::string& node) {
    HttpAnswer http;
    http.status = 200;
    http.body = "{\"" + name + "\":" + node + ",\"sign\":\"" + privateKey().sign(node) + "\"}";
    const auto shop = Alipay::open(alipaySettings(), {}).value();
    return shown(shop->answer(asked, http, vectorsMs));
}

constexpr const char* closeNode = "alipay_trade_close_response";

} // namespace

TEST(AlipayEnds, AQrsTradeThatNobodyPaidIsClosedAndAllElseCancelled) {
    EXPECT_EQ(methodAsked(endOf(PaymentChannel::AlipayQr, true)), "alipay.trade.close");
    EXPECT_EQ(methodAsked(endOf(PaymentChannel::AlipayQr, false)), "alipay.trade.cancel");
    EXPECT_EQ(methodAsked(endOf(PaymentChannel::AlipayCode, true)), "alipay.trade.cancel");
    EXPECT_EQ(methodAsked(endOf(PaymentChannel::AlipayCode, false)), "alipay.trade.cancel");
}

TEST(AlipayEnds, TheAnswerToACloseIsRead) {
    const PaymentQuestion asked = endOf(PaymentChannel::AlipayQr, true);
    EXPECT_EQ(saidTo(asked, closeNode, R"({"code":"10000","out_trade_no":"K20260101000001"})"),
              "Ended   0 0 0");
    EXPECT_EQ(saidTo(asked, closeNode, R"({"code":"10000","out_trade_no":"K2"})"),
              "Unknown other-order  0 0 0");
    // Paid in between, or closed before: the query that follows says which.
    EXPECT_EQ(saidTo(asked, closeNode, R"({"code":"40004","sub_code":"ACQ.TRADE_STATUS_ERROR"})"),
              "EndAgain ACQ.TRADE_STATUS_ERROR  0 0 0");
    EXPECT_EQ(saidTo(asked, closeNode, R"({"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST"})"),
              "Missing ACQ.TRADE_NOT_EXIST  0 0 0");
    EXPECT_EQ(saidTo(asked, closeNode, R"({"code":"20000","sub_code":"isp.unknow-error"})"),
              "Unknown isp.unknow-error  0 0 0");
    // The answer to a cancel is no answer to a close.
    EXPECT_EQ(saidTo(asked, "alipay_trade_cancel_response",
                     R"({"code":"10000","out_trade_no":"K20260101000001"})"),
              "Unknown answer-shape  0 0 0");
}

TEST(AlipayEnds, AChargeAloneIsNeverRepeatedByTheCarrier) {
    const auto alipay = Alipay::open(alipaySettings(), {}).value();
    const auto keys = WechatKeys::read({{platformKeyId, publicPem()}}).value();
    const auto wechat = WechatV3::open(wechatSettings(), {}, "HA", *keys).value();
    const Moment moment{vectorsMs, vectorsNonce};
    for (const PaymentVerb verb : {PaymentVerb::Charge, PaymentVerb::Query, PaymentVerb::End,
                                   PaymentVerb::Refund, PaymentVerb::RefundQuery}) {
        const bool once = verb == PaymentVerb::Charge;
        EXPECT_EQ(alipay->request(question(verb, PaymentChannel::AlipayCode), moment).once, once);
        EXPECT_EQ(wechat->request(question(verb, PaymentChannel::WechatCode), moment).once, once);
    }
}

} // namespace menzhen::payment
