// SPDX-License-Identifier: Apache-2.0
// What a refused PIN says of the tries that are left (staffpins.h).
#pragma once

#include "app/core/result.h"

#include <optional>

namespace menzhen::ops {

/// Nothing: another error, or the user is not known. (Who the staff are is no secret: every device
/// has the list.)
std::optional<int> triesLeftOf(const core::Error& error);

} // namespace menzhen::ops
