// SPDX-License-Identifier: Apache-2.0
// A pipe over a non-blocking file descriptor, which it owns. Private to the room.
#pragma once

#include "drivers/wire/pipe.h"

namespace menzhen::wire {

class FdPipe : public Pipe {
public:
    enum class End {
        IsLoss,   ///< reading nothing means that the other side is gone (TCP)
        IsSilence ///< a device may return nothing and go on (USB line printer, serial)
    };

    FdPipe(int fd, End end) : fd_(fd), end_(end) {}

    ~FdPipe() override;
    FdPipe(const FdPipe&) = delete;
    FdPipe& operator=(const FdPipe&) = delete;

    core::Result<std::size_t> write(core::ByteView bytes, Deadline deadline,
                                    std::size_t* written) override;
    core::Result<std::size_t> read(std::span<std::uint8_t> into, Deadline deadline) override;

protected:
    int fd() const { return fd_; }

private:
    int fd_;
    End end_;
};

enum class Readiness { Ready, Late, Broken };

/// Waits for `events` (POLLIN, POLLOUT) on `fd`. What a broken descriptor still holds to be read
/// counts as ready.
Readiness waitFor(int fd, short events, Deadline deadline);

/// The error for a failed open or connect, from errno; `what` names the device or address.
core::Error openError(int errorNumber, const std::string& what);

} // namespace menzhen::wire
