// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/paymentroutes.h"

#include "app/clerk/payments.h"

namespace menzhen::clerk {

namespace {

constexpr std::size_t maxPaymentBytes = 4 * 1024;

using Act = Answer (*)(Clerk&, const Request&, const json&);

core::Result<Work> command(const Request& request, const Act act) {
    auto body = readBody(request.body);
    if (!body) return tl::unexpected(body.error());
    if (!body->is_object()) return core::badData("bad-field", "the body must be an object");
    if (request.key.size() > maxKeyBytes)
        return core::badData("bad-field", "Idempotency-Key: at most 64 characters");
    Work work;
    work.bytes = request.body.size();
    work.command = [act, request, body = std::move(*body)](Clerk& clerk) {
        return clerk.once(request.key, request.path + "\n" + request.body,
                          [&] { return act(clerk, request, body); });
    };
    return work;
}

core::Result<Work> open(const Request& request, Face face, const ports::Crypto&) {
    if (face == Face::Public)
        return command(request, [](Clerk& clerk, const Request&, const json& body) {
            json phones = body;
            phones["terminal"] = "PHONE";
            return openPayment(clerk, phones);
        });
    return command(request, [](Clerk& clerk, const Request& r, const json& body) {
        json named = body;
        if (!r.peer.empty()) named["terminal"] = r.peer;
        return openPayment(clerk, named);
    });
}

core::Result<Work> show(const Request& request, Face, const ports::Crypto&) {
    Work work;
    work.read = [id = request.parameters.at("id")](Views& views) -> Shown {
        const auto shown = showPayment(views.database(), views.site(), id, views.clock().utcMs());
        if (!shown) return tl::unexpected(shown.error());
        return textOf(*shown);
    };
    return work;
}

core::Result<Work> close(const Request& request, Face, const ports::Crypto&) {
    return command(request, [](Clerk& clerk, const Request& r, const json& body) {
        return closePayment(clerk, r.parameters.at("id"), body);
    });
}

core::Result<Work> refund(const Request& request, Face, const ports::Crypto&) {
    return command(request, [](Clerk& clerk, const Request& r, const json& body) {
        return refundPayment(clerk, r.parameters.at("id"), body);
    });
}

} // namespace

std::vector<Route> paymentRoutes() {
    return {
        {"POST", "/v1/sites/{site}/payments", true, maxPaymentBytes, open},
        {"GET", "/v1/sites/{site}/payments/{id}", true, 0, show},
        {"POST", "/v1/sites/{site}/payments/{id}/close", true, maxPaymentBytes, close},
        {"POST", "/v1/sites/{site}/payments/{id}/refund", false, maxPaymentBytes, refund},
    };
}

} // namespace menzhen::clerk
