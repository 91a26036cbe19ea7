// SPDX-License-Identifier: Apache-2.0
// What a server needs to speak TLS, and who is at the other end. No OpenSSL and no Boost here.
#pragma once

#include "app/core/bytes.h"

#include <functional>
#include <string>

namespace menzhen::registry {

/// The other end of a connection with a client certificate. Over plain HTTP, and where no
/// certificate is asked for, all of it is empty.
struct Peer {
    std::string device; ///< id; empty: nobody that the authority vouches for
    std::string site;
    std::string role;
    std::string fingerprint; ///< of its key, hexadecimal
    /// Why it may do nothing but what a stranger may: "certificate-missing",
    /// "certificate-expired", "certificate-foreign" ...; empty: all is well.
    std::string problem;
};

/// A server's own certificate as PEM.
struct ServerCertificate {
    std::string chain; ///< its own first, then the authority's
    std::string key;
};

struct TlsSetup {
    ServerCertificate certificate;
    /// Asks every client for a certificate. One without, or with one that `judge` does not like,
    /// may still connect: it is told why at every route but those with
    /// RouteOptions::forStrangers (an expired certificate is renewed at one).
    bool asksForCertificate = false;
    /// Of the certificate in DER; empty bytes: the client gave none. The handshake has shown that
    /// the client holds its key. Thread: io; must not block.
    std::function<Peer(core::ByteView der)> judge;
    /// A line for the log: a client whose handshake failed or whose certificate is no good. `who`
    /// is a device id or an address. Thread: io.
    std::function<void(const std::string& who, const std::string& problem)> onRefused;
};

} // namespace menzhen::registry
