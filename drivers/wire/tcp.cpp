// SPDX-License-Identifier: Apache-2.0
#include "drivers/wire/fdpipe.h"

#include <cerrno>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace menzhen::wire {

namespace {

struct AddressList {
    addrinfo* first = nullptr;

    ~AddressList() {
        if (first) ::freeaddrinfo(first);
    }
};

// 0 or an errno.
int connectTo(int fd, const addrinfo& address, Deadline deadline) {
    if (::connect(fd, address.ai_addr, address.ai_addrlen) == 0) return 0;
    if (errno != EINPROGRESS) return errno;
    if (waitFor(fd, POLLOUT, deadline) == Readiness::Late) return ETIMEDOUT;
    int result = 0;
    socklen_t size = sizeof result;
    if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &result, &size) != 0) return errno;
    return result;
}

} // namespace

core::Result<std::unique_ptr<Pipe>> openTcp(const std::string& host, int port, Deadline deadline,
                                            int ackTimeoutMs) {
    const std::string where = host + ":" + std::to_string(port);
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    AddressList list;
    if (const int failed =
            ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list.first);
        failed != 0)
        return core::fail(core::ErrorKind::Offline, "wire-bad-address",
                          where + ": " + ::gai_strerror(failed));
    int why = EHOSTUNREACH;
    for (const addrinfo* address = list.first; address; address = address->ai_next) {
        const int fd = ::socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0) {
            why = errno;
            continue;
        }
        auto pipe = std::make_unique<FdPipe>(fd, FdPipe::End::IsLoss);
        why = connectTo(fd, *address, deadline);
        if (why != 0) continue;
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        // A power cut leaves a half-open socket into which write() still succeeds.
        const unsigned ackMs = static_cast<unsigned>(ackTimeoutMs);
        ::setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ackMs, sizeof ackMs);
        return pipe;
    }
    return tl::unexpected<core::Error>(openError(why, where));
}

} // namespace menzhen::wire
