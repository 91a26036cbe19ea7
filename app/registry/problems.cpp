// SPDX-License-Identifier: Apache-2.0
#include "app/registry/problems.h"

namespace menzhen::registry {

HttpResponse problemOf(const core::Error& error) {
    int status = 500;
    switch (error.kind) {
    case core::ErrorKind::Data:
        status = 400;
        break;
    case core::ErrorKind::Refused:
        status = error.code.starts_with("unknown-")                    ? 404
                 : error.code == "wrong-pin" || error.code == "locked" ? 403
                                                                       : 409;
        break;
    case core::ErrorKind::Busy:
    case core::ErrorKind::Device:
    case core::ErrorKind::Offline:
        status = 503;
        break;
    case core::ErrorKind::Bug:
        status = 500;
        break;
    }
    return problem(status, error.code, error.detail);
}

HttpResponse responseOf(const core::Result<nlohmann::json>& answer) {
    if (!answer) return problemOf(answer.error());
    // Texts from outside were checked when they came in; a damaged one must not end the answer.
    return json(200, answer->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

core::Result<nlohmann::json> parseBody(const HttpRequest& request) {
    if (request.body.empty()) return core::badData("body-missing", "a JSON body is wanted");
    try {
        return nlohmann::json::parse(request.body);
    } catch (const nlohmann::json::parse_error& e) {
        return core::badData("malformed-json",
                             "the body is no JSON: byte " + std::to_string(e.byte));
    }
}

} // namespace menzhen::registry
