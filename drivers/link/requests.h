// SPDX-License-Identifier: Apache-2.0
// What every request of this room has in common. Internal to this room.
// Thread: flow.
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>
#include <optional>

namespace menzhen::link {

/// A set of connections of its own. Qt has no time-out for a connection in its TLS handshake, and
/// what is asked next waits behind it: whoever was not answered in time takes another set.
/// `owner` deletes it, with its replies, when nobody did so before.
QNetworkAccessManager* openNetwork(QObject* owner);

/// No cache, no cookies, no redirects, no HTTP/2: what is asked is what is sent.
QNetworkRequest plainRequest(const QUrl& url);

/// HTTP status, 0 before there is one.
int statusOf(const QNetworkReply& reply);

/// Retry-After in seconds (the registry sends no dates).
std::optional<int> retryAfterMs(const QNetworkReply& reply);

/// Did the server answer, whole? Errors that Qt makes of a status are answers; errors of the wire
/// and answers that broke off are none.
bool isAnswered(const QNetworkReply& reply, qint64 bodyBytes);

} // namespace menzhen::link
