// SPDX-License-Identifier: Apache-2.0
#include "app/registry/routes.h"

#include "app/registry/problems.h"

#include <charconv>
#include <memory>

namespace menzhen::registry {

namespace {

using clerk::Clerk;
using clerk::Views;
using nlohmann::json;

constexpr std::size_t maxBatchBytes = 8 * 1024 * 1024; // 1,000 ops
constexpr std::size_t maxCommandBytes = 256 * 1024;
constexpr std::size_t maxKeyBytes = 64;

std::int64_t numberOf(const std::string& text, std::int64_t fallback) {
    std::int64_t value = fallback;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? value : fallback;
}

/// Which listener a route stands on.
enum class Face { Devices, Public };

/// From outside, only the phones' pool is sold, and nobody names himself a kiosk.
json asPhone(json body) {
    if (body.is_object()) {
        body["channel"] = "PHONE";
        body.erase("holder");
    }
    return body;
}

/// Whether an answer is kept under its key. Not that of a sign-in: it must end with the PIN.
enum class Memory { Keeps, Forgets };

/// A POST: its body parsed, its Idempotency-Key honoured, executed by the writer.
using Act = std::function<clerk::Answer(Clerk&, const HttpRequest&, const json&)>;

Handler command(Writer& writer, Act act, Memory memory = Memory::Keeps) {
    return [&writer, act, memory](HttpRequest request, const Responder& answer) {
        auto body = parseBody(request);
        if (!body) return answer.send(problemOf(body.error()));
        std::string key = request.header("idempotency-key");
        if (key.empty() && body->is_object()) {
            const auto named = body->find("request");
            if (named != body->end() && named->is_string()) key = named->get<std::string>();
        }
        if (key.size() > maxKeyBytes)
            return answer.send(problem(400, "bad-field", "Idempotency-Key: at most 64 characters"));
        if (memory == Memory::Forgets) key.clear();
        const std::string site = request.parameter("site");
        const std::size_t bytes = request.body.size();
        writer.post(
            site,
            [act, key, request = std::move(request), body = std::move(*body)](Clerk& clerk) {
                return clerk.once(key, request.path + "\n" + request.body,
                                  [&] { return act(clerk, request, body); });
            },
            answer, 1, bytes);
    };
}

/// A batch of ops: the ops' own ids make it idempotent.
Handler batch(Writer& writer, const ports::Crypto& crypto) {
    return [&writer, &crypto](const HttpRequest& request, const Responder& answer) {
        auto body = parseBody(request);
        if (!body) return answer.send(problemOf(body.error()));
        auto read = clerk::readBatch(std::move(*body), crypto);
        if (!read) return answer.send(problemOf(read.error()));
        const auto ready = std::make_shared<const clerk::Batch>(std::move(*read));
        writer.post(
            request.parameter("site"), [ready](Clerk& clerk) { return clerk.acceptBatch(*ready); },
            answer, ready->ops.size(), request.body.size());
    };
}

Handler removal(Writer& writer, std::function<clerk::Answer(Clerk&, const std::string&)> act) {
    return [&writer, act](const HttpRequest& request, const Responder& answer) {
        writer.post(
            request.parameter("site"),
            [act, id = request.parameter("id")](Clerk& clerk) { return act(clerk, id); }, answer);
    };
}

Handler view(Reader& reader, std::function<core::Result<json>(Views&, const HttpRequest&)> act) {
    return [&reader, act](HttpRequest request, const Responder& answer) {
        const std::string site = request.parameter("site");
        reader.post(
            site, [act, request = std::move(request)](Views& views) { return act(views, request); },
            answer);
    };
}

Handler liveStream(Live& live, bool publicAlone) {
    return [&live, publicAlone](const HttpRequest& request, const Responder& answer) {
        const std::string& scope = request.queryValue("scope");
        const bool lobby = scope == "lobby" || scope.starts_with(clerk::boardScopePrefix);
        if (!lobby || publicAlone)
            return answer.send(
                problem(400, "unknown-scope", "scope: 'lobby' or 'board:ZONE' is wanted"));
        live.follow(request.parameter("site"), answer.openEvents());
    };
}

void addBooking(Router& router, const RouteTargets& to, Face face) {
    const std::string base = "/v1/sites/{site}";
    router.add("GET", base + "/sessions",
               view(to.reader, [](Views& views, const HttpRequest& r) -> core::Result<json> {
                   const std::int64_t day = numberOf(r.queryValue("day"), 0);
                   if (day < 19700101 || day > 99991231)
                       return core::badData("bad-field", "day: yyyymmdd is wanted");
                   return views.sessions(static_cast<int>(day));
               }));
    router.add("POST", base + "/holds",
               command(to.writer,
                       [face](Clerk& clerk, const HttpRequest&, const json& body) {
                           return clerk.hold(face == Face::Public ? asPhone(body) : body);
                       }),
               {maxCommandBytes, 0});
    router.add("DELETE", base + "/holds/{id}",
               removal(to.writer,
                       [](Clerk& clerk, const std::string& id) { return clerk.releaseHold(id); }));
    router.add("POST", base + "/bookings",
               command(to.writer, [](Clerk& clerk, const HttpRequest&,
                                     const json& body) { return clerk.book(body); }),
               {maxCommandBytes, 0});
    router.add("GET", base + "/bookings/{id}",
               view(to.reader, [](Views& views, const HttpRequest& r) {
                   return views.booking(r.parameter("id"));
               }));
    router.add("DELETE", base + "/bookings/{id}",
               removal(to.writer, [](Clerk& clerk, const std::string& id) {
                   return clerk.cancelBooking(id);
               }));
}

void addDevices(Router& router, const RouteTargets& to) {
    const std::string base = "/v1/sites/{site}";
    router.add("POST", base + "/queues/{id}/call-next",
               command(to.writer, [](Clerk& clerk, const HttpRequest& r, const json& body) {
                   return clerk.callNext(r.parameter("id"), body);
               }));
    router.add("POST", base + "/ops", batch(to.writer, to.crypto), {maxBatchBytes, 0});
    router.add("GET", base + "/ops",
               view(to.reader, [](Views& views, const HttpRequest& r) -> core::Result<json> {
                   const std::int64_t after = numberOf(r.queryValue("after"), -1);
                   const std::int64_t limit = numberOf(r.queryValue("limit"), clerk::maxOpsPerPage);
                   if (after < 0 || limit < 1)
                       return core::badData("bad-field", "after, limit: whole numbers are wanted");
                   return views.changes(r.queryValue("scope"), after, limit, r.queryValue("epoch"));
               }));
    router.add("GET", base + "/snapshot", view(to.reader, [](Views& views, const HttpRequest& r) {
                   return views.snapshot(r.queryValue("scope"));
               }));
    router.add(
        "POST", base + "/sign-in",
        command(
            to.writer,
            [](Clerk& clerk, const HttpRequest&, const json& body) { return clerk.signIn(body); },
            Memory::Forgets));
    router.add("POST", base + "/devices",
               command(to.writer, [](Clerk& clerk, const HttpRequest&, const json& body) {
                   return clerk.introduceDevice(body);
               }));
}

} // namespace

Router deviceRoutes(const RouteTargets& targets) {
    Router router;
    addBooking(router, targets, Face::Devices);
    addDevices(router, targets);
    router.add("GET", "/v1/sites/{site}/live", liveStream(targets.live, false));
    return router;
}

Router publicRoutes(const RouteTargets& targets) {
    Router router;
    addBooking(router, targets, Face::Public);
    router.add("GET", "/v1/sites/{site}/live", liveStream(targets.live, true));
    return router;
}

} // namespace menzhen::registry
