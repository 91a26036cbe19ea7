// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/zonesender.h"

#include "app/core/check.h"
#include "drivers/link/tlsguard.h"
#include "drivers/link/zonetext.h"

#include <QElapsedTimer>
#include <QSslSocket>
#include <QTimer>
#include <algorithm>
#include <deque>
#include <utility>

namespace menzhen::link {

// One board. Sends a row, waits for its answer, sends the next.
class ZoneSender::Line : public QObject {
public:
    Line(ZoneAddress board, const IdentityNow& identity, const ZoneLimits& limits)
        : board_(std::move(board)), identity_(identity), limits_(limits) {
        for (QTimer* timer : {&retry_, &patience_})
            timer->setSingleShot(true);
        connect(&retry_, &QTimer::timeout, this, [this] { advance(); });
        connect(&patience_, &QTimer::timeout, this, [this] { socket_.abort(); });
        connect(&socket_, &QSslSocket::encrypted, this, [this] { judge(); });
        connect(&socket_, &QSslSocket::sslErrors, this, [this](const QList<QSslError>& errors) {
            if (isForTheJudge(errors)) socket_.ignoreSslErrors(errors);
        });
        connect(&socket_, &QSslSocket::readyRead, this, [this] { onAnswer(); });
        connect(&socket_, &QSslSocket::stateChanged, this,
                [this](QAbstractSocket::SocketState now) {
                    if (now == QAbstractSocket::UnconnectedState) onGone();
                });
        clock_.start();
    }

    ~Line() override {
        disconnect(&socket_, nullptr, this, nullptr);
        socket_.abort();
    }

    void tell(const ports::ZoneRow& row) {
        const auto same = [&row](const Unsent& u) { return u.row.id == row.id; };
        unsent_.erase(std::remove_if(unsent_.begin() + (waiting_ ? 1 : 0), unsent_.end(), same),
                      unsent_.end());
        unsent_.push_back({row, clock_.elapsed()});
        if (unsent_.size() > limits_.maxUnsent) unsent_.erase(unsent_.begin() + (waiting_ ? 1 : 0));
        if (!retry_.isActive()) advance();
    }

private:
    struct Unsent {
        ports::ZoneRow row;
        qint64 since = 0;
    };

    void advance() {
        if (waiting_) return;
        while (!unsent_.empty() && clock_.elapsed() - unsent_.front().since > limits_.forgetAfterMs)
            unsent_.pop_front();
        if (unsent_.empty()) return;
        if (socket_.isEncrypted() && judged_) return send();
        if (socket_.state() != QAbstractSocket::UnconnectedState) return;
        const auto identity = identity_();
        if (!identity) return retryLater();
        judge_ = identity->judge;
        socket_.setSslConfiguration(configurationOf(*identity));
        patience_.start(limits_.answerMs);
        socket_.connectToHostEncrypted(QString::fromStdString(board_.host), board_.port);
    }

    void judge() {
        if (!judge_(chainOf(socket_.sslConfiguration())).empty()) return socket_.abort();
        judged_ = true;
        patience_.stop();
        attempt_ = 0;
        advance();
    }

    void send() {
        waiting_ = true;
        patience_.start(limits_.answerMs);
        socket_.write(zoneLine(unsent_.front().row));
    }

    void onAnswer() {
        while (waiting_ && socket_.canReadLine()) {
            const QByteArray line = socket_.readLine(maxZoneLineBytes);
            if (line != zoneAnswer(unsent_.front().row)) return socket_.abort();
            unsent_.pop_front();
            waiting_ = false;
            patience_.stop();
            advance();
        }
        if (socket_.bytesAvailable() > maxZoneLineBytes) socket_.abort();
    }

    void onGone() {
        waiting_ = false;
        judged_ = false;
        patience_.stop();
        if (!unsent_.empty()) retryLater();
    }

    void retryLater() {
        retry_.start(
            std::min(limits_.backoffToMs, limits_.backoffFromMs << std::min(attempt_++, 10)));
    }

    const ZoneAddress board_;
    const IdentityNow identity_;
    const ZoneLimits limits_;
    QSslSocket socket_;
    QTimer retry_;
    QTimer patience_;
    QElapsedTimer clock_;
    std::deque<Unsent> unsent_; ///< its first is on its way while waiting_
    std::function<std::string(const std::vector<core::Bytes>&)> judge_;
    bool judged_ = false;
    bool waiting_ = false;
    int attempt_ = 0;
};

ZoneSender::ZoneSender(FlowThread& flow, std::vector<ZoneAddress> boards, IdentityNow identity,
                       ZoneLimits limits)
    : flow_(flow) {
    const bool made = flow_.runAndWait([&] {
        for (ZoneAddress& board : boards)
            lines_.push_back(std::make_unique<Line>(std::move(board), identity, limits));
    });
    MENZHEN_CHECK(made, "a zone link needs a running flow thread");
}

ZoneSender::~ZoneSender() {
    const bool gone = flow_.runAndWait([this] { lines_.clear(); });
    MENZHEN_CHECK(gone, "a zone link outlived its flow thread");
}

void ZoneSender::tell(const ports::ZoneRow& row) {
    for (const auto& line : lines_)
        line->tell(row);
}

} // namespace menzhen::link
