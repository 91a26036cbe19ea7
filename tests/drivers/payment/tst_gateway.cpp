// SPDX-License-Identifier: Apache-2.0
// The whole driver against a scripted server on loopback.
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"
#include "drivers/payment/base64.h"
#include "drivers/payment/gateway.h"
#include "drivers/payment/refusal.h"
#include "drivers/payment/wechatsign.h"
#include "tests/drivers/payment/paymentvectors.h"
#include "tests/drivers/payment/platformcase.h"
#include "tests/drivers/payment/scriptedserver.h"

#include <future>
#include <random>

namespace menzhen::payment {

namespace {

using core::PaymentAnswer;
using core::PaymentChannel;
using core::PaymentQuestion;
using core::PaymentSaid;
using core::PaymentVerb;

/// Stands still at the vectors' moment.
class StillClock final : public ports::Clock {
public:
    std::int64_t utcMs() const override { return vectorsMs; }

    std::int64_t monotonicMs() const override { return 1'000'000; }

    ports::LocalTime local(std::int64_t) const override { return {}; }

    std::int64_t utcMsOf(int, int) const override { return 0; }
};

struct Shop {
    crypto::OpenSslCrypto crypto;
    crypto::SystemChance chance;
    StillClock clock;
    ScriptedServer server;
    std::unique_ptr<Gateway> gateway;

    explicit Shop(
        ScriptedServer::Script script,
        const std::function<void(Settings&)>& change = [](Settings&) {})
        : server(std::move(script)) {
        Settings settings;
        settings.notifyUrl = "https://pay.example.org";
        settings.store = "HA";
        settings.wechat = wechatSettings();
        settings.wechat->baseUrl = server.url() + "/wechat";
        settings.alipay = alipaySettings();
        settings.alipay->gatewayUrl = server.url() + "/alipay/gateway.do";
        change(settings);
        auto opened = Gateway::open(std::move(settings), crypto, chance, clock);
        EXPECT_TRUE(opened) << opened.error().detail;
        gateway = std::move(*opened);
    }

    PaymentAnswer ask(const PaymentQuestion& asked) {
        auto told = std::make_shared<std::promise<PaymentAnswer>>();
        gateway->ask(asked, [told](PaymentAnswer answer) { told->set_value(std::move(answer)); });
        return told->get_future().get();
    }

    PaymentAnswer ask(PaymentVerb verb, PaymentChannel channel) {
        return ask(question(verb, channel));
    }

    std::uint64_t count(const std::string& name) const {
        const auto counts = gateway->counts();
        const auto at = counts.find(name);
        return at == counts.end() ? 0 : at->second;
    }
};

ScriptedAnswer signedAnswer(int status, const std::string& body,
                            const std::string& serial = platformKeyId) {
    return httpAnswer(status, body,
                      {"Wechatpay-Timestamp: 1767225600",
                       std::string("Wechatpay-Nonce: ") + vectorsNonce,
                       "Wechatpay-Serial: " + serial,
                       "Wechatpay-Signature: " +
                           privateKey().sign(wechatAnswerText("1767225600", vectorsNonce, body))});
}

std::string paidOrder(const std::string& number = orderNumber) {
    return R"({"appid":"wxd678efh567hg6787","mchid":"1900000109","out_trade_no":")" + number +
           R"(","transaction_id":"4200","trade_state":"SUCCESS",)"
           R"("amount":{"total":1234,"currency":"CNY"}})";
}

const ScriptedServer::Script silent = [](const SeenRequest&) { return httpAnswer(500, ""); };

} // namespace

TEST(Gateway, AsksWechatAndBelievesItsSignature) {
    Shop shop([](const SeenRequest&) { return signedAnswer(200, paidOrder()); });
    const PaymentAnswer answer = shop.ask(PaymentVerb::Query, PaymentChannel::WechatQr);
    EXPECT_EQ(shown(answer), "Paid SUCCESS 4200 1234 0 0");
    ASSERT_EQ(shop.server.seen().size(), 1U);
    const SeenRequest seen = shop.server.seen().front();
    EXPECT_EQ(seen.target(), "/wechat/v3/pay/transactions/out-trade-no/K20260101000001"
                             "?mchid=1900000109");
    EXPECT_TRUE(seen.header("authorization").starts_with("WECHATPAY2-SHA256-RSA2048 mchid="));
    EXPECT_EQ(seen.header("wechatpay-serial"), platformKeyId);
    EXPECT_EQ(shop.count("asked"), 1U);
    EXPECT_EQ(shop.count("answered"), 1U);
}

TEST(Gateway, ClosesWithAVerified204) {
    Shop shop([](const SeenRequest&) { return signedAnswer(204, ""); });
    EXPECT_EQ(shop.ask(PaymentVerb::End, PaymentChannel::WechatQr).said, PaymentSaid::Ended);
    EXPECT_EQ(shop.server.seen().front().body, R"({"mchid":"1900000109"})");
}

TEST(Gateway, KeepsThePlatformsIdOfAnAnswer) {
    Shop shop([](const SeenRequest&) {
        return httpAnswer(500, "", {"Request-ID: 08F7A2-268435 <b>", "Server: x"});
    });
    const PaymentAnswer answer = shop.ask(PaymentVerb::Query, PaymentChannel::WechatQr);
    EXPECT_EQ(answer.code, "http-500");
    EXPECT_EQ(answer.request, "08F7A2-268435??b?");
}

TEST(Gateway, AsksAlipay) {
    Shop shop([](const SeenRequest& request) {
        EXPECT_TRUE(request.target().starts_with("/alipay/gateway.do?app_id=2021000000000001&"));
        EXPECT_TRUE(request.body.starts_with("biz_content="));
        const std::string node =
            R"({"code":"10000","out_trade_no":"K20260101000001","qr_code":"https:\/\/qr.a\/b"})";
        return httpAnswer(200, "{\"alipay_trade_precreate_response\":" + node + ",\"sign\":\"" +
                                   privateKey().sign(node) + "\"}");
    });
    const PaymentAnswer answer = shop.ask(PaymentVerb::Open, PaymentChannel::AlipayQr);
    EXPECT_EQ(answer.said, PaymentSaid::Opened) << answer.code;
    EXPECT_EQ(answer.qrText, "https://qr.a/b");
}

TEST(Gateway, CountsEachReasonNotToBelieve) {
    std::string mood;
    Shop shop([&mood](const SeenRequest&) {
        if (mood == "bad-signature") {
            ScriptedAnswer answer = signedAnswer(200, paidOrder());
            answer.bytes.back() = ' ';
            return answer;
        }
        if (mood == "unknown-key") return signedAnswer(200, paidOrder(), "OTHER");
        if (mood == "no-signature") return httpAnswer(200, "<html>portal</html>");
        if (mood == "http") return httpAnswer(302, "", {"Location: http://127.0.0.1:1/"});
        if (mood == "other-order") return signedAnswer(200, paidOrder("K2"));
        if (mood == "answer-size") return httpAnswer(200, std::string(maxAnswerBytes + 1, ' '));
        ScriptedAnswer cut = signedAnswer(200, paidOrder());
        cut.bytes.resize(cut.bytes.size() - 5);
        return cut;
    });
    for (const char* name : {"bad-signature", "unknown-key", "no-signature", "http", "other-order",
                             "answer-size", "no-answer"}) {
        mood = name;
        const PaymentAnswer answer = shop.ask(PaymentVerb::Query, PaymentChannel::WechatQr);
        EXPECT_EQ(answer.said, PaymentSaid::Unknown) << name;
        EXPECT_EQ(shop.count(name), 1U) << name << " " << answer.code;
    }
    EXPECT_EQ(shop.count("answered"), 0U);
}

TEST(Gateway, WhatIsOutOfShapeIsNotSent) {
    Shop shop(silent);
    const auto refused = [&shop](PaymentVerb verb, PaymentChannel channel, const auto& change) {
        PaymentQuestion asked = question(verb, channel);
        change(asked);
        const PaymentAnswer answer = shop.ask(asked);
        EXPECT_EQ(shop.count(answer.code), 1U) << answer.code;
        return shown(answer);
    };
    using Q = PaymentQuestion;
    EXPECT_EQ(
        refused(PaymentVerb::Query, PaymentChannel::WechatQr, [](Q& q) { q.number = "K/../x"; }),
        "Unknown number-shape  0 0 0");
    EXPECT_EQ(refused(PaymentVerb::Open, PaymentChannel::WechatQr, [](Q& q) { q.amountFen = 0; }),
              "Failed amount-range  0 0 0");
    EXPECT_EQ(refused(PaymentVerb::Open, PaymentChannel::AlipayQr,
                      [](Q& q) { q.expiresAtMs = vectorsMs; }),
              "Failed expired  0 0 0");
    EXPECT_EQ(refused(PaymentVerb::Charge, PaymentChannel::WechatCode,
                      [](Q& q) { q.authCode = "11010519491231002X"; }),
              "Failed code-shape  0 0 0");
    EXPECT_EQ(refused(PaymentVerb::Open, PaymentChannel::AlipayCode, [](Q&) {}),
              "Failed verb-channel  0 0 0");
    EXPECT_EQ(
        refused(PaymentVerb::Open, PaymentChannel::WechatQr, [](Q& q) { q.subject = "a\nb"; }),
        "Failed subject-shape  0 0 0");
    EXPECT_EQ(
        refused(PaymentVerb::Refund, PaymentChannel::WechatQr, [](Q& q) { q.refundFen = 1235; }),
        "Unknown refund-range  0 0 0");
    EXPECT_EQ(refused(PaymentVerb::RefundQuery, PaymentChannel::WechatQr,
                      [](Q& q) { q.refundNumber = ""; }),
              "Unknown refund-shape  0 0 0");
    EXPECT_TRUE(shop.server.seen().empty());
}

TEST(Refusal, AmountsAtTheirEnds) {
    for (const core::Fen fen :
         {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, core::maxAmountFen + 1, INT64_MAX}) {
        PaymentQuestion asked = question(PaymentVerb::Open, PaymentChannel::WechatQr);
        asked.amountFen = fen;
        EXPECT_EQ(refusalOf(asked, vectorsMs), "amount-range") << fen;
        asked = question(PaymentVerb::Refund, PaymentChannel::WechatQr);
        asked.refundFen = fen;
        EXPECT_EQ(refusalOf(asked, vectorsMs), "refund-range") << fen;
    }
    for (const core::Fen fen : {std::int64_t{1}, core::maxAmountFen}) {
        PaymentQuestion asked = question(PaymentVerb::Open, PaymentChannel::WechatQr);
        asked.amountFen = fen;
        EXPECT_EQ(refusalOf(asked, vectorsMs), "") << fen;
    }
}

TEST(Gateway, ServesWhatIsConfigured) {
    const auto serves = [](const std::function<void(Settings&)>& change) {
        const Shop shop(silent, change);
        std::string all;
        for (const auto channel : {PaymentChannel::WechatQr, PaymentChannel::WechatCode,
                                   PaymentChannel::AlipayQr, PaymentChannel::AlipayCode})
            all += shop.gateway->serves(channel) ? "y" : "n";
        return all;
    };
    EXPECT_EQ(serves([](Settings&) {}), "yyyy");
    EXPECT_EQ(serves([](Settings& s) { s.wechat->code = WechatCode::Off; }), "ynyy");
    EXPECT_EQ(serves([](Settings& s) { s.wechat->code = WechatCode::V2; }), "yyyy");
    EXPECT_EQ(serves([](Settings& s) { s.wechat.reset(); }), "nnyy");
    EXPECT_EQ(serves([](Settings& s) { s.alipay.reset(); }), "yynn");
    Shop shop(silent, [](Settings& s) { s.wechat.reset(); });
    EXPECT_EQ(shown(shop.ask(PaymentVerb::Query, PaymentChannel::WechatQr)),
              "Unknown channel-off  0 0 0");
    EXPECT_EQ(shop.gateway->readNotice(PaymentChannel::WechatQr, {}, "", vectorsMs).error().code,
              "notice-merchant");
}

TEST(Gateway, ChargesACodeInTheOlderWay) {
    Shop shop([](const SeenRequest&) { return httpAnswer(200, "<xml/>"); },
              [](Settings& s) { s.wechat->code = WechatCode::V2; });
    shop.ask(PaymentVerb::Charge, PaymentChannel::WechatCode);
    shop.ask(PaymentVerb::Query, PaymentChannel::WechatQr);
    const auto seen = shop.server.seen();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].target(), "/wechat/pay/micropay");
    EXPECT_TRUE(seen[1].target().starts_with("/wechat/v3/pay/transactions/out-trade-no/"));
}

TEST(Gateway, BadKeysAreNamedAtStart) {
    const crypto::OpenSslCrypto crypto;
    crypto::SystemChance chance;
    const StillClock clock;
    const auto problem = [&](const std::function<void(Settings&)>& change) {
        Settings settings;
        settings.wechat = wechatSettings();
        settings.alipay = alipaySettings();
        change(settings);
        const auto opened = Gateway::open(std::move(settings), crypto, chance, clock);
        return opened ? "opened" : opened.error().code + " " + opened.error().detail;
    };
    EXPECT_EQ(problem([](Settings&) {}), "opened");
    EXPECT_TRUE(problem([](Settings& s) {
                    s.wechat->merchantKeyPem = "x";
                }).starts_with("bad-key merchant_key: this is not a private key"));
    EXPECT_TRUE(problem([](Settings& s) {
                    s.wechat->platformPem["P"] = "x";
                }).starts_with("bad-key platform_keys: P: "));
    EXPECT_EQ(problem([](Settings& s) { s.wechat->apiV3Key += "\n"; }),
              "bad-key api_v3_key: it has 32 bytes");
    EXPECT_TRUE(
        problem([](Settings& s) { s.alipay->appKeyPem = ""; }).starts_with("bad-key app_key: "));
    EXPECT_TRUE(problem([](Settings& s) {
                    s.alipay->alipayKeyPem = privatePem();
                }).starts_with("bad-key alipay_key: this is a private key"));
}

// WeChat Pay changes its certificate: the answers that show it are not believed, the certificates
// are fetched, and from then on they are.
TEST(Gateway, FetchesANewPlatformCertificate) {
    const std::string pem = contents("payment/certificate.pem");
    const crypto::OpenSslCrypto crypto;
    const auto list = [&] {
        const std::string sealed = toBase64(crypto.seal(
            core::asBytes("0123456789abcdef0123456789ABCDEF"), core::asBytes("61f9c719728a"),
            core::asBytes("certificate"), core::asBytes(pem)));
        nlohmann::json certificate{{"serial_no", certificateSerial}};
        certificate["encrypt_certificate"] = {{"algorithm", "AEAD_AES_256_GCM"},
                                              {"nonce", "61f9c719728a"},
                                              {"associated_data", "certificate"},
                                              {"ciphertext", sealed}};
        nlohmann::json all;
        all["data"].push_back(certificate);
        return all.dump();
    };
    std::atomic<bool> fetched{false};
    Shop shop(
        [&](const SeenRequest& request) {
            if (request.target() != "/wechat/v3/certificates")
                return signedAnswer(200, paidOrder(), certificateSerial);
            fetched = true;
            return signedAnswer(200, list(), certificateSerial);
        },
        [&](Settings& s) {
            // The one that is known is of another serial: the site file's is last year's.
            s.wechat->platformPem = {{"4E6C6D87D4B4F7B1A5C8E2F3A1B2C3D4E5F60718",
                                      contents("payment/oldcertificate.pem")}};
        });
    PaymentAnswer answer;
    for (int i = 0; i < 100 && answer.said != PaymentSaid::Paid; ++i)
        answer = shop.ask(PaymentVerb::Query, PaymentChannel::WechatQr);
    EXPECT_TRUE(fetched);
    EXPECT_EQ(answer.said, PaymentSaid::Paid) << answer.code;
    EXPECT_EQ(shop.count("certificates"), 1U);
}

TEST(Gateway, NoticesAreCounted) {
    const Shop shop(silent);
    const std::string body = text(vectors()["alipay"]["notification"], "body");
    const auto good = shop.gateway->readNotice(PaymentChannel::AlipayQr, {}, body, vectorsMs);
    ASSERT_TRUE(good);
    EXPECT_EQ(good->number, "K20260101000002");
    EXPECT_FALSE(shop.gateway->readNotice(PaymentChannel::AlipayQr, {}, body + "&x=1", vectorsMs));
    EXPECT_FALSE(shop.gateway->readNotice(PaymentChannel::WechatQr,
                                          {{"wechatpay-signature", "WECHATPAY/SIGNTEST/x"}}, "{}",
                                          vectorsMs));
    EXPECT_EQ(shop.count("notice"), 1U);
    EXPECT_EQ(shop.count("notice-signature"), 1U);
    EXPECT_EQ(shop.count("notice-probe"), 1U);
}

} // namespace menzhen::payment
