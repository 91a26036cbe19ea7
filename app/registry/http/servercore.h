// SPDX-License-Identifier: Apache-2.0
// The server behind HttpServer: accepts, counts, sweeps deadlines. Internal to this room.
// Thread: io, unless said otherwise.
#pragma once

#include "app/registry/http/httpserver.h"
#include "app/registry/http/slots.h"
#include "app/registry/http/tlscontext.h"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

namespace menzhen::registry {

namespace asio = boost::asio;
using asio::ip::tcp;
using SteadyTime = std::chrono::steady_clock::time_point;

class Connection;

class ServerCore final : public Mailbox, public std::enable_shared_from_this<ServerCore> {
public:
    ServerCore(Router router, ServerLimits limits);
    ~ServerCore() override;

    // HttpServer's side; the owner's thread.
    core::Result<std::uint16_t> start(const std::string& address, std::optional<TlsSetup> tls);
    void renew(ServerCertificate certificate);
    void stop();
    ServerStats stats() const; ///< any thread

    // The handles' side; any thread.
    void post(std::function<void()> task) override;
    bool openStream() override;

    void streamClosed() override { --openStreams_; }

    void eventReplaced() override { ++coalescedEvents_; }

    // The connections' side.
    const Router& router() const { return router_; }

    const ServerLimits& limits() const { return limits_; }

    /// nullptr: the wire is plain.
    TlsContext* tls() const { return tls_.get(); }

    bool isStopping() const { return stopping_; }

    /// For a stream that opens: not the same for all, since an event for a thousand streams would
    /// else bring a thousand heartbeats at one moment.
    std::chrono::milliseconds nextHeartbeat();

    void answered(int status);

    void handshakeFailed() { ++failedHandshakes_; }

    void sessionResumed() { ++resumedSessions_; }

    void slowClientDropped() { ++droppedSlowClients_; }

    void answerDropped() { ++droppedAnswers_; }

    void handlerFailed() { ++handlerFaults_; }

    /// Runs `work` beside the io thread and `then` on it.
    void runAside(std::function<void()> work, std::function<void()> then);
    void forget(Connection& connection);

private:
    core::Result<std::uint16_t> listen(const tcp::endpoint& endpoint);
    void raiseFileLimit();
    void accept();
    void welcome(tcp::socket socket);
    bool makeRoom();
    void armSweep();
    void sweep();
    void beginStop();
    void closeAll();

    const Router router_;
    ServerLimits limits_;
    std::unique_ptr<TlsContext> tls_;
    asio::io_context io_{1};
    asio::thread_pool aside_{1};
    tcp::acceptor acceptor_{io_};
    asio::steady_timer sweepTimer_{io_};
    asio::steady_timer acceptPause_{io_};
    std::chrono::milliseconds sweepEvery_{};
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
    std::unordered_map<std::string, std::size_t> perAddress_;
    std::uint64_t streamsSoFar_ = 0;
    bool stopping_ = false;
    SteadyTime stopDeadline_;
    std::thread thread_;

    std::atomic<bool> stopped_{false};
    std::atomic<std::uint64_t> answers_[6] = {};
    std::atomic<std::uint64_t> accepted_{0};
    std::atomic<std::uint64_t> turnedAway_{0};
    std::atomic<std::uint64_t> droppedSlowClients_{0};
    std::atomic<std::uint64_t> failedHandshakes_{0};
    std::atomic<std::uint64_t> resumedSessions_{0};
    std::atomic<std::uint64_t> droppedAnswers_{0};
    std::atomic<std::uint64_t> handlerFaults_{0};
    std::atomic<std::uint64_t> coalescedEvents_{0};
    std::atomic<std::uint64_t> openConnections_{0};
    std::atomic<std::uint64_t> openStreams_{0};
};

} // namespace menzhen::registry
