// SPDX-License-Identifier: Apache-2.0
// Everything that a request's headers alone can settle, before a byte of its body is taken.
// Thread: pure function.
#pragma once

#include "app/core/target.h"
#include "app/registry/http/router.h"

#include <optional>
#include <string>

namespace menzhen::registry {

struct Admission {
    std::optional<HttpResponse> early; ///< the answer is known: OPTIONS, 400, 404 or 405
    core::Target target;
    Router::Match match; ///< with a route unless there is an early answer
};

Admission admit(const Router& router, const std::string& method, const std::string& target);

} // namespace menzhen::registry
