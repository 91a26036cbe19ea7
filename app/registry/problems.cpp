// SPDX-License-Identifier: Apache-2.0
#include "app/registry/problems.h"

#include "app/clerk/requests.h"
#include "app/ops/triesleft.h"

namespace menzhen::registry {

HttpResponse problemOf(const core::Error& error) {
    HttpResponse response = problem(clerk::statusOf(error), error.code, error.detail);
    const auto triesLeft = ops::triesLeftOf(error);
    if (!triesLeft) return response;
    auto document = nlohmann::ordered_json::parse(response.body);
    document["tries_left"] = *triesLeft;
    response.body = document.dump();
    return response;
}

HttpResponse responseOf(const core::Result<nlohmann::json>& answer) {
    if (!answer) return problemOf(answer.error());
    // Texts from outside were checked when they came in; a damaged one must not end the answer.
    return json(200, clerk::textOf(*answer));
}

HttpResponse responseOf(core::Result<std::string> jsonText) {
    if (!jsonText) return problemOf(jsonText.error());
    return json(200, std::move(*jsonText));
}

} // namespace menzhen::registry
