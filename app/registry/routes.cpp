// SPDX-License-Identifier: Apache-2.0
#include "app/registry/routes.h"

#include "app/clerk/requests.h"
#include "app/registry/problems.h"

namespace menzhen::registry {

namespace {

using clerk::Face;

clerk::Request requestOf(HttpRequest request) {
    std::string key = request.header("idempotency-key");
    return {std::move(request.path),  std::move(request.pathParameters),
            std::move(request.query), std::move(request.body),
            std::move(key),           {}};
}

Handler handlerOf(const RouteTargets& to, const clerk::Route& route, Face face) {
    return [&writer = to.writer, &reader = to.reader, &crypto = to.crypto, prepare = route.prepare,
            face](HttpRequest request, const Responder& answer) {
        const std::string site = request.parameter("site");
        auto work = prepare(requestOf(std::move(request)), face, crypto);
        if (!work)
            answer.send(problemOf(work.error()));
        else if (work->command)
            writer.post(site, std::move(work->command), answer, work->ops, work->bytes);
        else
            reader.post(site, std::move(work->read), answer);
    };
}

Handler liveStream(Live& live, Face face) {
    return [&live, face](const HttpRequest& request, const Responder& answer) {
        const std::string& scope = request.queryValue("scope");
        const bool lobby = scope == "lobby" || scope.starts_with(clerk::boardScopePrefix);
        if (!lobby || face == Face::Public)
            return answer.send(
                problem(400, "unknown-scope", "scope: 'lobby' or 'board:ZONE' is wanted"));
        live.follow(request.parameter("site"), answer.openEvents());
    };
}

Router routesOf(const RouteTargets& to, Face face) {
    Router router;
    for (const clerk::Route& route : clerk::routes())
        if (face == Face::Devices || route.open)
            router.add(std::string(route.method), std::string(route.pattern),
                       handlerOf(to, route, face), {route.maxBodyBytes, 0});
    router.add("GET", "/v1/sites/{site}/live", liveStream(to.live, face));
    return router;
}

} // namespace

Router deviceRoutes(const RouteTargets& targets) {
    return routesOf(targets, Face::Devices);
}

Router publicRoutes(const RouteTargets& targets) {
    return routesOf(targets, Face::Public);
}

} // namespace menzhen::registry
