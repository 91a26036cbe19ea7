// SPDX-License-Identifier: Apache-2.0
// From the house's errors to HTTP, in one place.
#pragma once

#include "app/core/result.h"
#include "app/registry/http/httpmessage.h"

#include <nlohmann/json.hpp>

namespace menzhen::registry {

/// Data 400; Refused 409, but "unknown-*" 404, "wrong-pin" and "locked" 403; Busy, Device and
/// Offline 503; Bug 500.
HttpResponse problemOf(const core::Error& error);
/// 200 with the answer, or its problem.
HttpResponse responseOf(const core::Result<nlohmann::json>& answer);
inline constexpr int maxJsonDepth = 32; ///< of lists and objects in a body
/// The body as JSON. Errors: Data "malformed-json" (with the position, or nested deeper than
/// maxJsonDepth), "body-missing".
core::Result<nlohmann::json> parseBody(const HttpRequest& request);

} // namespace menzhen::registry
