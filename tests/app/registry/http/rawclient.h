// SPDX-License-Identifier: Apache-2.0
// A client that says exactly what a test tells it to say, on a real socket. It knows just enough of
// HTTP to find the end of an answer, and never waits longer than its patience.
#pragma once

#include "tests/support/tlspipe.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace menzhen::registry {

struct RawAnswer {
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;                           ///< as on the wire, without chunk framing

    std::string code() const; ///< of a problem body; "" if there is none
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port, int receiveBufferBytes = 0);
    RawClient(std::uint16_t port, test::TlsClient& tls); ///< isConnected(): the handshake was good
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    RawClient(RawClient&& other) noexcept;

    bool isConnected() const { return fd_ >= 0; }

    const test::TlsPipe& tls() const { return *tls_; }

    bool say(std::string_view bytes); ///< false when the server has gone
    /// Next answer on the connection; nothing when it closed or patience ended.
    std::optional<RawAnswer> hear(bool headersOnly = false);
    /// The next event of a stream ("event|data" or ":" for a comment).
    std::optional<std::string> hearEvent();
    /// Everything up to the end of the connection; true if it did end.
    bool hearEnd();
    void shutdownSending();
    void reset(); ///< closes with RST, as a crashed client does
    void close();

    std::optional<RawAnswer> ask(std::string_view request) {
        say(request);
        return hear();
    }

private:
    bool more();

    int fd_ = -1;
    std::unique_ptr<test::TlsPipe> tls_;
    std::string buffer_;
    std::string events_;
};

std::string get(std::string_view path, std::string_view moreHeaders = "");
std::string post(std::string_view path, std::string_view body, std::string_view moreHeaders = "");

} // namespace menzhen::registry
