// SPDX-License-Identifier: Apache-2.0
// One request in one transaction, its body read, its answer and its errors written: what a server
// does with the table of routes, without a socket.
#include "app/clerk/holders.h"
#include "app/clerk/requests.h"

#include "app/core/bookingrules.h"
#include "app/core/bugs.h"
#include "app/core/target.h"
#include "app/ops/problemfields.h"
#include "app/ops/triesleft.h"

#include <optional>

namespace menzhen::clerk {

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

ports::LinkResponse problem(int status, const std::string& code, const std::string& detail) {
    return {status,
            textOf({{"type", "urn:menzhen:problem:" + code},
                    {"status", status},
                    {"detail", detail},
                    {"code", code}}),
            {}};
}

ports::LinkResponse problemOf(core::Error error) {
    const json members = problemMembers(error);
    ports::LinkResponse response = problem(statusOf(error), error.code, error.detail);
    if (members.empty()) return response;
    json document = json::parse(response.body);
    document.update(members);
    response.body = textOf(document);
    return response;
}

/// The parameters of `pattern` when a path's segments fit it.
std::optional<std::map<std::string, std::string>> fit(std::string_view pattern,
                                                      const std::vector<std::string>& segments) {
    const std::vector<std::string_view> wanted = core::splitPath(pattern);
    std::map<std::string, std::string> parameters;
    if (wanted.size() != segments.size()) return std::nullopt;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].starts_with('{') && !segments[i].empty())
            parameters.emplace(wanted[i].substr(1, wanted[i].size() - 2), segments[i]);
        else if (wanted[i] != segments[i])
            return std::nullopt;
    }
    return parameters;
}

bool isForbidden(const std::string& code) {
    return code == "wrong-pin" || code == "locked" || code == "denied" || code == "wrong-code";
}

/// An answer's text, and the status that it has.
core::Result<std::pair<int, std::string>> shownOf(const Answer& answer) {
    if (!answer) return tl::unexpected(answer.error());
    return std::pair(statusOf(*answer), textOf(*answer));
}

core::Result<std::pair<int, std::string>> carryOut(const Work& work, Clerk& clerk,
                                                   const ClerkSetup& setup) {
    core::Result<std::pair<int, std::string>> answer = std::pair(200, std::string());
    core::Result<void> done;
    if (work.study)
        work.study({setup.database, clerk.site(), setup.clock, setup.crypto, setup.keys});
    if (work.read) {
        SnapshotShelf own(setup.crypto);
        Recall recall;
        recall.keys = &setup.keys;
        recall.messages = setup.messages;
        recall.snapshots = setup.snapshots == nullptr ? &own : setup.snapshots;
        Views views(setup.database, clerk.site(), setup.clock, &recall);
        done = setup.database.read([&]() -> core::Result<void> {
            Shown shown = work.read(views);
            if (shown)
                answer->second = std::move(*shown);
            else
                answer = tl::unexpected(shown.error());
            return {};
        });
    } else {
        done = setup.database.transact([&]() -> core::Result<void> {
            if (auto begun = clerk.begin(); !begun) return begun;
            answer = shownOf(work.command(clerk));
            clerk.end();
            return {};
        });
    }
    if (!done && !bugs::active(bugs::AnswerBeforeCommit)) return tl::unexpected(done.error());
    return answer;
}

} // namespace

int statusOf(const json& answer) {
    return answer.is_object() && answer.value("code", json()) == "drawing" ? 202 : 200;
}

json problemMembers(core::Error& error) {
    json members = ops::fieldsOf(error);
    error.detail = ops::sentenceOf(error);
    if (const auto triesLeft = ops::triesLeftOf(error)) members["tries_left"] = *triesLeft;
    if (const auto rule = core::ruleOf(error.code); !rule.empty()) members["rule"] = rule;
    for (const core::RefusalNote& note : core::takeNotes(error))
        members[note.name] = note.name == "waitlist" ? json(true) : json(note.value);
    return members;
}

int statusOf(const core::Error& error) {
    switch (error.kind) {
    case core::ErrorKind::Data:
        return 400;
    case core::ErrorKind::Refused:
        if (error.code.starts_with("unknown-")) return 404;
        if (error.code == "no-holder") return 401;
        if (error.code == "slow-down") return 429;
        return isForbidden(error.code) ? 403 : 409;
    case core::ErrorKind::Busy:
    case core::ErrorKind::Device:
    case core::ErrorKind::Offline:
        return 503;
    case core::ErrorKind::Bug:
        break;
    }
    return 500;
}

core::Result<json> readBody(const std::string& text) {
    if (text.empty()) return core::badData("body-missing", "a JSON body is wanted");
    if (tooDeep(text)) return core::badData("malformed-json", "the body is nested too deeply");
    try {
        return json::parse(text);
    } catch (const json::parse_error& e) {
        return core::badData("malformed-json",
                             "the body is no JSON: byte " + std::to_string(e.byte));
    } catch (const json::exception&) {
        return core::badData("malformed-json", "the body holds a number that is too large");
    }
}

ports::LinkResponse answer(const ports::LinkRequest& request, const std::string& peer, Clerk& clerk,
                           const ClerkSetup& setup, Face face, const PhoneTokens& phone) {
    const auto target = core::parseTarget(request.path);
    if (!target) return problem(400, "bad-target", "The path or its query is malformed.");
    for (const Route& route : routes()) {
        if (route.method != request.method || (face == Face::Public && !route.open)) continue;
        auto parameters = fit(route.pattern, target->segments);
        if (!parameters) continue;
        if (parameters->contains("site") && parameters->at("site") != clerk.site())
            return problem(404, "unknown-site", "this registry does not hold that site");
        PhoneTokens tokens = phone;
        if (tokens.fresh.empty())
            tokens.fresh = tokenForCommand(setup.crypto, setup.keys, request.path,
                                           request.idempotencyKey, request.body);
        const auto work =
            route.prepare({target->path, std::move(*parameters), target->query, request.body,
                           request.idempotencyKey, peer, std::move(tokens)},
                          face, setup.crypto);
        if (!work) return problemOf(work.error());
        auto answer = carryOut(admitted(*work, peer, {}), clerk, setup);
        if (!answer) return problemOf(answer.error());
        return {answer->first, std::move(answer->second), {}};
    }
    return problem(404, "no-such-route", "Nothing is served at this path.");
}

} // namespace menzhen::clerk
