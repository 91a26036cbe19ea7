// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/wechatwire.h"

#include "app/core/timeunits.h"
#include "app/paysim/signing.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace menzhen::paysim {

namespace {

constexpr std::string_view scheme = "WECHATPAY2-SHA256-RSA2048";
constexpr std::int64_t clockToleranceS = 300; ///< payments.md 1
constexpr std::size_t nonceCharacters = 32;
constexpr std::size_t gcmNonceCharacters = 12;
constexpr const char* proxyPrefix = "/wechat";

WechatRefusal signRefusal(std::string message) {
    return {401, "SIGN_ERROR", std::move(message)};
}

/// mchid="1",nonce_str="2" ... in any order. Nothing when it is written otherwise.
std::optional<std::map<std::string, std::string>> fieldsOf(std::string_view text) {
    std::map<std::string, std::string> fields;
    while (!text.empty()) {
        while (text.starts_with(' ') || text.starts_with(','))
            text.remove_prefix(1);
        const std::size_t equals = text.find("=\"");
        if (equals == std::string_view::npos) return std::nullopt;
        const std::size_t end = text.find('"', equals + 2);
        if (end == std::string_view::npos) return std::nullopt;
        fields.emplace(text.substr(0, equals), text.substr(equals + 2, end - equals - 2));
        text.remove_prefix(end + 1);
    }
    return fields;
}

std::optional<std::int64_t> secondsOf(const std::string& text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return value;
}

std::string answerText(const std::string& timestamp, const std::string& nonce,
                       const std::string& body) {
    return timestamp + "\n" + nonce + "\n" + body + "\n";
}

std::string tampered(std::string body) {
    for (char& c : body)
        if (c >= '0' && c <= '8') {
            ++c;
            break;
        }
    return body;
}

std::string broken(std::string signature) {
    signature[signature.size() / 2] = signature[signature.size() / 2] == 'A' ? 'B' : 'A';
    return signature;
}

} // namespace

std::string WechatWire::spelled(std::string code) const {
    if (bank_.faults().word("spelling") == "v2") std::erase(code, '_');
    return code;
}

WechatWire::Signer WechatWire::signerNamed(const std::string& wanted) const {
    if (wanted == keys_.certificateSerial) return {keys_.certificateSerial, &keys_.certified};
    return {keys_.publicKeyId, &keys_.platform};
}

std::optional<WechatRefusal> WechatWire::refuses(const HttpRequest& request) const {
    const std::string& given = request.header("authorization");
    const bool strict = bank_.faults().isOn("strict_headers");
    if (strict && (request.header("accept").find("application/json") == std::string::npos ||
                   request.header("user-agent").empty()))
        return WechatRefusal{400, "PARAM_ERROR", "Http头缺少Accept或User-Agent"};
    if (given.empty())
        return signRefusal("Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》");
    if (!given.starts_with(std::string(scheme) + " "))
        return signRefusal("Http头Authorization认证类型不正确");
    const auto fields = fieldsOf(std::string_view(given).substr(scheme.size() + 1));
    for (const char* name : {"mchid", "nonce_str", "timestamp", "serial_no", "signature"})
        if (!fields || fields->count(name) == 0)
            return signRefusal(std::string("Http头Authorization值格式错误，缺少") + name);
    const auto field = [&](const char* name) { return fields->at(name); };
    if (field("mchid") != keys_.mchid) return signRefusal("商户号不存在");
    if (field("serial_no") != keys_.merchantSerial)
        return signRefusal("商户证书序列号有误，请使用签名私钥匹配的证书序列号");
    const auto seconds = secondsOf(field("timestamp"));
    const std::int64_t now = bank_.now() / core::msPerSecond;
    if (!seconds || field("timestamp").size() != 10 || std::abs(*seconds - now) > clockToleranceS)
        return signRefusal("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟");
    const std::string end =
        "\n" + field("timestamp") + "\n" + field("nonce_str") + "\n" + request.body + "\n";
    // The real platform has no prefix; whoever takes the base URL for a proxy in front of it signs
    // without one.
    std::string bare = request.target;
    if (bare.starts_with(proxyPrefix)) bare.erase(0, std::string_view(proxyPrefix).size());
    for (const std::string& target : {request.target, bare}) {
        std::string text = request.method;
        text.append("\n").append(target).append(end);
        if (keys_.merchant.verifies(text, field("signature"))) {
            const std::string& key = request.header("wechatpay-serial");
            if (key.empty() || key == keys_.publicKeyId || key == keys_.certificateSerial)
                return std::nullopt;
            return WechatRefusal{400, "PARAM_ERROR", "Http头Wechatpay-Serial有误"};
        }
    }
    return signRefusal("错误的签名，验签失败");
}

HttpResponse WechatWire::answer(const Call& call, int status, std::string body) const {
    Faults& faults = bank_.faults();
    const auto strikes = [&](const char* name) { return faults.strike(call.site, name); };
    if (strikes("no-json")) body = "<xml>this is no JSON</xml>";
    std::string wanted = call.request.header("wechatpay-serial");
    if (wanted.empty() && faults.word("answer_key") == "certificate")
        wanted = keys_.certificateSerial;
    Signer signer = signerNamed(wanted);
    if (strikes("wrong-key")) signer.key = &keys_.stranger;
    std::int64_t seconds = bank_.now() / core::msPerSecond;
    if (const auto skew = strikes("clock-skew")) seconds += skew->value;
    const std::string timestamp = std::to_string(seconds);
    const std::string nonce = randomWord(nonceCharacters);
    std::string signature = signer.key->sign(answerText(timestamp, nonce, body));
    if (strikes("bad-signature")) signature = broken(std::move(signature));
    if (strikes("wrong-key-id")) signer.id = "PUB_KEY_ID_0" + std::string(30, '9');
    if (strikes("tampered-body")) body = tampered(std::move(body));
    HttpResponse response{status, std::move(body), "application/json; charset=utf-8", {}, {}, {}};
    response.headers.emplace_back("Request-ID", "08" + randomHex(20) + "-0");
    if (strikes("no-signature")) return response;
    response.headers.emplace_back("Wechatpay-Timestamp", timestamp);
    response.headers.emplace_back("Wechatpay-Nonce", nonce);
    response.headers.emplace_back("Wechatpay-Signature", signature);
    response.headers.emplace_back("Wechatpay-Serial", signer.id);
    response.headers.emplace_back("Wechatpay-Signature-Type", strikes("signature-type")
                                                                  ? "WECHATPAY9-SHA1024"
                                                                  : std::string(scheme));
    return response;
}

HttpResponse WechatWire::answer(const Call& call, const WechatRefusal& refusal) const {
    const nlohmann::ordered_json body{{"code", spelled(refusal.code)},
                                      {"message", refusal.message}};
    return answer(call, refusal.status, body.dump());
}

nlohmann::ordered_json WechatWire::sealed(const std::string& type, const std::string& plain) const {
    const std::string nonce = randomWord(gcmNonceCharacters);
    return {{"original_type", type},
            {"algorithm", "AEAD_AES_256_GCM"},
            {"ciphertext", sealGcm(keys_.apiV3Key, nonce, type, plain)},
            {"associated_data", type},
            {"nonce", nonce}};
}

Letter WechatWire::letter(const Notice& notice) const {
    const std::string& mode = bank_.faults().word("notify_key");
    const bool certified = mode == "certificate" || (mode == "mixed" && notice.row % 2 == 0);
    Signer signer = signerNamed(certified ? keys_.certificateSerial : keys_.publicKeyId);
    if (notice.how == "notice-forged") signer.key = &keys_.stranger;
    std::int64_t seconds = bank_.now() / core::msPerSecond;
    if (notice.how == "notice-stale") seconds -= notice.value;
    const std::string timestamp = std::to_string(seconds);
    const std::string nonce = randomWord(nonceCharacters);
    std::string signature = signer.key->sign(answerText(timestamp, nonce, notice.body));
    if (notice.how == "notice-probe")
        signature = "WECHATPAY/SIGNTEST/" + signature.substr(signature.size() / 4);
    Letter letter{notice.url, notice.body, {}};
    if (notice.how == "notice-broken") letter.body.resize(letter.body.size() / 2);
    letter.headers = {
        "Content-Type: application/json", "Wechatpay-Timestamp: " + timestamp,
        "Wechatpay-Nonce: " + nonce,      "Wechatpay-Signature: " + signature,
        "Wechatpay-Serial: " + signer.id, "Wechatpay-Signature-Type: " + std::string(scheme)};
    return letter;
}

} // namespace menzhen::paysim
