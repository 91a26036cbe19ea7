// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/till.h"

#include "app/boot/logging.h"

#include <utility>

namespace menzhen::paysim {

namespace {

constexpr const char* portalPage =
    "<html><title>Hospital WLAN</title><p>Please accept the terms of use.</html>";

HttpResponse page(int status, std::string text) {
    return {status, std::move(text), "text/html; charset=utf-8", {}, {}, {}};
}

HttpResponse hangUp() {
    HttpResponse response;
    response.hangUp = true;
    return response;
}

HttpResponse bare(const Fault& fault) {
    return page(fault.value > 0 ? static_cast<int>(fault.value) : 502,
                fault.text.empty() ? "<html>Bad Gateway</html>" : fault.text);
}

} // namespace

void Till::serve(Platform& platform, const std::string& verb, HttpRequest request,
                 registry::Responder answer) {
    const auto shared = std::make_shared<const HttpRequest>(std::move(request));
    desk_.post([this, &platform, verb, shared, answer = std::move(answer)] {
        arrive(platform, platform.siteOf(*shared, verb), shared, answer);
    });
}

void Till::arrive(Platform& platform, const FaultSite& site, const Request& request,
                  const registry::Responder& answer) {
    Faults& faults = bank_.faults();
    if (faults.strike(site, "drop-request")) return answer.send(hangUp());
    if (faults.strike(site, "portal")) return answer.send(page(200, portalPage));
    if (const auto status = faults.strike(site, "http-status")) return answer.send(bare(*status));
    const auto late = faults.strike(site, "delay-request");
    if (!late) return handle(platform, site, request, answer);
    desk_.postAfter(late->ms, [this, &platform, site, request, answer] {
        handle(platform, site, request, answer);
    });
}

void Till::handle(Platform& platform, const FaultSite& site, const Request& request,
                  const registry::Responder& answer) {
    Faults& faults = bank_.faults();
    HttpResponse response;
    const auto done = bank_.ledger().transact([&] {
        response = platform.take(Call{*request, site});
    });
    if (!done) {
        boot::logError("ledger", done.error().detail);
        return answer.send(registry::problem(500, "ledger", "The sandbox cannot keep its books."));
    }
    if (const auto status = faults.strike(site, "http-status-done")) response = bare(*status);
    if (faults.strike(site, "drop-answer")) response = hangUp();
    std::int64_t ms = faults.number("latency_ms") + notices_.takeHeldMs();
    if (const auto late = faults.strike(site, "delay-answer")) ms += late->ms;
    if (ms <= 0) return answer.send(std::move(response));
    desk_.postAfter(ms, [answer, response] { answer.send(response); });
}

} // namespace menzhen::paysim
