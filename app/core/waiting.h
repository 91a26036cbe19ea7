// SPDX-License-Identifier: Apache-2.0
// When somebody who waits will be called, as a range of clock times that may be believed: one
// number would be wrong by design, and a sum of medians is too small for skewed times (queue rules,
// 6). The rest of the half-day is played through some hundred times with durations drawn from what
// was measured, at today's pace; the range is what most of these days agree on.
//
// Pure: no clock, and chance only from a seed of its own, so that the same line always gives the
// same range. Times are minutes after local midnight, durations minutes.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

inline constexpr int replayedDays = 300;            ///< how often the rest is played through
inline constexpr std::size_t leastHistory = 3;      ///< durations of earlier days; with fewer: none
inline constexpr std::size_t mostHistory = 400;     ///< the latest; more say nothing new
inline constexpr std::size_t mostForecast = 200;    ///< places; who is further back gets no time
inline constexpr double longestServiceMinutes = 90; ///< longer ones were forgotten, not served
inline constexpr int rangeStepMinutes = 5; ///< the ends stand on these minutes of the clock

/// How long one call occupies a station, whatever came of it.
struct Pace {
    std::vector<double> earlier{}; ///< of days before
    std::vector<double> today{};
    int ordinaryCalls = 0; ///< of all these calls
    int sideCalls = 0;     ///< for those who go between: emergencies, priority, returns
};

struct WaitingStation {
    std::optional<double> busyFor{}; ///< since it called somebody; none: it is free
    double pausedFor = 0;            ///< still to come, as its doctor said; 0: it is open
};

/// Somebody who is here, in the order of call.
struct WaitingPlace {
    std::string id{};
    bool side = false; ///< goes between the ordinary ones
};

/// Somebody who is expected and would be called before somebody who is here.
struct WaitingComer {
    std::size_t before = 0; ///< index of that place
    int earliest = 0;       ///< when they may be here
    int latest = 0;         ///< after that they come late, behind the others
};

struct WaitingLine {
    int now = 0;
    int begins = 0; ///< no call before, as long as there was none today
    bool begun = true;
    std::vector<WaitingStation> stations{}; ///< that call, or will after their pause
    std::vector<WaitingPlace> places{};
    std::vector<WaitingComer> comers{};
};

/// Why there is no time.
enum class NoTime {
    Paused,    ///< nobody calls, and nobody said until when
    NoHistory, ///< nothing was measured before today
    Stale,     ///< what is known is old
};

std::string_view toText(NoTime why); ///< "paused" "no-history" "stale"

/// When the call may come: one in eight is called before `low`, one in ten after `high`.
struct CallTimes {
    double low = 0;
    double high = 0;
};

/// By id. Empty when there is no station or too little history. O(replayedDays x n log n).
std::map<std::string, CallTimes, std::less<>> callTimes(const WaitingLine& line, const Pace& pace);

struct ClockRange {
    int from = 0;
    int to = 0;

    friend bool operator==(const ClockRange&, const ClockRange&) = default;
};

/// What people are shown: low end down, high end up to the step. What was shown before stays while
/// it still holds and no end would move by more than a step: a time that flickers is not believed.
ClockRange shownRange(const CallTimes& times, const std::optional<ClockRange>& before);

} // namespace menzhen::core
