// SPDX-License-Identifier: Apache-2.0
#include "app/boot/zone.h"

#include "app/core/check.h"

#include <chrono>
#include <date/tz.h>
#include <exception>

namespace menzhen::boot {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const date::time_zone* find(const std::string& name) {
    // The library takes any file below its folder; a name with a dot or a leading slash is none.
    if (name.empty() || name.find('.') != std::string::npos || name.front() == '/') return nullptr;
    try {
        return date::locate_zone(name);
    } catch (const std::exception&) {
        return nullptr;
    }
}

date::year_month_day calendarDay(int day) {
    return {date::year{day / 10000}, date::month{static_cast<unsigned>(day / 100 % 100)},
            date::day{static_cast<unsigned>(day % 100)}};
}

} // namespace

bool isZone(const std::string& name) {
    return find(name) != nullptr;
}

core::Result<Zone> Zone::named(const std::string& name) {
    const date::time_zone* zone = find(name);
    if (!zone)
        return core::badData("time-zone", "this machine has no rules for the time zone \"" + name +
                                              "\"; check the name and that tzdata is installed");
    return Zone(*zone);
}

ports::LocalTime Zone::localOf(std::int64_t utcMs) const {
    const auto utc = date::floor<seconds>(date::sys_time<milliseconds>{milliseconds{utcMs}});
    const auto local = zone_->to_local(utc);
    const auto midnight = date::floor<date::days>(local);
    const date::year_month_day day{midnight};
    const auto second = static_cast<int>((local - midnight).count());
    return {static_cast<int>(day.year()) * 10000 + static_cast<int>(unsigned{day.month()}) * 100 +
                static_cast<int>(unsigned{day.day()}),
            second / 60, second % 60};
}

std::int64_t Zone::utcMsOf(int day, int second) const {
    const date::year_month_day ymd = calendarDay(day);
    MENZHEN_CHECK(ymd.ok() && second >= 0 && second <= 86400, "a wall time that is none");
    const auto local = date::local_seconds{date::local_days{ymd}} + seconds{second};
    return milliseconds(zone_->to_sys(local, date::choose::earliest).time_since_epoch()).count();
}

} // namespace menzhen::boot
