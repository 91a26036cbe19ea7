// SPDX-License-Identifier: Apache-2.0
// UTF-8, strictly as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace menzhen::core {

/// Nothing when the text is not UTF-8.
std::optional<std::u32string> decodeUtf8(std::string_view text);
/// Appends one character; a value that is no character is a bug.
void appendUtf8(std::string& text, char32_t character);
bool isUtf8(std::string_view text);

} // namespace menzhen::core
