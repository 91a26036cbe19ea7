// SPDX-License-Identifier: Apache-2.0
// POST enrolments: a device with its one-time code. POST certificates: one that is known asks for
// its next certificate.
#include "app/boot/logging.h"
#include "app/boot/systemclock.h"
#include "app/clerk/requests.h"
#include "app/ops/enrolment.h"
#include "app/registry/certificates.h"
#include "app/registry/problems.h"

namespace menzhen::registry {

namespace {

constexpr std::size_t maxBodyBytes = 8 * 1024;

nlohmann::json issued(clerk::Clerk& clerk, const crypto::Authority& authority,
                      const ops::Enrolled& enrolled) {
    const crypto::Certificate certificate = authority.issueDevice(
        clerk.site(), enrolled.role, enrolled.device, enrolled.key, boot::realUtcMs() / 1000);
    store::setCertificateUntil(clerk.log().database(), clerk.site(), enrolled.device,
                               certificate.notAfter);
    return {{"id", enrolled.device},
            {"role", enrolled.role},
            {"certificate", certificate.pem},
            {"authority", authority.certificate().pem},
            {"until", certificate.notAfter}};
}

void logRefusal(const char* what, const std::string& who, const core::Error& error) {
    boot::logWarning("enrolment", std::string(what) + " of " + who + ": " + error.code);
}

Handler enrolment(Writer& writer, const crypto::Authority& authority) {
    return [&writer, &authority](const HttpRequest& request, const Responder& answer) {
        auto body = clerk::readBody(request.body);
        if (!body) return answer.send(problemOf(body.error()));
        writer.post(
            request.parameter("site"),
            [&authority, body = std::move(*body),
             from = request.address](clerk::Clerk& clerk) -> clerk::Answer {
                const auto enrolled = ops::enrol(clerk.log(), body);
                if (!enrolled) {
                    logRefusal("a try from", from, enrolled.error());
                    return tl::unexpected(enrolled.error());
                }
                boot::logInfo("enrolment", enrolled->device + " is enrolled as a " +
                                               enrolled->role + " from " + from);
                return issued(clerk, authority, *enrolled);
            },
            answer);
    };
}

Handler renewal(Writer& writer, const crypto::Authority& authority) {
    return [&writer, &authority](const HttpRequest& request, const Responder& answer) {
        const Peer& peer = request.peer;
        const bool known = peer.problem.empty() || peer.problem == "certificate-expired";
        if (peer.device.empty() || !known)
            return answer.send(problem(403,
                                       peer.problem.empty() ? "certificate-missing" : peer.problem,
                                       "A certificate of this registry is wanted, valid or not."));
        if (peer.site != request.parameter("site"))
            return answer.send(problem(403, "other-site", "The certificate is of another site."));
        writer.post(
            peer.site,
            [&authority, device = peer.device,
             fingerprint = peer.fingerprint](clerk::Clerk& clerk) -> clerk::Answer {
                const auto enrolled = ops::renewal(clerk.log(), device, fingerprint);
                if (!enrolled) {
                    logRefusal("a renewal", device, enrolled.error());
                    return tl::unexpected(enrolled.error());
                }
                return issued(clerk, authority, *enrolled);
            },
            answer);
    };
}

} // namespace

void addCertificateRoutes(Router& router, const RouteTargets& targets,
                          const crypto::Authority& authority) {
    const RouteOptions strangers{maxBodyBytes, 0, true};
    router.add("POST", "/v1/sites/{site}/enrolments", enrolment(targets.writer, authority),
               strangers);
    router.add("POST", "/v1/sites/{site}/certificates", renewal(targets.writer, authority),
               strangers);
}

} // namespace menzhen::registry
