// SPDX-License-Identifier: Apache-2.0
// A device's link over loopback: the registry's real server in the test's hands, servers that
// misbehave, and what the link said.
#pragma once

#include "app/registry/http/httpserver.h"
#include "drivers/link/httplink.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <atomic>
#include <mutex>
#include <optional>
#include <vector>

namespace menzhen::test {

inline constexpr int patienceMs = 20'000;

inline bool eventually(const std::function<bool()>& isTrue) {
    for (int waited = 0; waited < patienceMs; waited += 5) {
        if (isTrue()) return true;
        QTest::qWait(5);
    }
    return false;
}

// A server whose live streams and kept answers the test holds in its hand.
class LiveRegistry {
public:
    explicit LiveRegistry(std::uint16_t wantedPort = 0) {
        registry::Router router;
        router.add("POST", "/echo", [](registry::HttpRequest request, registry::Responder answer) {
            const std::string keys = request.header("idempotency-key") + "|" +
                                     request.header("authorization") + "|" +
                                     request.header("content-encoding") + "|" + request.body;
            answer.send(registry::json(200, keys));
        });
        router.add("GET", "/status/{code}",
                   [](registry::HttpRequest request, registry::Responder answer) {
                       const int status = std::stoi(request.parameter("code"));
                       if (status == 429)
                           return answer.send(registry::tooManyRequests(3000, "Slow."));
                       answer.send(registry::problem(status, "some-code", "Because."));
                   });
        router.add("DELETE", "/booking/{id}",
                   [](registry::HttpRequest request, registry::Responder answer) {
                       answer.send(registry::json(200, request.method + request.queryValue("why")));
                   });
        router.add("GET", "/big", [](registry::HttpRequest, registry::Responder answer) {
            answer.send(registry::json(200, std::string(200'000, 'x')));
        });
        router.add("GET", "/silence", [this](registry::HttpRequest, registry::Responder answer) {
            const std::lock_guard lock(mutex_);
            kept_.push_back(std::move(answer));
        });
        router.add("GET", "/live", [this](registry::HttpRequest, registry::Responder answer) {
            const std::lock_guard lock(mutex_);
            streams_.push_back(answer.openEvents());
        });
        registry::ServerLimits limits;
        limits.heartbeatMs = 100;
        limits.stopMs = 200;
        server_.emplace(std::move(router), limits);
        const auto listening = server_->start("127.0.0.1:" + std::to_string(wantedPort));
        port = listening ? *listening : std::uint16_t{0};
    }

    std::size_t streams() {
        const std::lock_guard lock(mutex_);
        return streams_.size();
    }

    void wake(const std::string& data) {
        const std::lock_guard lock(mutex_);
        for (const registry::EventStream& stream : streams_)
            stream.send("rev", data);
    }

    void endStreams() {
        const std::lock_guard lock(mutex_);
        streams_.clear();
    }

    registry::ServerStats stats() const { return server_->stats(); }

    std::uint16_t port = 0;

private:
    std::mutex mutex_;
    std::vector<registry::Responder> kept_;
    std::vector<registry::EventStream> streams_;
    std::optional<registry::HttpServer> server_;
};

inline std::string urlOf(std::uint16_t port) {
    return "http://127.0.0.1:" + std::to_string(port);
}

inline ports::LinkRequest getting(std::string path, int timeoutMs = patienceMs) {
    ports::LinkRequest request;
    request.path = std::move(path);
    request.timeoutMs = timeoutMs;
    return request;
}

// Answers on one connection whatever it is told to, then closes.
class RudeServer : public QTcpServer {
public:
    explicit RudeServer(QByteArray answer) {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, answer] {
            QTcpSocket* socket = nextPendingConnection();
            ++connections;
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
    }

    int connections = 0;
};

/// What a test of the link stands on; setUp() before each function, tearDown() after it.
class LinkBench {
protected:
    void setUp() {
        flow_.emplace();
        registry_.emplace();
        makeLink();
    }

    void tearDown() {
        link_.reset();
        flow_.reset();
        registry_.reset();
    }

    void makeLink(link::LinkLimits limits = {}, std::uint16_t port = 0) {
        limits.backoffFromMs = 50;
        limits.backoffToMs = 200;
        link_.reset();
        link_.emplace(*flow_, urlOf(port > 0 ? port : registry_->port), limits);
    }

    // On the flow thread, waiting with an event loop so that servers on this thread can work.
    core::Result<ports::LinkResponse> ask(ports::LinkRequest request) {
        std::mutex mutex;
        std::optional<core::Result<ports::LinkResponse>> result;
        std::atomic<int> calls{0};
        bool onFlow = false;
        bool inside = false;
        flow_->runAndWait([&] {
            inside = true;
            link_->request(std::move(request), [&](core::Result<ports::LinkResponse> answer) {
                onFlow = flow_->isCurrent() && !inside;
                const std::lock_guard lock(mutex);
                result = std::move(answer);
                ++calls;
            });
            inside = false;
        });
        eventually([&] { return calls > 0; });
        const std::lock_guard lock(mutex);
        if (!onFlow || calls != 1) return core::fail(core::ErrorKind::Bug, "callback");
        return *result;
    }

    void follow(const std::string& path) {
        flow_->runAndWait([&] {
            link_->follow(
                path,
                [this](std::string data) {
                    const std::lock_guard lock(mutex_);
                    wakes_.push_back(std::move(data));
                },
                [this](ports::LinkState state) {
                    const std::lock_guard lock(mutex_);
                    states_ += state == ports::LinkState::Connected ? '+' : '-';
                });
        });
    }

    std::string states() {
        const std::lock_guard lock(mutex_);
        return states_;
    }

    std::vector<std::string> wakes() {
        const std::lock_guard lock(mutex_);
        return wakes_;
    }

    void forget() {
        const std::lock_guard lock(mutex_);
        states_.clear();
        wakes_.clear();
    }

    std::optional<link::FlowThread> flow_;
    std::optional<LiveRegistry> registry_;
    std::optional<link::HttpLink> link_;
    std::mutex mutex_;
    std::string states_;
    std::vector<std::string> wakes_;
};

} // namespace menzhen::test
