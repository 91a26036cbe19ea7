// SPDX-License-Identifier: Apache-2.0
#include <utility> // before Asio: Boost 1.74's coroutine header leaves it out

#include "app/registry/http/httpserver.h"

#include "app/core/check.h"
#include "app/registry/http/connection.h"
#include "app/registry/http/servercore.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <charconv>
#include <optional>
#include <pthread.h>
#include <string_view>
#include <sys/resource.h>

namespace menzhen::registry {

namespace {

// Open files beside connections: store, logs, libraries.
constexpr std::size_t kSpareFiles = 256;
// Connections over a limit that are told so at the same time; more are closed without a word.
constexpr std::size_t kMaxTurnedAway = 64;
// After a failed accept (no files left): long enough not to spin, short enough not to be noticed.
constexpr std::chrono::milliseconds kAcceptPause{100};
// Heartbeats of streams come after two thirds to the whole of `heartbeatMs`, in so many steps.
constexpr int kHeartbeatSteps = 20;
constexpr int kSweepMostMs = 250;
constexpr int kSweepLeastMs = 10;
// Deadlines are met to a quarter of the shortest.
constexpr int kSweepsPerDeadline = 4;

int shortestMs(const ServerLimits& limits) {
    return std::min({limits.handshakeMs, limits.idleMs, limits.headerMs, limits.bodyMs,
                     limits.requestMs, limits.writeMs, limits.lingerMs, limits.heartbeatMs,
                     limits.streamWriteMs, limits.stopMs});
}

std::optional<tcp::endpoint> parseEndpoint(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    boost::system::error_code bad;
    const auto address = asio::ip::make_address(std::string(host), bad);
    if (bad) return std::nullopt;
    return tcp::endpoint(address, port);
}

} // namespace

ServerCore::ServerCore(Router router, ServerLimits limits)
    : router_(std::move(router)), limits_(limits),
      sweepEvery_(
          std::clamp(shortestMs(limits) / kSweepsPerDeadline, kSweepLeastMs, kSweepMostMs)) {}

ServerCore::~ServerCore() = default;

core::Result<std::uint16_t> ServerCore::start(const std::string& address,
                                              std::optional<TlsSetup> tls) {
    MENZHEN_CHECK(!thread_.joinable() && !stopped_, "a server starts once");
    const auto endpoint = parseEndpoint(address);
    if (!endpoint)
        return core::badData("listen-address", "\"" + address +
                                                   "\" is not an address and a port, "
                                                   "such as 127.0.0.1:8080 or [::1]:8080.");
    if (!endpoint->address().is_loopback() && !tls)
        return core::badData("listen-not-loopback",
                             "\"" + address +
                                 "\" is not a loopback address, and the wire is not encrypted.");
    if (tls) {
        auto context = TlsContext::make(std::move(*tls));
        if (!context) return tl::unexpected(context.error());
        tls_ = std::move(*context);
    }
    auto port = listen(*endpoint);
    if (!port) return port;
    raiseFileLimit();
    accept();
    armSweep();
    thread_ = std::thread([this] {
        pthread_setname_np(pthread_self(), "http");
        io_.run();
    });
    return port;
}

core::Result<std::uint16_t> ServerCore::listen(const tcp::endpoint& endpoint) {
    boost::system::error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        return core::fail(core::ErrorKind::Device, "listen-failed",
                          "Port " + std::to_string(endpoint.port()) + ": " + error.message() + ".");
    }
    return acceptor_.local_endpoint().port();
}

// The usual soft limit is 1,024 files; where even the hard one is lower than our own limit, ours
// gives way, so that clients are told 503 instead of waiting in the backlog.
void ServerCore::raiseFileLimit() {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    const rlim_t wanted = limits_.maxConnections + kMaxTurnedAway + kSpareFiles;
    if (files.rlim_cur < wanted) {
        files.rlim_cur = std::min<rlim_t>(files.rlim_max, wanted);
        if (setrlimit(RLIMIT_NOFILE, &files) != 0) getrlimit(RLIMIT_NOFILE, &files);
    }
    const auto allowed = static_cast<std::size_t>(files.rlim_cur);
    if (allowed < wanted && allowed > 2 * (kMaxTurnedAway + kSpareFiles))
        limits_.maxConnections = allowed - kMaxTurnedAway - kSpareFiles;
}

void ServerCore::accept() {
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
        if (error == asio::error::operation_aborted || stopping_) return;
        if (!error) {
            welcome(std::move(socket));
            return accept();
        }
        acceptPause_.expires_after(kAcceptPause);
        acceptPause_.async_wait([this](boost::system::error_code aborted) {
            if (!aborted && !stopping_) accept();
        });
    });
}

void ServerCore::welcome(tcp::socket socket) {
    boost::system::error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error) return;
    ++accepted_;
    const std::string from = remote.address().to_string();
    const bool crowded = perAddress_[from] >= limits_.maxConnectionsPerAddress || !makeRoom();
    if (crowded) {
        ++turnedAway_;
        if (connections_.size() >= limits_.maxConnections + kMaxTurnedAway) return;
    }
    auto connection = std::make_shared<Connection>(std::move(socket), *this, from);
    ++perAddress_[from];
    connections_.emplace(connection.get(), connection);
    openConnections_ = connections_.size();
    if (crowded)
        connection->turnAway();
    else
        connection->start();
}

// The connection that has been idle longest gives its place: its client opens another one.
bool ServerCore::makeRoom() {
    if (connections_.size() < limits_.maxConnections) return true;
    Connection* oldest = nullptr;
    for (const auto& [connection, owner] : connections_)
        if (connection->isIdle() && (!oldest || connection->deadline() < oldest->deadline()))
            oldest = connection;
    if (!oldest) return false;
    oldest->close();
    return true;
}

void ServerCore::forget(Connection& connection) {
    const auto address = perAddress_.find(connection.address());
    if (address != perAddress_.end() && --address->second == 0) perAddress_.erase(address);
    connections_.erase(&connection);
    openConnections_ = connections_.size();
    if (stopping_ && connections_.empty()) io_.stop();
}

void ServerCore::armSweep() {
    sweepTimer_.expires_after(sweepEvery_);
    sweepTimer_.async_wait([this](boost::system::error_code aborted) {
        if (aborted) return;
        sweep();
        armSweep();
    });
}

// One walk over all connections a few times a second costs less than a timer re-armed at every
// request: 8,000 of them are looked at in well under a millisecond.
void ServerCore::sweep() {
    const SteadyTime now = std::chrono::steady_clock::now();
    for (auto next = connections_.begin(); next != connections_.end();) {
        const std::shared_ptr<Connection> connection = (next++)->second;
        connection->sweep(now);
    }
    if (stopping_ && now >= stopDeadline_) {
        closeAll();
        io_.stop();
    }
}

void ServerCore::closeAll() {
    while (!connections_.empty()) {
        const std::shared_ptr<Connection> connection = connections_.begin()->second;
        connection->close();
    }
}

void ServerCore::beginStop() {
    stopping_ = true;
    stopDeadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(limits_.stopMs);
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    acceptPause_.cancel();
    if (connections_.empty()) return io_.stop();
    sweep();
}

void ServerCore::stop() {
    if (!thread_.joinable()) return;
    MENZHEN_CHECK(std::this_thread::get_id() != thread_.get_id(), "a handler stops its own server");
    asio::post(io_, [this] { beginStop(); });
    thread_.join();
    stopped_ = true;
    aside_.join();
}

void ServerCore::post(std::function<void()> task) {
    if (!stopped_) asio::post(io_, std::move(task));
}

void ServerCore::renew(ServerCertificate certificate) {
    MENZHEN_CHECK(tls_ != nullptr, "a plain server has no certificate");
    post([this, certificate = std::move(certificate)] {
        if (const auto done = tls_->renew(certificate); !done)
            tls_->refused("server", done.error().detail);
    });
}

void ServerCore::runAside(std::function<void()> work, std::function<void()> then) {
    asio::post(aside_, [this, work = std::move(work), then = std::move(then)]() mutable {
        work();
        asio::post(io_, std::move(then));
    });
}

bool ServerCore::openStream() {
    std::uint64_t open = openStreams_;
    while (open < limits_.maxEventStreams)
        if (openStreams_.compare_exchange_weak(open, open + 1)) return true;
    return false;
}

std::chrono::milliseconds ServerCore::nextHeartbeat() {
    const auto step = static_cast<int>(streamsSoFar_++ % kHeartbeatSteps);
    return std::chrono::milliseconds(limits_.heartbeatMs -
                                     limits_.heartbeatMs / 3 * step / kHeartbeatSteps);
}

void ServerCore::answered(int status) {
    const std::size_t kind = static_cast<std::size_t>(status) / 100;
    if (kind < std::size(answers_)) ++answers_[kind];
}

ServerStats ServerCore::stats() const {
    ServerStats stats;
    for (std::size_t kind = 0; kind < std::size(answers_); ++kind) {
        stats.answers[kind] = answers_[kind];
        stats.requests += stats.answers[kind];
    }
    stats.acceptedConnections = accepted_;
    stats.turnedAwayConnections = turnedAway_;
    stats.failedHandshakes = failedHandshakes_;
    stats.resumedSessions = resumedSessions_;
    stats.droppedSlowClients = droppedSlowClients_;
    stats.droppedAnswers = droppedAnswers_;
    stats.handlerFaults = handlerFaults_;
    stats.coalescedEvents = coalescedEvents_;
    stats.openConnections = openConnections_;
    stats.openStreams = openStreams_;
    return stats;
}

HttpServer::HttpServer(Router router, ServerLimits limits)
    : core_(std::make_shared<ServerCore>(std::move(router), limits)) {}

HttpServer::~HttpServer() {
    stop();
}

core::Result<std::uint16_t> HttpServer::start(const std::string& address,
                                              std::optional<TlsSetup> tls) {
    return core_->start(address, std::move(tls));
}

void HttpServer::renew(ServerCertificate certificate) {
    core_->renew(std::move(certificate));
}

void HttpServer::stop() {
    core_->stop();
}

ServerStats HttpServer::stats() const {
    return core_->stats();
}

const Router& HttpServer::router() const {
    return core_->router();
}

} // namespace menzhen::registry
