// SPDX-License-Identifier: Apache-2.0
// The rules of one time zone, from the system's zone files (package tzdata) by Howard Hinnant's
// date library: g++ 12 has no zone database of its own, and strftime's answers belong to the
// process. Thread: any; a zone never changes.
#pragma once

#include "app/core/result.h"
#include "app/ports/clock.h"

#include <cstdint>
#include <string>

namespace date {
class time_zone;
}

namespace menzhen::boot {

/// An IANA name that this machine has rules for.
bool isZone(const std::string& name);

class Zone {
public:
    /// Errors: Data "time-zone".
    static core::Result<Zone> named(const std::string& name);

    ports::LocalTime localOf(std::int64_t utcMs) const;
    /// `second` counts from the day's wall-clock midnight, 0 to 86400. A wall time that the zone
    /// repeats is the earlier moment; one that it skips is the moment of the skip. `day` is a day.
    std::int64_t utcMsOf(int day, int second) const;

private:
    explicit Zone(const date::time_zone& zone) : zone_(&zone) {}

    const date::time_zone* zone_; // owned by the library, for as long as the program runs
};

} // namespace menzhen::boot
