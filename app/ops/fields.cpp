// SPDX-License-Identifier: Apache-2.0
#include "app/ops/fields.h"

namespace menzhen::ops {

FieldReader::FieldReader(const nlohmann::json& json) : json_(json) {
    if (!json.is_object()) complain("(all)", "must be an object");
}

const nlohmann::json* FieldReader::find(std::string_view name) const {
    if (!json_.is_object()) return nullptr;
    const auto found = json_.find(name);
    return found == json_.end() || found->is_null() ? nullptr : &*found;
}

std::string FieldReader::text(std::string_view name, std::size_t minBytes, std::size_t maxBytes) {
    const nlohmann::json* value = find(name);
    if (value == nullptr || !value->is_string()) {
        complain(name, "must be a text");
        return {};
    }
    std::string text = value->get<std::string>();
    if (text.size() < minBytes || text.size() > maxBytes) {
        complain(name, "must have " + std::to_string(minBytes) + " to " + std::to_string(maxBytes) +
                           " bytes");
        return {};
    }
    return text;
}

std::int64_t FieldReader::integer(std::string_view name, std::int64_t least, std::int64_t most) {
    const nlohmann::json* value = find(name);
    const bool whole = value != nullptr && value->is_number_integer();
    const bool huge = whole && value->is_number_unsigned() &&
                      value->get<std::uint64_t>() > static_cast<std::uint64_t>(maxInteger);
    if (!whole || huge || value->get<std::int64_t>() < least || value->get<std::int64_t>() > most) {
        complain(name, "must be a whole number from " + std::to_string(least) + " to " +
                           std::to_string(most));
        return least;
    }
    return value->get<std::int64_t>();
}

std::string FieldReader::optionalText(std::string_view name, std::size_t maxBytes,
                                      std::string fallback) {
    return find(name) == nullptr ? std::move(fallback) : text(name, 0, maxBytes);
}

std::int64_t FieldReader::optionalInteger(std::string_view name, std::int64_t least,
                                          std::int64_t most, std::int64_t fallback) {
    return find(name) == nullptr ? fallback : integer(name, least, most);
}

bool FieldReader::optionalFlag(std::string_view name, bool fallback) {
    const nlohmann::json* value = find(name);
    if (value == nullptr) return fallback;
    if (!value->is_boolean()) {
        complain(name, "must be true or false");
        return fallback;
    }
    return value->get<bool>();
}

const nlohmann::json* FieldReader::optionalObject(std::string_view name) {
    const nlohmann::json* value = find(name);
    if (value == nullptr) return nullptr;
    if (value->is_object()) return value;
    complain(name, "must be an object");
    return nullptr;
}

void FieldReader::complain(std::string_view name, std::string_view what) {
    if (error_) return;
    error_ = core::Error{core::ErrorKind::Data, "bad-field",
                         std::string(name) + ": " + std::string(what)};
}

} // namespace menzhen::ops
