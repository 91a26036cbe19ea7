// SPDX-License-Identifier: Apache-2.0
// Keeps one event stream open: connects, listens, notices silence, reconnects. Internal to this
// room. Thread: flow.
#pragma once

#include "app/ports/registrylink.h"
#include "drivers/link/eventparser.h"
#include "drivers/link/httplink.h"
#include "drivers/link/tlsguard.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>
#include <functional>
#include <optional>
#include <string>

namespace menzhen::link {

/// Deletes itself after `end`, because `end` may be called from inside its callbacks.
class Follower : public QObject {
public:
    /// `guard`: of the owner, which outlives this; nullptr: the wire is plain.
    Follower(QUrl url, const TlsGuard* guard, const LinkLimits& limits,
             std::function<void(std::string)> onWake,
             std::function<void(ports::LinkState)> onState);
    ~Follower() override;

    void end(); ///< no callback from here on

private:
    void connectNow();
    void onHead();
    void onBytes();
    void onFinished();
    void breakOff();
    void reconnectLater(int atLeastMs);
    void tell(ports::LinkState state);

    QNetworkAccessManager* network_ = nullptr; ///< for one stream; the next has its own
    const QUrl url_;
    const TlsGuard* guard_;
    const LinkLimits limits_;
    const std::function<void(std::string)> onWake_;
    const std::function<void(ports::LinkState)> onState_;
    QPointer<QNetworkReply> reply_;
    QTimer silence_;
    QTimer retry_;
    EventParser parser_;
    std::optional<ports::LinkState> told_;
    int attempt_ = 0;
    bool ended_ = false;
};

} // namespace menzhen::link
