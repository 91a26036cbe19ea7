// SPDX-License-Identifier: Apache-2.0
// Days and minutes of the site's own calendar, as integers. No time zones here: whoever knows the
// zone (boot, through the Clock port) hands core the local day and minute.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace menzhen::core {

using Day = int;    ///< yyyymmdd, Gregorian: 20261123
using Minute = int; ///< minutes after local midnight: 510 is 08:30

inline constexpr Minute minutesPerDay = 24 * 60;

/// ISO 8601: Monday is 1, Sunday is 7.
enum class Weekday { Monday = 1, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday };

/// Years 1800 to 9999 and a day that exists.
bool isDay(Day day);
/// The functions below take days for which isDay holds; anything else is a bug.
Day addDays(Day day, int days);

inline Day nextDay(Day day) {
    return addDays(day, 1);
}

Weekday weekdayOf(Day day);
/// Days from `from` to `to`, negative when `to` is earlier.
int daysBetween(Day from, Day to);
/// Whole years from `birth` to `on`; somebody born on 29 February ages on 1 March.
int ageOn(Day birth, Day on);

/// "2026-11-23"; nothing when it is written otherwise or is no day.
std::optional<Day> parseDay(std::string_view text);
std::string formatDay(Day day);
/// "08:30" -> 510, two digits each, 00:00 to 23:59.
std::optional<Minute> parseMinute(std::string_view text);
/// 510 -> "08:30". Takes 0 to 1440 ("24:00" is the end of a day).
std::string formatMinute(Minute minute);

} // namespace menzhen::core
