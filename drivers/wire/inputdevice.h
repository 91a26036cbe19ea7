// SPDX-License-Identifier: Apache-2.0
// Keyboard-like devices of the kernel (/dev/input/...): what hand scanners that type and call pads
// have in common. Below the keyboard layout, the input method and whatever window is in front.
#pragma once

#include "app/core/bytes.h"

#include <string>
#include <vector>

namespace menzhen::wire {

struct KeyEvent {
    enum class Kind { Released, Pressed, Repeated };

    unsigned code = 0; ///< KEY_... of linux/input-event-codes.h
    Kind kind = Kind::Released;

    friend bool operator==(const KeyEvent&, const KeyEvent&) = default;
};

/// Cuts a stream of struct input_event, as this machine lays it out, into keys. Pure.
class KeyEvents {
public:
    /// `bytes` is any part of the stream; what is no key (SYN, LED, scan codes) is left out.
    std::vector<KeyEvent> feed(core::ByteView bytes);
    /// Forgets an event whose rest has not come: the device was opened anew.
    void reset();

private:
    core::Bytes part_;
};

/// Takes the open device for this program alone (EVIOCGRAB; ends with the descriptor): its keys
/// reach no window. 0 or an errno; ENOTTY and EINVAL: it is no such device.
int grabInput(int fd);

/// Opens a device for reading without waiting; a FIFO as it is, for tests and demonstrations.
/// The descriptor, or an errno, negative. `fifo` says whether it is one (and needs no grab).
int openInput(const std::string& path, bool& fifo);

} // namespace menzhen::wire
