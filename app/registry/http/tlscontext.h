// SPDX-License-Identifier: Apache-2.0
// The server's end of TLS over OpenSSL. Internal to this room. Thread: io, but make().
#pragma once

#include "app/core/result.h"
#include "app/registry/http/tls.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <memory>

namespace menzhen::registry {

using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;

class TlsContext {
public:
    /// Error Data "tls-certificate": the certificate or its key is no good.
    static core::Result<std::unique_ptr<TlsContext>> make(TlsSetup setup);

    /// For connections from now on; those that are open keep theirs, and tickets stay good.
    core::Result<void> renew(const ServerCertificate& certificate);

    std::unique_ptr<TlsStream> over(boost::asio::ip::tcp::socket& socket) {
        return std::make_unique<TlsStream>(socket, context_);
    }

    /// After the handshake. A resumed session brings its certificate along: it is judged anew.
    Peer peerOf(TlsStream& stream) const;
    void refused(const std::string& who, const std::string& problem) const;

private:
    explicit TlsContext(TlsSetup setup);
    core::Result<void> configure();

    TlsSetup setup_;
    boost::asio::ssl::context context_{boost::asio::ssl::context::tls_server};
};

} // namespace menzhen::registry
