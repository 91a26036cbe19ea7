// SPDX-License-Identifier: Apache-2.0
#include "app/registry/paymentsetup.h"
#include "drivers/crypto/keyfile.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <nlohmann/json.hpp>

namespace menzhen::registry {

namespace {

namespace fs = std::filesystem;

class StillClock final : public ports::Clock {
public:
    std::int64_t utcMs() const override { return 1'767'225'600'000; }

    std::int64_t monotonicMs() const override { return 1; }

    ports::LocalTime local(std::int64_t) const override { return {}; }

    std::int64_t utcMsOf(int, int) const override { return 0; }
};

/// A folder with a merchant's files, and the site file's word about them.
class PaymentSetup : public testing::Test {
protected:
    void SetUp() override {
        std::string name = fs::temp_directory_path() / "menzhen-payments-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder = name;
        std::ifstream in(MENZHEN_TEST_DATA "/pay_vectors.json");
        const auto vectors = nlohmann::json::parse(in);
        write("private.pem", vectors["private_key_pkcs8"], fs::perms::owner_read);
        write("public.pem", vectors["public_key_spki"],
              fs::perms::owner_read | fs::perms::others_read | fs::perms::group_read);
        write("v3", "0123456789abcdef0123456789ABCDEF\n", fs::perms::owner_read);
        site.site = "HA";
        boot::WechatSite& wechat = site.payments.wechat.emplace();
        wechat.appid = "wx1";
        wechat.mchid = "1900000109";
        wechat.merchantSerial = "1DDE";
        wechat.merchantKey = folder / "private.pem";
        wechat.apiV3Key = folder / "v3";
        wechat.platformKeys = {{"PUB_KEY_ID_1", folder / "public.pem"}};
        boot::AlipaySite& alipay = site.payments.alipay.emplace();
        alipay.appId = "2021";
        alipay.appKey = folder / "private.pem";
        alipay.alipayKey = folder / "public.pem";
        alipay.sellerId = "2088";
    }

    void TearDown() override { fs::remove_all(folder); }

    void write(const std::string& name, const std::string& content, fs::perms perms) const {
        std::ofstream(folder / name) << content;
        fs::permissions(folder / name, perms);
    }

    std::string problem() {
        const auto opened = openPayments(site, crypto, chance, clock);
        return opened ? "opened" : opened.error().code + " " + opened.error().detail;
    }

    fs::path folder;
    boot::SiteFile site;
    crypto::OpenSslCrypto crypto;
    crypto::SystemChance chance;
    StillClock clock;
};

} // namespace

TEST_F(PaymentSetup, OpensWhatTheSiteFileNames) {
    const auto opened = openPayments(site, crypto, chance, clock);
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_TRUE((*opened)->serves(core::PaymentChannel::WechatCode));
    EXPECT_TRUE((*opened)->serves(core::PaymentChannel::AlipayQr));
    site.payments.alipay.reset();
    EXPECT_FALSE(
        (*openPayments(site, crypto, chance, clock))->serves(core::PaymentChannel::AlipayQr));
    site.payments.wechat.reset();
    const auto none = openPayments(site, crypto, chance, clock);
    ASSERT_TRUE(none);
    EXPECT_EQ(*none, nullptr);
}

TEST_F(PaymentSetup, SaysWhichFileIsWrong) {
    site.payments.wechat->apiV3Key = folder / "missing";
    EXPECT_TRUE(problem().starts_with("key-file payments.wechat.api_v3_key: ")) << problem();
    site.payments.wechat->apiV3Key = folder / "v3";
    site.payments.alipay->alipayKey = folder / "missing";
    EXPECT_TRUE(problem().starts_with("key-file payments.alipay.alipay_key: ")) << problem();
    site.payments.alipay->alipayKey = folder / "private.pem";
    EXPECT_TRUE(problem().starts_with("bad-key payments: alipay_key: this is a private key"))
        << problem();
    site.payments.alipay->alipayKey = folder / "public.pem";
    EXPECT_EQ(problem(), "opened");
}

TEST_F(PaymentSetup, APrivateKeyThatOthersMayReadIsRefused) {
    fs::permissions(folder / "private.pem", fs::perms::group_read, fs::perm_options::add);
    EXPECT_TRUE(problem().starts_with("key-file payments.wechat.merchant_key: ")) << problem();
}

TEST_F(PaymentSetup, AKeyOfAnotherSizeIsNotShown) {
    fs::remove(folder / "v3");
    write("v3", "0123456789secret", fs::perms::owner_read);
    EXPECT_EQ(problem(), "bad-key payments: api_v3_key: it has 32 bytes");
}

} // namespace menzhen::registry
