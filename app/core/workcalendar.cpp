// SPDX-License-Identifier: Apache-2.0
#include "app/core/workcalendar.h"

namespace menzhen::core {

std::optional<Weekday> plannedWeekday(const WorkCalendar& calendar, Day day) {
    if (isClosed(calendar, day)) return std::nullopt;
    const auto swapped = calendar.workedAs.find(day);
    return swapped == calendar.workedAs.end() ? weekdayOf(day) : swapped->second;
}

} // namespace menzhen::core
