// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/payment/wechatv2.h"
#include "tests/drivers/payment/paymentvectors.h"
#include "tests/drivers/payment/platformcase.h"

#include <random>

namespace menzhen::payment {

namespace {

using core::PaymentChannel;
using core::PaymentVerb;

const crypto::OpenSslCrypto suite;
const std::string key = "192006250b4c09247ec02edce69f6a2d";

WechatV2 shop(V2Sign sign = V2Sign::HmacSha256) {
    WechatSettings settings = wechatSettings();
    settings.v2Sign = sign;
    return {settings, suite};
}

Fields vectorFields() {
    Fields fields;
    for (const auto& [name, value] : vectors()["wechat"]["v2"]["params"].items())
        fields[name] = value.get<std::string>();
    return fields;
}

/// Signed as WeChat Pay would.
HttpAnswer answered(Fields fields, V2Sign kind = V2Sign::HmacSha256) {
    fields.emplace("return_code", "SUCCESS");
    fields.emplace("result_code", "SUCCESS");
    fields.emplace("appid", "wxd678efh567hg6787");
    fields.emplace("mch_id", "1900000109");
    fields["sign"] = v2Signature(suite, fields, key, kind);
    HttpAnswer http;
    http.status = 200;
    http.body = writeXml(fields);
    return http;
}

std::string said(PaymentVerb verb, const HttpAnswer& http) {
    return shown(shop().answer(question(verb, PaymentChannel::WechatCode), http, vectorsMs));
}

std::string said(PaymentVerb verb, const Fields& fields) {
    return said(verb, answered(fields));
}

constexpr auto charge = PaymentVerb::Charge;
constexpr auto query = PaymentVerb::Query;
constexpr auto end = PaymentVerb::End;
constexpr auto refund = PaymentVerb::Refund;
constexpr auto refundQuery = PaymentVerb::RefundQuery;

const Fields paid{{"out_trade_no", orderNumber},
                  {"transaction_id", "4200"},
                  {"total_fee", "1234"},
                  {"cash_fee", "1000"},
                  {"time_end", "20260101080000"}};

Fields with(Fields fields, const std::string& name, const std::string& value) {
    fields[name] = value;
    return fields;
}

} // namespace

TEST(WechatV2, SignsAsTheVectorsDo) {
    const auto& row = vectors()["wechat"]["v2"];
    EXPECT_EQ(v2Signature(suite, vectorFields(), key, V2Sign::Md5), text(row, "md5"));
    EXPECT_EQ(v2Signature(suite, vectorFields(), key, V2Sign::HmacSha256),
              text(row, "hmac_sha256"));
    EXPECT_EQ(v2Text({{"b", "2"}, {"a", "1"}, {"empty", ""}, {"sign", "X"}}, "K"), "a=1&b=2&key=K");
    EXPECT_EQ(readXml(text(row, "xml")), vectorFields());
    EXPECT_EQ(readXml(writeXml(vectorFields())), vectorFields());
}

TEST(WechatV2, GoldenRequests) {
    const auto body = [](PaymentVerb verb, V2Sign sign) {
        const HttpRequest request = shop(sign).request(question(verb, PaymentChannel::WechatCode),
                                                       {vectorsMs, vectorsNonce});
        Fields fields = readXml(request.body).value();
        EXPECT_EQ(fields["sign"], v2Signature(suite, fields, key, sign));
        fields.erase("sign");
        return request.url.substr(request.url.find(".com") + 4) +
               (request.clientCertificate ? " mutual " : " ") + v2Text(fields, "");
    };
    const std::string common = "mch_id=1900000109&nonce_str=593BEC0C930BF1AFEB40B4A08C8FB242&";
    EXPECT_EQ(body(charge, V2Sign::HmacSha256),
              "/pay/micropay appid=wxd678efh567hg6787&auth_code=134567890123456789&"
              "body=门诊缴费&device_info=K1&" +
                  common +
                  "out_trade_no=K20260101000001&sign_type=HMAC-SHA256&"
                  "spbill_create_ip=127.0.0.1&total_fee=1234&key=");
    EXPECT_EQ(body(query, V2Sign::Md5), "/pay/orderquery appid=wxd678efh567hg6787&" + common +
                                            "out_trade_no=K20260101000001&sign_type=MD5&key=");
    EXPECT_EQ(body(end, V2Sign::Md5), "/secapi/pay/reverse mutual appid=wxd678efh567hg6787&" +
                                          common +
                                          "out_trade_no=K20260101000001&sign_type=MD5&key=");
    EXPECT_EQ(body(refund, V2Sign::Md5),
              "/secapi/pay/refund mutual appid=wxd678efh567hg6787&" + common +
                  "out_refund_no=K20260101000001R1&out_trade_no=K20260101000001&"
                  "refund_fee=234&sign_type=MD5&total_fee=1234&key=");
    EXPECT_EQ(body(refundQuery, V2Sign::Md5), "/pay/refundquery appid=wxd678efh567hg6787&" +
                                                  common +
                                                  "out_refund_no=K20260101000001R1&"
                                                  "sign_type=MD5&key=");
}

TEST(WechatV2, AnswersAreRead) {
    EXPECT_EQ(said(charge, paid), "Paid SUCCESS 4200 1234 0 1767225600000");
    EXPECT_EQ(said(query, with(paid, "trade_state", "SUCCESS")),
              "Paid SUCCESS 4200 1234 0 1767225600000");
    const Fields named{{"out_trade_no", orderNumber}};
    EXPECT_EQ(said(query, with(named, "trade_state", "NOTPAY")), "Unpaid NOTPAY  0 0 0");
    EXPECT_EQ(said(query, with(named, "trade_state", "USERPAYING")), "Paying USERPAYING  0 0 0");
    EXPECT_EQ(said(query, with(named, "trade_state", "REVOKED")), "Reversed REVOKED  0 0 0");
    EXPECT_EQ(said(query, with(paid, "trade_state", "REVOKED")),
              "Returned REVOKED 4200 1234 0 1767225600000");
    EXPECT_EQ(said(query, with(named, "trade_state", "PAYERROR")), "Failed PAYERROR  0 0 0");
    EXPECT_EQ(said(query, with(named, "trade_state", "NEW")), "Unknown state-NEW  0 0 0");
    EXPECT_EQ(said(query, named), "Unknown state-  0 0 0");
    EXPECT_EQ(said(end, Fields{{"recall", "N"}}), "Ended   0 0 0");
    EXPECT_EQ(said(end, Fields{{"recall", "Y"}}), "EndAgain   0 0 0");
    EXPECT_EQ(
        said(end, Fields{{"result_code", "FAIL"}, {"err_code", "SYSTEMERROR"}, {"recall", "Y"}}),
        "EndAgain SYSTEMERROR  0 0 0");
    EXPECT_EQ(said(refund, Fields{{"out_trade_no", orderNumber},
                                  {"out_refund_no", refundNumber},
                                  {"refund_fee", "234"}}),
              "RefundGoing PROCESSING  0 234 0");
    const Fields refunded{
        {"out_trade_no", orderNumber}, {"out_refund_no_0", refundNumber}, {"refund_fee_0", "234"}};
    EXPECT_EQ(said(refundQuery, with(refunded, "refund_status_0", "SUCCESS")),
              "RefundDone SUCCESS  0 234 0");
    EXPECT_EQ(said(refundQuery, with(refunded, "refund_status_0", "PROCESSING")),
              "RefundGoing PROCESSING  0 234 0");
    EXPECT_EQ(said(refundQuery, with(refunded, "refund_status_0", "REFUNDCLOSE")),
              "RefundClosed REFUNDCLOSE  0 234 0");
    EXPECT_EQ(said(refundQuery, with(refunded, "refund_status_0", "CHANGE")),
              "RefundAbnormal CHANGE  0 234 0");
}

TEST(WechatV2, RefusalsAreRead) {
    const auto refusal = [](PaymentVerb verb, const char* code) {
        return said(verb, Fields{{"result_code", "FAIL"}, {"err_code", code}});
    };
    EXPECT_EQ(refusal(charge, "USERPAYING"), "Paying USERPAYING  0 0 0");
    EXPECT_EQ(refusal(charge, "SYSTEMERROR"), "Unknown SYSTEMERROR  0 0 0");
    EXPECT_EQ(refusal(charge, "NOTENOUGH"), "Failed NOTENOUGH  0 0 0");
    EXPECT_EQ(refusal(charge, "AUTHCODEEXPIRE"), "Failed AUTHCODEEXPIRE  0 0 0");
    EXPECT_EQ(refusal(charge, "ORDERPAID"), "Unknown ORDERPAID  0 0 0");
    EXPECT_EQ(refusal(query, "ORDERNOTEXIST"), "Missing ORDERNOTEXIST  0 0 0");
    EXPECT_EQ(refusal(refundQuery, "REFUNDNOTEXIST"), "Missing REFUNDNOTEXIST  0 0 0");
    EXPECT_EQ(refusal(refund, "NOTENOUGH"), "Unknown NOTENOUGH  0 0 0");
    EXPECT_EQ(refusal(charge, "NOAUTH"), "Misset NOAUTH  0 0 0");
}

TEST(WechatV2, NothingUnverifiedIsBelieved) {
    HttpAnswer http = answered(paid);
    EXPECT_EQ(said(charge, answered(paid, V2Sign::Md5)),
              "Paid SUCCESS 4200 1234 0 1767225600000"); // of either kind: both need the key
    http.body.replace(http.body.find("1234"), 4, "1235");
    EXPECT_EQ(said(charge, http), "Unknown bad-signature  0 0 0");
    http.body = "<xml><return_code>FAIL</return_code><return_msg>系统繁忙</return_msg></xml>";
    EXPECT_EQ(said(charge, http), "Unknown v2-return-fail  0 0 0");
    http.body = "<xml><return_code>SUCCESS</return_code><result_code>SUCCESS</result_code></xml>";
    EXPECT_EQ(said(charge, http), "Unknown bad-signature  0 0 0");
    http.body = "<html>welcome to our network</html>";
    EXPECT_EQ(said(charge, http), "Unknown answer-shape  0 0 0");
    http.status = 302;
    EXPECT_EQ(said(charge, http), "Unknown http-302  0 0 0");
    http = answered(paid);
    http.status = 502;
    EXPECT_EQ(said(charge, http), "Unknown http-502  0 0 0");
    http.fault = "no-answer";
    EXPECT_EQ(said(charge, http), "Unknown no-answer  0 0 0");
    EXPECT_EQ(said(charge, with(paid, "mch_id", "1")), "Unknown other-merchant  0 0 0");
    EXPECT_EQ(said(charge, with(paid, "out_trade_no", "K2")), "Unknown other-order  0 0 0");
    EXPECT_EQ(said(charge, with(paid, "fee_type", "USD")), "Unknown currency  0 0 0");
    for (const char* amount : {"", "0", "-1", "12.34", "1234x", "99999999999"})
        EXPECT_EQ(said(charge, with(paid, "total_fee", amount)), "Unknown answer-shape  0 0 0")
            << amount;
}

/// With a wrong key nothing can be verified: that they do not know us is heard all the same, and
/// nothing of any order.
TEST(WechatV2, AWrongKeyIsSaidWithoutASignature) {
    HttpAnswer http = answered(paid);
    for (const char* words : {"签名错误", "签名错误，请检查后再试", "SIGN ERROR", "appid不存在",
                              "mch_id参数格式错误", "商户号不存在"}) {
        http.body = "<xml><return_code>FAIL</return_code><return_msg>" + std::string(words) +
                    "</return_msg></xml>";
        for (const PaymentVerb verb : {charge, query, end, refund, refundQuery})
            EXPECT_EQ(said(verb, http), "Misset v2-refused  0 0 0") << words;
    }
    // Signed with the key that is not ours.
    http.body = "<xml><return_code>SUCCESS</return_code><result_code>FAIL</result_code>"
                "<err_code>SIGNERROR</err_code><sign>00</sign></xml>";
    EXPECT_EQ(said(charge, http), "Misset SIGNERROR  0 0 0");
    http.body.replace(http.body.find("SIGNERROR"), 9, "NOTENOUGH");
    EXPECT_EQ(said(charge, http), "Unknown bad-signature  0 0 0");
}

TEST(XmlFields, ReadNothingButFlatElements) {
    EXPECT_EQ(readXml("<xml><a>1</a><b><![CDATA[<2>]]></b><c/></xml>"),
              (Fields{{"a", "1"}, {"b", "<2>"}, {"c", ""}}));
    EXPECT_EQ(readXml("<xml><a>&lt;&amp;&#65;</a></xml>"), (Fields{{"a", "<&A"}}));
    EXPECT_EQ(readXml(writeXml({{"a", "<&>\"'"}})), (Fields{{"a", "<&>\"'"}}));
    for (const char* wrong :
         {"", "<xml>", "<x><a>1</a></x>", "<xml><a>1</b></xml>", "<xml><a>1</a><a>2</a></xml>",
          "<xml><a><b>1</b></a></xml>", "<xml><a>1</a></xml><xml/>", "<xml><a>&xxe;</a></xml>",
          "<xml><a>\xff</a></xml>"})
        EXPECT_FALSE(readXml(wrong)) << wrong;
    std::string many = "<xml>";
    for (int i = 0; i < 200; ++i)
        many += "<k" + std::to_string(i) + "/>";
    EXPECT_FALSE(readXml(many + "</xml>"));
}

TEST(XmlFields, NoEntityIsEverResolved) {
    EXPECT_FALSE(readXml(R"(<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]>)"
                         "<xml><a>&x;</a></xml>"));
    EXPECT_FALSE(readXml(R"(<!DOCTYPE xml [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;&x;">]>)"
                         "<xml><a>&y;</a></xml>"));
    EXPECT_FALSE(readXml("<!DOCTYPE xml><xml><a>1</a></xml>"));
}

TEST(XmlFields, DamageIsNeverRead) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    const std::string good = answered(paid).body;
    for (int round = 0; round < 2'000; ++round) {
        std::string body = good;
        body[chance() % body.size()] = static_cast<char>(chance());
        HttpAnswer http;
        http.status = 200;
        http.body = body;
        if (body != good) {
            EXPECT_EQ(said(charge, http).find("Paid"), std::string::npos) << body;
        }
    }
}

} // namespace menzhen::payment
