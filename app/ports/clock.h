// SPDX-License-Identifier: Apache-2.0
// Time as the rules see it. Core gets local days and minutes as integers and never asks for them.
// Thread: every method may be called from any thread.
#pragma once

#include <cstdint>

namespace menzhen::ports {

/// A moment on the site's own wall clock.
struct LocalTime {
    int day = 0;    ///< yyyymmdd of the service day (ends at the site's midnight)
    int minute = 0; ///< whole minutes after local midnight, 0..1439, rounded down
    int second = 0; ///< 0..59

    friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

class Clock {
public:
    virtual ~Clock() = default;
    /// Milliseconds since 1970 UTC; may jump. Demo sites shift it with --clock.
    virtual std::int64_t utcMs() const = 0;
    /// Milliseconds since some start; never jumps, never goes back.
    virtual std::int64_t monotonicMs() const = 0;
    /// The site's wall clock at a UTC moment.
    virtual LocalTime local(std::int64_t utcMs) const = 0;
    /// UTC milliseconds of `minute` (0..1440) of a local day; where the zone skips or repeats it,
    /// the earlier moment.
    virtual std::int64_t utcMsOf(int day, int minute) const = 0;

    LocalTime now() const { return local(utcMs()); }
};

} // namespace menzhen::ports
