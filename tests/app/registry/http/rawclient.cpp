// SPDX-License-Identifier: Apache-2.0
#include "tests/app/registry/http/rawclient.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace menzhen::registry {

namespace {

// Only ends a test that has failed already; nothing is measured against it.
constexpr int kPatienceMs = 20'000;

} // namespace

std::string RawAnswer::code() const {
    const auto parsed = nlohmann::json::parse(body, nullptr, false);
    return parsed.is_object() ? parsed.value("code", "") : std::string();
}

RawClient::RawClient(std::uint16_t port, int receiveBufferBytes) {
    fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receiveBufferBytes > 0)
        setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receiveBufferBytes, sizeof receiveBufferBytes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) close();
}

RawClient::RawClient(std::uint16_t port, test::TlsClient& tls) : RawClient(port) {
    if (fd_ < 0) return;
    tls_ = std::make_unique<test::TlsPipe>(tls, fd_);
    if (!tls_->isOpen()) close();
}

RawClient::~RawClient() {
    close();
}

RawClient::RawClient(RawClient&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), tls_(std::move(other.tls_)),
      buffer_(std::move(other.buffer_)), events_(std::move(other.events_)) {}

bool RawClient::say(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent =
            tls_ ? tls_->send(bytes) : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool RawClient::more() {
    pollfd ready{fd_, POLLIN, 0};
    const bool unread = tls_ && tls_->hasUnread();
    if (fd_ < 0 || (!unread && poll(&ready, 1, kPatienceMs) != 1)) return false;
    char piece[16 * 1024];
    const ssize_t got =
        tls_ ? tls_->receive(piece, sizeof piece) : ::recv(fd_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(got));
    return true;
}

std::optional<RawAnswer> RawClient::hear(bool headersOnly) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
        if (!more()) return std::nullopt;
    RawAnswer answer;
    std::string_view head = std::string_view(buffer_).substr(0, end + 2);
    answer.status = std::atoi(std::string(head.substr(head.find(' ') + 1, 3)).c_str());
    head.remove_prefix(head.find("\r\n") + 2);
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        std::string name(line.substr(0, line.find(':')));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        answer.headers[name] = line.substr(std::min(line.size(), line.find(':') + 2));
    }
    buffer_.erase(0, end + 4);
    if (headersOnly || answer.headers.count("content-length") == 0) return answer;
    const std::size_t length = std::stoul(answer.headers["content-length"]);
    while (buffer_.size() < length)
        if (!more()) return std::nullopt;
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
}

std::optional<std::string> RawClient::hearEvent() {
    for (;;) {
        const std::size_t end = events_.find("\n\n");
        if (end != std::string::npos) {
            std::string event = events_.substr(0, end);
            events_.erase(0, end + 2);
            return event;
        }
        // One chunk: SIZE CRLF data CRLF.
        const std::size_t line = buffer_.find("\r\n");
        const std::size_t size =
            line == std::string::npos ? 0 : std::stoul(buffer_.substr(0, line), nullptr, 16);
        if (line == std::string::npos || buffer_.size() < line + 2 + size + 2) {
            if (!more()) return std::nullopt;
            continue;
        }
        if (size == 0) return std::nullopt;
        events_ += buffer_.substr(line + 2, size);
        buffer_.erase(0, line + 2 + size + 2);
    }
}

bool RawClient::hearEnd() {
    for (;;) {
        pollfd ready{fd_, POLLIN, 0};
        if (poll(&ready, 1, kPatienceMs) != 1) return false;
        char piece[16 * 1024];
        if (::recv(fd_, piece, sizeof piece, 0) <= 0) return true;
    }
}

void RawClient::shutdownSending() {
    ::shutdown(fd_, SHUT_WR);
}

void RawClient::reset() {
    const linger now{1, 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

void RawClient::close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

std::string get(std::string_view path, std::string_view moreHeaders) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n" + std::string(moreHeaders) +
           "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view moreHeaders) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n" + std::string(moreHeaders) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

} // namespace menzhen::registry
