// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/wechatsign.h"
#include "drivers/payment/wechatv3.h"
#include "tests/drivers/payment/paymentvectors.h"
#include "tests/drivers/payment/platformcase.h"

#include <random>

namespace menzhen::payment {

namespace {

using core::PaymentAnswer;
using core::PaymentChannel;
using core::PaymentSaid;
using core::PaymentVerb;

struct Shop {
    std::unique_ptr<WechatKeys> keys = WechatKeys::read({{platformKeyId, publicPem()}}).value();
    std::unique_ptr<WechatV3> wechat;

    explicit Shop(const std::string& notifyUrl = "https://pay.example.org") {
        wechat = WechatV3::open(wechatSettings(), notifyUrl, "HA", *keys).value();
    }

    HttpRequest request(PaymentVerb verb, PaymentChannel channel) const {
        return wechat->request(question(verb, channel), {vectorsMs, vectorsNonce});
    }

    PaymentAnswer answer(PaymentVerb verb, PaymentChannel channel, const HttpAnswer& http) const {
        return wechat->answer(question(verb, channel), http, vectorsMs);
    }
};

HttpAnswer signedAnswer(int status, const std::string& body) {
    HttpAnswer http;
    http.status = status;
    http.body = body;
    http.headers = {{"wechatpay-timestamp", "1767225600"},
                    {"wechatpay-nonce", vectorsNonce},
                    {"wechatpay-serial", platformKeyId},
                    {"wechatpay-signature",
                     privateKey().sign(wechatAnswerText("1767225600", vectorsNonce, body))}};
    return http;
}

std::string order(const std::string& state, const std::string& more = {}) {
    return R"({"appid":"wxd678efh567hg6787","mchid":"1900000109","out_trade_no":"K20260101000001",)"
           R"("trade_state":")" +
           state + R"(")" + more + "}";
}

const std::string paid =
    R"(,"transaction_id":"4200","success_time":"2026-01-01T08:00:00+08:00","payer":{"openid":"o"},)"
    R"("amount":{"total":1234,"payer_total":1000,"currency":"CNY","payer_currency":"CNY"})";

struct Row {
    const char* name;
    PaymentVerb verb;
    PaymentChannel channel;
    int status;
    std::string body;
    const char* shows;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.name; }
};

class WechatV3Answers : public testing::TestWithParam<Row> {};

constexpr auto qr = PaymentChannel::WechatQr;
constexpr auto code = PaymentChannel::WechatCode;
constexpr auto open = PaymentVerb::Open;
constexpr auto charge = PaymentVerb::Charge;
constexpr auto query = PaymentVerb::Query;
constexpr auto end = PaymentVerb::End;
constexpr auto refund = PaymentVerb::Refund;
constexpr auto refundQuery = PaymentVerb::RefundQuery;

} // namespace

TEST(WechatV3, GoldenRequests) {
    const Shop shop;
    const auto line = [&shop](PaymentVerb verb, PaymentChannel channel) {
        const HttpRequest request = shop.request(verb, channel);
        return request.method + " " + request.url + " " + request.body;
    };
    EXPECT_EQ(line(open, qr),
              "POST https://api.mch.weixin.qq.com/v3/pay/transactions/native "
              R"({"appid":"wxd678efh567hg6787","mchid":"1900000109","description":"门诊缴费",)"
              R"("out_trade_no":"K20260101000001","time_expire":"2026-01-01T08:05:00+08:00",)"
              R"("notify_url":"https://pay.example.org/pay/notify/wechat",)"
              R"("amount":{"total":1234,"currency":"CNY"}})");
    EXPECT_EQ(line(charge, code),
              "POST https://api.mch.weixin.qq.com/v3/pay/transactions/codepay "
              R"({"appid":"wxd678efh567hg6787","mchid":"1900000109","description":"门诊缴费",)"
              R"("out_trade_no":"K20260101000001","payer":{"auth_code":"134567890123456789"},)"
              R"("amount":{"total":1234,"currency":"CNY"},)"
              R"("scene_info":{"device_id":"K1","store_info":{"out_id":"HA"}}})");
    EXPECT_EQ(line(query, qr), "GET https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/"
                               "K20260101000001?mchid=1900000109 ");
    EXPECT_EQ(line(end, qr), "POST https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/"
                             R"(K20260101000001/close {"mchid":"1900000109"})");
    EXPECT_EQ(line(end, code),
              "POST https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/"
              R"(K20260101000001/reverse {"appid":"wxd678efh567hg6787","mchid":"1900000109"})");
    EXPECT_EQ(line(refund, qr), "POST https://api.mch.weixin.qq.com/v3/refund/domestic/refunds "
                                R"({"out_trade_no":"K20260101000001",)"
                                R"("out_refund_no":"K20260101000001R1",)"
                                R"("notify_url":"https://pay.example.org/pay/notify/wechat",)"
                                R"("amount":{"refund":234,"total":1234,"currency":"CNY"}})");
    EXPECT_EQ(line(refundQuery, code), "GET https://api.mch.weixin.qq.com/v3/refund/domestic/"
                                       "refunds/K20260101000001R1 ");
}

TEST(WechatV3, RequestsAreSignedAndAskForTheirKey) {
    const Shop shop;
    const HttpRequest get = shop.request(query, qr);
    ASSERT_EQ(get.headers.size(), 3U);
    EXPECT_EQ(get.headers[0], "Accept: application/json");
    // The very header of the vectors: same number, time and nonce.
    EXPECT_EQ(get.headers[1], "Authorization: " + text(vectors()["wechat"], "authorization"));
    EXPECT_EQ(get.headers[2], std::string("Wechatpay-Serial: ") + platformKeyId);
    EXPECT_FALSE(get.clientCertificate);

    const HttpRequest post = shop.request(open, qr);
    EXPECT_EQ(post.headers.back(), "Content-Type: application/json");
    const std::string signature = post.headers[1].substr(post.headers[1].find("signature=\"") + 11);
    EXPECT_TRUE(publicKey().verifies(wechatRequestText(post, "1767225600", vectorsNonce),
                                     signature.substr(0, signature.size() - 1)));
}

TEST(WechatV3, WithoutAnAddressNobodyIsToldToCall) {
    const Shop shop("");
    EXPECT_NE(
        shop.request(open, qr).body.find(R"("notify_url":"https://127.0.0.1/pay/notify/wechat")"),
        std::string::npos);
    EXPECT_EQ(shop.request(refund, qr).body.find("notify_url"), std::string::npos);
}

TEST(WechatV3, OpensWithACode) {
    const auto& row = vectors()["wechat"]["response"];
    const Shop shop;
    PaymentAnswer answer = shop.answer(open, qr, signedAnswer(200, text(row, "body")));
    EXPECT_EQ(answer.said, PaymentSaid::Opened);
    EXPECT_EQ(answer.qrText, "weixin://wxpay/bizpayurl?pr=p4lpSuKzz");
    for (const char* body : {"{}", R"({"code_url":""})", R"({"code_url":7})",
                             R"({"code_url":"https://evil.example"})", "[]", "\"x\"", "<html>"})
        EXPECT_EQ(shown(shop.answer(open, qr, signedAnswer(200, body))),
                  "Unknown answer-shape  0 0 0")
            << body;
}

TEST_P(WechatV3Answers, AreRead) {
    const Row& row = GetParam();
    const Shop shop;
    EXPECT_EQ(shown(shop.answer(row.verb, row.channel, signedAnswer(row.status, row.body))),
              row.shows);
}

INSTANTIATE_TEST_SUITE_P(
    Table, WechatV3Answers,
    testing::Values(
        Row{"paid", query, qr, 200, order("SUCCESS", paid),
            "Paid SUCCESS 4200 1234 0 1767225600000"},
        Row{"charged", charge, code, 200, order("SUCCESS", paid),
            "Paid SUCCESS 4200 1234 0 1767225600000"},
        Row{"unpaid", query, qr, 200, order("NOTPAY", R"(,"amount":{"total":1234})"),
            "Unpaid NOTPAY  1234 0 0"},
        Row{"closed", query, qr, 200, order("CLOSED"), "Closed CLOSED  0 0 0"},
        Row{"revoked", query, code, 200, order("REVOKED"), "Reversed REVOKED  0 0 0"},
        Row{"paid and revoked", query, code, 200, order("REVOKED", paid),
            "Returned REVOKED 4200 1234 0 1767225600000"},
        Row{"returned", query, qr, 200, order("REFUND", paid),
            "Returned REFUND 4200 1234 0 1767225600000"},
        Row{"paying", query, code, 200, order("USERPAYING"), "Paying USERPAYING  0 0 0"},
        Row{"payerror", query, code, 200, order("PAYERROR"), "Failed PAYERROR  0 0 0"},
        Row{"new state", query, qr, 200, order("SUPERSEDED", paid),
            "Unknown state-SUPERSEDED  0 0 0"},
        Row{"no state", query, qr, 200, order(""), "Unknown state-  0 0 0"},
        Row{"paying by code 202", charge, code, 202, R"({"code":"USERPAYING"})",
            "Paying USERPAYING  0 0 0"},
        Row{"paying by state 202", charge, code, 202, order("USERPAYING"),
            "Paying USERPAYING  0 0 0"},
        Row{"paying by code 200", charge, code, 200, R"({"code":"USER_PAYING"})",
            "Paying USER_PAYING  0 0 0"},
        Row{"paying by state 200", charge, code, 200, order("USERPAYING"),
            "Paying USERPAYING  0 0 0"},
        Row{"paying 400", charge, code, 400, R"({"code":"USERPAYING"})",
            "Paying USERPAYING  0 0 0"},
        Row{"paying 500", charge, code, 500, R"({"code":"USERPAYING"})",
            "Paying USERPAYING  0 0 0"},
        Row{"paying while reversed", end, code, 403, R"({"code":"USERPAYING"})",
            "EndAgain USERPAYING  0 0 0"},
        Row{"other 202", charge, code, 202, R"({"code":"ACCEPTED"})", "Unknown ACCEPTED  0 0 0"},
        Row{"success under 202", charge, code, 202, order("SUCCESS", paid),
            "Unknown http-202  0 0 0"},
        Row{"another merchant", query, qr, 200,
            R"({"appid":"wxd678efh567hg6787","mchid":"1","out_trade_no":"K20260101000001",)"
            R"("trade_state":"SUCCESS"})",
            "Unknown other-merchant  0 0 0"},
        Row{"another application", query, qr, 200,
            R"({"appid":"wx","mchid":"1900000109","out_trade_no":"K20260101000001",)"
            R"("trade_state":"SUCCESS"})",
            "Unknown other-merchant  0 0 0"},
        Row{"another order", query, qr, 200,
            R"({"appid":"wxd678efh567hg6787","mchid":"1900000109","out_trade_no":"K2",)"
            R"("trade_state":"SUCCESS"})",
            "Unknown other-order  0 0 0"},
        Row{"dollars", query, qr, 200,
            order("SUCCESS", R"(,"transaction_id":"4","amount":{"total":1234,"currency":"USD"})"),
            "Unknown currency  0 0 0"},
        Row{"paid, no amount", query, qr, 200, order("SUCCESS", R"(,"transaction_id":"4")"),
            "Unknown answer-shape  0 0 0"},
        Row{"paid, no transaction", query, qr, 200, order("SUCCESS", R"(,"amount":{"total":1234})"),
            "Unknown answer-shape  0 0 0"},
        Row{"paid a fraction", query, qr, 200,
            order("SUCCESS", R"(,"transaction_id":"4","amount":{"total":1234.0})"),
            "Unknown answer-shape  0 0 0"},
        Row{"paid a text", query, qr, 200,
            order("SUCCESS", R"(,"transaction_id":"4","amount":{"total":"1234"})"),
            "Unknown answer-shape  0 0 0"},
        Row{"paid less than nothing", query, qr, 200,
            order("SUCCESS", R"(,"transaction_id":"4","amount":{"total":-1})"),
            "Unknown answer-shape  0 0 0"},
        Row{"paid more than there is", query, qr, 200,
            order("SUCCESS", R"(,"transaction_id":"4","amount":{"total":18446744073709551615})"),
            "Unknown answer-shape  0 0 0"},
        Row{"missing", query, qr, 404, R"({"code":"ORDER_NOT_EXIST","message":"订单不存在"})",
            "Missing ORDER_NOT_EXIST  0 0 0"},
        Row{"missing, other spelling", query, qr, 404, R"({"code":"ORDERNOTEXIST"})",
            "Missing ORDERNOTEXIST  0 0 0"},
        Row{"closed now", end, qr, 204, "", "Ended   0 0 0"},
        Row{"closed now, 200", end, qr, 200, "{}", "Ended   0 0 0"},
        Row{"reversed now", end, code, 200, R"({"out_trade_no":"K20260101000001"})",
            "Ended   0 0 0"},
        Row{"recalled", end, code, 200, R"({"recall":"Y"})", "EndAgain   0 0 0"},
        Row{"another reversed", end, code, 200, R"({"out_trade_no":"K2"})",
            "Unknown other-order  0 0 0"},
        Row{"closed before", end, qr, 400, R"({"code":"ORDER_CLOSED"})",
            "Ended ORDER_CLOSED  0 0 0"},
        Row{"paid meanwhile", end, qr, 400, R"({"code":"ORDER_PAID"})",
            "Unknown ORDER_PAID  0 0 0"},
        Row{"close while paying", end, qr, 429, R"({"code":"FREQUENCY_LIMITED"})",
            "Unknown FREQUENCY_LIMITED  0 0 0"},
        Row{"a final no under 500", charge, code, 500, R"({"code":"NOT_ENOUGH"})",
            "Unknown NOT_ENOUGH  0 0 0"},
        Row{"a final no under 429", charge, code, 429, R"({"code":"NOT_ENOUGH"})",
            "Unknown NOT_ENOUGH  0 0 0"},
        Row{"too poor", charge, code, 403, R"({"code":"NOT_ENOUGH"})", "Failed NOT_ENOUGH  0 0 0"},
        Row{"code used", charge, code, 400, R"({"code":"AUTH_CODE_INVALID"})",
            "Failed AUTH_CODE_INVALID  0 0 0"},
        Row{"system error", charge, code, 500, R"({"code":"SYSTEM_ERROR"})",
            "Unknown SYSTEM_ERROR  0 0 0"},
        Row{"signed nothing, 502", query, qr, 502, "", "Unknown http-502  0 0 0"},
        Row{"our signature", query, qr, 401, R"({"code":"SIGN_ERROR"})",
            "Misset SIGN_ERROR  0 0 0"},
        Row{"no permission", open, qr, 403, R"({"code":"NO_AUTH"})", "Misset NO_AUTH  0 0 0"},
        Row{"strange code", query, qr, 400, "{\"code\":\"a b\\n\"}", "Unknown a?b?  0 0 0"},
        Row{"refund done", refund, qr, 200,
            R"({"out_trade_no":"K20260101000001","out_refund_no":"K20260101000001R1",)"
            R"("transaction_id":"4200","status":"SUCCESS","success_time":"2026-01-01T08:00:00+08:00",)"
            R"("amount":{"total":1234,"refund":234}})",
            "RefundDone SUCCESS 4200 1234 234 1767225600000"},
        Row{"refund going", refund, qr, 200,
            R"({"out_trade_no":"K20260101000001","out_refund_no":"K20260101000001R1",)"
            R"("status":"PROCESSING","amount":{"total":1234,"refund":234}})",
            "RefundGoing PROCESSING  1234 234 0"},
        Row{"refund abnormal", refundQuery, qr, 200,
            R"({"out_trade_no":"K20260101000001","out_refund_no":"K20260101000001R1",)"
            R"("status":"ABNORMAL"})",
            "RefundAbnormal ABNORMAL  0 0 0"},
        Row{"refund closed", refundQuery, code, 200,
            R"({"out_trade_no":"K20260101000001","out_refund_no":"K20260101000001R1",)"
            R"("status":"CLOSED"})",
            "RefundClosed CLOSED  0 0 0"},
        Row{"another refund", refundQuery, qr, 200,
            R"({"out_trade_no":"K20260101000001","out_refund_no":"R2","status":"SUCCESS"})",
            "Unknown other-order  0 0 0"},
        Row{"refund missing", refundQuery, qr, 404, R"({"code":"RESOURCE_NOT_EXISTS"})",
            "Missing RESOURCE_NOT_EXISTS  0 0 0"},
        Row{"refund later", refund, qr, 403, R"({"code":"NOT_ENOUGH"})",
            "Unknown NOT_ENOUGH  0 0 0"},
        Row{"refund refused", refund, qr, 400, R"({"code":"INVALID_REQUEST"})",
            "RefundAbnormal INVALID_REQUEST  0 0 0"}));

TEST(WechatV3, NothingUnverifiedIsBelieved) {
    const Shop shop;
    const std::string body = order("SUCCESS", paid);
    const auto shownFor = [&](const HttpAnswer& http) {
        return shown(shop.answer(query, qr, http));
    };
    HttpAnswer http = signedAnswer(200, body);
    http.headers["wechatpay-signature"] = privateKey().sign("another");
    EXPECT_EQ(shownFor(http), "Unknown bad-signature  0 0 0");
    http = signedAnswer(200, body);
    http.headers["wechatpay-serial"] = "OTHER";
    EXPECT_EQ(shownFor(http), "Unknown unknown-key  0 0 0");
    http = signedAnswer(200, body);
    http.headers["wechatpay-signature-type"] = "WECHATPAY2-SM2-WITH-SM3";
    EXPECT_EQ(shownFor(http), "Unknown signature-type  0 0 0");
    http.headers.clear();
    EXPECT_EQ(shownFor(http), "Unknown no-signature  0 0 0"); // a captive portal's 200
    http.status = 302;
    EXPECT_EQ(shownFor(http), "Unknown http-302  0 0 0");
    http.status = 502;
    EXPECT_EQ(shownFor(http), "Unknown http-502  0 0 0");
    http = signedAnswer(404, R"({"code":"ORDER_NOT_EXIST"})");
    http.headers.clear();
    EXPECT_EQ(shownFor(http), "Unknown http-404  0 0 0");
    http = signedAnswer(204, "");
    http.headers["wechatpay-nonce"] = "x";
    EXPECT_EQ(shown(shop.answer(end, qr, http)), "Unknown bad-signature  0 0 0");
    for (const char* fault : {"no-answer", "answer-size"}) {
        http.fault = fault;
        EXPECT_EQ(shownFor(http), std::string("Unknown ") + fault + "  0 0 0");
    }
}

TEST(WechatV3, AClockThatIsWrongIsMisset) {
    const Shop shop;
    const HttpAnswer http = signedAnswer(200, order("SUCCESS", paid));
    const PaymentAnswer late = shop.wechat->answer(question(query, qr), http, vectorsMs + 300'000);
    EXPECT_EQ(late.said, PaymentSaid::Misset);
    EXPECT_EQ(late.code, "clock");
    EXPECT_EQ(late.skewMs, -300'000);
    EXPECT_EQ(shop.wechat->answer(question(query, qr), http, vectorsMs + 299'000).skewMs, -299'000);

    // A refusal of our time need not be signed; it says nothing of the order.
    HttpAnswer refused;
    refused.status = 401;
    refused.body = R"({"code":"SIGN_ERROR","message":"timestamp"})";
    refused.headers = {{"date", "Thu, 01 Jan 2026 00:10:00 GMT"}};
    const PaymentAnswer answer = shop.answer(query, qr, refused);
    EXPECT_EQ(answer.said, PaymentSaid::Misset);
    EXPECT_EQ(answer.skewMs, 600'000);
    refused.body = R"({"code":"ORDER_NOT_EXIST"})";
    EXPECT_EQ(shop.answer(query, qr, refused).said, PaymentSaid::Unknown);
}

// Whatever is signed and however it is broken: nothing but the true words means "paid".
TEST(WechatV3, DamageIsNeverAPayment) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    const Shop shop;
    const std::string good = order("NOTPAY", paid);
    for (int round = 0; round < 500; ++round) {
        std::string body = good;
        for (int i = 0; i < 2; ++i) {
            const std::size_t at = chance() % body.size();
            if (chance() % 2 == 0)
                body[at] = static_cast<char>(chance());
            else
                body.erase(at, chance() % 9);
            if (body.empty()) body = "{";
        }
        const PaymentAnswer answer = shop.answer(query, qr, signedAnswer(200, body));
        EXPECT_NE(answer.said, PaymentSaid::Paid) << body;
    }
}

} // namespace menzhen::payment
