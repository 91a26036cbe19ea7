// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/alipay.h"
#include "drivers/payment/alipaynotice.h"
#include "drivers/payment/paymenttext.h"
#include "tests/drivers/payment/paymentvectors.h"
#include "tests/drivers/payment/platformcase.h"

#include <random>

namespace menzhen::payment {

namespace {

using core::PaymentAnswer;
using core::PaymentChannel;
using core::PaymentSaid;
using core::PaymentVerb;

constexpr auto qr = PaymentChannel::AlipayQr;
constexpr auto code = PaymentChannel::AlipayCode;

std::unique_ptr<Alipay> shop(const std::string& notifyUrl = "https://pay.example.org") {
    return Alipay::open(alipaySettings(), notifyUrl).value();
}

const char* nodeOf(PaymentVerb verb) {
    switch (verb) {
    case PaymentVerb::Open:
        return "alipay_trade_precreate_response";
    case PaymentVerb::Charge:
        return "alipay_trade_pay_response";
    case PaymentVerb::Query:
        return "alipay_trade_query_response";
    case PaymentVerb::End:
        return "alipay_trade_cancel_response";
    case PaymentVerb::Refund:
        return "alipay_trade_refund_response";
    default:
        return "alipay_trade_fastpay_refund_query_response";
    }
}

HttpAnswer signedNode(const std::string& name, const std::string& node) {
    HttpAnswer http;
    http.status = 200;
    http.body = "{\"" + name + "\":" + node + ",\"sign\":\"" + privateKey().sign(node) + "\"}";
    return http;
}

std::string said(PaymentVerb verb, const HttpAnswer& http, PaymentChannel channel = qr) {
    return shown(shop()->answer(question(verb, channel), http, vectorsMs));
}

std::string said(PaymentVerb verb, const std::string& node) {
    return said(verb, signedNode(nodeOf(verb), node));
}

std::string trade(const std::string& more) {
    return R"({"code":"10000","msg":"Success","out_trade_no":"K20260101000001")" + more + "}";
}

std::string failure(const std::string& codes) {
    return R"({"code":"40004","msg":"Business Failed","sub_code":")" + codes + R"("})";
}

std::map<std::string, std::string> parametersOf(const HttpRequest& request) {
    const std::size_t query = request.url.find('?');
    auto fields = readForm(request.url.substr(query + 1)).value();
    fields.merge(readForm(request.body).value());
    return fields;
}

/// The vectors' notification with one field changed, signed anew.
std::string notice(const std::map<std::string, std::string>& changes) {
    auto fields = readForm(text(vectors()["alipay"]["notification"], "body")).value();
    for (const auto& [name, value] : changes) {
        if (value == "-")
            fields.erase(name);
        else
            fields[name] = value;
    }
    fields["sign"] = privateKey().sign(alipayNoticeText(fields, true));
    std::string body;
    for (const auto& [name, value] : fields)
        body += (body.empty() ? "" : "&") + percentEncoded(name) + "=" + percentEncoded(value);
    return body;
}

std::string reads(const std::string& body) {
    const auto read = readAlipayNotice(alipaySettings(), publicKey(), body);
    return read ? shown(read->answer) : read.error().code;
}

} // namespace

TEST(AlipaySign, RequestsAsTheSdkSignsThem) {
    const auto& row = vectors()["alipay"]["request"];
    Parameters parameters;
    for (const auto& [name, value] : row["params"].items())
        parameters[name] = value.get<std::string>();
    EXPECT_EQ(alipayRequestText(parameters), text(row, "string_to_sign"));
    EXPECT_EQ(privateKey().sign(alipayRequestText(parameters)), parameters["sign"]);
}

TEST(AlipaySign, CutsTheSignedPieceOutOfTheBytes) {
    const auto& row = vectors()["alipay"]["response"];
    const std::string raw = text(row, "raw");
    const auto node = alipayNode(raw, "alipay.trade.precreate");
    ASSERT_TRUE(node);
    EXPECT_EQ(node->text, text(row, "signed_part"));
    EXPECT_TRUE(publicKey().verifies(node->text, node->sign));
    EXPECT_FALSE(alipayNode(raw, "alipay.trade.query"));
    HttpAnswer http;
    http.status = 200;
    http.body = raw;
    core::PaymentQuestion asked = question(PaymentVerb::Open, qr);
    asked.number = "K20260101000002";
    const PaymentAnswer answer = shop()->answer(asked, http, vectorsMs);
    EXPECT_EQ(answer.said, PaymentSaid::Opened) << answer.code;
    EXPECT_EQ(answer.qrText, "https://qr.alipay.com/bax03431ljhokirwl38f00a7");
}

TEST(AlipaySign, NodesInAnyDress) {
    const auto cut = [](const std::string& body) -> std::string {
        const auto node = alipayNode(body, "a.b");
        return node ? std::string(node->text) + "|" + node->sign + (node->fault ? "|fault" : "")
                    : "none";
    };
    EXPECT_EQ(cut(R"({"a_b_response":{"x":"}{\"","y":[1,{"z":2}]},"sign":"S"})"),
              R"({"x":"}{\"","y":[1,{"z":2}]}|S)");
    EXPECT_EQ(cut(R"( { "sign" : "S\/T" , "a_b_response" : { } , "cert" : null } )"), "{ }|S/T");
    EXPECT_EQ(cut(R"({"error_response":{"code":"20000"}})"), R"({"code":"20000"}||fault)");
    EXPECT_EQ(cut(R"({"a_b_response":{},"sign":7})"), "{}|");
    for (const char* wrong :
         {"", "{}", "[]", "null",
          R"({"a_b_response":{}})"
          "x",
          R"({"a_b_response":{},"a_b_response":{"code":"10000"},"sign":"S"})",
          R"({"a_b_response":{},"error_response":{},"sign":"S"})",
          R"({"a_b_response":"text","sign":"S"})", R"({"a_b_response":{"sign":"S"})",
          R"({"a_b_response":{}"sign":"S"})", R"({"a_b_respons\u0065":{},"sign":"S"})",
          R"({"a_b_response":{"x":"unended)", "<html></html>"})
        EXPECT_EQ(cut(wrong), "none") << wrong;
}

TEST(AlipaySign, AnyBytesAreCutOrRefused) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    const std::string alphabet = R"({}[]":,\ab_response sign)";
    for (int round = 0; round < 20'000; ++round) {
        std::string body;
        for (std::size_t i = chance() % 60; i > 0; --i)
            body += alphabet[chance() % alphabet.size()];
        alipayNode(body, "a.b");
    }
}

TEST(Alipay, GoldenRequests) {
    const auto content = [](PaymentVerb verb, PaymentChannel channel) {
        auto fields =
            parametersOf(shop()->request(question(verb, channel), {vectorsMs, vectorsNonce}));
        return fields["method"] + " " + fields["biz_content"];
    };
    EXPECT_EQ(content(PaymentVerb::Open, qr),
              R"(alipay.trade.precreate {"out_trade_no":"K20260101000001","total_amount":"12.34",)"
              R"("subject":"门诊缴费","product_code":"FACE_TO_FACE_PAYMENT",)"
              R"("time_expire":"2026-01-01 08:05:00",)"
              R"("terminal_id":"K1"})");
    EXPECT_EQ(content(PaymentVerb::Charge, code),
              R"(alipay.trade.pay {"out_trade_no":"K20260101000001","scene":"bar_code",)"
              R"("auth_code":"287654321098765432","subject":"门诊缴费","total_amount":"12.34",)"
              R"("product_code":"FACE_TO_FACE_PAYMENT","time_expire":"2026-01-01 08:05:00",)"
              R"("terminal_id":"K1"})");
    EXPECT_EQ(content(PaymentVerb::Query, code),
              R"(alipay.trade.query {"out_trade_no":"K20260101000001"})");
    EXPECT_EQ(content(PaymentVerb::End, qr),
              R"(alipay.trade.cancel {"out_trade_no":"K20260101000001"})");
    EXPECT_EQ(content(PaymentVerb::Refund, qr),
              R"(alipay.trade.refund {"out_trade_no":"K20260101000001","refund_amount":"2.34",)"
              R"("out_request_no":"K20260101000001R1"})");
    EXPECT_EQ(content(PaymentVerb::RefundQuery, qr),
              R"(alipay.trade.fastpay.refund.query {"out_trade_no":"K20260101000001",)"
              R"("out_request_no":"K20260101000001R1"})");
}

TEST(Alipay, AskedAgainItSaysTheSame) {
    const auto asked = question(PaymentVerb::Open, qr);
    EXPECT_EQ(shop()->request(asked, {vectorsMs, "a"}).body,
              shop()->request(asked, {vectorsMs + 90'000, "b"}).body);
}

TEST(Alipay, RequestsAreSignedOverAllButTheSign) {
    const HttpRequest request =
        shop()->request(question(PaymentVerb::Open, qr), {vectorsMs, vectorsNonce});
    EXPECT_EQ(request.method, "POST");
    EXPECT_TRUE(request.url.starts_with("https://openapi.alipay.com/gateway.do?app_id="));
    EXPECT_EQ(request.url.find("biz_content"), std::string::npos);
    EXPECT_TRUE(request.body.starts_with("biz_content=%7B%22out_trade_no"));
    auto fields = parametersOf(request);
    EXPECT_EQ(fields["timestamp"], "2026-01-01 08:00:00");
    EXPECT_EQ(fields["notify_url"], "https://pay.example.org/pay/notify/alipay");
    EXPECT_TRUE(publicKey().verifies(alipayRequestText(fields), fields["sign"]));
    const auto silent = shop("")->request(question(PaymentVerb::Open, qr), {vectorsMs, ""});
    EXPECT_EQ(parametersOf(silent).count("notify_url"), 0U);
    core::PaymentQuestion asked = question(PaymentVerb::Open, qr);
    asked.subject = "a/b=c&d";
    EXPECT_NE(parametersOf(shop()->request(asked, {vectorsMs, ""}))["biz_content"].find(
                  R"("subject":"a b c d")"),
              std::string::npos);
}

TEST(Alipay, OrdersAreRead) {
    const std::string paid = R"(,"trade_no":"2026","total_amount":"12.34",)"
                             R"("send_pay_date":"2026-01-01 08:00:00","buyer_logon_id":"159****")";
    const auto query = [](const std::string& more) {
        return said(PaymentVerb::Query, trade(more));
    };
    EXPECT_EQ(query(paid + R"(,"trade_status":"TRADE_SUCCESS")"),
              "Paid TRADE_SUCCESS 2026 1234 0 1767225600000");
    EXPECT_EQ(query(paid + R"(,"trade_status":"TRADE_FINISHED")"),
              "Paid TRADE_FINISHED 2026 1234 0 1767225600000");
    EXPECT_EQ(query(paid + R"(,"trade_status":"TRADE_CLOSED")"),
              "Returned TRADE_CLOSED 2026 1234 0 1767225600000");
    EXPECT_EQ(query(R"(,"trade_no":"2026","total_amount":"12.34","trade_status":"TRADE_CLOSED")"),
              "Closed TRADE_CLOSED 2026 1234 0 0");
    EXPECT_EQ(query(R"(,"total_amount":"12.34","trade_status":"WAIT_BUYER_PAY")"),
              "Unpaid WAIT_BUYER_PAY  1234 0 0");
    EXPECT_EQ(query(R"(,"trade_status":"TRADE_PENDING")"), "Unknown state-TRADE_PENDING  0 0 0");
    EXPECT_EQ(query(R"(,"trade_status":"TRADE_SUCCESS","total_amount":"12.34")"),
              "Unknown answer-shape  0 0 0");
    for (const char* amount : {"12.345", "-12.34", "1e3", "", "0.00", "100000000.00"})
        EXPECT_EQ(query(R"(,"trade_no":"2026","trade_status":"TRADE_SUCCESS","total_amount":")" +
                        std::string(amount) + "\""),
                  "Unknown answer-shape  0 0 0")
            << amount;
    EXPECT_EQ(said(PaymentVerb::Charge, trade(R"(,"trade_no":"2026","total_amount":"12.34",)"
                                              R"("gmt_payment":"2026-01-01 08:00:00")")),
              "Paid TRADE_SUCCESS 2026 1234 0 1767225600000");
    EXPECT_EQ(said(PaymentVerb::Charge,
                   R"({"code":"10003","msg":"wait","out_trade_no":"K20260101000001"})"),
              "Paying 10003  0 0 0");
    EXPECT_EQ(said(PaymentVerb::Query,
                   R"({"code":"10000","out_trade_no":"K2","trade_status":"TRADE_SUCCESS"})"),
              "Unknown other-order  0 0 0");
}

TEST(Alipay, RefusalsAreRead) {
    EXPECT_EQ(said(PaymentVerb::Query, failure("ACQ.TRADE_NOT_EXIST")),
              "Missing ACQ.TRADE_NOT_EXIST  0 0 0");
    EXPECT_EQ(said(PaymentVerb::Charge, failure("ACQ.BUYER_BALANCE_NOT_ENOUGH")),
              "Failed ACQ.BUYER_BALANCE_NOT_ENOUGH  0 0 0");
    EXPECT_EQ(said(PaymentVerb::Charge, failure("ACQ.SYSTEM_ERROR")),
              "Unknown ACQ.SYSTEM_ERROR  0 0 0");
    EXPECT_EQ(said(PaymentVerb::Charge, R"({"code":"20000","sub_code":"isp.unknow-error"})"),
              "Unknown isp.unknow-error  0 0 0");
    EXPECT_EQ(said(PaymentVerb::Open, R"({"code":"40006","msg":"no"})"), "Misset 40006  0 0 0");
    EXPECT_EQ(said(PaymentVerb::Query, R"({"code":"40002","sub_code":"isv.invalid-signature"})"),
              "Misset isv.invalid-signature  0 0 0");
    EXPECT_EQ(said(PaymentVerb::Query, signedNode("error_response", R"({"code":"20000"})")),
              "Unknown 20000  0 0 0");
    EXPECT_EQ(said(PaymentVerb::Query, R"({"code":"10003"})"), "Unknown 10003  0 0 0");
}

TEST(Alipay, EndsAndRefundsAreRead) {
    EXPECT_EQ(said(PaymentVerb::End, trade(R"(,"retry_flag":"N","action":"close")")),
              "Ended close  0 0 0");
    EXPECT_EQ(said(PaymentVerb::End, trade(R"(,"retry_flag":"N","action":"refund")")),
              "Ended refund  0 0 0");
    EXPECT_EQ(said(PaymentVerb::End, trade(R"(,"retry_flag":"Y")")), "EndAgain   0 0 0");
    EXPECT_EQ(said(PaymentVerb::End, failure("ACQ.TRADE_NOT_EXIST")),
              "Missing ACQ.TRADE_NOT_EXIST  0 0 0");
    // refund_fee is the sum of all refunds and not believed to be this one.
    EXPECT_EQ(said(PaymentVerb::Refund,
                   trade(R"(,"trade_no":"2026","fund_change":"Y","refund_fee":"12.34")")),
              "RefundDone fund-change-y 2026 0 234 0");
    EXPECT_EQ(said(PaymentVerb::Refund, trade(R"(,"fund_change":"N","refund_fee":"12.34")")),
              "RefundGoing fund-change-n  0 0 0");
    EXPECT_EQ(said(PaymentVerb::Refund, trade("")), "RefundGoing fund-change-n  0 0 0");
    EXPECT_EQ(said(PaymentVerb::Refund, failure("ACQ.REASON_TRADE_REFUND_FEE_ERR")),
              "RefundAbnormal ACQ.REASON_TRADE_REFUND_FEE_ERR  0 0 0");
    const std::string refund = R"(,"out_request_no":"K20260101000001R1","refund_amount":"2.34")";
    EXPECT_EQ(
        said(PaymentVerb::RefundQuery, trade(refund + R"(,"refund_status":"REFUND_SUCCESS")")),
        "RefundDone REFUND_SUCCESS  0 234 0");
    EXPECT_EQ(
        said(PaymentVerb::RefundQuery, trade(refund + R"(,"refund_status":"REFUND_PROCESSING")")),
        "RefundGoing REFUND_PROCESSING  0 0 0");
    EXPECT_EQ(said(PaymentVerb::RefundQuery, trade("")), "Missing no-refund-status  0 0 0");
    EXPECT_EQ(said(PaymentVerb::RefundQuery, R"({"code":"10000","msg":"Success"})"),
              "Missing no-refund-status  0 0 0");
    EXPECT_EQ(
        said(PaymentVerb::RefundQuery, trade(R"(,"out_request_no":"R2","refund_amount":"2.34",)"
                                             R"("refund_status":"REFUND_SUCCESS")")),
        "Unknown other-order  0 0 0");
    EXPECT_EQ(said(PaymentVerb::RefundQuery, trade(R"(,"refund_status":"REFUND_SUCCESS")")),
              "Unknown answer-shape  0 0 0");
}

TEST(Alipay, NothingUnverifiedIsBelieved) {
    const std::string node = trade(R"(,"trade_status":"TRADE_SUCCESS","trade_no":"2026",)"
                                   R"("total_amount":"12.34")");
    HttpAnswer http = signedNode("alipay_trade_query_response", node);
    http.body.replace(http.body.find("12.34"), 5, "12.35");
    EXPECT_EQ(said(PaymentVerb::Query, http), "Unknown bad-signature  0 0 0");
    http.body = "{\"alipay_trade_query_response\":" + node + "}";
    EXPECT_EQ(said(PaymentVerb::Query, http), "Unknown no-signature  0 0 0");
    http.body = R"({"error_response":{"code":"40002","sub_code":"isv.invalid-app-id"}})";
    EXPECT_EQ(said(PaymentVerb::Query, http), "Misset isv.invalid-app-id  0 0 0");
    http.body = R"({"error_response":{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST"}})";
    EXPECT_EQ(said(PaymentVerb::Query, http), "Unknown no-signature  0 0 0");
    http.body = "<html>welcome to our network</html>";
    EXPECT_EQ(said(PaymentVerb::Query, http), "Unknown answer-shape  0 0 0");
    http = signedNode("alipay_trade_pay_response", node); // another question's answer
    EXPECT_EQ(said(PaymentVerb::Query, http), "Unknown answer-shape  0 0 0");
    http = signedNode("alipay_trade_query_response", node);
    http.status = 302;
    EXPECT_EQ(said(PaymentVerb::Query, http), "Unknown http-302  0 0 0");
    http.fault = "no-answer";
    EXPECT_EQ(said(PaymentVerb::Query, http), "Unknown no-answer  0 0 0");
}

TEST(AlipayNotice, TheVectorsIsRead) {
    const auto& row = vectors()["alipay"]["notification"];
    const auto fields = readForm(text(row, "body"));
    ASSERT_TRUE(fields);
    EXPECT_EQ(alipayNoticeText(*fields, true), text(row, "string_to_verify"));
    const auto read = readAlipayNotice(alipaySettings(), publicKey(), text(row, "body"));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->channel, qr);
    EXPECT_EQ(read->notice, "2026010100222080005122524333000001");
    EXPECT_EQ(read->number, "K20260101000002");
    EXPECT_EQ(read->refundNumber, "");
    EXPECT_EQ(shown(read->answer),
              "Paid TRADE_SUCCESS 2026010122001000000000000001 1234 0 1767225605000");
}

TEST(AlipayNotice, WhatItSays) {
    const std::string end = " 2026010122001000000000000001 1234 0 1767225605000";
    EXPECT_EQ(reads(notice({})), "Paid TRADE_SUCCESS" + end);
    EXPECT_EQ(reads(notice({{"trade_status", "TRADE_FINISHED"}})), "Paid TRADE_FINISHED" + end);
    // A refund in part is told as TRADE_SUCCESS and is no second payment.
    EXPECT_EQ(reads(notice({{"out_biz_no", "R-1"}, {"refund_fee", "2.34"}})),
              "RefundGoing TRADE_SUCCESS" + end);
    EXPECT_EQ(reads(notice({{"gmt_refund", "2026-01-01 09:00:00.120"}})),
              "Returned TRADE_SUCCESS" + end);
    EXPECT_EQ(reads(notice({{"trade_status", "TRADE_CLOSED"}})), "Returned TRADE_CLOSED" + end);
    EXPECT_EQ(reads(notice({{"trade_status", "TRADE_CLOSED"}, {"gmt_payment", "-"}})),
              "Closed TRADE_CLOSED 2026010122001000000000000001 1234 0 0");
    EXPECT_EQ(reads(notice({{"passback_params", ""}})), "Paid TRADE_SUCCESS" + end);
}

TEST(AlipayNotice, EachRefusalHasItsReason) {
    EXPECT_EQ(reads(notice({{"app_id", "2021"}})), "notice-merchant");
    EXPECT_EQ(reads(notice({{"seller_id", "2088"}})), "notice-merchant");
    EXPECT_EQ(reads(notice({{"seller_id", "-"}})), "notice-merchant");
    EXPECT_EQ(reads(notice({{"trade_status", "NEW"}})), "notice-shape");
    EXPECT_EQ(reads(notice({{"total_amount", "12,34"}})), "notice-shape");
    EXPECT_EQ(reads(notice({{"total_amount", "-12.34"}})), "notice-shape");
    EXPECT_EQ(reads(notice({{"out_trade_no", "K-1"}})), "notice-shape");
    EXPECT_EQ(reads(notice({{"out_biz_no", "R 1"}})), "notice-shape");
    EXPECT_EQ(reads(notice({{"notify_id", "-"}})), "notice-shape");
    EXPECT_EQ(reads(notice({{"trade_no", "-"}})), "notice-shape");
    EXPECT_EQ(reads(notice({{"sign_type", "RSA"}})), "notice-signature");
    EXPECT_EQ(reads("no form"), "notice-shape");
    EXPECT_EQ(reads("a=1"), "notice-signature");
    EXPECT_EQ(reads(std::string(70'000, 'a')), "notice-shape");
    std::string changed = notice({});
    changed.replace(changed.find("12.34"), 5, "92.34");
    EXPECT_EQ(reads(changed), "notice-signature");
    EXPECT_EQ(reads(notice({}) + "&total_amount=1.00"), "notice-shape"); // a name twice
    EXPECT_EQ(reads(notice({}) + "&extra=1"), "notice-signature");
}

} // namespace menzhen::payment
