// SPDX-License-Identifier: Apache-2.0
// From keys that go down and up to acts, each once. Pure: milliseconds of a clock that never jumps
// come in.
#pragma once

#include "app/ports/callkeys.h"

#include <cstdint>
#include <map>
#include <optional>

namespace menzhen::callkeys {

class PressFilter {
public:
    /// A key that seems held although nothing was heard of it for so long was let go unheard: an X
    /// server repeats a held key far more often.
    static constexpr int heldForgottenMs = 2000;

    explicit PressFilter(std::vector<ports::CallKey> keys);

    /// A key went down, or is held and repeats. The act that this is, if it is a new one.
    std::optional<ports::CallAct> down(unsigned code, unsigned modifiers, std::int64_t nowMs);
    void up(unsigned code);
    /// Nothing is held: the keyboard was opened anew.
    void reset();

private:
    const std::vector<ports::CallKey> keys_;
    std::map<unsigned, std::int64_t> held_; ///< key -> when it was heard of last
    std::map<ports::CallAct, std::int64_t> acted_;
};

} // namespace menzhen::callkeys
