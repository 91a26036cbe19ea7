// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/timeline.h"

#include <algorithm>
#include <utility>

namespace menzhen::twin {

void Timeline::after(std::int64_t delayMs, const Life& life, std::function<void()> run) {
    events_.push({nowMs_ + std::max<std::int64_t>(0, delayMs), order_++, life, std::move(run)});
}

void Timeline::runUntil(std::int64_t atMs) {
    while (!events_.empty() && events_.top().atMs <= atMs) {
        const Event event = events_.top();
        events_.pop();
        nowMs_ = std::max(nowMs_, event.atMs);
        if (event.life && !*event.life) continue;
        ++done_;
        event.run();
        if (each_) each_();
    }
    nowMs_ = std::max(nowMs_, atMs);
}

} // namespace menzhen::twin
