// SPDX-License-Identifier: Apache-2.0
#include "app/boot/paymentkeys.h"

#include <algorithm>
#include <array>

namespace menzhen::boot {

namespace {

using S = SiteFile;
using V = RawValue;
using Reader = Value<std::string> (*)(std::string_view);

constexpr std::size_t mostPlatformKeys = 16;

std::string put(std::string& place, const V& value, Reader read) {
    Value<std::string> text = read(value.text);
    if (!text) return text.error();
    place = std::move(*text);
    return {};
}

WechatSite& wechat(S& site) {
    if (!site.payments.wechat) site.payments.wechat.emplace();
    return *site.payments.wechat;
}

AlipaySite& alipay(S& site) {
    if (!site.payments.alipay) site.payments.alipay.emplace();
    return *site.payments.alipay;
}

std::string setRate(S& site, const V& value) {
    const double rate = value.numbers[0];
    if (!(rate >= 1 && rate <= mostQueryRate) || rate != static_cast<int>(rate))
        return "must be a whole number of questions a second, 1 to 1000";
    site.payments.queryRate = static_cast<int>(rate);
    return {};
}

std::string setCost(int& place, const V& value) {
    const double cost = value.numbers[0];
    if (!(cost >= 0 && cost <= mostCostBp) || cost != static_cast<int>(cost))
        return "must be a whole number of hundredths of a percent, 0 to 1000";
    place = static_cast<int>(cost);
    return {};
}

/// One of a few words.
template <std::size_t n>
std::string choose(std::string& place, const V& value, const std::array<const char*, n>& words) {
    if (std::find(words.begin(), words.end(), value.text) != words.end()) {
        place = value.text;
        return {};
    }
    std::string all;
    for (const char* word : words)
        all += (all.empty() ? "\"" : ", \"") + std::string(word) + "\"";
    return "must be one of " + all;
}

std::string setCode(S& site, const V& value) {
    return choose(wechat(site).code, value, std::array<const char*, 3>{"v3", "v2", "off"});
}

std::string setV2Sign(S& site, const V& value) {
    return choose(wechat(site).v2Sign, value, std::array<const char*, 2>{"HMAC-SHA256", "MD5"});
}

std::string setPlatformKeys(S& site, const V& value) {
    if (value.pairs.size() > mostPlatformKeys)
        return "has more than " + std::to_string(mostPlatformKeys) + " entries";
    for (const auto& [id, file] : value.pairs) {
        const auto name = readPlatformId(id);
        if (!name) return "\"" + id + "\" " + name.error();
        auto path = readAbsolutePath(file);
        if (!path) return "\"" + id + "\" " + path.error();
        wechat(site).platformKeys[*name] = std::move(*path);
    }
    return {};
}

struct Needed {
    const char* key;
    bool there;
};

void need(std::vector<KeyComplaint>& found, const std::vector<Needed>& wanted, const char* why) {
    for (const Needed& needed : wanted)
        if (!needed.there) found.push_back({needed.key, why});
}

void checkWechat(const WechatSite& w, std::vector<KeyComplaint>& found) {
    need(found,
         {{"payments.wechat.appid", !w.appid.empty()},
          {"payments.wechat.mchid", !w.mchid.empty()},
          {"payments.wechat.merchant_serial", !w.merchantSerial.empty()},
          {"payments.wechat.merchant_key", !w.merchantKey.empty()},
          {"payments.wechat.api_v3_key", !w.apiV3Key.empty()},
          {"payments.wechat.platform_keys", !w.platformKeys.empty()}},
         "is missing; [payments.wechat] needs it, or take the whole table out");
    if (w.code != "v2") return;
    need(found, {{"payments.wechat.api_v2_key", !w.apiV2Key.empty()}},
         R"(is missing; code = "v2" needs it)");
    // A sandbox on this machine has no TLS, so none that could be mutual.
    if (w.baseUrl.starts_with("https:"))
        need(found,
             {{"payments.wechat.client_cert", !w.clientCert.empty()},
              {"payments.wechat.client_key", !w.clientKey.empty()}},
             R"(is missing; code = "v2" takes money back with it)");
}

} // namespace

const std::vector<KeyRow>& paymentKeys() {
    static const std::vector<KeyRow> rows{
        // clang-format off
        {"payments.query_rate", KeyKind::Number, "r", setRate},
        {"payments.notify_url", KeyKind::Text, "r", [](S& s, const V& v) { return put(s.payments.notifyUrl, v, readWebUrl); }},
        {"payments.wechat.base_url", KeyKind::Text, "r", [](S& s, const V& v) { return put(wechat(s).baseUrl, v, readPaymentUrl); }},
        {"payments.wechat.appid", KeyKind::Text, "r", [](S& s, const V& v) { return put(wechat(s).appid, v, readPlatformId); }},
        {"payments.wechat.mchid", KeyKind::Text, "r", [](S& s, const V& v) { return put(wechat(s).mchid, v, readPlatformId); }},
        {"payments.wechat.merchant_serial", KeyKind::Text, "r", [](S& s, const V& v) { return put(wechat(s).merchantSerial, v, readPlatformId); }},
        {"payments.wechat.merchant_key", KeyKind::Text, "r", [](S& s, const V& v) { return put(wechat(s).merchantKey, v, readAbsolutePath); }},
        {"payments.wechat.api_v3_key", KeyKind::Text, "r", [](S& s, const V& v) { return put(wechat(s).apiV3Key, v, readAbsolutePath); }},
        {"payments.wechat.platform_keys", KeyKind::Pairs, "r", setPlatformKeys},
        {"payments.wechat.code", KeyKind::Text, "r", setCode},
        {"payments.wechat.api_v2_key", KeyKind::Text, "r", [](S& s, const V& v) { return put(wechat(s).apiV2Key, v, readAbsolutePath); }},
        {"payments.wechat.v2_sign", KeyKind::Text, "r", setV2Sign},
        {"payments.wechat.client_cert", KeyKind::Text, "r", [](S& s, const V& v) { return put(wechat(s).clientCert, v, readAbsolutePath); }},
        {"payments.wechat.client_key", KeyKind::Text, "r", [](S& s, const V& v) { return put(wechat(s).clientKey, v, readAbsolutePath); }},
        {"payments.wechat.cost_bp", KeyKind::Number, "r", [](S& s, const V& v) { return setCost(wechat(s).costBp, v); }},
        {"payments.alipay.base_url", KeyKind::Text, "r", [](S& s, const V& v) { return put(alipay(s).baseUrl, v, readPaymentUrl); }},
        {"payments.alipay.app_id", KeyKind::Text, "r", [](S& s, const V& v) { return put(alipay(s).appId, v, readPlatformId); }},
        {"payments.alipay.app_key", KeyKind::Text, "r", [](S& s, const V& v) { return put(alipay(s).appKey, v, readAbsolutePath); }},
        {"payments.alipay.alipay_key", KeyKind::Text, "r", [](S& s, const V& v) { return put(alipay(s).alipayKey, v, readAbsolutePath); }},
        {"payments.alipay.seller_id", KeyKind::Text, "r", [](S& s, const V& v) { return put(alipay(s).sellerId, v, readPlatformId); }},
        {"payments.alipay.cost_bp", KeyKind::Number, "r", [](S& s, const V& v) { return setCost(alipay(s).costBp, v); }},
        // clang-format on
    };
    return rows;
}

std::vector<KeyComplaint> checkPayments(const SiteFile& site) {
    std::vector<KeyComplaint> found;
    if (site.payments.wechat) checkWechat(*site.payments.wechat, found);
    if (const auto& a = site.payments.alipay)
        need(found,
             {{"payments.alipay.app_id", !a->appId.empty()},
              {"payments.alipay.app_key", !a->appKey.empty()},
              {"payments.alipay.alipay_key", !a->alipayKey.empty()},
              {"payments.alipay.seller_id", !a->sellerId.empty()}},
             "is missing; [payments.alipay] needs it, or take the whole table out");
    return found;
}

} // namespace menzhen::boot
