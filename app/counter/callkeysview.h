// SPDX-License-Identifier: Apache-2.0
// Which keys call from outside the station's windows, and how each source of them stands. main.cpp
// fills it from the drivers. Thread: values; any.
#pragma once

#include "app/ports/callkeys.h"

#include <algorithm>

namespace menzhen::counter {

/// A call pad, or the keys taken from the keyboard.
struct CallKeySource {
    std::vector<ports::CallKey> keys; ///< empty: the site file names none
    ports::CallKeysStatus status;

    /// The key for this act that works now, or none.
    const ports::CallKey* workingFor(ports::CallAct act) const {
        using State = ports::CallKeysState;
        if (status.state != State::Working && status.state != State::Taken) return nullptr;
        const auto works = [this, act](const ports::CallKey& key) {
            return key.act == act && std::find(status.taken.begin(), status.taken.end(),
                                               key.name) == status.taken.end();
        };
        const auto key = std::find_if(keys.begin(), keys.end(), works);
        return key == keys.end() ? nullptr : &*key;
    }

    friend bool operator==(const CallKeySource&, const CallKeySource&) = default;
};

struct CallKeysView {
    CallKeySource pad;
    CallKeySource keyboard;

    /// "F13": the key that calls the next patient now; empty when there is none.
    std::string nextKey() const {
        for (const CallKeySource* source : {&pad, &keyboard})
            if (const auto* key = source->workingFor(ports::CallAct::Next)) return key->name;
        return {};
    }

    friend bool operator==(const CallKeysView&, const CallKeysView&) = default;
};

} // namespace menzhen::counter
