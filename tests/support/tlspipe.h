// SPDX-License-Identifier: Apache-2.0
// The client's end of TLS over a connected blocking socket, for tests and benchmarks: takes any
// server certificate, shows whichever client certificate it is given.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace menzhen::test {

struct TlsIdentity {
    std::string certificatePem; ///< empty: none is shown
    std::string keyPem;
};

/// What connections share: the identity, and the last session ticket, with which the next one is
/// resumed.
class TlsClient {
public:
    explicit TlsClient(const TlsIdentity& identity = {});
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

private:
    friend class TlsPipe;
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

class TlsPipe {
public:
    /// The socket stays the caller's.
    TlsPipe(TlsClient& client, int socket);
    ~TlsPipe();
    TlsPipe(const TlsPipe&) = delete;
    TlsPipe& operator=(const TlsPipe&) = delete;

    bool isOpen() const; ///< the handshake was good
    bool isResumed() const;
    std::string serverCertificatePem() const;
    bool hasUnread() const;

    /// As ::send and ::recv.
    ssize_t send(std::string_view bytes);
    ssize_t receive(char* bytes, std::size_t size);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace menzhen::test
