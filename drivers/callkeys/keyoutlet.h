// SPDX-License-Identifier: Apache-2.0
// Carries what a driver's thread heard to its listener: presses, and changes of state alone.
// Thread: open and close on the listener's, the rest on the driver's.
#pragma once

#include "app/ports/callkeys.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

namespace menzhen::callkeys {

/// Milliseconds of a clock that never jumps.
std::int64_t monotonicMs();

class KeyOutlet {
public:
    explicit KeyOutlet(ports::Post post);

    void open(ports::CallKeys::Listener listener);
    /// What was posted before and has not run yet is dropped.
    void close();

    void pressed(ports::CallAct act);
    void tell(const ports::CallKeysStatus& status);

private:
    struct Session {
        ports::CallKeys::Listener listener;
        std::atomic<bool> closed = false;
    };

    const ports::Post post_;
    std::shared_ptr<Session> session_;
    std::optional<ports::CallKeysStatus> told_;
};

} // namespace menzhen::callkeys
