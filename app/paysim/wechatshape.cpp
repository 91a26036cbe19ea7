// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/wechatshape.h"

#include "app/core/money.h"
#include "app/core/utf8.h"

#include <algorithm>
#include <vector>

namespace menzhen::paysim {

namespace {

using Json = nlohmann::json;

enum class Kind { Text, Integer, Flag, Object, Any };

struct Field {
    const char* path;
    Kind kind;
    std::size_t most = 0; ///< characters
    bool needed = false;  ///< where the object that holds it is there
};

const std::vector<Field>& nativeFields() {
    static const std::vector<Field> fields{{"appid", Kind::Text, 32, true},
                                           {"mchid", Kind::Text, 32, true},
                                           {"description", Kind::Text, 127, true},
                                           {"out_trade_no", Kind::Text, 32, true},
                                           {"time_expire", Kind::Text, 64},
                                           {"attach", Kind::Text, 128},
                                           {"notify_url", Kind::Text, 255, true},
                                           {"goods_tag", Kind::Text, 32},
                                           {"support_fapiao", Kind::Flag},
                                           {"limit_pay", Kind::Any},
                                           {"amount", Kind::Object, 0, true},
                                           {"amount.total", Kind::Integer, 0, true},
                                           {"amount.currency", Kind::Text, 16},
                                           {"detail", Kind::Any},
                                           {"scene_info", Kind::Object},
                                           {"scene_info.payer_client_ip", Kind::Text, 45, true},
                                           {"scene_info.device_id", Kind::Text, 32},
                                           {"scene_info.store_info", Kind::Any},
                                           {"settle_info", Kind::Any}};
    return fields;
}

const std::vector<Field>& codepayFields() {
    static const std::vector<Field> fields{{"appid", Kind::Text, 32, true},
                                           {"mchid", Kind::Text, 32, true},
                                           {"description", Kind::Text, 127, true},
                                           {"out_trade_no", Kind::Text, 32, true},
                                           {"attach", Kind::Text, 128},
                                           {"goods_tag", Kind::Text, 32},
                                           {"support_fapiao", Kind::Flag},
                                           {"payer", Kind::Object, 0, true},
                                           {"payer.auth_code", Kind::Text, 32, true},
                                           {"amount", Kind::Object, 0, true},
                                           {"amount.total", Kind::Integer, 0, true},
                                           {"amount.currency", Kind::Text, 16},
                                           {"scene_info", Kind::Object, 0, true},
                                           {"scene_info.device_id", Kind::Text, 32},
                                           {"scene_info.device_ip", Kind::Text, 45},
                                           {"scene_info.store_info", Kind::Object, 0, true},
                                           {"scene_info.store_info.id", Kind::Text, 32},
                                           {"scene_info.store_info.out_id", Kind::Text, 32},
                                           {"scene_info.store_info.name", Kind::Text, 256},
                                           {"detail", Kind::Any},
                                           {"settle_info", Kind::Any}};
    return fields;
}

const std::vector<Field>& refundFields() {
    static const std::vector<Field> fields{{"out_trade_no", Kind::Text, 32},
                                           {"transaction_id", Kind::Text, 32},
                                           {"out_refund_no", Kind::Text, 64, true},
                                           {"reason", Kind::Text, 80},
                                           {"notify_url", Kind::Text, 256},
                                           {"funds_account", Kind::Text, 32},
                                           {"goods_detail", Kind::Any},
                                           {"amount", Kind::Object, 0, true},
                                           {"amount.refund", Kind::Integer, 0, true},
                                           {"amount.total", Kind::Integer, 0, true},
                                           {"amount.currency", Kind::Text, 16, true},
                                           {"amount.from", Kind::Any}};
    return fields;
}

const std::vector<Field>& fieldsOf(const std::string& verb) {
    static const std::vector<Field> close{{"mchid", Kind::Text, 32, true}};
    static const std::vector<Field> reverse{{"appid", Kind::Text, 32, true},
                                            {"mchid", Kind::Text, 32, true}};
    if (verb == "native") return nativeFields();
    if (verb == "codepay") return codepayFields();
    if (verb == "refund") return refundFields();
    return verb == "close" ? close : reverse;
}

WechatRefusal wrong(const std::string& path, const std::string& why) {
    return {400, "PARAM_ERROR", "参数错误：" + path + " " + why};
}

bool fits(const Json& value, const Field& field) {
    switch (field.kind) {
    case Kind::Text: {
        if (!value.is_string()) return false;
        const auto characters = core::decodeUtf8(value.get<std::string>());
        return characters && !characters->empty() && characters->size() <= field.most;
    }
    case Kind::Integer:
        return value.is_number_integer();
    case Kind::Flag:
        return value.is_boolean();
    case Kind::Object:
        return value.is_object();
    case Kind::Any:
        return !value.is_null();
    }
    return false;
}

/// `prefix` is "" or "amount.".
std::optional<WechatRefusal> walk(const std::vector<Field>& fields, const Json& object,
                                  const std::string& prefix) {
    for (const auto& [key, value] : object.items()) {
        const std::string path = prefix + key;
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&](const Field& f) { return path == f.path; });
        if (field == fields.end()) return wrong(path, "请求中含有未在API文档中定义的参数");
        if (!fits(value, *field)) return wrong(path, "类型或长度不正确");
        if (field->kind != Kind::Object) continue;
        if (auto inside = walk(fields, value, path + ".")) return inside;
    }
    for (const Field& field : fields) {
        const std::string path = field.path;
        if (!field.needed || !path.starts_with(prefix)) continue;
        const std::string name = path.substr(prefix.size());
        if (name.find('.') == std::string::npos && !object.contains(name))
            return wrong(path, "缺少必填参数");
    }
    return std::nullopt;
}

const Json* find(const Json& body, const std::string& path) {
    const Json* at = &body;
    std::size_t begin = 0;
    while (true) {
        const std::size_t dot = path.find('.', begin);
        const std::string name = path.substr(begin, dot - begin);
        if (!at->is_object() || !at->contains(name)) return nullptr;
        at = &at->at(name);
        if (dot == std::string::npos) return at;
        begin = dot + 1;
    }
}

std::optional<WechatRefusal> wrongUrl(const std::string& url) {
    const bool web = url.starts_with("https://") || url.starts_with("http://");
    if (web && url.find_first_of("?#") == std::string::npos) return std::nullopt;
    return wrong("notify_url", "必须为http或https的完整路径，不能携带参数");
}

} // namespace

bool isNumber(const std::string& text, std::size_t least, std::size_t most, std::string_view more) {
    return text.size() >= least && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      more.find(c) != std::string_view::npos;
           });
}

std::string textAt(const Json& body, const std::string& path) {
    const Json* const found = find(body, path);
    return found && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t integerAt(const Json& body, const std::string& path) {
    const Json* const found = find(body, path);
    return found && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::optional<WechatRefusal> misshapen(const std::string& verb, const Json& body) {
    if (!body.is_object()) return WechatRefusal{400, "PARAM_ERROR", "请求包体不是JSON"};
    if (auto refusal = walk(fieldsOf(verb), body, "")) return refusal;
    if (body.contains("notify_url"))
        if (auto refusal = wrongUrl(textAt(body, "notify_url"))) return refusal;
    if (body.contains("amount")) {
        const std::string currency = textAt(body, "amount.currency");
        if (!currency.empty() && currency != "CNY") return wrong("amount.currency", "只支持CNY");
        const char* const path = verb == "refund" ? "amount.refund" : "amount.total";
        const std::int64_t fen = integerAt(body, path);
        if (fen < 1 || fen > core::maxAmountFen) return wrong(path, "金额不正确");
    }
    const std::string number = textAt(body, "out_trade_no");
    if (!number.empty() && !isNumber(number, 6, 32, verb == "codepay" ? "_-*" : "_-|*"))
        return wrong("out_trade_no", "只能是6到32位的数字、大小写字母和_-|*");
    if (verb != "refund") return std::nullopt;
    if (number.empty() == textAt(body, "transaction_id").empty())
        return wrong("out_trade_no", "与transaction_id二选一");
    if (!isNumber(textAt(body, "out_refund_no"), 1, 64, "_-|*@"))
        return wrong("out_refund_no", "只能是数字、大小写字母和_-|*@");
    return std::nullopt;
}

} // namespace menzhen::paysim
