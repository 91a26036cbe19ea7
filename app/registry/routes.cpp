// SPDX-License-Identifier: Apache-2.0
#include "app/registry/routes.h"

#include "app/clerk/doors.h"
#include "app/clerk/holders.h"
#include "app/clerk/requests.h"
#include "app/clerk/scopes.h"
#include "app/clerk/visitview.h"
#include "app/ops/devicetrust.h"
#include "app/registry/cashierroutes.h"
#include "app/registry/problems.h"

#include <algorithm>

namespace menzhen::registry {

namespace {

using clerk::Face;

// A device says in it what its clock reads, UTC milliseconds.
constexpr const char* deviceClockHeader = "menzhen-clock";
// Reading more than this would hold up everybody else's requests (a batch of 100 ops: 1 ms).
constexpr std::size_t readAsideBytes = 64 * 1024;

/// The value of one cookie; a phone may send others of the same host along.
std::string cookieIn(const std::string& header, std::string_view name) {
    for (std::size_t at = 0; at < header.size();) {
        const std::size_t end = std::min(header.find(';', at), header.size());
        std::string_view pair = std::string_view(header).substr(at, end - at);
        while (pair.starts_with(' '))
            pair.remove_prefix(1);
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
            return std::string(pair.substr(name.size() + 1));
        at = end + 1;
    }
    return {};
}

clerk::PhoneTokens tokensOf(const RouteTargets& to, const HttpRequest& request,
                            const std::string& key) {
    clerk::PhoneTokens tokens{
        cookieIn(request.header("cookie"), holderCookie), {}, request.address};
    if (!clerk::isHolderToken(tokens.cookie)) tokens.cookie.clear();
    if (request.onlyReads() || request.method == "DELETE") return tokens;
    // A body with a request of its own is as good as a key. Else nobody can ask again.
    if (!key.empty() || request.body.find("\"request\"") != std::string::npos) {
        tokens.fresh = clerk::tokenForCommand(to.crypto, to.keys, request.path, key, request.body);
    } else {
        core::Bytes drawn(clerk::holderTokenBytes);
        to.chance.fill(drawn);
        tokens.fresh = core::toHex(drawn);
    }
    return tokens;
}

clerk::Request requestOf(const RouteTargets& to, HttpRequest request) {
    std::string key = request.header("idempotency-key");
    clerk::PhoneTokens tokens = tokensOf(to, request, key);
    return {std::move(request.path),  std::move(request.pathParameters),
            std::move(request.query), std::move(request.body),
            std::move(key),           std::move(request.peer.device),
            std::move(tokens)};
}

/// Who asks, as far as the wire knows. A certificate of one site opens nothing of another.
struct Sender {
    std::string device;
    std::string fingerprint;
};

core::Result<Sender> senderOf(const RouteTargets& to, const HttpRequest& request) {
    const Peer& peer = request.peer;
    if (peer.device.empty()) return Sender();
    const std::string& site = request.parameter("site");
    if (site.empty()) return Sender(); // of the whole registry: for anybody
    if (peer.site != site) return core::refused("denied", "the certificate is of another site");
    to.contacts.heard(peer.site, peer.device, request.header(deviceClockHeader), to.clock.utcMs());
    return Sender{peer.device, peer.fingerprint};
}

using Prepare = decltype(clerk::Route::prepare);

bool isPaymentPath(const std::string& path) {
    return path.ends_with("/payments") || path.find("/payments/") != std::string::npos;
}

/// What concerns money, with the cashier told of it.
void pay(const RouteTargets& to, Prepare prepare, Face face, const Sender& sender,
         const HttpRequest& request, const Responder& answer) {
    auto prepared = prepare(requestOf(to, request), face, to.crypto);
    if (!prepared) return answer.send(problemOf(prepared.error()));
    clerk::Work work = clerk::admitted(std::move(*prepared), sender.device, sender.fingerprint);
    if (deliverPayment(to.cashier, to.writer, request, work, answer)) return;
    const std::string& site = request.parameter("site");
    if (work.command) return to.writer.post(site, std::move(work), answer);
    to.reader.post(site, std::move(work.read), answer);
}

/// From a request to whoever executes it.
void handle(const RouteTargets& to, Prepare prepare, Face face, const Sender& sender,
            HttpRequest request, const Responder& answer) {
    const std::string site = request.parameter("site");
    if (isPaymentPath(request.path)) return pay(to, prepare, face, sender, request, answer);
    auto prepared = prepare(requestOf(to, std::move(request)), face, to.crypto);
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
        if (face == Face::Public && to.proxies != nullptr)
            request.address =
                to.proxies->clientOf(request.address, request.header("x-forwarded-for"));
        if (face == Face::Public && !request.onlyReads())
            if (const auto wait = to.actions.take(request.address, to.clock.monotonicMs()))
                return answer.send(problemOf(clerk::slowDown(wait)));
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

/// A phone follows a visit of its own.
void visitStream(const RouteTargets& to, const HttpRequest& request, const Responder& answer) {
    const std::string site = request.parameter("site");
    const std::string id = request.queryValue("id");
    const std::string token = cookieIn(request.header("cookie"), holderCookie);
    to.reader.postThen(
        site,
        [&crypto = to.crypto, token, id](clerk::Views& views) {
            return clerk::queueOfVisit(views, {token, crypto}, id);
        },
        answer,
        [&live = to.live, site, id, answer](const clerk::Shown& queue) {
            if (!queue) return answer.send(problemOf(queue.error()));
            live.follow(site, clerk::visitScope(id, *queue), {}, answer.openEvents());
        });
}

Handler liveStream(const RouteTargets& to, Face face) {
    return [to, face](const HttpRequest& request, const Responder& answer) {
        if (face == Face::Public && request.queryValue("scope") == "visit")
            return visitStream(to, request, answer);
        const std::string& scope = request.queryValue("scope");
        const std::string site = request.parameter("site");
        const bool lobby = scope == "lobby" || scope.starts_with(clerk::boardScopePrefix);
        if (!lobby || face == Face::Public)
            return answer.send(problem(400, "unknown-scope",
                                       face == Face::Public
                                           ? "scope: 'visit' is wanted"
                                           : "scope: 'lobby' or 'board:ZONE' is wanted"));
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
    addChannelRoute(router, to.cashier);
    if (face == Face::Public) addNotifyRoutes(router, to.cashier);
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
