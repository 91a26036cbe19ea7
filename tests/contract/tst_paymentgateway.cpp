// SPDX-License-Identifier: Apache-2.0
// The real driver against the sandbox, which shares no signing code with it: every verb on every
// channel, each fault of the wire, and each doubtful reading of the documents both ways.
#include "tests/contract/sandboxprogram.h"
#include "tests/drivers/payment/platformcase.h"

#include <future>
#include <gtest/gtest.h>
#include <thread>

namespace menzhen::contract {

namespace {

using core::PaymentAnswer;
using core::PaymentChannel;
using core::PaymentQuestion;
using core::PaymentSaid;
using core::PaymentVerb;
using nlohmann::json;

constexpr core::Fen amountFen = 1234;
constexpr int patience = 200; // times 25 ms: a refund takes the sandbox 1.5 s

struct Way {
    const char* name;
    PaymentChannel channel;
    std::function<void(std::string&)> change = [](std::string&) {};

    bool qr() const {
        return channel == PaymentChannel::WechatQr || channel == PaymentChannel::AlipayQr;
    }

    bool wechat() const {
        return channel == PaymentChannel::WechatQr || channel == PaymentChannel::WechatCode;
    }

    friend std::ostream& operator<<(std::ostream& out, const Way& way) { return out << way.name; }
};

void replaceIn(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
}

SandboxProgram& sandbox() {
    static SandboxProgram program;
    return program;
}

/// A gateway, and orders with numbers that nobody else has.
class Contract : public testing::TestWithParam<Way> {
protected:
    void SetUp() override {
        sandbox().post("/faults", {{"reset", true}});
        gateway = sandbox().gateway(GetParam().change);
        ASSERT_TRUE(gateway->serves(GetParam().channel));
    }

    void TearDown() override { sandbox().post("/faults", {{"reset", true}}); }

    PaymentQuestion fresh() const {
        static int count = 0;
        PaymentQuestion asked;
        asked.channel = GetParam().channel;
        asked.number =
            "T" + std::to_string(sandbox().clock().utcMs()) + "_" + std::to_string(++count);
        asked.amountFen = amountFen;
        asked.subject = "门诊挂号费";
        asked.expiresAtMs = sandbox().clock().utcMs() + 300'000;
        asked.terminal = "K1";
        asked.refundNumber = asked.number + "R1";
        asked.refundFen = 234;
        return asked;
    }

    PaymentAnswer ask(PaymentQuestion asked, PaymentVerb verb) const {
        asked.verb = verb;
        auto told = std::make_shared<std::promise<PaymentAnswer>>();
        gateway->ask(asked, [told](PaymentAnswer answer) { told->set_value(std::move(answer)); });
        return told->get_future().get();
    }

    /// Opened and not paid: a QR on a screen, or a wallet that waits for its password.
    PaymentQuestion waiting() const {
        PaymentQuestion asked = fresh();
        if (GetParam().qr()) {
            const PaymentAnswer opened = ask(asked, PaymentVerb::Open);
            EXPECT_EQ(opened.said, PaymentSaid::Opened) << opened.code;
            sandbox().post("/wallet/scan", {{"qr", opened.qrText}});
            return asked;
        }
        asked.authCode = walletCode("password");
        EXPECT_EQ(ask(asked, PaymentVerb::Charge).said, PaymentSaid::Paying);
        return asked;
    }

    PaymentQuestion paid() const {
        PaymentQuestion asked = fresh();
        if (GetParam().qr()) {
            const PaymentAnswer opened = ask(asked, PaymentVerb::Open);
            EXPECT_EQ(opened.said, PaymentSaid::Opened) << opened.code;
            sandbox().post("/wallet/pay", {{"qr", opened.qrText}});
            return asked;
        }
        asked.authCode = walletCode("ok");
        const PaymentAnswer charged = ask(asked, PaymentVerb::Charge);
        EXPECT_EQ(charged.said, PaymentSaid::Paid) << charged.code;
        EXPECT_EQ(charged.amountFen, amountFen);
        return asked;
    }

    std::string walletCode(const std::string& mood) const {
        const std::string platform = GetParam().wechat() ? "wechat" : "alipay";
        return sandbox()
            .get("/wallet/code?platform=" + platform + "&mood=" + mood)
            .at("auth_code")
            .get<std::string>();
    }

    void fault(const json& rule) const { sandbox().post("/faults", {{"rules", {rule}}}); }

    void setting(const std::string& name, const json& value) const {
        sandbox().post("/faults", {{"settings", {{name, value}}}});
    }

    std::string says(const PaymentQuestion& asked, PaymentVerb verb) const {
        const PaymentAnswer answer = ask(asked, verb);
        return std::string(payment::nameOf(answer.said)) + " " + answer.code;
    }

    std::unique_ptr<payment::Gateway> gateway;

public:
    void paysAndGivesBackInPart();
    void waitsAndEnds();
    void anEndAfterThePaymentGivesItBackOrSaysSo();
    void nobodyKnowsWhatWasNeverAsked();
    void theWireLies();
    void whatWasDoneAndNotAnsweredIsFound();
    void refundsThatEndOtherwise();
    void endsThatAreToBeAskedAgain();
    void codesThatAreRefused();
    void doubtfulReadingsBothWays();
    void ourOwnKeyIsWrong();
};

void Contract::paysAndGivesBackInPart() {
    const PaymentQuestion order = paid();
    const PaymentAnswer answer = ask(order, PaymentVerb::Query);
    EXPECT_EQ(answer.said, PaymentSaid::Paid) << answer.code;
    EXPECT_EQ(answer.amountFen, amountFen);
    EXPECT_NE(answer.transaction, "");
    EXPECT_NEAR(static_cast<double>(answer.paidAtMs),
                static_cast<double>(sandbox().clock().utcMs()), 60'000);

    const PaymentAnswer refund = ask(order, PaymentVerb::Refund);
    EXPECT_TRUE(refund.said == PaymentSaid::RefundGoing || refund.said == PaymentSaid::RefundDone)
        << payment::nameOf(refund.said) << " " << refund.code;
    PaymentAnswer state;
    for (int i = 0; i < patience && state.said != PaymentSaid::RefundDone; ++i) {
        state = ask(order, PaymentVerb::RefundQuery);
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    EXPECT_EQ(state.said, PaymentSaid::RefundDone) << state.code;
    EXPECT_EQ(state.refundedFen, 234);
    // The same number again moves nothing.
    ask(order, PaymentVerb::Refund);
    const json ledger = sandbox().get("/ledger");
    for (const json& entry : ledger.at("orders"))
        if (entry.at("number") == order.number) {
            ASSERT_EQ(entry.at("refunds").size(), 1U) << entry.dump();
            EXPECT_EQ(entry.at("refunds")[0].at("fen"), 234);
        }
    const PaymentSaid after = GetParam().wechat() ? PaymentSaid::Returned : PaymentSaid::Paid;
    EXPECT_EQ(ask(order, PaymentVerb::Query).said, after);
}

void Contract::waitsAndEnds() {
    const PaymentQuestion order = waiting();
    const PaymentSaid waits = ask(order, PaymentVerb::Query).said;
    EXPECT_TRUE(waits == PaymentSaid::Unpaid || waits == PaymentSaid::Paying)
        << payment::nameOf(waits);
    EXPECT_EQ(ask(order, PaymentVerb::End).said, PaymentSaid::Ended);
    const PaymentSaid dead = GetParam().channel == PaymentChannel::WechatCode
                                 ? PaymentSaid::Reversed
                                 : PaymentSaid::Closed;
    EXPECT_EQ(ask(order, PaymentVerb::Query).said, dead);
    EXPECT_EQ(ask(order, PaymentVerb::End).said, PaymentSaid::Ended); // may be repeated
}

void Contract::anEndAfterThePaymentGivesItBackOrSaysSo() {
    const PaymentQuestion order = paid();
    const PaymentAnswer end = ask(order, PaymentVerb::End);
    const PaymentSaid state = ask(order, PaymentVerb::Query).said;
    if (GetParam().channel == PaymentChannel::WechatQr) {
        EXPECT_EQ(end.said, PaymentSaid::Unknown) << end.code; // ORDER_PAID: a query decides
        EXPECT_EQ(state, PaymentSaid::Paid);
    } else {
        EXPECT_EQ(end.said, PaymentSaid::Ended) << end.code;
        EXPECT_TRUE(state == PaymentSaid::Reversed || state == PaymentSaid::Returned)
            << payment::nameOf(state);
    }
}

void Contract::nobodyKnowsWhatWasNeverAsked() {
    EXPECT_EQ(ask(fresh(), PaymentVerb::Query).said, PaymentSaid::Missing);
    EXPECT_EQ(ask(paid(), PaymentVerb::RefundQuery).said, PaymentSaid::Missing);
}

void Contract::theWireLies() {
    const PaymentQuestion order = paid();
    const bool v3 = GetParam().wechat() && !std::string(GetParam().name).starts_with("V2");
    const bool v2 = GetParam().wechat() && !v3;
    const auto told = [&](const json& rule) {
        fault(rule);
        return says(order, PaymentVerb::Query);
    };
    const auto rule = [](const char* name) { return json{{"fault", name}, {"verb", "query"}}; };
    EXPECT_EQ(told(rule("drop-request")), "Unknown no-answer");
    EXPECT_EQ(told(rule("drop-answer")), "Unknown no-answer");
    json status = rule("http-status");
    status["value"] = 502;
    EXPECT_EQ(told(status), "Unknown http-502");
    EXPECT_EQ(told(rule("portal")), v3 ? "Unknown no-signature" : "Unknown answer-shape");
    EXPECT_EQ(told(rule("bad-signature")), "Unknown bad-signature");
    EXPECT_EQ(told(rule("wrong-key")), "Unknown bad-signature");
    EXPECT_EQ(told(rule("tampered-body")), "Unknown bad-signature");
    EXPECT_EQ(told(rule("no-signature")), v2 ? "Unknown bad-signature" : "Unknown no-signature");
    EXPECT_EQ(told(rule("wrong-key-id")), v3 ? "Unknown unknown-key" : "Unknown bad-signature");
    EXPECT_EQ(told(rule("no-json")).substr(0, 8), "Unknown ");
    EXPECT_EQ(told(rule("wrong-merchant")),
              GetParam().wechat() ? "Unknown other-merchant" : "Unknown other-order");
    EXPECT_EQ(told(rule("unknown-state")).substr(0, 14), "Unknown state-");
    EXPECT_EQ(told(rule("system-error")).substr(0, 8), "Unknown ");
    EXPECT_EQ(told(rule("rate-limited")).substr(0, 8), "Unknown ");
    EXPECT_EQ(told(rule("not-exist")).substr(0, 8), "Missing ");
    if (v3) {
        EXPECT_EQ(told(rule("signature-type")), "Unknown signature-type");
        json skew = rule("clock-skew");
        for (const int seconds : {-400, 400}) {
            skew["value"] = seconds;
            EXPECT_EQ(told(skew), "Misset clock");
        }
        skew["value"] = 200;
        EXPECT_EQ(told(skew), "Paid SUCCESS");
    }
    fault(rule("wrong-amount"));
    const PaymentAnswer more = ask(order, PaymentVerb::Query);
    EXPECT_EQ(more.said, PaymentSaid::Paid); // true to the answer: the books compare
    EXPECT_EQ(more.amountFen, amountFen + 1);
    sandbox().post("/faults", {{"reset", true}});
    EXPECT_EQ(ask(order, PaymentVerb::Query).said, PaymentSaid::Paid);
}

void Contract::whatWasDoneAndNotAnsweredIsFound() {
    const PaymentQuestion order = waiting();
    fault({{"fault", "system-error-done"}, {"verb", "end"}});
    EXPECT_EQ(ask(order, PaymentVerb::End).said, PaymentSaid::Unknown);
    const PaymentSaid state = ask(order, PaymentVerb::Query).said;
    EXPECT_TRUE(state == PaymentSaid::Closed || state == PaymentSaid::Reversed);
}

void Contract::refundsThatEndOtherwise() {
    PaymentQuestion order = paid();
    fault({{"fault", "refund-not-enough"}});
    EXPECT_EQ(ask(order, PaymentVerb::Refund).said, PaymentSaid::Unknown); // again, same number
    order.refundFen = amountFen + 1;
    EXPECT_EQ(says(order, PaymentVerb::Refund), "Unknown refund-range");
    if (!GetParam().wechat()) return;
    order.refundFen = amountFen;
    for (const auto& [name, said] : {std::pair{"refund-abnormal", PaymentSaid::RefundAbnormal},
                                     std::pair{"refund-closed", PaymentSaid::RefundClosed}}) {
        order = paid();
        fault({{"fault", name}});
        PaymentAnswer state = ask(order, PaymentVerb::Refund);
        for (int i = 0; i < patience && state.said != said; ++i) {
            state = ask(order, PaymentVerb::RefundQuery);
            std::this_thread::sleep_for(std::chrono::milliseconds(25));
        }
        EXPECT_EQ(state.said, said) << state.code;
    }
}

void Contract::endsThatAreToBeAskedAgain() {
    const std::string name = GetParam().name;
    if (GetParam().wechat() && !name.starts_with("V2")) return; // v3 has no such word
    const PaymentQuestion order = waiting();
    fault({{"fault", "recall"}, {"count", 1}});
    EXPECT_EQ(ask(order, PaymentVerb::End).said, PaymentSaid::EndAgain);
    EXPECT_EQ(ask(order, PaymentVerb::End).said, PaymentSaid::Ended);
}

void Contract::codesThatAreRefused() {
    if (GetParam().qr()) return;
    PaymentQuestion order = fresh();
    order.authCode = walletCode("poor");
    EXPECT_EQ(ask(order, PaymentVerb::Charge).said, PaymentSaid::Failed);
    order = fresh();
    order.authCode = GetParam().wechat() ? "134567890123456789" : "287654321098765432";
    EXPECT_EQ(ask(order, PaymentVerb::Charge).said, PaymentSaid::Failed); // nobody's code
    const std::string used = walletCode("ok");
    order = fresh();
    order.authCode = used;
    EXPECT_EQ(ask(order, PaymentVerb::Charge).said, PaymentSaid::Paid);
    order = fresh();
    order.authCode = used;
    EXPECT_EQ(ask(order, PaymentVerb::Charge).said, PaymentSaid::Failed);
}

void Contract::doubtfulReadingsBothWays() {
    for (const char* spelling : {"v3", "v2"}) {
        setting("spelling", spelling);
        EXPECT_EQ(ask(fresh(), PaymentVerb::Query).said, PaymentSaid::Missing) << spelling;
    }
    for (const char* as : {"202-code", "200-code", "200-state", "400-code"}) {
        setting("userpaying_as", as);
        waiting(); // expects Paying of a code
    }
    for (const char* unscanned : {"kills", "lives", "missing"}) {
        if (GetParam().channel != PaymentChannel::AlipayQr) break;
        setting("cancel_unscanned", unscanned);
        const PaymentQuestion order = fresh();
        EXPECT_EQ(ask(order, PaymentVerb::Open).said, PaymentSaid::Opened);
        const PaymentSaid said = ask(order, PaymentVerb::End).said;
        EXPECT_EQ(said,
                  std::string(unscanned) == "missing" ? PaymentSaid::Missing : PaymentSaid::Ended);
        EXPECT_EQ(ask(order, PaymentVerb::Query).said, PaymentSaid::Missing);
    }
    for (const char* unknown : {"missing", "accepted"}) {
        if (GetParam().channel != PaymentChannel::WechatCode) break;
        setting("reverse_unknown", unknown);
        const PaymentSaid said = ask(fresh(), PaymentVerb::End).said;
        EXPECT_EQ(said,
                  std::string(unknown) == "missing" ? PaymentSaid::Missing : PaymentSaid::Ended);
    }
}

// A merchant's keys that are another's: refused, and told as our set-up.
void Contract::ourOwnKeyIsWrong() {
    const Way& way = GetParam();
    if (std::string(way.name).starts_with("V2")) return; // nobody signs that refusal
    gateway = sandbox().gateway([&way](std::string& text) {
        way.change(text);
        if (way.wechat())
            replaceIn(text, "merchant_serial = \"", "merchant_serial = \"0");
        else
            replaceIn(text, "app_id = \"", "app_id = \"9");
    });
    EXPECT_EQ(ask(fresh(), PaymentVerb::Query).said, PaymentSaid::Misset);
}

} // namespace

// One test a channel: each starts a sandbox, which makes its keys first.
TEST_P(Contract, EveryVerbFaultAndDoubt) {
    using Part = void (Contract::*)();
    const std::pair<const char*, Part> parts[] = {
        {"paysAndGivesBackInPart", &Contract::paysAndGivesBackInPart},
        {"waitsAndEnds", &Contract::waitsAndEnds},
        {"anEndAfterThePaymentGivesItBackOrSaysSo",
         &Contract::anEndAfterThePaymentGivesItBackOrSaysSo},
        {"nobodyKnowsWhatWasNeverAsked", &Contract::nobodyKnowsWhatWasNeverAsked},
        {"theWireLies", &Contract::theWireLies},
        {"whatWasDoneAndNotAnsweredIsFound", &Contract::whatWasDoneAndNotAnsweredIsFound},
        {"refundsThatEndOtherwise", &Contract::refundsThatEndOtherwise},
        {"endsThatAreToBeAskedAgain", &Contract::endsThatAreToBeAskedAgain},
        {"codesThatAreRefused", &Contract::codesThatAreRefused},
        {"doubtfulReadingsBothWays", &Contract::doubtfulReadingsBothWays},
        {"ourOwnKeyIsWrong", &Contract::ourOwnKeyIsWrong},
    };
    for (const auto& [name, part] : parts) {
        SCOPED_TRACE(name);
        sandbox().post("/faults", {{"reset", true}});
        (this->*part)();
    }
}

INSTANTIATE_TEST_SUITE_P(Channels, Contract,
                         testing::Values(Way{"WechatQr", PaymentChannel::WechatQr},
                                         Way{"WechatCode", PaymentChannel::WechatCode},
                                         Way{"V2Hmac", PaymentChannel::WechatCode,
                                             [](std::string& text) {
                                                 replaceIn(text, "code = \"v3\"", "code = \"v2\"");
                                             }},
                                         Way{"V2Md5", PaymentChannel::WechatCode,
                                             [](std::string& text) {
                                                 replaceIn(text, "code = \"v3\"", "code = \"v2\"");
                                                 replaceIn(text, "HMAC-SHA256", "MD5");
                                             }},
                                         Way{"AlipayQr", PaymentChannel::AlipayQr},
                                         Way{"AlipayCode", PaymentChannel::AlipayCode}),
                         [](const testing::TestParamInfo<Way>& row) {
                             return std::string(row.param.name);
                         });

} // namespace menzhen::contract
