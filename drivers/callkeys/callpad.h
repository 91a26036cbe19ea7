// SPDX-License-Identifier: Apache-2.0
// A call pad on a thread of its own: any USB pad that the kernel calls a keyboard,
//   evdev:///dev/input/by-id/...-event-kbd
// taken for the station alone. A pad that is not there or goes away is tried again after 250 ms,
// then twice as long each time up to 5 s. A FIFO instead of a device is taken as it is.
#pragma once

#include "app/core/result.h"
#include "app/ports/callkeys.h"
#include "drivers/callkeys/keyoutlet.h"
#include "drivers/callkeys/pressfilter.h"
#include "drivers/wire/inputdevice.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace menzhen::callkeys {

class CallPad final : public ports::CallKeys {
public:
    static constexpr int firstPauseMs = 250;
    static constexpr int longestPauseMs = 5000;
    static constexpr int stepMs = 100; ///< stop() waits at most so long

    CallPad(std::string path, std::vector<ports::CallKey> keys, ports::Post post);
    ~CallPad() override;
    CallPad(const CallPad&) = delete;
    CallPad& operator=(const CallPad&) = delete;

    void start(Listener listener) override;
    void stop() override;

private:
    void run(const std::stop_token& stop);
    /// Opens and takes the pad: a descriptor, or -1 after the reason was told.
    int open();
    /// Until the pad is gone or `stop`; true when it worked.
    bool serve(int fd, const std::stop_token& stop);
    void take(core::ByteView bytes);
    void tellError(int error);

    const std::string path_;
    PressFilter filter_;
    wire::KeyEvents events_;
    KeyOutlet outlet_;
    std::mutex mutex_; // of wake_ alone
    std::condition_variable_any wake_;
    std::jthread thread_;
};

/// `url` as in a site file. Errors: badData("callpad-url").
core::Result<std::unique_ptr<ports::CallKeys>>
makeCallPad(const std::string& url, std::vector<ports::CallKey> keys, ports::Post post);

} // namespace menzhen::callkeys
