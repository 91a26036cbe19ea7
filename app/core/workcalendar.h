// SPDX-License-Identifier: Apache-2.0
// Which weekday's sessions a day has. Public holidays close, and a weekend day is worked in their
// place as if it were another weekday (the State Council's yearly notice names both). A hospital's
// file lists them (docs/booking-rules.md).
#pragma once

#include "app/core/calendar.h"

#include <map>
#include <optional>
#include <set>

namespace menzhen::core {

struct WorkCalendar {
    std::set<Day> closed;
    std::map<Day, Weekday> workedAs; ///< a Saturday worked as a Thursday

    friend bool operator==(const WorkCalendar&, const WorkCalendar&) = default;
};

inline bool isClosed(const WorkCalendar& calendar, Day day) {
    return calendar.closed.contains(day);
}

/// The weekday whose templates the day has; nothing: it is closed.
std::optional<Weekday> plannedWeekday(const WorkCalendar& calendar, Day day);

} // namespace menzhen::core
