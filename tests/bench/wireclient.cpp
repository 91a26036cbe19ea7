// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/wireclient.h"

#include <arpa/inet.h>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace menzhen::bench {

namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::size_t lengthIn(const std::string& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 16, nullptr, 10);
}

} // namespace

WireClient::WireClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_in address = loopback(port);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return;
    ::close(socket_);
    socket_ = -1;
}

WireClient::WireClient(int port, test::TlsClient& tls) : WireClient(port) {
    if (socket_ < 0) return;
    tls_ = std::make_unique<test::TlsPipe>(tls, socket_);
    if (tls_->isOpen()) return;
    ::close(socket_);
    socket_ = -1;
}

WireClient::~WireClient() {
    if (socket_ >= 0) ::close(socket_);
}

Reply WireClient::get(const std::string& path) {
    return exchange("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

Reply WireClient::post(const std::string& path, const std::string& body) {
    return exchange("POST " + path +
                    " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                    "application/json\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + body);
}

Reply WireClient::exchange(const std::string& request) {
    for (std::size_t sent = 0; sent < request.size();) {
        const std::string_view rest = std::string_view(request).substr(sent);
        const ssize_t n =
            tls_ ? tls_->send(rest) : ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (n <= 0) return {};
        sent += static_cast<std::size_t>(n);
    }
    std::string text;
    std::size_t whole = 0;
    char buffer[32768];
    while (whole == 0 || text.size() < whole) {
        const ssize_t n =
            tls_ ? tls_->receive(buffer, sizeof buffer) : ::recv(socket_, buffer, sizeof buffer, 0);
        if (n <= 0) return {};
        text.append(buffer, static_cast<std::size_t>(n));
        const std::size_t end = whole == 0 ? text.find("\r\n\r\n") : std::string::npos;
        if (end != std::string::npos) whole = end + 4 + lengthIn(text.substr(0, end + 2));
    }
    const std::size_t body = text.find("\r\n\r\n") + 4;
    return {std::atoi(text.c_str() + 9), text.substr(body)};
}

int freePort() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(socket);
    return ntohs(address.sin_port);
}

} // namespace menzhen::bench
