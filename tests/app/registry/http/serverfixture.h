// SPDX-License-Identifier: Apache-2.0
// A real server on a free loopback port, with routes that show what the server does.
#pragma once

#include "app/registry/http/httpserver.h"
#include "tests/app/registry/http/rawclient.h"

#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace menzhen::registry {

/// Waits until something becomes true; only a failed test waits to the end.
inline bool eventually(const std::function<bool()>& isTrue) {
    for (int tries = 0; tries < 4000; ++tries) {
        if (isTrue()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

class ServerFixture : public testing::Test {
protected:
    void start(ServerLimits limits = {}, std::optional<TlsSetup> tls = std::nullopt) {
        Router router;
        router.add("GET", "/hello/{name}", [](HttpRequest request, Responder answer) {
            answer.send(json(200, "\"" + request.parameter("name") + "\""));
        });
        router.add("POST", "/echo", [](HttpRequest request, Responder answer) {
            answer.send(json(200, request.body));
        });
        router.add("POST", "/small",
                   [](HttpRequest, Responder answer) { answer.send(json(200, "{}")); },
                   {.maxBodyBytes = 10});
        router.add("GET", "/big/{bytes}", [](HttpRequest request, Responder answer) {
            answer.send(json(200, std::string(std::stoul(request.parameter("bytes")), 'x')));
        });
        router.add("GET", "/who", [](HttpRequest request, Responder answer) {
            const Peer& peer = request.peer;
            answer.send(json(200, peer.site + "/" + peer.role + "/" + peer.device));
        });
        router.add("POST", "/renewal",
                   [](HttpRequest request, Responder answer) {
                       answer.send(json(200, request.peer.device + " " + request.peer.problem));
                   },
                   {0, 0, true});
        router.add("GET", "/sent", [](HttpRequest request, Responder answer) {
            answer.send(json(200, request.target));
        });
        router.add("GET", "/cut", [](HttpRequest, Responder answer) {
            HttpResponse nothing;
            nothing.hangUp = true;
            answer.send(std::move(nothing));
        });
        router.add("GET", "/kept", [this](HttpRequest, Responder answer) { keep(answer); });
        router.add("GET", "/dropped", [](HttpRequest, Responder) {});
        router.add("GET", "/thrown",
                   [](HttpRequest, Responder) { throw std::runtime_error("personal data"); });
        router.add("GET", "/injected", [](HttpRequest, Responder answer) {
            answer.send({200, "{}", "application/json", {{"X", "a\r\nSet-Cookie: b"}}});
        });
        router.add("GET", "/live", [this](HttpRequest, Responder answer) {
            EventStream stream = answer.openEvents();
            stream.onClosed([this] { ++closedStreams; });
            const std::lock_guard lock(mutex_);
            streams_.push_back(std::move(stream));
        });
        server.emplace(std::move(router), limits);
        const auto listening = server->start("127.0.0.1:0", std::move(tls));
        ASSERT_TRUE(listening) << listening.error().detail;
        port = *listening;
    }

    void TearDown() override { server.reset(); }

    /// Answers that a handler put aside for another thread.
    std::vector<Responder> takeKept(std::size_t atLeast) {
        eventually([&] {
            const std::lock_guard lock(mutex_);
            return kept_.size() >= atLeast;
        });
        const std::lock_guard lock(mutex_);
        return std::exchange(kept_, {});
    }

    EventStream stream(std::size_t index) {
        eventually([&] {
            const std::lock_guard lock(mutex_);
            return streams_.size() > index;
        });
        const std::lock_guard lock(mutex_);
        return streams_.at(index);
    }

    void dropStreams() {
        const std::lock_guard lock(mutex_);
        streams_.clear();
    }

    std::optional<HttpServer> server;
    std::uint16_t port = 0;
    std::atomic<int> closedStreams{0};

private:
    void keep(const Responder& answer) {
        const std::lock_guard lock(mutex_);
        kept_.push_back(answer);
    }

    std::mutex mutex_;
    std::vector<Responder> kept_;
    std::vector<EventStream> streams_;
};

} // namespace menzhen::registry
