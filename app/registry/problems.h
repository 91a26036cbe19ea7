// SPDX-License-Identifier: Apache-2.0
// From the house's answers and errors to HTTP, in one place.
#pragma once

#include "app/core/result.h"
#include "app/registry/http/httpmessage.h"

#include <nlohmann/json.hpp>

namespace menzhen::registry {

/// The status is clerk::statusOf's.
HttpResponse problemOf(const core::Error& error);
/// 200 with the answer, or its problem.
HttpResponse responseOf(const core::Result<nlohmann::json>& answer);
HttpResponse responseOf(core::Result<std::string> jsonText);

} // namespace menzhen::registry
