// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/enrolment.h"

#include "app/boot/device/identity.h"
#include "app/boot/startup.h"
#include "app/core/enrolcode.h"
#include "drivers/crypto/keyfile.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/link/flowthread.h"
#include "drivers/link/httplink.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>
#include <future>
#include <sys/stat.h>

namespace menzhen::boot {

namespace {

constexpr const char* enrolName = "--enrol";
constexpr const char* fingerprintName = "--fingerprint";
constexpr int answerMs = 15'000;
constexpr int httpOk = 200;

/// What both options need: the site file and the key, made when it is missing.
struct Ground {
    SiteFile site;
    crypto::OpenSslCrypto crypto;
    std::unique_ptr<SystemClock> clock;
    std::unique_ptr<ports::PrivateKey> key;

    std::string fingerprint() const {
        return core::shownFingerprint(core::toHex(crypto.fingerprint(key->publicKey())));
    }
};

core::Result<Ground> layGround(const Arguments& arguments, Role role) {
    ::umask(S_IRWXG | S_IRWXO);
    Ground ground;
    auto site = readSiteFile(arguments.site);
    if (!site) return tl::unexpected(site.error());
    if (site->role != role)
        return core::badData("wrong-role", site->path + ": role: is \"" + roleName(site->role) +
                                               "\"; give the program of that role this file");
    ground.site = std::move(*site);
    auto clock = makeClock(ground.site, arguments.clock);
    if (!clock) return tl::unexpected(clock.error());
    ground.clock = std::move(*clock);
    auto key = crypto::loadOrMakeKey(ground.crypto,
                                     std::filesystem::path(ground.site.keys) / "device.pem");
    if (!key) return tl::unexpected(key.error());
    ground.key = std::move(*key);
    return ground;
}

/// Believes whoever shows a certificate of the authority whose mark the code carries, and nobody
/// else.
link::TlsIdentity pinnedBy(const Ground& ground, const core::EnrolCode& code) {
    link::TlsIdentity identity;
    identity.clockMs = [&ground] { return ground.clock->utcMs(); };
    identity.judge = [&ground, mark = code.authority](const std::vector<core::Bytes>& chain) {
        if (chain.size() < 2) return std::string("certificate-foreign");
        const auto authority = crypto::readCertificateDer(chain.back());
        const bool right =
            authority && core::authorityMark(ground.crypto.fingerprint(authority->key)) == mark;
        if (!right) return std::string("certificate-foreign");
        // Its own clock may be wrong by years before it ever spoke with the registry.
        return crypto::judgeCertificate(*authority, chain.front(), crypto::CertificateUse::Server,
                                        0)
            .problem;
    };
    return identity;
}

core::Result<QJsonObject> ask(const Ground& ground, const core::EnrolCode& code) {
    const core::Signature proof =
        ground.key->sign(core::enrolProof(ground.site.site, ground.site.id, code.secret));
    const QJsonObject body{
        {"id", QString::fromStdString(ground.site.id)},
        {"code", QString::fromStdString(code.secret)},
        {"public_key", QString::fromStdString(ground.crypto.publicPem(ground.key->publicKey()))},
        {"proof", QString::fromStdString(core::toHex(proof))}};
    ports::LinkRequest request;
    request.method = "POST";
    request.path = "/v1/sites/" + ground.site.site + "/enrolments";
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
    request.timeoutMs = answerMs;
    link::FlowThread flow;
    link::HttpLink link(flow, ground.site.registry->url());
    std::promise<core::Result<ports::LinkResponse>> promise;
    flow.runAndWait([&] {
        link.setIdentity(pinnedBy(ground, code));
        link.request(request, [&promise](core::Result<ports::LinkResponse> answer) {
            promise.set_value(std::move(answer));
        });
    });
    const auto answer = promise.get_future().get();
    if (!answer && answer.error().code == "certificate-foreign")
        return core::refused(
            "certificate-foreign",
            ground.site.registry->url() +
                " is not the registry that made this code; nothing was sent to it");
    if (!answer)
        return core::fail(core::ErrorKind::Offline, answer.error().code,
                          ground.site.registry->url() + ": " + answer.error().detail);
    const QJsonObject said =
        QJsonDocument::fromJson(QByteArray::fromStdString(answer->body)).object();
    if (answer->status == httpOk) return said;
    return core::refused(said.value("code").toString().toStdString(),
                         said.value("detail").toString().toStdString());
}

core::Result<void> enrol(const Ground& ground, const std::string& typed) {
    if (!ground.site.registry->tls)
        return core::refused("plain", "the site file's registry is plain http: there is nothing to "
                                      "enrol at");
    const auto code = core::readEnrolCode(typed);
    if (!code) return tl::unexpected(code.error());
    const auto answer = ask(ground, *code);
    if (!answer) return tl::unexpected(answer.error());
    Identity identity(ground.site, *ground.key, *ground.clock);
    return identity.keep(answer->value("certificate").toString().toStdString(),
                         answer->value("authority").toString().toStdString());
}

} // namespace

std::vector<Option> deviceOptions() {
    return {{enrolName, "CODE", "fetches this device's certificate with a code of `menzhen enrol`"},
            {fingerprintName, "", "shows this device's key, which `menzhen enrol` asks for"}};
}

std::optional<int> enrolmentAsked(const Arguments& arguments, Role role, int argc, char** argv) {
    const auto asked = arguments.options.find(enrolName);
    const bool enrols = asked != arguments.options.end();
    if (!enrols && !arguments.options.contains(fingerprintName)) return std::nullopt;
    const QCoreApplication application(argc, argv);
    const auto ground = layGround(arguments, role);
    if (!ground) return cannotStart(arguments.program, ground.error());
    const std::string& id = ground->site.id;
    if (!enrols) {
        std::printf("%s\n", ground->fingerprint().c_str());
        return 0;
    }
    if (const auto done = enrol(*ground, asked->second); !done) {
        std::fprintf(stderr, "%s: %s is not enrolled: %s (%s)\nIts key begins with %s\n",
                     arguments.program.c_str(), id.c_str(), done.error().detail.c_str(),
                     done.error().code.c_str(), ground->fingerprint().c_str());
        return exitFailed;
    }
    std::printf("%s is enrolled. Its key begins with %s\n", id.c_str(),
                ground->fingerprint().c_str());
    return 0;
}

} // namespace menzhen::boot
