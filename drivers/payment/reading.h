// SPDX-License-Identifier: Apache-2.0
// Reading JSON that a platform signed: a field is there in the wanted kind, or it is not there.
// Nothing throws. For the .cpp files of this room alone, because of the library.
#pragma once

#include "app/core/money.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace menzhen::payment {

using Json = nlohmann::ordered_json;

/// An object, or nothing.
inline std::optional<Json> readObject(std::string_view text) {
    Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    return json;
}

/// Empty when it is absent or no text.
inline std::string textAt(const Json& json, const char* name) {
    const auto at = json.find(name);
    return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

/// An object inside, or an empty one.
inline const Json& objectAt(const Json& json, const char* name) {
    static const Json nothing = Json::object();
    const auto at = json.find(name);
    return at != json.end() && at->is_object() ? *at : nothing;
}

/// A whole number of fen, 0 to maxAmountFen; never a fraction, never a text.
inline std::optional<core::Fen> fenAt(const Json& json, const char* name) {
    const auto at = json.find(name);
    if (at == json.end() || !at->is_number_integer()) return std::nullopt;
    if (at->is_number_unsigned() &&
        at->get<std::uint64_t>() > static_cast<std::uint64_t>(core::maxAmountFen))
        return std::nullopt;
    const auto fen = at->get<std::int64_t>();
    if (fen < 0 || fen > core::maxAmountFen) return std::nullopt;
    return fen;
}

} // namespace menzhen::payment
