// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/paymentroutes.h"

#include "app/clerk/paymentholders.h"
#include "app/clerk/payments.h"
#include "app/clerk/phoneroutes.h"

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

/// A phone's, which pays for what it holds and books alone.
core::Result<Work> openForPhone(const Request& request) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request&, const json& body) -> Answer {
            if (!body.is_object()) return core::badData("bad-field", "the body must be an object");
            if (const auto may = mayPay(clerk, caller.id, body); !may)
                return tl::unexpected(may.error());
            json phones = body;
            phones["terminal"] = "PHONE";
            return openPayment(clerk, phones);
        });
}

core::Result<Work> open(const Request& request, Face face, const ports::Crypto&) {
    if (face == Face::Public) return openForPhone(request);
    return command(request, [](Clerk& clerk, const Request& r, const json& body) {
        json named = body;
        if (!r.peer.empty()) named["terminal"] = r.peer;
        return openPayment(clerk, named);
    });
}

core::Result<Work> show(const Request& request, Face face, const ports::Crypto& crypto) {
    Work work;
    work.read = [id = request.parameters.at("id"), token = request.phone.cookie,
                 phone = face == Face::Public, &crypto](Views& views) -> Shown {
        if (phone)
            if (const auto may = mayFollow(views.database(), views.site(), id,
                                           knownHolder(views.database(), crypto, token));
                !may)
                return tl::unexpected(may.error());
        const auto shown = showPayment(views.database(), views.site(), id, views.clock().utcMs());
        if (!shown) return tl::unexpected(shown.error());
        return textOf(*shown);
    };
    return work;
}

core::Result<Work> close(const Request& request, Face face, const ports::Crypto&) {
    if (face == Face::Public)
        return holderCommand(
            request,
            [](Clerk& clerk, const Caller& caller, const Request& r, const json& body) -> Answer {
                const std::string& bill = r.parameters.at("id");
                if (const auto may =
                        mayFollow(clerk.log().database(), clerk.site(), bill, caller.id);
                    !may)
                    return tl::unexpected(may.error());
                return closePayment(clerk, bill, body);
            });
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
