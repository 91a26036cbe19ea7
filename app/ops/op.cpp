// SPDX-License-Identifier: Apache-2.0
#include "app/ops/op.h"

#include "app/ops/fields.h"
#include "app/ops/judgement.h"

namespace menzhen::ops {

namespace {

nlohmann::json canonical(const Op& op, nlohmann::json fields) {
    nlohmann::json object{{"device", op.id.device},
                          {"incarnation", op.id.incarnation},
                          {"seq", op.id.seq},
                          {"type", op.type},
                          {"version", op.version},
                          {"day", op.day},
                          {"occurred_at", op.occurredAtMs},
                          {"actor", op.actor},
                          {"request", op.request}};
    object["fields"] = std::move(fields);
    if (!op.attachmentHash.empty()) object["attachment_hash"] = op.attachmentHash;
    if (!op.clock.empty()) object["clock"] = op.clock;
    if (op.was) object["was"] = {op.was->first, op.was->second};
    return object;
}

std::string textOf(const nlohmann::json& object) {
    return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
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
    if (!op.clock.empty()) {
        text += R"(,"clock":)";
        addJsonText(text, op.clock);
    }
    text += R"(,"day":)" + std::to_string(op.day) + R"(,"device":)";
    addJsonText(text, op.id.device);
    text += R"(,"fields":)" + fieldsText + R"(,"incarnation":)" +
            std::to_string(op.id.incarnation) + R"(,"occurred_at":)" +
            std::to_string(op.occurredAtMs) + R"(,"request":)";
    addJsonText(text, op.request);
    text += R"(,"seq":)" + std::to_string(op.id.seq) + R"(,"type":)";
    addJsonText(text, op.type);
    text += R"(,"version":)" + std::to_string(op.version);
    if (op.was)
        text += R"(,"was":[)" + std::to_string(op.was->first) + "," +
                std::to_string(op.was->second) + "]";
    text += "}";
    return text;
}

core::Bytes hashWith(const Op& op, const std::string& fieldsText, const ports::Crypto& crypto) {
    return hashOfText(canonicalText(op, fieldsText), crypto);
}

std::optional<std::pair<std::int64_t, std::int64_t>> readWas(const nlohmann::json& object,
                                                             FieldReader& read) {
    if (!object.is_object()) return std::nullopt;
    const auto was = object.find("was");
    if (was == object.end()) return std::nullopt;
    if (was->is_array() && was->size() == 2 && was->at(0).is_number_integer() &&
        was->at(1).is_number_integer())
        return std::pair(was->at(0).get<std::int64_t>(), was->at(1).get<std::int64_t>());
    read.complain("was", "must be [incarnation, seq]");
    return std::nullopt;
}

} // namespace

nlohmann::json toJson(const Op& op) {
    return toJson(Op(op));
}

nlohmann::json toJson(Op&& op) {
    nlohmann::json object = canonical(op, std::move(op.fields));
    if (!op.attachment.empty()) object["attachment"] = std::move(op.attachment);
    return object;
}

core::Result<Op> opFromJson(const nlohmann::json& object) {
    return opFromJson(nlohmann::json(object));
}

core::Result<Op> opFromJson(nlohmann::json&& object) {
    FieldReader read(object);
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
    op.clock = read.optionalText("clock", 8);
    op.was = readWas(object, read);
    const auto fields = object.is_object() ? object.find("fields") : object.end();
    if (!object.is_object() || fields == object.end() || !fields->is_object())
        read.complain("fields", "must be an object");
    if (auto error = read.error()) {
        error->code = "malformed-op";
        return tl::unexpected(*error);
    }
    op.fields = std::move(*fields); // only now: what cannot be read stays as it came
    return op;
}

core::Bytes hashOf(const Op& op, const ports::Crypto& crypto) {
    return hashWith(op, textOf(op.fields), crypto);
}

core::Bytes hashOfText(const std::string& text, const ports::Crypto& crypto) {
    const core::Digest digest = crypto.sha256(core::asBytes(text));
    return {digest.begin(), digest.end()};
}

ReadyOp makeReady(Op op, const ports::Crypto& crypto) {
    ReadyOp ready;
    ready.op = std::move(op);
    ready.fieldsText = textOf(ready.op.fields);
    ready.hash = hashWith(ready.op, ready.fieldsText, crypto);
    return ready;
}

ReadyOp makeFaulty(OpId id, const nlohmann::json& item, const core::Error& fault,
                   const ports::Crypto& crypto) {
    ReadyOp ready;
    ready.raw = textOf(item);
    const core::Digest digest = crypto.sha256(core::asBytes(ready.raw));
    ready.hash = {digest.begin(), digest.end()};
    ready.op.id = std::move(id);
    ready.op.type = unreadableType;
    ready.op.actor = ready.op.id.device;
    ready.op.fields = {{"bytes", ready.raw.size()}};
    ready.fieldsText = textOf(ready.op.fields);
    ready.fault = fault.code;
    ready.faultDetail = fault.detail;
    if (ready.raw.size() > maxKeptBytes) ready.raw.resize(maxKeptBytes);
    return ready;
}

std::string extraText(const Op& op) {
    if (op.attachmentHash.empty() && op.clock.empty() && !op.was) return {};
    nlohmann::json extra = nlohmann::json::object();
    if (!op.attachmentHash.empty()) extra["attachment_hash"] = op.attachmentHash;
    if (!op.clock.empty()) extra["clock"] = op.clock;
    if (op.was) extra["was"] = {op.was->first, op.was->second};
    return textOf(extra);
}

core::Bytes chainAfter(core::ByteView previous, core::ByteView hash, const ports::Crypto& crypto) {
    core::Bytes both(previous.begin(), previous.end());
    both.insert(both.end(), hash.begin(), hash.end());
    const core::Digest digest = crypto.sha256(both);
    return {digest.begin(), digest.end()};
}

} // namespace menzhen::ops
