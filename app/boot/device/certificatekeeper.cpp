// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/certificatekeeper.h"

#include "app/boot/logging.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace menzhen::boot {

namespace {

constexpr int renewalAnswerMs = 10'000;
constexpr int httpRenewed = 200;

std::string textIn(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString().toStdString();
}

} // namespace

CertificateKeeper::CertificateKeeper(Identity& identity, link::HttpLink& link, const SiteFile& site,
                                     std::function<void()> changed)
    : identity_(identity), link_(link), site_(site), changed_(std::move(changed)),
      alive_(std::make_shared<bool>(true)) {
    QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { turn(); });
}

CertificateKeeper::~CertificateKeeper() {
    *alive_ = false;
}

void CertificateKeeper::start() {
    timer_.start(identity_.isEnrolled() ? renewalEveryMs : lookForEnrolmentMs);
    if (identity_.isEnrolled()) link_.setIdentity(identity_.toRegistry());
    turn();
}

void CertificateKeeper::stop() {
    timer_.stop();
}

void CertificateKeeper::refused() {
    if (timer_.isActive()) renew();
}

void CertificateKeeper::turn() {
    const auto changed = identity_.reload();
    if (!changed) return say(changed.error().detail);
    if (!identity_.isEnrolled())
        return say("not enrolled: `menzhen enrol` at the registry makes a code for --enrol");
    if (*changed) {
        timer_.start(renewalEveryMs);
        link_.setIdentity(identity_.toRegistry());
        logInfo("certificate", "enrolled");
        said_.clear();
        changed_();
    }
    if (identity_.isRenewable()) renew();
}

void CertificateKeeper::renew() {
    if (asking_ || !identity_.isEnrolled()) return;
    asking_ = true;
    ports::LinkRequest request;
    request.method = "POST";
    request.path = "/v1/sites/" + site_.site + "/certificates";
    request.body = "{}";
    request.timeoutMs = renewalAnswerMs;
    link_.request(std::move(request),
                  [this, alive = alive_](const core::Result<ports::LinkResponse>& answer) {
                      if (!*alive) return;
                      asking_ = false;
                      renewed(answer);
                  });
}

void CertificateKeeper::renewed(const core::Result<ports::LinkResponse>& answer) {
    if (!answer) return say("not renewed: " + answer.error().code);
    const QJsonObject body =
        QJsonDocument::fromJson(QByteArray::fromStdString(answer->body)).object();
    if (answer->status != httpRenewed) return say("not renewed: " + textIn(body, "code"));
    if (const auto kept = identity_.keep(textIn(body, "certificate"), textIn(body, "authority"));
        !kept)
        return say("not renewed: " + kept.error().detail);
    said_.clear();
    logInfo("certificate", "renewed");
    link_.setIdentity(identity_.toRegistry());
    changed_();
}

void CertificateKeeper::say(const std::string& problem) {
    if (problem == said_) return;
    said_ = problem;
    logWarning("certificate", problem);
}

} // namespace menzhen::boot
