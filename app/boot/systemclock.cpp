// SPDX-License-Identifier: Apache-2.0
#include "app/boot/systemclock.h"

#include "app/core/calendar.h"

#include <chrono>
#include <ctime>

namespace menzhen::boot {

namespace {

constexpr std::size_t maxSecondsDigits = 11; // until the year 5138

std::optional<std::int64_t> digits(std::string_view text, std::size_t most) {
    if (text.empty() || text.size() > most) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// "07:50" or "07:50:30" as seconds after midnight.
std::optional<int> secondsOf(std::string_view text) {
    const auto minute = core::parseMinute(text.substr(0, 5));
    if (!minute) return std::nullopt;
    if (text.size() == 5) return *minute * 60;
    if (text.size() != 8 || text[5] != ':') return std::nullopt;
    const auto second = digits(text.substr(6), 2);
    if (!second || *second > 59) return std::nullopt;
    return *minute * 60 + static_cast<int>(*second);
}

} // namespace

std::int64_t realUtcMs() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

std::int64_t SystemClock::utcMs() const {
    return realUtcMs() + shiftMs_;
}

std::int64_t SystemClock::monotonicMs() const {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

core::Result<std::int64_t> clockShiftMs(std::string_view text, const Zone& zone,
                                        std::int64_t nowMs) {
    const auto bad = [text] {
        return core::badData("bad-clock",
                             "--clock " + std::string(text) +
                                 ": is not LOCAL[@UTCSECONDS]; write for example "
                                 "--clock 2026-11-23T07:50 or --clock 2026-11-23T07:50@1795391400");
    };
    const std::size_t at = text.find('@');
    const std::string_view local = text.substr(0, at);
    if (local.size() < 16 || (local[10] != 'T' && local[10] != ' ')) return bad();
    const auto day = core::parseDay(local.substr(0, 10));
    const auto second = secondsOf(local.substr(11));
    if (!day || !second) return bad();
    if (at != std::string_view::npos) {
        const auto real = digits(text.substr(at + 1), maxSecondsDigits);
        if (!real) return bad();
        nowMs = *real * 1000;
    }
    return zone.utcMsOf(*day, *second) - nowMs;
}

} // namespace menzhen::boot
