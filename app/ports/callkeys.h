// SPDX-License-Identifier: Apache-2.0
// Keys that reach the station whatever program is in front: a call pad that is the station's own,
// or keys of the doctor's keyboard that the station has taken from all other programs.
//
// What it promises:
// - One press is one act: a held key, its repeats, a contact that bounces and a second press for
//   the same act within guardMs are nothing.
// - The keys reach nobody else, so a press types nothing into the program in front.
// - A pad that is missing or goes away is a state, never an error: the driver tries again for ever
//   with a growing pause (250 ms .. 5 s). A key that another program holds is asked for again too.
//
// Thread: start, stop and the destructor on one thread. `onPress` and `onState` run through the
// Post that the driver was made with; neither runs after stop() returned, when that Post leads to
// the thread that called it.
#pragma once

#include "app/ports/post.h"

#include <functional>
#include <string>
#include <vector>

namespace menzhen::ports {

enum class CallAct { Next, Repeat, Missed, ToTests, Finish, Pause, Undo, Help, Bar };

enum KeyModifier : unsigned { noModifier = 0, shiftKey = 1, ctrlKey = 2, altKey = 4, metaKey = 8 };

struct CallKey {
    std::string name;                ///< as in the site file: "F13", "Ctrl+F9"
    unsigned code = 0;               ///< KEY_... of linux/input-event-codes.h
    unsigned modifiers = noModifier; ///< KeyModifier bits, all of them and no others
    CallAct act = CallAct::Next;

    friend bool operator==(const CallKey&, const CallKey&) = default;
};

enum class CallKeysState {
    Stopped,  ///< not started
    Starting, ///< started, nothing opened yet
    Working,
    Missing, ///< no such pad, or it was unplugged
    Denied,  ///< the pad is there and may not be opened (rights, or taken by another program)
    Taken,   ///< another program holds the keys in `taken`; the others work
    NotHere, ///< this kind of screen gives no program keys of others (Wayland), or there is none
    Faulty,  ///< the pad is no keyboard; `detail` says what
};

struct CallKeysStatus {
    CallKeysState state = CallKeysState::Stopped;
    std::vector<std::string> taken = {}; ///< names of the keys
    std::string detail = {}; ///< one English sentence for whoever repairs it; empty when working

    friend bool operator==(const CallKeysStatus&, const CallKeysStatus&) = default;
};

class CallKeys {
public:
    static constexpr int guardMs = 500;

    struct Listener {
        std::function<void(CallAct)> onPress;
        /// Told once after start() and at every change.
        std::function<void(const CallKeysStatus&)> onState;
    };

    virtual ~CallKeys() = default; ///< stops
    /// Returns at once. What is started must be stopped before it is started again.
    virtual void start(Listener listener) = 0;
    /// Waits for the driver's thread (at most about a tenth of a second) and gives the keys back.
    virtual void stop() = 0;
};

} // namespace menzhen::ports
