// SPDX-License-Identifier: Apache-2.0
// Keys of the doctor's keyboard, taken from every other program under X11 (XGrabKey on the root
// window), on a connection and a thread of their own. A key that another program holds is told, and
// asked for again every 5 s. Under Wayland there is no such thing: the state says NotHere.
#pragma once

#include "app/ports/callkeys.h"
#include "drivers/callkeys/keyoutlet.h"
#include "drivers/callkeys/pressfilter.h"

#include <memory>
#include <thread>

namespace menzhen::callkeys {

class XKeyboard;

class HotKeys final : public ports::CallKeys {
public:
    static constexpr int askAgainMs = 5000;
    static constexpr int stepMs = 100; ///< stop() waits at most so long

    HotKeys(std::vector<ports::CallKey> keys, ports::Post post);
    ~HotKeys() override;
    HotKeys(const HotKeys&) = delete;
    HotKeys& operator=(const HotKeys&) = delete;

    void start(Listener listener) override;
    void stop() override;

private:
    void run(const std::stop_token& stop);
    /// Asks for the keys that are not this program's yet, and tells how that went.
    void grabRest(XKeyboard& keyboard, std::vector<ports::CallKey>& rest);

    const std::vector<ports::CallKey> keys_;
    PressFilter filter_;
    KeyOutlet outlet_;
    std::jthread thread_;
};

} // namespace menzhen::callkeys
