// SPDX-License-Identifier: Apache-2.0
#include "drivers/wire/fdpipe.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace menzhen::wire {

using core::ErrorKind;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kSilencePause{20}; // between two looks at a device that returns nothing

bool again(int errorNumber) {
    return errorNumber == EAGAIN || errorNumber == EWOULDBLOCK || errorNumber == EINTR;
}

tl::unexpected<core::Error> lost(int errorNumber) {
    return core::fail(ErrorKind::Offline, "wire-lost",
                      errorNumber == 0 ? "the other side closed" : std::strerror(errorNumber));
}

} // namespace

Readiness waitFor(int fd, short events, Deadline deadline) {
    for (;;) {
        const auto left =
            std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
        const auto waitMs = std::clamp<long long>(left.count() + 1, 0, 60'000);
        pollfd entry{fd, events, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(waitMs));
        if (ready < 0 && errno != EINTR) return Readiness::Broken;
        if (ready > 0) {
            if (entry.revents & events) return Readiness::Ready;
            return Readiness::Broken;
        }
        if (std::chrono::steady_clock::now() >= deadline) return Readiness::Late;
    }
}

core::Error openError(int errorNumber, const std::string& what) {
    const std::string detail = what + ": " + std::strerror(errorNumber);
    switch (errorNumber) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
        return {ErrorKind::Offline, "wire-missing", detail};
    case EACCES:
    case EPERM:
        return {ErrorKind::Device, "wire-denied", detail};
    case ETIMEDOUT:
        return {ErrorKind::Offline, "wire-timeout", detail};
    default:
        return {ErrorKind::Offline, "wire-refused", detail};
    }
}

FdPipe::~FdPipe() {
    ::close(fd_);
}

core::Result<std::size_t> FdPipe::write(core::ByteView bytes, Deadline deadline,
                                        std::size_t* written) {
    std::size_t done = 0;
    if (written) *written = 0;
    while (done < bytes.size()) {
        const Readiness readiness = waitFor(fd_, POLLOUT, deadline);
        if (readiness == Readiness::Late) break;
        if (readiness == Readiness::Broken) return lost(0);
        // A socket answers EPIPE instead of the signal; other descriptors raise none.
        ssize_t n = ::send(fd_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
        if (n < 0 && errno == ENOTSOCK) n = ::write(fd_, bytes.data() + done, bytes.size() - done);
        if (n < 0 && !again(errno)) return lost(errno);
        if (n > 0) done += static_cast<std::size_t>(n);
        if (written) *written = done;
    }
    return done;
}

core::Result<std::size_t> FdPipe::read(std::span<std::uint8_t> into, Deadline deadline) {
    for (;;) {
        const Readiness readiness = waitFor(fd_, POLLIN, deadline);
        if (readiness == Readiness::Late) return std::size_t{0};
        if (readiness == Readiness::Broken) return lost(0);
        const ssize_t n = ::read(fd_, into.data(), into.size());
        if (n > 0) return static_cast<std::size_t>(n);
        if (n < 0 && !again(errno)) return lost(errno);
        if (n == 0 && end_ == End::IsLoss) return lost(0);
        if (n == 0) {
            if (std::chrono::steady_clock::now() >= deadline) return std::size_t{0};
            std::this_thread::sleep_for(kSilencePause);
        }
    }
}

} // namespace menzhen::wire
