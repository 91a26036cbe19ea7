// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/livestreams.h"

#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace menzhen::bench {

namespace {

constexpr int waitMs = 50;
constexpr std::chrono::seconds patience{10};
constexpr int readyAtOnce = 256;

int connected(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return socket;
    ::close(socket);
    return -1;
}

} // namespace

LiveStreams::LiveStreams(int port, const std::vector<std::string>& paths)
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), streams_(paths.size()) {
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const int socket = connected(port);
        const std::string request = "GET " + paths[i] + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        if (socket < 0 || ::send(socket, request.data(), request.size(), MSG_NOSIGNAL) < 0) break;
        streams_[i].socket = socket;
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        wanted.data.u64 = i;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &wanted);
    }
    thread_ = std::thread([this] { run(); });
}

LiveStreams::~LiveStreams() {
    stopping_ = true;
    thread_.join();
    for (const Stream& stream : streams_)
        if (stream.socket >= 0) ::close(stream.socket);
    ::close(epoll_);
}

void LiveStreams::run() {
    std::array<epoll_event, readyAtOnce> ready{};
    while (!stopping_) {
        const int count = ::epoll_wait(epoll_, ready.data(), readyAtOnce, waitMs);
        const std::lock_guard lock(guard_);
        for (int i = 0; i < count; ++i)
            read(streams_[ready[static_cast<std::size_t>(i)].data.u64]);
        if (count > 0) news_.notify_all();
    }
}

/// Of the stream's text only the revisions matter: {"through":N,...}.
void LiveStreams::read(Stream& stream) {
    std::array<char, 4096> buffer{};
    const ssize_t bytes = ::recv(stream.socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (bytes <= 0) {
        ::epoll_ctl(epoll_, EPOLL_CTL_DEL, stream.socket, nullptr);
        return;
    }
    stream.unread.append(buffer.data(), static_cast<std::size_t>(bytes));
    constexpr std::string_view mark = "\"through\":";
    for (std::size_t at = 0; (at = stream.unread.find(mark)) != std::string::npos;) {
        const std::size_t end = stream.unread.find(',', at);
        if (end == std::string::npos) return;
        stream.heard.through = std::strtoll(stream.unread.c_str() + at + mark.size(), nullptr, 10);
        stream.heard.at = std::chrono::steady_clock::now();
        ++stream.heard.events;
        stream.unread.erase(0, end);
    }
}

bool LiveStreams::wait(const std::vector<std::size_t>& streams, std::int64_t through) {
    std::unique_lock lock(guard_);
    return news_.wait_for(lock, patience, [&] {
        for (const std::size_t i : streams)
            if (streams_[i].heard.through < through) return false;
        return true;
    });
}

std::vector<LiveStreams::Heard> LiveStreams::heard() const {
    const std::lock_guard lock(guard_);
    std::vector<Heard> all;
    for (const Stream& stream : streams_)
        all.push_back(stream.heard);
    return all;
}

bool allowFiles(std::size_t files) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return false;
    if (limit.rlim_cur >= files) return true;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, files);
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= files;
}

} // namespace menzhen::bench
