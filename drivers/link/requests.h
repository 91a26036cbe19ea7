// SPDX-License-Identifier: Apache-2.0
// What every request of this room has in common. Internal to this room.
// Thread: flow.
#pragma once

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>
#include <optional>

namespace menzhen::link {

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
