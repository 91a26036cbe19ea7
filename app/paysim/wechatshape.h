// SPDX-License-Identifier: Apache-2.0
// Which fields a WeChat v3 request may have: the platform refuses every other, and null
// (payments.md 2, 3, 6).  Thread: pure functions.
#pragma once

#include "app/paysim/wechatwire.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace menzhen::paysim {

/// `verb`: "native" "codepay" "close" "reverse" "refund".
std::optional<WechatRefusal> misshapen(const std::string& verb, const nlohmann::json& body);

/// The text at a path like "payer.auth_code"; empty: there is none.
std::string textAt(const nlohmann::json& body, const std::string& path);
std::int64_t integerAt(const nlohmann::json& body, const std::string& path); ///< 0: there is none

/// 6 to `most` characters of 0-9 A-Z a-z and `more`.
bool isNumber(const std::string& text, std::size_t least, std::size_t most, std::string_view more);

} // namespace menzhen::paysim
