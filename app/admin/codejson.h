// SPDX-License-Identifier: Apache-2.0
// Claims of a signed code as JSON: `menzhen code check` prints them, `code make` takes the same.
#pragma once

#include "app/core/result.h"
#include "app/core/signedcode.h"

#include <nlohmann/json.hpp>

namespace menzhen::admin {

nlohmann::ordered_json claimsToJson(const core::CodeClaims& claims);

/// Data "bad-claims": not the object of claimsToJson (a member missing, unknown or of another
/// type), or values that a check would call bad-structure. Whole numbers only.
core::Result<core::CodeClaims> claimsFromJson(const nlohmann::json& json);

/// A whole number of JSON that fits; nothing for anything else, 1.0 too.
std::optional<std::int64_t> wholeNumber(const nlohmann::json& value);

} // namespace menzhen::admin
