// SPDX-License-Identifier: Apache-2.0
// The [payments] of a registry's site file.
#include "tests/app/boot/sitefilecase.h"

namespace menzhen::boot {

namespace {

using testing::HasSubstr;

const std::string payingText = R"(site = "HA"
role = "registry"
timezone = "Asia/Shanghai"
store = "sqlite:///var/lib/menzhen/registry.db"
keys = "/k"
listen_devices = "127.0.0.1:8480"
[payments]
query_rate = 40
notify_url = "https://pay.menzhen.example/"
[payments.wechat]
base_url = "http://127.0.0.1:8490/wechat/"
appid = "wxd678efh567hg6787"
mchid = "1900000109"
merchant_serial = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C"
merchant_key = "/k/apiclient_key.pem"
api_v3_key = "/k/v3"
platform_keys = { "PUB_KEY_ID_01" = "/k/pub_key.pem", "5157F09E" = "/k/cert.pem" }
code = "v2"
api_v2_key = "/k/v2"
v2_sign = "MD5"
client_cert = "/k/apiclient_cert.pem"
client_key = "/k/apiclient_key.pem"
cost_bp = 60
[payments.alipay]
base_url = "http://localhost:8490/alipay/gateway.do"
app_id = "2021000000000001"
app_key = "/k/app.pem"
alipay_key = "/k/alipay.pem"
seller_id = "2088000000000001"
)";

class WrongPayments : public testing::TestWithParam<Wrong> {};

} // namespace

TEST(PaymentSite, ReadsEveryKeyOfPayments) {
    const auto site = parseSiteFile(payingText, "r.toml");
    ASSERT_TRUE(site) << site.error().detail;
    EXPECT_EQ(site->payments.queryRate, 40);
    EXPECT_EQ(site->payments.notifyUrl, "https://pay.menzhen.example");
    EXPECT_EQ(*site->payments.wechat,
              (WechatSite{"http://127.0.0.1:8490/wechat",
                          "wxd678efh567hg6787",
                          "1900000109",
                          "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C",
                          "/k/apiclient_key.pem",
                          "/k/v3",
                          {{"5157F09E", "/k/cert.pem"}, {"PUB_KEY_ID_01", "/k/pub_key.pem"}},
                          "v2",
                          "/k/v2",
                          "MD5",
                          "/k/apiclient_cert.pem",
                          "/k/apiclient_key.pem",
                          60}));
    EXPECT_EQ(*site->payments.alipay,
              (AlipaySite{"http://localhost:8490/alipay/gateway.do", "2021000000000001",
                          "/k/app.pem", "/k/alipay.pem", "2088000000000001"}));
}

TEST(PaymentSite, PaymentsAreOffWithoutTheirTables) {
    const std::string text = payingText.substr(0, payingText.find("[payments]"));
    for (const std::string& more : {std::string(), std::string("[payments]\nquery_rate = 1\n")}) {
        const auto site = parseSiteFile(text + more, "r.toml");
        ASSERT_TRUE(site) << site.error().detail;
        EXPECT_FALSE(site->payments.wechat);
        EXPECT_FALSE(site->payments.alipay);
    }
    EXPECT_THAT(complaint(kioskText + "[payments]\nquery_rate = 1\n"),
                HasSubstr("k1.toml:16: payments.query_rate: means nothing to a kiosk"));
}

TEST(PaymentSite, ASandboxNeedsNoMutualTls) {
    std::string text = replaced(payingText, "client_cert = \"/k/apiclient_cert.pem\"\n", "");
    text = replaced(text, "client_key = \"/k/apiclient_key.pem\"\n", "");
    EXPECT_EQ(complaint(text), "no complaint");
    EXPECT_THAT(complaint(replaced(text, "http://127.0.0.1:8490/wechat/", "https://wx.example")),
                HasSubstr("k1.toml:10: payments.wechat.client_cert: is missing; code = \"v2\""));
}

TEST_P(WrongPayments, AreNamed) {
    const std::string said = complaint(replaced(payingText, GetParam().from, GetParam().to));
    EXPECT_THAT(said, HasSubstr(GetParam().says));
    EXPECT_EQ(said.find('\n'), std::string::npos) << said;
}

INSTANTIATE_TEST_SUITE_P(
    Keys, WrongPayments,
    testing::Values(
        Wrong{"query_rate = 40", "query_rate = 0", "k1.toml:8: payments.query_rate: must be a w"},
        Wrong{"query_rate = 40", "query_rate = 1.5", "k1.toml:8: payments.query_rate: must be a"},
        Wrong{"query_rate = 40", "query_rate = 1e9", "k1.toml:8: payments.query_rate: must be a"},
        Wrong{"query_rate = 40", "query_rate = \"40\"", "payments.query_rate: must be a number"},
        Wrong{"query_rate", "query_rat",
              "k1.toml:8: payments.query_rat: is no key of a site file; did you mean "
              "`payments.query_rate`?"},
        Wrong{"v2_sign =", "v2_sgn =", "did you mean `payments.wechat.v2_sign`?"},
        Wrong{"https://pay.menzhen.example/", "https://pay.example/?a=1",
              "k1.toml:9: payments.notify_url: "},
        Wrong{"http://127.0.0.1:8490/wechat/", "http://10.0.0.1:8490/wechat",
              "k1.toml:11: payments.wechat.base_url: \"http://10.0.0.1:8490/wechat\" would carry"},
        Wrong{"http://127.0.0.1:8490/wechat/", "http://127.0.0.1.example/",
              "payments.wechat.base_url: "},
        Wrong{"\"1900000109\"", "\"19 00\"", "k1.toml:13: payments.wechat.mchid: \"19 00\" must"},
        Wrong{"appid = \"wxd678efh567hg6787\"\n", "",
              "k1.toml:10: payments.wechat.appid: is missing; [payments.wechat] needs it"},
        Wrong{"\"/k/v3\"", "\"0123456789abcdef0123456789ABCDEF\"",
              "k1.toml:16: payments.wechat.api_v3_key: must be an absolute path"},
        Wrong{"\"/k/pub_key.pem\"", "\"pub_key.pem\"",
              "k1.toml:17: payments.wechat.platform_keys: \"PUB_KEY_ID_01\" must be an absolute"},
        Wrong{"\"5157F09E\"", "\"51-57\"", "payments.wechat.platform_keys: \"51-57\" must be 1 to"},
        Wrong{"\"/k/cert.pem\"", "7", "payments.wechat.platform_keys: must be a table of texts"},
        Wrong{"{ \"PUB_KEY_ID_01\" = \"/k/pub_key.pem\", \"5157F09E\" = \"/k/cert.pem\" }",
              "\"/k\"", "k1.toml:17: payments.wechat.platform_keys: must be a table of texts"},
        Wrong{"\"v2\"", "\"v4\"",
              "k1.toml:18: payments.wechat.code: \"v4\" must be one of \"v3\", "},
        Wrong{"api_v2_key = \"/k/v2\"\n", "",
              "k1.toml:10: payments.wechat.api_v2_key: is missing; c"},
        Wrong{"\"MD5\"", "\"SHA1\"",
              "k1.toml:20: payments.wechat.v2_sign: \"SHA1\" must be one of"},
        Wrong{"seller_id = \"2088000000000001\"\n", "",
              "k1.toml:24: payments.alipay.seller_id: is missing; [payments.alipay] needs it"},
        Wrong{"cost_bp = 60", "cost_bp = 0.6",
              "k1.toml:23: payments.wechat.cost_bp: must be a whole number of hundredths"},
        Wrong{"cost_bp = 60", "cost_bp = 1001", "payments.wechat.cost_bp: must be a whole number"},
        Wrong{"[payments.wechat]", "[payments.wechta]", "k1.toml:10: payments.wechta: is no key"}));

TEST(PaymentSite, ASecretWrittenWhereItsFileIsWantedIsNotRepeated) {
    const std::string secret = "0123456789abcdef0123456789ABCDEF";
    EXPECT_EQ(complaint(replaced(payingText, "/k/v3", secret)).find(secret), std::string::npos);
    EXPECT_EQ(complaint(replaced(payingText, "/k/v2", secret)).find(secret), std::string::npos);
    EXPECT_THAT(complaint(payingText + "x = 1"), HasSubstr("k1.toml:30: payments.alipay.x: is no"));
    const std::string bare = payingText.substr(0, payingText.find("[payments]"));
    EXPECT_THAT(complaint(bare + "payments = 3\n"),
                HasSubstr("k1.toml:7: payments: must be a table: [payments]"));
}

} // namespace menzhen::boot
