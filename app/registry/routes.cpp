// SPDX-License-Identifier: Apache-2.0
#include "app/registry/routes.h"

#include "app/clerk/requests.h"
#include "app/ops/devicetrust.h"
#include "app/registry/problems.h"

namespace menzhen::registry {

namespace {

using clerk::Face;

// A device says in it what its clock reads, UTC milliseconds.
constexpr const char* deviceClockHeader = "menzhen-clock";
// Reading more than this would hold up everybody else's requests (a batch of 100 ops: 1 ms).
constexpr std::size_t readAsideBytes = 64 * 1024;

clerk::Request requestOf(HttpRequest request) {
    std::string key = request.header("idempotency-key");
    return {std::move(request.path),  std::move(request.pathParameters),
            std::move(request.query), std::move(request.body),
            std::move(key),           std::move(request.peer.device)};
}

/// Who asks, as far as the wire knows. A certificate of one site opens nothing of another.
struct Sender {
    std::string device;
    std::string fingerprint;
};

core::Result<Sender> senderOf(const RouteTargets& to, const HttpRequest& request) {
    const Peer& peer = request.peer;
    if (peer.device.empty()) return Sender();
    if (peer.site != request.parameter("site"))
        return core::refused("denied", "the certificate is of another site");
    to.contacts.heard(peer.site, peer.device, request.header(deviceClockHeader), to.clock.utcMs());
    return Sender{peer.device, peer.fingerprint};
}

using Prepare = decltype(clerk::Route::prepare);

/// From a request to whoever executes it.
void handle(const RouteTargets& to, Prepare prepare, Face face, const Sender& sender,
            HttpRequest request, const Responder& answer) {
    const std::string site = request.parameter("site");
    auto prepared = prepare(requestOf(std::move(request)), face, to.crypto);
    if (!prepared) return answer.send(problemOf(prepared.error()));
    clerk::Work work = clerk::admitted(std::move(*prepared), sender.device, sender.fingerprint);
    if (work.study)
        to.preparer.post(site, std::move(work), answer);
    else if (work.command)
        to.writer.post(site, std::move(work), answer);
    else
        to.reader.post(site, std::move(work.read), answer);
}

Handler handlerOf(const RouteTargets& to, const clerk::Route& route, Face face) {
    return [to, prepare = route.prepare, face](HttpRequest request, const Responder& answer) {
        const auto sender = senderOf(to, request);
        if (!sender) return answer.send(problemOf(sender.error()));
        if (request.body.size() <= readAsideBytes)
            return handle(to, prepare, face, *sender, std::move(request), answer);
        const auto large = std::make_shared<HttpRequest>(std::move(request));
        to.preparer.read([to, prepare, face, sender = *sender, large,
                          answer] { handle(to, prepare, face, sender, std::move(*large), answer); },
                         answer);
    };
}

Handler liveStream(const RouteTargets& to, Face face) {
    return [to, face](const HttpRequest& request, const Responder& answer) {
        const std::string& scope = request.queryValue("scope");
        const std::string site = request.parameter("site");
        const bool lobby = scope == "lobby" || scope.starts_with(clerk::boardScopePrefix);
        if (!lobby || face == Face::Public)
            return answer.send(
                problem(400, "unknown-scope", "scope: 'lobby' or 'board:ZONE' is wanted"));
        const auto sender = senderOf(to, request);
        if (!sender) return answer.send(problemOf(sender.error()));
        if (sender->device.empty()) // a demonstration: a device may say its name itself
            return to.live.follow(site, scope, request.queryValue("device"), answer.openEvents());
        clerk::Work work;
        work.read = [](clerk::Views&) { return std::string(); };
        work = clerk::admitted(std::move(work), sender->device, sender->fingerprint);
        to.reader.postThen(site, std::move(work.read), answer,
                           [&live = to.live, site, scope, device = sender->device,
                            answer](const clerk::Shown& good) {
                               if (!good) return answer.send(problemOf(good.error()));
                               live.follow(site, scope, device, answer.openEvents());
                           });
    };
}

Router routesOf(const RouteTargets& to, Face face) {
    Router router;
    for (const clerk::Route& route : clerk::routes())
        if (face == Face::Devices || route.open)
            router.add(std::string(route.method), std::string(route.pattern),
                       handlerOf(to, route, face), {route.maxBodyBytes, 0});
    router.add("GET", "/v1/sites/{site}/live", liveStream(to, face));
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
