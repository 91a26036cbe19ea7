// SPDX-License-Identifier: Apache-2.0
#include "app/core/calendar.h"

#include "app/core/check.h"

#include <chrono>
#include <cstdio>

namespace menzhen::core {

namespace {

constexpr int firstYear = 1800;
constexpr int lastYear = 9999;

std::chrono::year_month_day fields(Day day) {
    return {std::chrono::year(day / 10000), std::chrono::month(unsigned(day / 100 % 100)),
            std::chrono::day(unsigned(day % 100))};
}

std::chrono::sys_days count(Day day) {
    MENZHEN_CHECK(isDay(day), "calendar: not a day");
    return fields(day);
}

Day joined(std::chrono::sys_days days) {
    const std::chrono::year_month_day date(days);
    return int(date.year()) * 10000 + int(unsigned(date.month())) * 100 + int(unsigned(date.day()));
}

/// The number written in `length` decimal digits at `at`; -1 when one of them is no digit.
int digitsAt(std::string_view text, std::size_t at, std::size_t length) {
    int value = 0;
    for (const char c : text.substr(at, length)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

} // namespace

bool isDay(Day day) {
    const int year = day / 10000;
    return year >= firstYear && year <= lastYear && fields(day).ok();
}

Day addDays(Day day, int days) {
    const Day moved = joined(count(day) + std::chrono::days(days));
    MENZHEN_CHECK(isDay(moved), "calendar: left the years 1800 to 9999");
    return moved;
}

Weekday weekdayOf(Day day) {
    return Weekday(std::chrono::weekday(count(day)).iso_encoding());
}

int daysBetween(Day from, Day to) {
    return int((count(to) - count(from)).count());
}

int ageOn(Day birth, Day on) {
    MENZHEN_CHECK(isDay(birth) && isDay(on), "calendar: not a day");
    return (on - birth) / 10000; // yyyymmdd: the last four digits borrow before the birthday
}

std::optional<Day> parseDay(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int year = digitsAt(text, 0, 4);
    const int month = digitsAt(text, 5, 2);
    const int dayOfMonth = digitsAt(text, 8, 2);
    if (year < 0 || month < 0 || dayOfMonth < 0) return std::nullopt;
    const Day day = year * 10000 + month * 100 + dayOfMonth;
    return isDay(day) ? std::optional(day) : std::nullopt;
}

std::string formatDay(Day day) {
    MENZHEN_CHECK(isDay(day), "calendar: not a day");
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
    return text;
}

std::optional<Minute> parseMinute(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const int hour = digitsAt(text, 0, 2);
    const int minute = digitsAt(text, 3, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

std::string formatMinute(Minute minute) {
    MENZHEN_CHECK(minute >= 0 && minute <= minutesPerDay, "calendar: not a minute of a day");
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", minute / 60, minute % 60);
    return text;
}

} // namespace menzhen::core
