// SPDX-License-Identifier: Apache-2.0
// Bytes from a scanner to text. Thread: reentrant.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace menzhen::scanner {

/// What a hand scanner sends: UTF-8 if it is strictly that, else GBK, else nothing. Short Chinese
/// texts in GBK are almost never valid UTF-8.
std::optional<std::string> textOf(std::string_view bytes);

} // namespace menzhen::scanner
