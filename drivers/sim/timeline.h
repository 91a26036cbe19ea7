// SPDX-License-Identifier: Apache-2.0
// Virtual time: what happens next, in one thread. Events of one moment happen in the order in which
// they were asked for, so that a run is a function of what it was given.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <vector>

namespace menzhen::twin {

/// A running program: what it asked for dies with it.
using Life = std::shared_ptr<bool>;

inline Life newLife() {
    return std::make_shared<bool>(true);
}

class Timeline {
public:
    explicit Timeline(std::int64_t startMs) : nowMs_(startMs) {}

    /// True milliseconds since 1970 UTC, which no program of the simulation knows exactly.
    std::int64_t nowMs() const { return nowMs_; }

    /// `life` may be null: an event of the world itself.
    void after(std::int64_t delayMs, const Life& life, std::function<void()> run);
    /// Runs everything up to a moment, then the clock stands there.
    void runUntil(std::int64_t atMs);

    /// Runs after each event.
    void onEach(std::function<void()> run) { each_ = std::move(run); }

    std::uint64_t events() const { return done_; }

private:
    struct Event {
        std::int64_t atMs;
        std::uint64_t order;
        Life life;
        std::function<void()> run;
    };

    struct Later {
        bool operator()(const Event& a, const Event& b) const {
            return a.atMs != b.atMs ? a.atMs > b.atMs : a.order > b.order;
        }
    };

    std::int64_t nowMs_;
    std::uint64_t order_ = 0;
    std::uint64_t done_ = 0;
    std::priority_queue<Event, std::vector<Event>, Later> events_;
    std::function<void()> each_;
};

} // namespace menzhen::twin
