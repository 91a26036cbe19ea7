// SPDX-License-Identifier: Apache-2.0
// Reads named fields of a JSON object from outside, strictly, and remembers the first complaint, so
// that a reader is one line a field and one check at the end.
#pragma once

#include "app/core/result.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace menzhen::ops {

/// Largest integer that every JSON reader keeps exactly (2^53 - 1).
inline constexpr std::int64_t maxInteger = 9007199254740991;

class FieldReader {
public:
    /// `json` must outlive the reader.
    explicit FieldReader(const nlohmann::json& json);

    // Required: absent, another type or out of range is a complaint. Lengths are bytes of UTF-8.
    std::string text(std::string_view name, std::size_t minBytes, std::size_t maxBytes);
    std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most);
    // Absent or null gives the default.
    std::string optionalText(std::string_view name, std::size_t maxBytes,
                             std::string fallback = {});
    std::int64_t optionalInteger(std::string_view name, std::int64_t least, std::int64_t most,
                                 std::int64_t fallback);
    bool optionalFlag(std::string_view name, bool fallback);
    /// A nested object, or nullptr when absent.
    const nlohmann::json* optionalObject(std::string_view name);

    void complain(std::string_view name, std::string_view what);

    /// Kind Data, code "bad-field", detail "NAME: what is wrong"; nothing: all was well.
    std::optional<core::Error> error() const { return error_; }

private:
    const nlohmann::json* find(std::string_view name) const;

    const nlohmann::json& json_;
    std::optional<core::Error> error_;
};

} // namespace menzhen::ops
