// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/zonelistener.h"

#include "app/core/check.h"
#include "drivers/link/tlsguard.h"
#include "drivers/link/zonetext.h"

#include <QHostAddress>
#include <QSslSocket>
#include <QTcpServer>
#include <QTimer>
#include <utility>

namespace menzhen::link {

class ZoneListener::Server : public QTcpServer {
public:
    Server(IdentityNow identity, Heard heard, Refused refused, ZoneListenerLimits limits)
        : identity_(std::move(identity)), heard_(std::move(heard)), refused_(std::move(refused)),
          limits_(limits) {}

    ~Server() override {
        for (QSslSocket* socket : findChildren<QSslSocket*>()) {
            QObject::disconnect(socket, nullptr, this, nullptr);
            delete socket;
        }
    }

protected:
    void incomingConnection(qintptr descriptor) override {
        auto* socket = new QSslSocket(this);
        if (!socket->setSocketDescriptor(descriptor)) return socket->deleteLater();
        const auto identity = identity_();
        if (!identity || stations_ >= limits_.maxStations) {
            refuse(*socket, identity ? "too-many-stations" : "not-enrolled");
            return socket->deleteLater();
        }
        ++stations_;
        socket->setSslConfiguration(configurationOf(*identity));
        attend(*socket, identity->judge);
        socket->startServerEncryption();
    }

private:
    using Judge = std::function<std::string(const std::vector<core::Bytes>&)>;

    void refuse(QSslSocket& socket, const std::string& problem) {
        refused_(socket.peerAddress().toString().toStdString(), problem);
    }

    void attend(QSslSocket& socket, const Judge& judge) {
        auto* patience = new QTimer(&socket);
        patience->setSingleShot(true);
        connect(patience, &QTimer::timeout, &socket, [&socket] { socket.abort(); });
        patience->start(limits_.handshakeMs);
        connect(&socket, &QSslSocket::sslErrors, this,
                [this, &socket](const QList<QSslError>& errors) {
                    if (isForTheJudge(errors)) return socket.ignoreSslErrors(errors);
                    refuse(socket, "certificate-foreign");
                });
        connect(&socket, &QSslSocket::encrypted, this, [this, &socket, judge, patience] {
            const std::string problem = judge(chainOf(socket.sslConfiguration()));
            if (!problem.empty()) {
                refuse(socket, problem);
                return socket.abort();
            }
            patience->start(limits_.silentMs);
            connect(&socket, &QSslSocket::readyRead, this,
                    [this, &socket, patience] { onBytes(socket, *patience); });
            onBytes(socket, *patience);
        });
        connect(&socket, &QSslSocket::disconnected, &socket, &QObject::deleteLater);
        connect(&socket, &QSslSocket::errorOccurred, &socket, &QObject::deleteLater);
        connect(&socket, &QObject::destroyed, this, [this] { --stations_; });
    }

    void onBytes(QSslSocket& socket, QTimer& patience) {
        while (socket.canReadLine()) {
            patience.start(limits_.silentMs);
            const auto row = zoneRowFrom(socket.readLine(maxZoneLineBytes));
            if (!row) {
                refuse(socket, "malformed-row");
                return socket.abort();
            }
            socket.write(zoneAnswer(*row));
            heard_(*row);
        }
        if (socket.bytesAvailable() > maxZoneLineBytes) socket.abort();
    }

    const IdentityNow identity_;
    const Heard heard_;
    const Refused refused_;
    const ZoneListenerLimits limits_;
    int stations_ = 0;
};

ZoneListener::ZoneListener(FlowThread& flow) : flow_(flow) {}

core::Result<std::unique_ptr<ZoneListener>>
ZoneListener::listen(FlowThread& flow, const ZoneAddress& at, IdentityNow identity, Heard heard,
                     Refused refused, ZoneListenerLimits limits) {
    std::unique_ptr<ZoneListener> made(new ZoneListener(flow));
    std::string error;
    flow.runAndWait([&] {
        made->server_ = std::make_unique<Server>(std::move(identity), std::move(heard),
                                                 std::move(refused), limits);
        const QHostAddress host(
            QString::fromStdString(at.host == "localhost" ? "127.0.0.1" : at.host));
        if (made->server_->listen(host, at.port))
            made->port_ = made->server_->serverPort();
        else
            error = made->server_->errorString().toStdString();
    });
    if (made->port_ == 0)
        return core::fail(core::ErrorKind::Device, "listen-failed",
                          "port " + std::to_string(at.port) + ": " + error);
    return made;
}

ZoneListener::~ZoneListener() {
    const bool gone = flow_.runAndWait([this] { server_.reset(); });
    MENZHEN_CHECK(gone, "a zone listener outlived its flow thread");
}

} // namespace menzhen::link
