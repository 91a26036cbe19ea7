// SPDX-License-Identifier: Apache-2.0
#include "app/registry/problems.h"

#include "app/clerk/requests.h"

namespace menzhen::registry {

HttpResponse problemOf(const core::Error& error) {
    return problem(clerk::statusOf(error), error.code, error.detail);
}

HttpResponse responseOf(const core::Result<nlohmann::json>& answer) {
    if (!answer) return problemOf(answer.error());
    // Texts from outside were checked when they came in; a damaged one must not end the answer.
    return json(200, clerk::textOf(*answer));
}

} // namespace menzhen::registry
