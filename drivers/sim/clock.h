// SPDX-License-Identifier: Apache-2.0
// A machine's clock in virtual time: it may be wrong and may jump; its monotonic time begins at the
// machine's start. The site's wall clock is UTC plus eight hours, without summer time.
#pragma once

#include "app/core/calendar.h"
#include "app/ports/clock.h"
#include "drivers/sim/timeline.h"

namespace menzhen::twin {

class Clock final : public ports::Clock {
public:
    explicit Clock(const Timeline& timeline) : timeline_(timeline), bootMs_(timeline.nowMs()) {}

    std::int64_t utcMs() const override { return timeline_.nowMs() + wrongByMs; }

    std::int64_t monotonicMs() const override { return timeline_.nowMs() - bootMs_; }

    ports::LocalTime local(std::int64_t utcMs) const override {
        const std::int64_t localMs = utcMs + offsetMs;
        const int second = static_cast<int>(localMs % dayMs / 1000);
        return {core::addDays(epochDay, static_cast<int>(localMs / dayMs)), second / 60,
                second % 60};
    }

    std::int64_t utcMsOf(int day, int minute) const override {
        return core::daysBetween(epochDay, day) * dayMs + minute * std::int64_t{60'000} - offsetMs;
    }

    void restart() { bootMs_ = timeline_.nowMs(); }

    std::int64_t wrongByMs = 0;

private:
    static constexpr std::int64_t dayMs = 86'400'000;
    static constexpr std::int64_t offsetMs = 8 * 3'600'000;
    static constexpr int epochDay = 19700101;

    const Timeline& timeline_;
    std::int64_t bootMs_;
};

} // namespace menzhen::twin
