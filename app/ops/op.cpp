// SPDX-License-Identifier: Apache-2.0
#include "app/ops/op.h"

#include "app/ops/fields.h"
#include "app/ops/judgement.h"

namespace menzhen::ops {

namespace {

nlohmann::json canonical(const Op& op) {
    nlohmann::json json{{"device", op.id.device},
                        {"incarnation", op.id.incarnation},
                        {"seq", op.id.seq},
                        {"type", op.type},
                        {"version", op.version},
                        {"day", op.day},
                        {"occurred_at", op.occurredAtMs},
                        {"actor", op.actor},
                        {"request", op.request},
                        {"fields", op.fields}};
    if (!op.attachmentHash.empty()) json["attachment_hash"] = op.attachmentHash;
    return json;
}

std::string textOf(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// canonical(op) as text, written key by key so that the fields are turned into text once alone.
std::string canonicalText(const Op& op, const std::string& fieldsText) {
    std::string text;
    text.reserve(fieldsText.size() + 256);
    text += R"({"actor":)";
    addJsonText(text, op.actor);
    if (!op.attachmentHash.empty()) {
        text += R"(,"attachment_hash":)";
        addJsonText(text, op.attachmentHash);
    }
    text += R"(,"day":)" + std::to_string(op.day) + R"(,"device":)";
    addJsonText(text, op.id.device);
    text += R"(,"fields":)" + fieldsText + R"(,"incarnation":)" +
            std::to_string(op.id.incarnation) + R"(,"occurred_at":)" +
            std::to_string(op.occurredAtMs) + R"(,"request":)";
    addJsonText(text, op.request);
    text += R"(,"seq":)" + std::to_string(op.id.seq) + R"(,"type":)";
    addJsonText(text, op.type);
    text += R"(,"version":)" + std::to_string(op.version) + "}";
    return text;
}

core::Bytes hashOfText(const Op& op, const std::string& fieldsText, const ports::Crypto& crypto) {
    const std::string text = canonicalText(op, fieldsText);
    const core::Digest digest = crypto.sha256(core::asBytes(text));
    return {digest.begin(), digest.end()};
}

} // namespace

nlohmann::json toJson(const Op& op) {
    nlohmann::json json = canonical(op);
    if (!op.attachment.empty()) json["attachment"] = op.attachment;
    return json;
}

core::Result<Op> opFromJson(const nlohmann::json& json) {
    return opFromJson(nlohmann::json(json));
}

core::Result<Op> opFromJson(nlohmann::json&& json) {
    FieldReader read(json);
    Op op;
    op.id.device = read.text("device", 1, maxDeviceIdBytes);
    op.id.incarnation = read.integer("incarnation", 1, maxInteger);
    op.id.seq = read.integer("seq", 1, maxInteger);
    op.type = read.text("type", 1, 64);
    op.version = static_cast<int>(read.integer("version", 1, 1000));
    op.day = static_cast<int>(read.optionalInteger("day", 0, 99991231, 0));
    op.occurredAtMs = read.integer("occurred_at", 0, maxInteger);
    op.actor = read.optionalText("actor", 32);
    op.request = read.optionalText("request", 64);
    op.attachment = read.optionalText("attachment", maxAttachmentBytes);
    op.attachmentHash = read.optionalText("attachment_hash", 64);
    if (const auto fields = json.is_object() ? json.find("fields") : json.end();
        json.is_object() && fields != json.end() && fields->is_object())
        op.fields = std::move(*fields);
    else
        read.complain("fields", "must be an object");
    if (auto error = read.error()) {
        error->code = "malformed-op";
        return tl::unexpected(*error);
    }
    return op;
}

core::Bytes hashOf(const Op& op, const ports::Crypto& crypto) {
    return hashOfText(op, textOf(op.fields), crypto);
}

ReadyOp makeReady(Op op, const ports::Crypto& crypto) {
    ReadyOp ready{std::move(op), {}, {}};
    ready.fieldsText = textOf(ready.op.fields);
    ready.hash = hashOfText(ready.op, ready.fieldsText, crypto);
    return ready;
}

core::Bytes chainAfter(core::ByteView previous, core::ByteView hash, const ports::Crypto& crypto) {
    core::Bytes both(previous.begin(), previous.end());
    both.insert(both.end(), hash.begin(), hash.end());
    const core::Digest digest = crypto.sha256(both);
    return {digest.begin(), digest.end()};
}

} // namespace menzhen::ops
