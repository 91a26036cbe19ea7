// SPDX-License-Identifier: Apache-2.0
// GET /healthz for watchdogs, GET /metrics for Prometheus (text format 0.0.4).
#include "app/registry/cashierroutes.h"
#include "app/registry/routes.h"

#include <string>

namespace menzhen::registry {

namespace {

void counter(std::string& text, const std::string& name, std::uint64_t value) {
    text += "# TYPE " + name + " counter\n" + name + " " + std::to_string(value) + "\n";
}

void gauge(std::string& text, const std::string& name, std::uint64_t value) {
    text += "# TYPE " + name + " gauge\n" + name + " " + std::to_string(value) + "\n";
}

std::string metrics(const WriterStats& writer, const LiveStats& live,
                    const std::vector<ServerStats>& servers, const Cashier* cashier) {
    ServerStats sum;
    for (const ServerStats& s : servers) {
        sum.requests += s.requests;
        for (int i = 0; i < 6; ++i)
            sum.answers[i] += s.answers[i];
        sum.droppedSlowClients += s.droppedSlowClients;
        sum.turnedAwayConnections += s.turnedAwayConnections;
        sum.openConnections += s.openConnections;
        sum.openStreams += s.openStreams;
    }
    std::string text;
    counter(text, "menzhen_commits_total", writer.commits);
    counter(text, "menzhen_failed_commits_total", writer.failedCommits);
    counter(text, "menzhen_commands_total", writer.commands);
    counter(text, "menzhen_ops_total", writer.ops);
    counter(text, "menzhen_live_rounds_total", live.rounds);
    counter(text, "menzhen_live_events_total", live.events);
    counter(text, "menzhen_live_replaced_total", live.replaced);
    text += "# TYPE menzhen_http_requests_total counter\n";
    for (int i = 1; i < 6; ++i)
        text += "menzhen_http_requests_total{class=\"" + std::to_string(i) + "xx\"} " +
                std::to_string(sum.answers[i]) + "\n";
    counter(text, "menzhen_http_slow_clients_total", sum.droppedSlowClients);
    counter(text, "menzhen_http_turned_away_total", sum.turnedAwayConnections);
    gauge(text, "menzhen_http_connections", sum.openConnections);
    gauge(text, "menzhen_http_event_streams", sum.openStreams);
    if (cashier != nullptr) text += cashierMetrics(cashier->stats());
    return text;
}

} // namespace

void addHealthRoutes(Router& router, const RouteTargets& targets,
                     std::function<std::vector<ServerStats>()> serverStats) {
    // A watchdog has no certificate, and neither answer says anything about anybody.
    const RouteOptions forAll{0, 0, true};
    router.add(
        "GET", "/healthz",
        [](const HttpRequest&, const Responder& answer) {
            answer.send(json(200, R"({"status":"ok"})"));
        },
        forAll);
    router.add(
        "GET", "/metrics",
        [&writer = targets.writer, &live = targets.live, cashier = targets.cashier,
         serverStats](const HttpRequest&, const Responder& answer) {
            HttpResponse response;
            response.contentType = "text/plain; version=0.0.4";
            response.body = metrics(writer.stats(), live.stats(), serverStats(), cashier);
            answer.send(std::move(response));
        },
        forAll);
}

} // namespace menzhen::registry
