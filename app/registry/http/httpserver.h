// SPDX-License-Identifier: Apache-2.0
// The registry's HTTP/1.1 server: one io thread over Boost.Asio with Beast's parser, hidden behind
// this header. Two addresses with different routes are two servers.
//
//   Router router;
//   router.add("GET", "/v1/sites/{site}/sessions", [&](HttpRequest request, Responder answer) {
//       writer.post([=] { answer.send(json(200, sessions(request.queryValue("day")))); });
//   });
//   HttpServer server(std::move(router));
//   auto port = server.start("127.0.0.1:8080");
//
// Requests of one connection are answered one after the other; what a client pipelines waits in the
// socket. Whoever is slow, silent or gone costs a socket until a deadline and nothing else.
#pragma once

#include "app/core/result.h"
#include "app/registry/http/router.h"
#include "app/registry/http/tls.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace menzhen::registry {

/// Every limit of the wire. What a client sees when it goes over stands beside it.
struct ServerLimits {
    std::size_t maxHeaderBytes = 16 * 1024;      ///< request line and headers: 431
    std::size_t maxBodyBytes = 1024 * 1024;      ///< as received, and again unpacked: 413
    std::size_t maxConnections = 8192;           ///< idle ones make room; else 503
    std::size_t maxConnectionsPerAddress = 4096; ///< 503. A hospital may be one address (NAT)
    std::size_t maxEventStreams = 4096;          ///< 503
    std::size_t gzipAboveBytes = 1000;           ///< smaller bodies are sent plain
    int handshakeMs = 10'000;   ///< from accept to the end of the TLS handshake: cut off
    int idleMs = 75'000;        ///< a connection between requests: closed without a word
    int headerMs = 10'000;      ///< from a request's first byte to the end of its headers: 408
    int bodyMs = 30'000;        ///< from there to the end of its body: 408
    int requestMs = 30'000;     ///< for the handler's answer: 503
    int writeMs = 20'000;       ///< for the client to take the next piece of the answer: cut off
    int answerMs = 300'000;     ///< for the client to take the whole answer: cut off
    int lingerMs = 3'000;       ///< reading on after a refusal, so that the client sees it
    int heartbeatMs = 15'000;   ///< a comment on an event stream silent so long, or a third less
    int streamWriteMs = 15'000; ///< for the client to take an event: cut off
    int stopMs = 2'000;         ///< for answers under way when the server stops
};

/// Counters since the start, and two gauges. For /metrics.
struct ServerStats {
    std::uint64_t requests = 0;    ///< answered, whatever the status
    std::uint64_t answers[6] = {}; ///< by status class: [2] = 2xx ... [5] = 5xx
    std::uint64_t acceptedConnections = 0;
    std::uint64_t turnedAwayConnections = 0; ///< over a limit: got 503 or were closed
    std::uint64_t failedHandshakes = 0;      ///< no TLS, or TLS that we do not speak
    std::uint64_t resumedSessions = 0;       ///< TLS sessions that a client brought along
    std::uint64_t droppedSlowClients = 0;    ///< missed a deadline: handshake, header, body ...
    std::uint64_t droppedAnswers = 0;        ///< came after the deadline or after the client left
    std::uint64_t handlerFaults = 0;         ///< exceptions that left a handler
    std::uint64_t coalescedEvents = 0;       ///< replaced by a newer one before they were sent
    std::uint64_t openConnections = 0;
    std::uint64_t openStreams = 0;
};

class ServerCore;

class HttpServer {
public:
    explicit HttpServer(Router router, ServerLimits limits = {});
    ~HttpServer(); ///< stops
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Listens on "127.0.0.1:8080" or "[::1]:8080" and starts the io thread; port 0 takes a free
    /// one. Gives the port. Errors (Data): `listen-address` (not an address and port),
    /// `listen-not-loopback` (the wire is not encrypted), `tls-certificate`; (Device):
    /// `listen-failed` (port taken or not allowed). Raises the soft limit of open files.
    core::Result<std::uint16_t> start(const std::string& address,
                                      std::optional<TlsSetup> tls = std::nullopt);

    /// Another certificate for connections from now on. Only on a server with TLS; any thread.
    void renew(ServerCertificate certificate);

    /// No new connections; answers under way get `stopMs`; streams are closed; the io thread ends.
    /// Not from a handler. May be called twice.
    void stop();

    ServerStats stats() const; ///< any thread
    const Router& router() const;

private:
    std::shared_ptr<ServerCore> core_;
};

} // namespace menzhen::registry
