// SPDX-License-Identifier: Apache-2.0
// The cheapest HTTP client that can load a server on the same two cores: one blocking loopback
// connection, one request at a time, no parsing beyond the status and the length of the body.
// Thread: one at a time.
#pragma once

#include "tests/support/tlspipe.h"

#include <memory>
#include <string>

namespace menzhen::bench {

struct Reply {
    int status = 0; ///< 0: the connection is gone
    std::string body;
};

class WireClient {
public:
    explicit WireClient(int port);
    WireClient(int port, test::TlsClient& tls); ///< connected(): the handshake was good
    ~WireClient();
    WireClient(const WireClient&) = delete;
    WireClient& operator=(const WireClient&) = delete;

    bool connected() const { return socket_ >= 0; }

    Reply get(const std::string& path);
    Reply post(const std::string& path, const std::string& json);

private:
    Reply exchange(const std::string& request);

    int socket_ = -1;
    std::unique_ptr<test::TlsPipe> tls_;
};

/// A port of the loopback address that is free now.
int freePort();

} // namespace menzhen::bench
