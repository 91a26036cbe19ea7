// SPDX-License-Identifier: Apache-2.0
// The site's clock as a device knows it (sync.md 1.8): the own one, corrected by what the registry
// said at the last contact, and carried on by the monotonic clock, so that nobody who sets this
// machine's clock moves the hospital's. Before the first contact since the machine started it is
// the own clock as it is, and isUnset() says so: the ops written then are judged at the time of
// their receipt. Thread: any reads it; heldAgainst() is the flow thread's.
#pragma once

#include "app/ports/clock.h"

#include <atomic>
#include <cstdint>
#include <limits>

namespace menzhen::sync {

/// A measurement that took longer says little: the offset is uncertain by half of it.
inline constexpr std::int64_t maxClockRoundTripMs = 2000;

class SiteClock final : public ports::Clock {
public:
    explicit SiteClock(const ports::Clock& own) : own_(own) {}

    std::int64_t utcMs() const override {
        const std::int64_t correction = correction_;
        return correction == none ? own_.utcMs() : own_.monotonicMs() + correction;
    }

    std::int64_t monotonicMs() const override { return own_.monotonicMs(); }

    ports::LocalTime local(std::int64_t utcMs) const override { return own_.local(utcMs); }

    std::int64_t utcMsOf(int day, int minute) const override { return own_.utcMsOf(day, minute); }

    bool isUnset() const { return correction_ == none; }

    /// The registry said that it is `registryMs`, in answer to what was asked at `askedAtMs` (the
    /// monotonic clock's).
    void heldAgainst(std::int64_t registryMs, std::int64_t askedAtMs) {
        const std::int64_t now = own_.monotonicMs();
        const std::int64_t round = now - askedAtMs;
        if (round < 0 || (round > maxClockRoundTripMs && !isUnset())) return;
        correction_ = registryMs + round / 2 - now;
    }

private:
    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();

    const ports::Clock& own_;
    std::atomic<std::int64_t> correction_ = none; ///< registry's UTC minus monotonic
};

} // namespace menzhen::sync
