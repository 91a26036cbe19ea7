// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/wechatsign.h"

#include "app/core/timeunits.h"

#include <charconv>
#include <cstdlib>

namespace menzhen::payment {

namespace {

constexpr const char* signatureType = "WECHATPAY2-SHA256-RSA2048";

std::optional<std::int64_t> seconds(const std::string& text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    // Ten digits until the year 2286; milliseconds are a classic fault and have thirteen.
    if (text.size() != 10 || std::from_chars(text.data(), end, value).ptr != end || value < 0)
        return std::nullopt;
    return value;
}

/// What can be said before a key is chosen.
Witness lookedAt(const std::map<std::string, std::string>& headers) {
    const std::string signature = headerOf(headers, "wechatpay-signature");
    if (signature.starts_with("WECHATPAY/SIGNTEST/")) return Witness::Probe;
    if (signature.empty() || headerOf(headers, "wechatpay-serial").empty() ||
        headerOf(headers, "wechatpay-nonce").empty() ||
        !seconds(headerOf(headers, "wechatpay-timestamp")))
        return Witness::NoSignature;
    const auto type = headers.find("wechatpay-signature-type");
    if (type != headers.end() && type->second != signatureType) return Witness::SignatureType;
    return Witness::Good;
}

} // namespace

std::string pathAndQuery(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::size_t path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
    return path == std::string_view::npos ? "/" : std::string(url.substr(path));
}

std::string wechatRequestText(const HttpRequest& request, const std::string& timestamp,
                              const std::string& nonce) {
    return request.method + "\n" + pathAndQuery(request.url) + "\n" + timestamp + "\n" + nonce +
           "\n" + request.body + "\n";
}

std::string wechatAnswerText(std::string_view timestamp, std::string_view nonce,
                             std::string_view body) {
    std::string text;
    for (const std::string_view line : {timestamp, nonce, body}) {
        text += line;
        text += '\n';
    }
    return text;
}

std::string wechatAuthorization(const std::string& mchid, const std::string& serial,
                                const std::string& timestamp, const std::string& nonce,
                                const std::string& signature) {
    return std::string(signatureType) + " mchid=\"" + mchid + "\",serial_no=\"" + serial +
           "\",timestamp=\"" + timestamp + "\",nonce_str=\"" + nonce + "\",signature=\"" +
           signature + "\"";
}

Witnessed witnessWith(const RsaPublicKey& key, const std::map<std::string, std::string>& headers,
                      std::string_view body, std::int64_t nowMs) {
    if (const Witness first = lookedAt(headers); first != Witness::Good) return {first, 0};
    const std::string timestamp = headerOf(headers, "wechatpay-timestamp");
    const std::string text =
        wechatAnswerText(timestamp, headerOf(headers, "wechatpay-nonce"), body);
    if (!key.verifies(text, headerOf(headers, "wechatpay-signature")))
        return {Witness::BadSignature, 0};
    const std::int64_t skewMs = *seconds(timestamp) * core::msPerSecond - nowMs;
    return {std::llabs(skewMs) >= maxSkewMs ? Witness::Stale : Witness::Good, skewMs};
}

Witnessed witnessWechat(const std::map<std::string, std::string>& headers, std::string_view body,
                        const WechatKeys& keys, std::int64_t nowMs) {
    if (const Witness first = lookedAt(headers); first != Witness::Good) return {first, 0};
    const auto key = keys.find(headerOf(headers, "wechatpay-serial"));
    if (!key) return {Witness::UnknownKey, 0};
    return witnessWith(*key, headers, body, nowMs);
}

const char* codeOf(Witness witness) {
    switch (witness) {
    case Witness::Good:
        return "";
    case Witness::NoSignature:
        return "no-signature";
    case Witness::Probe:
        return "probe";
    case Witness::SignatureType:
        return "signature-type";
    case Witness::UnknownKey:
        return "unknown-key";
    case Witness::BadSignature:
        return "bad-signature";
    case Witness::Stale:
        return "clock";
    }
    return "no-signature";
}

std::string headerOf(const std::map<std::string, std::string>& headers, const char* name) {
    const auto at = headers.find(name);
    return at == headers.end() ? std::string() : at->second;
}

} // namespace menzhen::payment
