// SPDX-License-Identifier: Apache-2.0
#include "tests/drivers/payment/scriptedserver.h"

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <gtest/gtest.h>
#include <list>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace menzhen::payment {

namespace {

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

bool sendAll(int socket, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count =
            ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

SeenRequest receive(int socket) {
    SeenRequest request;
    std::string bytes;
    std::size_t head = std::string::npos;
    std::size_t wanted = 0;
    while (head == std::string::npos || bytes.size() < head + 4 + wanted) {
        char buffer[4096];
        const ssize_t count = ::recv(socket, buffer, sizeof buffer, 0);
        if (count <= 0) break;
        bytes.append(buffer, static_cast<std::size_t>(count));
        head = bytes.find("\r\n\r\n");
        if (head == std::string::npos) continue;
        request.head = bytes.substr(0, head);
        const std::string length = request.header("content-length");
        wanted = length.empty() ? 0 : std::strtoul(length.c_str(), nullptr, 10);
    }
    if (head != std::string::npos) request.body = bytes.substr(head + 4);
    return request;
}

} // namespace

std::string SeenRequest::target() const {
    const std::size_t from = head.find(' ');
    return head.substr(from + 1, head.find(' ', from + 1) - from - 1);
}

std::string SeenRequest::header(const std::string& name) const {
    std::size_t at = 0;
    while ((at = head.find("\r\n", at)) != std::string::npos) {
        at += 2;
        const std::string line = head.substr(at, head.find("\r\n", at) - at);
        const std::size_t colon = line.find(':');
        if (colon != std::string::npos && lower(line.substr(0, colon)) == name)
            return line.substr(line.find_first_not_of(' ', colon + 1));
    }
    return {};
}

ScriptedAnswer httpAnswer(int status, const std::string& body,
                          const std::vector<std::string>& headers) {
    std::string bytes = "HTTP/1.1 " + std::to_string(status) + " Scripted\r\nConnection: close\r\n";
    for (const std::string& header : headers)
        bytes += header + "\r\n";
    if (status != 204) bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    ScriptedAnswer answer;
    answer.bytes = bytes + "\r\n" + body;
    return answer;
}

class ScriptedServer::Listener {
public:
    explicit Listener(Script script) : script_(std::move(script)) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(socket_, plain, size), 0);
        EXPECT_EQ(::listen(socket_, 64), 0);
        EXPECT_EQ(::getsockname(socket_, plain, &size), 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { accept(); });
    }

    ~Listener() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        stopped_.notify_all();
        thread_.join();
        for (std::thread& connection : connections_)
            connection.join();
        ::close(socket_);
    }

    int port() const { return port_; }

    std::vector<SeenRequest> seen() const {
        const std::lock_guard lock(mutex_);
        return seen_;
    }

private:
    bool isStopping() const {
        const std::lock_guard lock(mutex_);
        return stopping_;
    }

    void accept() {
        while (!isStopping()) {
            pollfd ready{socket_, POLLIN, 0};
            if (::poll(&ready, 1, 20) <= 0) continue;
            const int connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
            if (connection >= 0)
                connections_.emplace_back([this, connection] { serve(connection); });
        }
    }

    void serve(int connection) {
        const SeenRequest request = receive(connection);
        ScriptedAnswer answer;
        {
            const std::lock_guard lock(mutex_);
            seen_.push_back(request);
            answer = script_(request);
        }
        pause(answer.hold ? 60'000 : answer.delayMs);
        for (int i = 0; i < answer.repeat; ++i)
            if (!sendAll(connection, answer.bytes)) break;
        if (answer.reset) {
            const linger now{1, 0}; // closing sends a reset
            ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        }
        ::close(connection);
    }

    void pause(int ms) {
        std::unique_lock lock(mutex_);
        stopped_.wait_for(lock, std::chrono::milliseconds(ms), [this] { return stopping_; });
    }

    Script script_;
    int socket_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable stopped_;
    bool stopping_ = false;
    std::vector<SeenRequest> seen_;
    std::list<std::thread> connections_; ///< of the accepting thread alone
    std::thread thread_;
};

ScriptedServer::ScriptedServer(Script script)
    : listener_(std::make_unique<Listener>(std::move(script))) {}

ScriptedServer::~ScriptedServer() = default;

std::string ScriptedServer::url() const {
    return "http://127.0.0.1:" + std::to_string(listener_->port());
}

std::vector<SeenRequest> ScriptedServer::seen() const {
    return listener_->seen();
}

} // namespace menzhen::payment
