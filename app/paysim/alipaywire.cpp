// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/alipaywire.h"

#include "app/core/target.h"
#include "app/core/timeunits.h"
#include "app/paysim/beijingtime.h"
#include "app/paysim/signing.h"

#include <algorithm>
#include <cstdlib>

namespace menzhen::paysim {

namespace {

const char* messageOf(const std::string& code) {
    if (code == "20000") return "Service Currently Unavailable";
    if (code == "20001") return "Insufficient Token Permissions";
    if (code == "40001") return "Missing Required Arguments";
    if (code == "40002") return "Invalid Arguments";
    if (code == "40005") return "App Call Limited";
    if (code == "40006") return "Insufficient Permissions";
    return "Business Failed";
}

std::string joined(const AlipayFields& fields, bool withSignType) {
    std::string text;
    for (const auto& [name, value] : fields) {
        if (name == "sign" || value.empty() || (name == "sign_type" && !withSignType)) continue;
        text.append(text.empty() ? "" : "&").append(name).append("=").append(value);
    }
    return text;
}

/// As application/x-www-form-urlencoded has it.
std::string formEncoded(const std::string& text) {
    static constexpr const char* digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
            std::string_view("*-._").find(c) != std::string_view::npos)
            encoded += c;
        else if (c == ' ')
            encoded += '+';
        else
            (encoded += '%') += {digits[byte >> 4U], digits[byte & 15U]};
    }
    return encoded;
}

/// The gateway writes slashes as \/ .
std::string escaped(const std::string& json) {
    std::string text;
    for (const char c : json) {
        if (c == '/') text += '\\';
        text += c;
    }
    return text;
}

std::string nodeName(std::string method) {
    std::replace(method.begin(), method.end(), '.', '_');
    return method + "_response";
}

AlipayRefusal invalid(const char* subCode, const char* message) {
    return {"40002", subCode, message};
}

} // namespace

std::optional<AlipayFields> AlipayWire::fieldsOf(const HttpRequest& request) {
    AlipayFields fields = request.query;
    const auto form = core::parseTarget("/?" + request.body);
    if (!form) return std::nullopt;
    fields.insert(form->query.begin(), form->query.end());
    return fields;
}

std::optional<AlipayRefusal> AlipayWire::refuses(const AlipayFields& fields) const {
    const auto value = [&](const char* name) {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    };
    if (value("method").empty())
        return AlipayRefusal{"40001", "isv.missing-method", "缺少方法名参数"};
    if (value("app_id").empty())
        return AlipayRefusal{"40001", "isv.missing-app-id", "缺少appId参数"};
    if (value("sign").empty())
        return AlipayRefusal{"40001", "isv.missing-signature", "缺少签名参数"};
    if (value("sign_type").empty())
        return AlipayRefusal{"40001", "isv.missing-signature-type", "缺少签名类型参数"};
    if (value("timestamp").empty())
        return AlipayRefusal{"40001", "isv.missing-timestamp", "缺少时间戳参数"};
    if (value("version").empty())
        return AlipayRefusal{"40001", "isv.missing-version", "缺少版本参数"};
    if (value("app_id") != keys_.appId) return invalid("isv.invalid-app-id", "无效的AppID参数");
    if (value("sign_type") != "RSA2")
        return invalid("isv.invalid-signature-type", "无效的签名类型");
    if (!value("format").empty() && value("format") != "JSON" && value("format") != "json")
        return invalid("isv.invalid-format", "无效的数据格式");
    if (value("charset") != "utf-8" && value("charset") != "UTF-8")
        return invalid("isv.invalid-charset", "无效的字符集参数");
    if (!keys_.app.verifies(joined(fields, true), value("sign")))
        return invalid("isv.invalid-signature", "无效签名");
    const auto moment = parsePlainTime(value("timestamp"));
    const std::int64_t tolerance = bank_.faults().number("alipay_clock_s") * core::msPerSecond;
    if (!moment || (tolerance > 0 && std::abs(*moment - bank_.now()) > tolerance))
        return invalid("isv.invalid-timestamp", "非法的时间戳参数");
    const auto content = nlohmann::json::parse(value("biz_content"), nullptr, false);
    if (!content.is_object()) return invalid("isv.invalid-parameter", "biz_content不是JSON");
    return std::nullopt;
}

HttpResponse AlipayWire::signedNode(const Call& call, std::string node) const {
    Faults& faults = bank_.faults();
    const auto strikes = [&](const char* name) { return faults.strike(call.site, name); };
    const bool noJson = strikes("no-json").has_value();
    const bool stranger = strikes("wrong-key") || strikes("wrong-key-id");
    std::string signature = (stranger ? keys_.stranger : keys_.alipay).sign(node);
    if (strikes("bad-signature")) signature[signature.size() / 2] ^= 1;
    if (strikes("tampered-body"))
        if (const std::size_t at = node.find("10000"); at != std::string::npos) node[at] = '2';
    const std::string unsignedText =
        "{\"" +
        nodeName(call.request.queryValue("method").empty()
                     ? fieldsOf(call.request).value_or(AlipayFields())["method"]
                     : call.request.queryValue("method")) +
        "\":" + node;
    std::string body = strikes("no-signature")
                           ? unsignedText + "}"
                           : unsignedText + ",\"sign\":\"" + escaped(signature) + "\"}";
    if (noJson) body = "<html>this is no JSON</html>";
    return {200, std::move(body), "text/html;charset=utf-8", {}, {}, {}};
}

HttpResponse AlipayWire::answer(const Call& call, const nlohmann::ordered_json& node,
                                const std::string& code, const std::string& msg) const {
    nlohmann::ordered_json whole{{"code", code}, {"msg", msg}};
    for (const auto& [key, value] : node.items())
        whole[key] = value;
    return signedNode(call, escaped(whole.dump()));
}

HttpResponse AlipayWire::answer(const Call& call, const AlipayRefusal& refusal) const {
    return answer(call, {{"sub_code", refusal.subCode}, {"sub_msg", refusal.message}}, refusal.code,
                  messageOf(refusal.code));
}

HttpResponse AlipayWire::bareError(const AlipayRefusal& refusal) const {
    const nlohmann::ordered_json body{{"error_response",
                                       {{"code", refusal.code},
                                        {"msg", messageOf(refusal.code)},
                                        {"sub_code", refusal.subCode},
                                        {"sub_msg", refusal.message}}}};
    return {200, body.dump(), "text/html;charset=utf-8", {}, {}, {}};
}

Letter AlipayWire::letter(const Notice& notice) const {
    AlipayFields fields = nlohmann::json::parse(notice.body).get<AlipayFields>();
    fields["notify_time"] = plainTime(
        bank_.now() - (notice.how == "notice-stale" ? notice.value * core::msPerSecond : 0));
    const bool forged = notice.how == "notice-forged" || notice.how == "notice-probe";
    const std::string signature =
        (forged ? keys_.stranger : keys_.alipay).sign(joined(fields, false));
    fields["sign_type"] = "RSA2";
    fields["sign"] = signature;
    Letter letter{
        notice.url, {}, {"Content-Type: application/x-www-form-urlencoded; charset=utf-8"}};
    for (const auto& [name, value] : fields)
        letter.body += (letter.body.empty() ? "" : "&") + name + "=" + formEncoded(value);
    if (notice.how == "notice-broken") letter.body.resize(letter.body.size() / 2);
    return letter;
}

} // namespace menzhen::paysim
