// SPDX-License-Identifier: Apache-2.0
// The X server as far as taking keys goes: the system calls of hotkeys.cpp. Thread: one.
#pragma once

#include "app/ports/callkeys.h"

#include <memory>
#include <optional>

namespace menzhen::callkeys {

struct XKey {
    unsigned code = 0;      ///< of linux/input-event-codes.h
    unsigned modifiers = 0; ///< ports::KeyModifier
    bool down = false;
};

class XKeyboard {
public:
    /// Nothing when there is no X server that answers.
    static std::unique_ptr<XKeyboard> open();
    ~XKeyboard();
    XKeyboard(const XKeyboard&) = delete;
    XKeyboard& operator=(const XKeyboard&) = delete;

    /// Whether the key is this program's now; false: another program holds it.
    bool grab(const ports::CallKey& key);
    /// The next key, within `waitMs`. A held key's repeats come as further `down`.
    std::optional<XKey> next(int waitMs);
    /// The server is gone.
    bool lost() const;

private:
    struct Connection;
    explicit XKeyboard(std::unique_ptr<Connection> connection);

    std::unique_ptr<Connection> connection_;
};

} // namespace menzhen::callkeys
