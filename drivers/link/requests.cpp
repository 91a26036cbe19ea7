// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/requests.h"

#include <QNetworkProxy>
#include <algorithm>

namespace menzhen::link {

namespace {

constexpr int kMsPerSecond = 1000;
// Beyond an hour a Retry-After is nonsense.
constexpr int kMostRetryAfterSeconds = 3600;

} // namespace

QNetworkAccessManager* openNetwork(QObject* owner) {
    auto* network = new QNetworkAccessManager(owner);
    // A hospital's registry is never behind the desktop's proxy.
    network->setProxy(QNetworkProxy::NoProxy);
    network->setAutoDeleteReplies(false);
    return network;
}

QNetworkRequest plainRequest(const QUrl& url) {
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    return request;
}

int statusOf(const QNetworkReply& reply) {
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

std::optional<int> retryAfterMs(const QNetworkReply& reply) {
    bool isNumber = false;
    const int seconds = reply.rawHeader("Retry-After").toInt(&isNumber);
    if (!isNumber || seconds < 0) return std::nullopt;
    return std::min(seconds, kMostRetryAfterSeconds) * kMsPerSecond;
}

bool isAnswered(const QNetworkReply& reply, qint64 bodyBytes) {
    if (statusOf(reply) == 0) return false;
    switch (reply.error()) {
    case QNetworkReply::NoError:
    case QNetworkReply::ContentAccessDenied:
    case QNetworkReply::ContentOperationNotPermittedError:
    case QNetworkReply::ContentNotFoundError:
    case QNetworkReply::AuthenticationRequiredError:
    case QNetworkReply::ContentReSendError:
    case QNetworkReply::ContentConflictError:
    case QNetworkReply::ContentGoneError:
    case QNetworkReply::UnknownContentError:
    case QNetworkReply::ProtocolInvalidOperationError: // Qt's name for 400
    case QNetworkReply::InternalServerError:
    case QNetworkReply::OperationNotImplementedError:
    case QNetworkReply::ServiceUnavailableError:
    case QNetworkReply::UnknownServerError:
        break;
    default:
        return false;
    }
    const bool bodyless = reply.operation() == QNetworkAccessManager::HeadOperation;
    const QByteArray length = reply.rawHeader("Content-Length");
    return bodyless || length.isEmpty() || length.toLongLong() == bodyBytes;
}

} // namespace menzhen::link
