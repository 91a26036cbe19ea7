// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/httplink.h"

#include "app/core/check.h"
#include "drivers/link/follower.h"
#include "drivers/link/gzip.h"
#include "drivers/link/requests.h"
#include "drivers/link/tlsguard.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace menzhen::link {

namespace {

QByteArray bytes(const std::string& text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

tl::unexpected<core::Error> noAnswer(const char* code, std::string detail) {
    return core::fail(core::ErrorKind::Offline, code, std::move(detail));
}

core::Result<ports::LinkResponse> readAnswer(QNetworkReply& reply, std::size_t maxBytes) {
    if (const std::string problem = TlsGuard::problemOf(reply); !problem.empty())
        return noAnswer(problem.c_str(), "The other end is not the registry that is expected.");
    const QByteArray raw = reply.readAll();
    if (!isAnswered(reply, raw.size()))
        return noAnswer("no-answer", reply.errorString().toStdString());
    ports::LinkResponse response;
    response.status = statusOf(reply);
    response.retryAfterMs = retryAfterMs(reply);
    response.body.assign(raw.constData(), static_cast<std::size_t>(raw.size()));
    if (reply.rawHeader("Content-Encoding").toLower() == "gzip") {
        auto plain = gzipUnpack(response.body, maxBytes);
        if (!plain) return noAnswer("no-answer", "The answer was packed and is damaged.");
        response.body = std::move(*plain);
    }
    return response;
}

} // namespace

// Lives on the flow thread, with everything of Qt's that the link owns.
class HttpLink::Wire : public QObject {
public:
    Wire(std::string registry, const LinkLimits& limits)
        : registry_(std::move(registry)), isTls_(registry_.starts_with("https:")), limits_(limits),
          network_(openNetwork(this)) {}

    ~Wire() override { stop(); }

    void request(const ports::LinkRequest& asked, Answered answered);
    void stop();

    void setIdentity(TlsIdentity identity) {
        guard_.use(std::move(identity));
        // What is open goes on with the old certificate; what comes shows the new one.
        leaveNetwork();
    }

    void follow(const std::string& path, std::function<void(std::string)> onWake,
                std::function<void(ports::LinkState)> onState) {
        endFollowing();
        follower_ = new Follower(urlOf(path), isTls_ ? &guard_ : nullptr, limits_,
                                 std::move(onWake), std::move(onState));
    }

private:
    void endFollowing() {
        if (follower_) std::exchange(follower_, nullptr)->end();
    }

    QUrl urlOf(const std::string& path) const {
        MENZHEN_CHECK(path.starts_with('/'), "a link's path starts with a slash");
        return QUrl::fromEncoded(bytes(registry_ + path), QUrl::StrictMode);
    }

    void answerUnsent() {
        for (const Answered& answered : std::exchange(unsent_, {}))
            answered(noAnswer("not-enrolled", "This device has no certificate yet."));
    }

    void finish(QNetworkReply* reply, const core::Result<ports::LinkResponse>& result);
    void leaveNetwork();
    void closeUnused(QNetworkAccessManager* network);

    const std::string registry_;
    const bool isTls_;
    const LinkLimits limits_;
    TlsGuard guard_;
    QNetworkAccessManager* network_; ///< of what is asked from now on; streams have their own
    std::unordered_map<QNetworkReply*, Answered> underWay_;
    std::vector<Answered> unsent_; ///< nobody may be asked
    Follower* follower_ = nullptr; ///< deletes itself
};

void HttpLink::Wire::request(const ports::LinkRequest& asked, Answered answered) {
    if (isTls_ && !guard_.hasIdentity()) {
        unsent_.push_back(std::move(answered));
        QTimer::singleShot(0, this, [this] { answerUnsent(); });
        return;
    }
    QNetworkRequest request = plainRequest(urlOf(asked.path));
    guard_.dress(request);
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("Accept-Encoding", "gzip");
    if (!asked.idempotencyKey.empty())
        request.setRawHeader("Idempotency-Key", bytes(asked.idempotencyKey));
    if (!asked.authorization.empty())
        request.setRawHeader("Authorization", bytes(asked.authorization));
    QByteArray body = bytes(asked.body);
    if (!body.isEmpty()) request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    if (asked.body.size() > limits_.gzipAboveBytes) {
        if (const auto packed = gzipPack(asked.body)) {
            body = bytes(*packed);
            request.setRawHeader("Content-Encoding", "gzip");
        }
    }
    QNetworkReply* reply = network_->sendCustomRequest(request, bytes(asked.method), body);
    if (isTls_) guard_.watch(*reply);
    underWay_.emplace(reply, std::move(answered));
    connect(reply, &QNetworkReply::finished, this,
            [this, reply] { finish(reply, readAnswer(*reply, limits_.maxAnswerBytes)); });
    connect(reply, &QNetworkReply::readyRead, this, [this, reply] {
        if (static_cast<std::size_t>(reply->bytesAvailable()) > limits_.maxAnswerBytes)
            finish(reply, noAnswer("no-answer", "The answer is larger than allowed."));
    });
    QTimer::singleShot(std::max(asked.timeoutMs, 1), Qt::PreciseTimer, reply, [this, reply] {
        if (reply->manager() == network_) leaveNetwork();
        finish(reply, noAnswer("timeout", "The registry did not answer in time."));
    });
}

// The entry goes first, so that nothing that happens in the callback or in abort() comes back here.
void HttpLink::Wire::finish(QNetworkReply* reply, const core::Result<ports::LinkResponse>& result) {
    const auto found = underWay_.find(reply);
    if (found == underWay_.end()) return;
    const Answered answered = std::move(found->second);
    underWay_.erase(found);
    QNetworkAccessManager* const network = reply->manager();
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
    closeUnused(network);
    answered(result);
}

void HttpLink::Wire::leaveNetwork() {
    closeUnused(std::exchange(network_, openNetwork(this)));
}

/// Closed once the last of its requests is over.
void HttpLink::Wire::closeUnused(QNetworkAccessManager* network) {
    const auto isOf = [network](const auto& entry) { return entry.first->manager() == network; };
    if (network != network_ && std::none_of(underWay_.begin(), underWay_.end(), isOf))
        network->deleteLater();
}

void HttpLink::Wire::stop() {
    endFollowing();
    answerUnsent();
    // Only what is under way now: a callback may ask again.
    std::vector<QNetworkReply*> replies;
    for (const auto& [reply, answered] : underWay_)
        replies.push_back(reply);
    for (QNetworkReply* reply : replies)
        finish(reply, noAnswer("stopped", "The link was stopped."));
}

HttpLink::HttpLink(FlowThread& flow, std::string registry, LinkLimits limits) : flow_(flow) {
    while (registry.ends_with('/'))
        registry.pop_back();
    const bool made =
        flow_.runAndWait([&] { wire_ = std::make_unique<Wire>(std::move(registry), limits); });
    MENZHEN_CHECK(made, "a link needs a running flow thread");
}

HttpLink::~HttpLink() {
    const bool gone = flow_.runAndWait([this] { wire_.reset(); });
    MENZHEN_CHECK(gone, "a link outlived its flow thread");
}

void HttpLink::setIdentity(TlsIdentity identity) {
    MENZHEN_CHECK(flow_.isCurrent(), "the link is used on the flow thread");
    wire_->setIdentity(std::move(identity));
}

void HttpLink::request(ports::LinkRequest request, Answered answered) {
    MENZHEN_CHECK(flow_.isCurrent(), "the link is used on the flow thread");
    if (wire_) return wire_->request(request, std::move(answered));
    // A callback asks again while the link is being destroyed.
    flow_.post([answered = std::move(answered)] {
        answered(noAnswer("stopped", "The link was stopped."));
    });
}

void HttpLink::follow(std::string path, std::function<void(std::string data)> onWake,
                      std::function<void(ports::LinkState)> onState) {
    MENZHEN_CHECK(flow_.isCurrent(), "the link is used on the flow thread");
    wire_->follow(path, std::move(onWake), std::move(onState));
}

void HttpLink::stop() {
    MENZHEN_CHECK(flow_.isCurrent(), "the link is used on the flow thread");
    wire_->stop();
}

} // namespace menzhen::link
