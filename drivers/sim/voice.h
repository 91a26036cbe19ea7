// SPDX-License-Identifier: Apache-2.0
// Says calls in virtual time, one after the other.
#pragma once

#include "app/ports/announcer.h"
#include "drivers/sim/timeline.h"

#include <algorithm>

namespace menzhen::twin {

inline constexpr int speechMs = 4000;

class Voice final : public ports::Announcer {
public:
    /// The speech began: people have heard it.
    using Heard = std::function<void(const Call& call)>;

    Voice(Timeline& timeline, Life life, Heard heard)
        : timeline_(timeline), life_(std::move(life)), heard_(std::move(heard)) {}

    void announce(Call call, Done done) override {
        const std::int64_t now = timeline_.nowMs();
        freeAtMs_ = std::max(freeAtMs_, now) + speechMs;
        timeline_.after(freeAtMs_ - now - speechMs, life_,
                        [this, call = std::move(call)] { heard_(call); });
        timeline_.after(freeAtMs_ - now, life_,
                        [done = std::move(done)] { done(ports::Spoken{2}); });
    }

    void setVolume(int) override {}

    void stop() override {}

private:
    Timeline& timeline_;
    Life life_;
    Heard heard_;
    std::int64_t freeAtMs_ = 0;
};

} // namespace menzhen::twin
