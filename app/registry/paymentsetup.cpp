// SPDX-License-Identifier: Apache-2.0
#include "app/registry/paymentsetup.h"

#include "drivers/crypto/keyfile.h"

#include <fstream>
#include <iterator>

namespace menzhen::registry {

namespace {

constexpr std::size_t mostPublicBytes = 64 * 1024;

/// Reads one file after the other and keeps the first complaint.
class Files {
public:
    /// Of its owner alone.
    std::string secret(const char* key, const std::string& path) {
        if (error_) return {};
        auto content = crypto::readKeyFile(path);
        if (!content) {
            error_ = content.error();
            error_->detail = std::string("payments.") + key + ": " + error_->detail;
            return {};
        }
        return std::move(*content);
    }

    /// A line: what an editor put behind it is no part of it.
    std::string word(const char* key, const std::string& path) {
        std::string content = secret(key, path);
        while (!content.empty() && (content.back() == '\n' || content.back() == '\r'))
            content.pop_back();
        return content;
    }

    /// A platform's public key may be read by everybody.
    std::string open(const char* key, const std::string& path) {
        if (error_) return {};
        std::ifstream in(path, std::ios::binary);
        std::string content{std::istreambuf_iterator<char>(in), {}};
        if (!in.good() && !in.eof()) content.clear();
        if (content.empty() || content.size() > mostPublicBytes)
            error_ = core::Error{core::ErrorKind::Data, "key-file",
                                 std::string("payments.") + key + ": " + path +
                                     " cannot be read; check the path and who may read it"};
        return content;
    }

    const std::optional<core::Error>& error() const { return error_; }

private:
    std::optional<core::Error> error_;
};

payment::WechatCode codeNamed(const std::string& word) {
    if (word == "v2") return payment::WechatCode::V2;
    return word == "off" ? payment::WechatCode::Off : payment::WechatCode::V3;
}

payment::WechatSettings wechatFrom(const boot::WechatSite& site, Files& files) {
    payment::WechatSettings settings;
    settings.baseUrl = site.baseUrl;
    settings.appid = site.appid;
    settings.mchid = site.mchid;
    settings.merchantSerial = site.merchantSerial;
    settings.merchantKeyPem = files.secret("wechat.merchant_key", site.merchantKey);
    settings.apiV3Key = files.word("wechat.api_v3_key", site.apiV3Key);
    for (const auto& [id, path] : site.platformKeys)
        settings.platformPem[id] = files.open("wechat.platform_keys", path);
    settings.code = codeNamed(site.code);
    if (settings.code != payment::WechatCode::V2) return settings;
    settings.apiV2Key = files.word("wechat.api_v2_key", site.apiV2Key);
    settings.v2Sign = site.v2Sign == "MD5" ? payment::V2Sign::Md5 : payment::V2Sign::HmacSha256;
    settings.clientCertFile = site.clientCert; // libcurl reads the two itself
    settings.clientKeyFile = site.clientKey;
    return settings;
}

payment::AlipaySettings alipayFrom(const boot::AlipaySite& site, Files& files) {
    return {site.baseUrl, site.appId, files.secret("alipay.app_key", site.appKey),
            files.open("alipay.alipay_key", site.alipayKey), site.sellerId};
}

} // namespace

core::Result<std::unique_ptr<payment::Gateway>> openPayments(const boot::SiteFile& site,
                                                             const ports::Crypto& crypto,
                                                             ports::Chance& chance,
                                                             const ports::Clock& clock) {
    const boot::PaymentSite& payments = site.payments;
    if (!payments.wechat && !payments.alipay) return nullptr;
    Files files;
    payment::Settings settings;
    settings.queryRate = payments.queryRate;
    settings.notifyUrl = payments.notifyUrl;
    settings.store = site.site;
    if (payments.wechat) settings.wechat = wechatFrom(*payments.wechat, files);
    if (payments.alipay) settings.alipay = alipayFrom(*payments.alipay, files);
    if (files.error()) return tl::unexpected(*files.error());
    auto gateway = payment::Gateway::open(std::move(settings), crypto, chance, clock);
    if (!gateway) gateway.error().detail = "payments: " + gateway.error().detail;
    return gateway;
}

} // namespace menzhen::registry
