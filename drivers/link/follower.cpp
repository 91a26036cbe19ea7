// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/follower.h"

#include "drivers/link/requests.h"

#include <QRandomGenerator>
#include <algorithm>
#include <utility>

namespace menzhen::link {

namespace {

constexpr int kHttpOk = 200;
// 2^10 times the first back-off is beyond every sensible cap.
constexpr int kMostDoublings = 10;
constexpr int kLeastWaitDivisor = 10;

} // namespace

Follower::Follower(QUrl url, const TlsGuard* guard, const LinkLimits& limits,
                   std::function<void(std::string)> onWake,
                   std::function<void(ports::LinkState)> onState)
    : url_(std::move(url)), guard_(guard), limits_(limits), onWake_(std::move(onWake)),
      onState_(std::move(onState)), parser_(limits.maxEventBytes) {
    silence_.setSingleShot(true);
    silence_.setInterval(limits.silentStreamMs);
    retry_.setSingleShot(true);
    connect(&silence_, &QTimer::timeout, this, [this] { breakOff(); });
    connect(&retry_, &QTimer::timeout, this, [this] { connectNow(); });
    // Never a callback inside the caller's `follow`.
    retry_.start(0);
}

Follower::~Follower() = default;

void Follower::end() {
    ended_ = true;
    silence_.stop();
    retry_.stop();
    if (reply_) {
        reply_->disconnect(this);
        reply_->abort();
        reply_->deleteLater();
    }
    deleteLater();
}

void Follower::connectNow() {
    if (guard_ != nullptr && !guard_->hasIdentity()) {
        reconnectLater(0);
        return tell(ports::LinkState::Disconnected);
    }
    QNetworkRequest request = plainRequest(url_);
    if (guard_ != nullptr) guard_->dress(request);
    request.setRawHeader("Accept", "text/event-stream");
    request.setRawHeader("Accept-Encoding", "identity");
    parser_ = EventParser(limits_.maxEventBytes);
    delete std::exchange(network_, openNetwork(this));
    reply_ = network_->get(request);
    if (guard_ != nullptr) guard_->watch(*reply_);
    connect(reply_, &QNetworkReply::metaDataChanged, this, [this] { onHead(); });
    connect(reply_, &QNetworkReply::readyRead, this, [this] { onBytes(); });
    connect(reply_, &QNetworkReply::finished, this, [this] { onFinished(); });
    silence_.start();
}

void Follower::onHead() {
    const QByteArray type = reply_->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    if (statusOf(*reply_) == kHttpOk && type.startsWith("text/event-stream"))
        tell(ports::LinkState::Connected);
}

void Follower::onBytes() {
    const QByteArray bytes = reply_->readAll();
    if (told_ != ports::LinkState::Connected) return; // a refusal's body
    attempt_ = 0; // only a stream that speaks counts as a success: no tight loop of open and close
    silence_.start();
    for (std::string& data : parser_.take({bytes.constData(), std::size_t(bytes.size())})) {
        onWake_(std::move(data));
        if (ended_) return;
    }
    if (parser_.isBroken()) breakOff();
}

void Follower::onFinished() {
    const int asked = retryAfterMs(*reply_).value_or(0);
    reply_->deleteLater();
    reply_ = nullptr;
    silence_.stop();
    reconnectLater(asked);
    tell(ports::LinkState::Disconnected);
}

// abort() ends in onFinished().
void Follower::breakOff() {
    if (reply_) reply_->abort();
}

// Full jitter spreads 1,200 devices that lost the same registry over the whole interval.
void Follower::reconnectLater(int atLeastMs) {
    const int doublings = std::min(attempt_++, kMostDoublings);
    const int most = std::max(1, std::min(limits_.backoffToMs, limits_.backoffFromMs << doublings));
    const int wait = QRandomGenerator::global()->bounded(most);
    retry_.start(std::max({wait, atLeastMs, limits_.backoffFromMs / kLeastWaitDivisor}));
}

void Follower::tell(ports::LinkState state) {
    if (told_ == state) return;
    told_ = state;
    onState_(state);
}

} // namespace menzhen::link
