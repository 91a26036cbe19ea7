// SPDX-License-Identifier: Apache-2.0
// A byte pipe to a device, with a deadline on every call.
// Thread: a pipe is used by one thread at a time. Owning: closing is the destructor's business.
#pragma once

#include "app/core/bytes.h"
#include "app/core/result.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace menzhen::wire {

using Deadline = std::chrono::steady_clock::time_point;

inline Deadline inMs(int ms) {
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
}

class Pipe {
public:
    virtual ~Pipe() = default;

    /// Writes until all bytes are taken or the deadline passes; answers how many the system took
    /// (which is not how many the device got). Error `wire-lost`: the pipe is gone; `written`, when
    /// given, then still says how many were taken before.
    virtual core::Result<std::size_t> write(core::ByteView bytes, Deadline deadline,
                                            std::size_t* written = nullptr) = 0;

    /// Waits for the first bytes and answers how many were read; 0 when the deadline passed.
    virtual core::Result<std::size_t> read(std::span<std::uint8_t> into, Deadline deadline) = 0;

    /// Waits until the device has everything that was written, where the system can tell (serial);
    /// false when the deadline passed first.
    virtual bool drain(Deadline) { return true; }

    /// The IEEE 1284 status byte of a USB line printer: 20h paper empty, 10h selected, 08h no
    /// error.
    virtual std::optional<std::uint8_t> lineStatus() { return std::nullopt; }
};

enum class FlowControl { None, RtsCts, XonXoff };

/// Connects to host:port. Waits for the name service without a deadline, so give an address where
/// that matters. A peer that stops acknowledging is noticed within `ackTimeoutMs`
/// (TCP_USER_TIMEOUT).
core::Result<std::unique_ptr<Pipe>> openTcp(const std::string& host, int port, Deadline deadline,
                                            int ackTimeoutMs = 5000);

/// A character device of the usblp driver. Prints also when the device gives no back channel.
core::Result<std::unique_ptr<Pipe>> openUsbPrinter(const std::string& path);

/// A serial line, 8 data bits, no parity, 1 stop bit. `baud`: 1200 to 115200.
core::Result<std::unique_ptr<Pipe>> openSerial(const std::string& path, int baud, FlowControl flow);

} // namespace menzhen::wire
