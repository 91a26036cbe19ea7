// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/payment/base64.h"
#include "drivers/payment/wechatcertificates.h"
#include "drivers/payment/wechatnotice.h"
#include "drivers/payment/wechatsign.h"
#include "tests/drivers/payment/paymentvectors.h"
#include "tests/drivers/payment/platformcase.h"

namespace menzhen::payment {

namespace {

using Headers = std::map<std::string, std::string>;
using nlohmann::ordered_json;

const crypto::OpenSslCrypto suite;
constexpr const char* apiV3Key = "0123456789abcdef0123456789ABCDEF";
constexpr const char* gcmNonce = "61f9c719728a";

std::unique_ptr<WechatKeys> knownKeys() {
    return WechatKeys::read({{platformKeyId, publicPem()}}).value();
}

Headers lowered(const nlohmann::json& headers) {
    Headers all;
    for (const auto& [name, value] : headers.items()) {
        std::string lower = name;
        for (char& c : lower)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        all[lower] = value.get<std::string>();
    }
    return all;
}

Headers signedHeaders(const std::string& body) {
    return {{"wechatpay-timestamp", "1767225600"},
            {"wechatpay-nonce", vectorsNonce},
            {"wechatpay-serial", platformKeyId},
            {"wechatpay-signature",
             privateKey().sign(wechatAnswerText("1767225600", vectorsNonce, body))}};
}

std::string sealed(const std::string& plain, const std::string& associated,
                   const std::string& key = apiV3Key) {
    return toBase64(suite.seal(core::asBytes(key), core::asBytes(gcmNonce),
                               core::asBytes(associated), core::asBytes(plain)));
}

std::string noticeBody(const std::string& event, const std::string& type, const std::string& plain,
                       const std::string& key = apiV3Key) {
    return ordered_json{{"id", "n-1"},
                        {"event_type", event},
                        {"resource",
                         {{"original_type", type},
                          {"algorithm", "AEAD_AES_256_GCM"},
                          {"ciphertext", sealed(plain, type, key)},
                          {"associated_data", type},
                          {"nonce", gcmNonce}}}}
        .dump();
}

const std::string paidPlain =
    R"({"mchid":"1900000109","appid":"wxd678efh567hg6787","out_trade_no":"K20260101000001",)"
    R"("transaction_id":"4200","trade_state":"SUCCESS","amount":{"total":1234,"currency":"CNY"}})";

core::Result<ports::PaymentNotice> read(const std::string& body, const Headers& headers,
                                        std::int64_t nowMs = vectorsMs) {
    return readWechatNotice(suite, wechatSettings(), *knownKeys(), headers, body, nowMs);
}

core::Result<ports::PaymentNotice> read(const std::string& body) {
    return read(body, signedHeaders(body));
}

std::string codeOfNotice(const core::Result<ports::PaymentNotice>& notice) {
    return notice ? "taken" : notice.error().code;
}

HttpAnswer certificates(const std::string& pem, const std::string& serial,
                        const std::string& signer, const std::string& key = apiV3Key) {
    HttpAnswer http;
    http.status = 200;
    ordered_json certificate{{"serial_no", serial}};
    certificate["encrypt_certificate"] = {{"algorithm", "AEAD_AES_256_GCM"},
                                          {"nonce", gcmNonce},
                                          {"associated_data", "certificate"},
                                          {"ciphertext", sealed(pem, "certificate", key)}};
    ordered_json all;
    all["data"].push_back(certificate);
    http.body = all.dump();
    http.headers = signedHeaders(http.body);
    http.headers["wechatpay-serial"] = signer;
    return http;
}

std::string learns(const HttpAnswer& http, WechatKeys& keys, std::int64_t nowMs = vectorsMs) {
    const auto learnt = learnCertificates(suite, apiV3Key, http, nowMs, keys);
    return learnt ? std::to_string(*learnt) : learnt.error().code;
}

} // namespace

TEST(WechatNotice, TheVectorsIsRead) {
    const auto& row = vectors()["wechat"]["notification"];
    const auto notice = read(text(row, "body"), lowered(row["headers"]));
    ASSERT_TRUE(notice) << notice.error().code << " " << notice.error().detail;
    EXPECT_EQ(notice->channel, core::PaymentChannel::WechatQr);
    EXPECT_EQ(notice->notice, "00000000-0000-5000-8000-000000000001");
    EXPECT_EQ(notice->number, "K20260101000001");
    EXPECT_EQ(notice->refundNumber, "");
    EXPECT_EQ(shown(notice->answer),
              "Paid SUCCESS 4200000000202601010000000001 1234 0 1767225600000");
}

TEST(WechatNotice, OfRefunds) {
    const auto plain = [](const std::string& status) {
        return R"({"mchid":"1900000109","out_trade_no":"K20260101000001","transaction_id":"4200",)"
               R"("out_refund_no":"R-1","refund_status":")" +
               status + R"(","amount":{"total":1234,"refund":234}})";
    };
    const auto done = read(noticeBody("REFUND.SUCCESS", "refund", plain("SUCCESS")));
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(done->refundNumber, "R-1");
    EXPECT_EQ(shown(done->answer), "RefundDone SUCCESS 4200 1234 234 0");
    EXPECT_EQ(read(noticeBody("REFUND.ABNORMAL", "refund", plain("ABNORMAL")))->answer.said,
              core::PaymentSaid::RefundAbnormal);
    EXPECT_EQ(read(noticeBody("REFUND.CLOSED", "refund", plain("CLOSED")))->answer.said,
              core::PaymentSaid::RefundClosed);
    EXPECT_EQ(codeOfNotice(read(noticeBody("REFUND.SUCCESS", "refund", plain("NEW")))),
              "notice-shape");
}

TEST(WechatNotice, EachRefusalHasItsReason) {
    const std::string good = noticeBody("TRANSACTION.SUCCESS", "transaction", paidPlain);
    EXPECT_EQ(codeOfNotice(read(good)), "taken");
    EXPECT_EQ(codeOfNotice(read(good, {})), "notice-signature");
    EXPECT_EQ(codeOfNotice(read(good + " ", signedHeaders(good))), "notice-signature");
    Headers headers = signedHeaders(good);
    headers["wechatpay-signature"] = "WECHATPAY/SIGNTEST/abc";
    EXPECT_EQ(codeOfNotice(read(good, headers)), "notice-probe");
    headers = signedHeaders(good);
    headers["wechatpay-serial"] = "PUB_KEY_ID_9";
    EXPECT_EQ(codeOfNotice(read(good, headers)), "notice-key");
    headers = signedHeaders(good);
    headers["wechatpay-signature-type"] = "WECHATPAY2-SM2-WITH-SM3";
    EXPECT_EQ(codeOfNotice(read(good, headers)), "notice-signature");
    EXPECT_EQ(codeOfNotice(read(good, signedHeaders(good), vectorsMs + 300'000)), "notice-age");
    EXPECT_EQ(codeOfNotice(read(good, signedHeaders(good), vectorsMs - 300'000)), "notice-age");
    EXPECT_EQ(codeOfNotice(read(good, signedHeaders(good), vectorsMs + 299'000)), "taken");

    const auto plain = [](const std::string& from, const std::string& to) {
        std::string changed = paidPlain;
        changed.replace(changed.find(from), from.size(), to);
        return noticeBody("TRANSACTION.SUCCESS", "transaction", changed);
    };
    EXPECT_EQ(codeOfNotice(read(plain("1900000109", "1900000108"))), "notice-merchant");
    EXPECT_EQ(codeOfNotice(read(plain("wxd678", "wxd679"))), "notice-merchant");
    EXPECT_EQ(codeOfNotice(read(plain("K20260101000001", "K-1"))), "notice-shape");
    EXPECT_EQ(codeOfNotice(read(plain("SUCCESS", "SUPER"))), "notice-shape");
    EXPECT_EQ(codeOfNotice(read(plain("1234", "-1234"))), "notice-shape");
    EXPECT_EQ(codeOfNotice(read(plain("CNY", "USD"))), "notice-shape");
    EXPECT_EQ(codeOfNotice(read(noticeBody("TRANSACTION.SUCCESS", "transaction", paidPlain,
                                           std::string(32, 'x')))),
              "notice-cipher");
    EXPECT_EQ(codeOfNotice(read(noticeBody("COUPON.USE", "coupon", paidPlain))), "notice-shape");
    EXPECT_EQ(codeOfNotice(read(noticeBody("REFUND.SUCCESS", "transaction", paidPlain))),
              "notice-shape");
    EXPECT_EQ(codeOfNotice(read("{}")), "notice-cipher");
    EXPECT_EQ(codeOfNotice(read("[1]")), "notice-shape");
    EXPECT_EQ(codeOfNotice(read(std::string(maxNoticeBytes + 1, ' '))), "notice-shape");
}

TEST(WechatNotice, ANonceOfAnotherSizeStopsNothing) {
    std::string body = noticeBody("TRANSACTION.SUCCESS", "transaction", paidPlain);
    body.replace(body.find(gcmNonce), 12, "short");
    EXPECT_EQ(codeOfNotice(read(body)), "notice-cipher");
}

TEST(WechatCertificates, AreLearntWhenAKnownKeySigned) {
    const auto keys = knownKeys();
    const std::string pem = contents("payment/certificate.pem");
    EXPECT_EQ(learns(certificates(pem, certificateSerial, platformKeyId), *keys), "1");
    EXPECT_TRUE(keys->find(certificateSerial));
    EXPECT_EQ(learns(certificates(pem, certificateSerial, platformKeyId), *keys), "0");
}

// The first answer after WeChat Pay changed its certificate is signed with the new one.
TEST(WechatCertificates, AreLearntWhenOneOfThemSigned) {
    const std::string pem = contents("payment/certificate.pem");
    const auto keys = knownKeys();
    EXPECT_EQ(learns(certificates(pem, certificateSerial, certificateSerial), *keys), "1");
    EXPECT_TRUE(keys->find(certificateSerial));
}

TEST(WechatCertificates, AreRefused) {
    const std::string pem = contents("payment/certificate.pem");
    const auto keys = knownKeys();
    const HttpAnswer good = certificates(pem, certificateSerial, platformKeyId);
    EXPECT_EQ(learns(good, *keys, vectorsMs + 300'000), "clock");
    HttpAnswer bad = good;
    bad.body += " ";
    EXPECT_EQ(learns(bad, *keys), "bad-signature");
    bad = certificates(pem, certificateSerial, certificateSerial);
    bad.body += " ";
    EXPECT_EQ(learns(bad, *keys), "bad-signature");
    EXPECT_EQ(learns(certificates(pem, certificateSerial, "ANOTHER"), *keys), "unknown-key");
    EXPECT_EQ(
        learns(certificates(pem, certificateSerial, platformKeyId, std::string(32, 'x')), *keys),
        "cipher");
    EXPECT_EQ(learns(certificates(pem, "1234", platformKeyId), *keys), "0"); // not its serial
    bad = good;
    bad.status = 404;
    EXPECT_EQ(learns(bad, *keys), "http-404");
    bad.fault = "no-answer";
    EXPECT_EQ(learns(bad, *keys), "no-answer");
    EXPECT_FALSE(keys->find(certificateSerial));
}

} // namespace menzhen::payment
