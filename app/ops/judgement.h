// SPDX-License-Identifier: Apache-2.0
// What judging an op gives: a verdict and the rows that the op leaves behind. Only the judge
// decides; applying writes the rows and asks nothing, so every replica that applies the same
// revisions holds the same rows.
#pragma once

#include "app/core/result.h"
#include "db/store/tables.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::ops {

// Verdicts, as they stand in the log and on the wire.
inline constexpr std::string_view applied = "applied";
inline constexpr std::string_view compensated =
    "compensated"; ///< applied, and something was done about a collision
inline constexpr std::string_view rejected = "rejected"; ///< a dead letter and a task for staff
inline constexpr std::string_view kept =
    "kept"; ///< type or version unknown here: stored and forwarded

struct Judgement {
    std::string verdict{applied};
    std::string code;   ///< the rule's name for anything that is not plainly applied
    std::string detail; ///< one sentence for staff; no personal data
    std::vector<store::Record> rows;
};

inline Judgement reject(std::string code, std::string detail = {}) {
    return {std::string(rejected), std::move(code), std::move(detail), {}};
}

/// Rows as JSON: {"entry":[{"day":20261123,"id":"...","state":"called"}], ...}.
nlohmann::json rowsToJson(const std::vector<store::Record>& rows);
/// The same as text, written directly: the log needs it for every op.
std::string rowsToText(const std::vector<store::Record>& rows);
/// Appends a text as a JSON string; damaged UTF-8 becomes U+FFFD.
void addJsonText(std::string& json, std::string_view text);
/// Errors: Data "malformed-outcome" (an unknown table or column, another type, a key missing).
core::Result<std::vector<store::Record>> rowsFromJson(const nlohmann::json& json);

} // namespace menzhen::ops
