// SPDX-License-Identifier: Apache-2.0
#include "app/registry/problems.h"

#include "app/clerk/requests.h"

namespace menzhen::registry {

HttpResponse problemOf(const core::Error& error) {
    core::Error said = error;
    const nlohmann::json members = clerk::problemMembers(said);
    HttpResponse response = problem(clerk::statusOf(said), said.code, said.detail);
    if (members.empty()) return response;
    auto document = nlohmann::ordered_json::parse(response.body);
    for (const auto& [name, value] : members.items())
        document[name] = value;
    if (const auto wait = members.find("retry_after");
        wait != members.end() && wait->is_number_integer())
        response.headers.emplace_back("Retry-After", std::to_string(wait->get<int>()));
    response.body = document.dump();
    return response;
}

HttpResponse responseOf(const core::Result<nlohmann::json>& answer) {
    if (!answer) return problemOf(answer.error());
    // Texts from outside were checked when they came in; a damaged one must not end the answer.
    return json(clerk::statusOf(*answer), clerk::textOf(*answer));
}

HttpResponse responseOf(core::Result<std::string> jsonText) {
    if (!jsonText) return problemOf(jsonText.error());
    return json(200, std::move(*jsonText));
}

} // namespace menzhen::registry
