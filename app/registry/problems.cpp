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

namespace {

/// What is read with a loop is copied and printed with a recursion: a body of brackets alone would
/// end the program.
bool tooDeep(const std::string& text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') ++i;
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if ((c == '[' || c == '{') && ++depth > maxJsonDepth) return true;
        if (c == ']' || c == '}') --depth;
    }
    return false;
}

} // namespace

core::Result<nlohmann::json> parseBody(const HttpRequest& request) {
    if (request.body.empty()) return core::badData("body-missing", "a JSON body is wanted");
    if (tooDeep(request.body))
        return core::badData("malformed-json", "the body is nested too deeply");
    try {
        return nlohmann::json::parse(request.body);
    } catch (const nlohmann::json::parse_error& e) {
        return core::badData("malformed-json",
                             "the body is no JSON: byte " + std::to_string(e.byte));
    } catch (const nlohmann::json::exception&) {
        return core::badData("malformed-json", "the body holds a number that is too large");
    }
}

} // namespace menzhen::registry
