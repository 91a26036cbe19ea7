// SPDX-License-Identifier: Apache-2.0
#include "app/registry/http/admission.h"

namespace menzhen::registry {

namespace {

HttpResponse allowing(HttpResponse response, std::string methods) {
    response.headers.emplace_back("Allow", std::move(methods));
    return response;
}

} // namespace

Admission admit(const Router& router, const std::string& method, const std::string& target) {
    const HttpResponse nothing{204, {}, {}, {}};
    Admission admission;
    if (method == "OPTIONS" && target == "*") {
        admission.early = allowing(nothing, "GET, HEAD, POST, PUT, DELETE, OPTIONS");
        return admission;
    }
    auto parsed = core::parseTarget(target);
    if (!parsed) {
        admission.early = problem(400, "bad-target", "The path or its query is malformed.");
        return admission;
    }
    admission.target = std::move(*parsed);
    admission.match = router.match(method, admission.target.segments);
    if (admission.match.allow.empty())
        admission.early = problem(404, "no-such-route", "Nothing is served at this path.");
    else if (!admission.match.route && method == "OPTIONS")
        admission.early = allowing(nothing, admission.match.allow);
    else if (!admission.match.route)
        admission.early = allowing(
            problem(405, "method-not-allowed", "This path is not served with this method."),
            admission.match.allow);
    return admission;
}

} // namespace menzhen::registry
