// SPDX-License-Identifier: Apache-2.0
#include "drivers/callkeys/pressfilter.h"

#include <algorithm>

namespace menzhen::callkeys {

PressFilter::PressFilter(std::vector<ports::CallKey> keys) : keys_(std::move(keys)) {}

std::optional<ports::CallAct> PressFilter::down(unsigned code, unsigned modifiers,
                                                std::int64_t nowMs) {
    const auto held = held_.find(code);
    const bool repeats = held != held_.end() && nowMs - held->second < heldForgottenMs;
    held_[code] = nowMs;
    if (repeats) return std::nullopt;
    const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const ports::CallKey& one) {
        return one.code == code && one.modifiers == modifiers;
    });
    if (key == keys_.end()) return std::nullopt;
    const auto before = acted_.find(key->act);
    if (before != acted_.end() && nowMs - before->second < ports::CallKeys::guardMs)
        return std::nullopt;
    acted_[key->act] = nowMs;
    return key->act;
}

void PressFilter::up(unsigned code) {
    held_.erase(code);
}

void PressFilter::reset() {
    held_.clear();
}

} // namespace menzhen::callkeys
