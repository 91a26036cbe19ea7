// SPDX-License-Identifier: Apache-2.0
// At most five look-ups by identity number a minute and kiosk (security.md section 3): enough for
// people at a screen, too few to try numbers out. The kiosk asks it before it looks, the registry
// before it answers. No clock of its own; one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace menzhen::core {

inline constexpr std::size_t lookupsPerMinute = 5;

class LookupLimit {
public:
    /// Whether one more may be done at `nowMs` (monotonic); if so, it counts.
    bool allow(std::int64_t nowMs) {
        std::int64_t& oldest = atMs_[next_];
        if (count_ == lookupsPerMinute && nowMs - oldest < 60'000) return false;
        oldest = nowMs;
        next_ = (next_ + 1) % lookupsPerMinute;
        if (count_ < lookupsPerMinute) ++count_;
        return true;
    }

private:
    std::array<std::int64_t, lookupsPerMinute> atMs_{};
    std::size_t next_ = 0; ///< the oldest, once all are used
    std::size_t count_ = 0;
};

} // namespace menzhen::core
