// SPDX-License-Identifier: Apache-2.0
#include "app/core/waiting.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <numeric>
#include <queue>
#include <random>

namespace menzhen::core {

namespace {

constexpr double lowShare = 0.13;
constexpr double highShare = 0.9;
/// Spread (of logarithms) between one day's pace and another's, before today says anything.
constexpr double dayToDay = 0.25;
/// Spread of single durations when too few were measured to tell.
constexpr double usualSpread = 0.5;
constexpr double usualSpreadCounts = 6; ///< as many durations
constexpr double comesShare = 0.85;     ///< of the expected; the rest stays away
constexpr double mostLateStart = 10;    ///< minutes after a session's beginning
constexpr double sideShareBefore = 0.1; ///< of calls, before anything was counted
constexpr double sideShareCounts = 20;  ///< as many calls
constexpr double mostSideShare = 0.6;
/// A pause is longer or shorter than its doctor said.
constexpr double pauseLeast = 0.8;
constexpr double pauseMost = 1.4;
constexpr std::uint64_t ownSeed = 0x6d656e7a68656e; // any number, always the same

/// Uniform from 0 up to 1, the same with every compiler.
class Draw {
public:
    double next() { return static_cast<double>(engine_() >> 11U) * 0x1p-53; }

    double between(double low, double high) { return low + (high - low) * next(); }

    double normal() {
        const double radius = std::sqrt(-2 * std::log(1 - next()));
        return radius * std::cos(2 * std::numbers::pi * next());
    }

private:
    // The same line shall give the same range: the seed is fixed on purpose.
    std::mt19937_64 engine_{ownSeed}; // NOLINT(cert-msc32-c,cert-msc51-cpp)
};

std::vector<double> latest(const std::vector<double>& all) {
    const std::size_t skipped = all.size() - std::min(all.size(), mostHistory);
    std::vector<double> kept(all.begin() + static_cast<std::ptrdiff_t>(skipped), all.end());
    std::erase_if(kept, [](double m) { return !(m > 0) || m > longestServiceMinutes; });
    return kept;
}

double meanLog(const std::vector<double>& all) {
    double sum = 0;
    for (const double minutes : all)
        sum += std::log(minutes);
    return all.empty() ? 0 : sum / static_cast<double>(all.size());
}

double varianceOfLogs(const std::vector<double>& all, double mean) {
    double sum = usualSpread * usualSpread * usualSpreadCounts;
    for (const double minutes : all)
        sum += (std::log(minutes) - mean) * (std::log(minutes) - mean);
    return sum / (usualSpreadCounts + static_cast<double>(all.size()));
}

/// The durations of earlier days, and how today's compare: the days' own spread is the prior, each
/// duration of today moves it a little (normal and normal, on logarithms).
struct Tempo {
    std::vector<double> minutes; ///< sorted
    double shift = 0;            ///< today's pace, logarithm
    double doubt = 0;            ///< its standard deviation
    double sideShare = 0;
};

Tempo tempoOf(const Pace& pace) {
    Tempo tempo;
    tempo.minutes = latest(pace.earlier);
    if (tempo.minutes.size() < leastHistory) return tempo;
    const std::vector<double> today = latest(pace.today);
    const double mean = meanLog(tempo.minutes);
    const double variance = varianceOfLogs(tempo.minutes, mean);
    const double prior = dayToDay * dayToDay;
    const double counted = static_cast<double>(today.size());
    const double weight = counted * prior / (counted * prior + variance);
    tempo.shift = today.empty() ? 0 : weight * (meanLog(today) - mean);
    tempo.doubt =
        std::sqrt(prior * (1 - weight) + variance / static_cast<double>(tempo.minutes.size()));
    const double calls = pace.ordinaryCalls + pace.sideCalls + sideShareCounts;
    tempo.sideShare =
        std::min((pace.sideCalls + sideShareBefore * sideShareCounts) / calls, mostSideShare);
    std::sort(tempo.minutes.begin(), tempo.minutes.end());
    return tempo;
}

/// One way in which the rest of the half-day may go.
class Rest {
public:
    Rest(const WaitingLine& line, const Tempo& tempo, Draw& draw)
        : line_(line), tempo_(tempo), draw_(draw),
          pace_(std::exp(tempo.shift + tempo.doubt * draw.normal())) {
        for (std::size_t i = 0; i < line.places.size(); ++i)
            if (line.places[i].side) sidesUntil_ = i + 1;
    }

    /// Adds to each place the minute at which it was called.
    void play(std::vector<std::vector<double>>& calls);

private:
    /// Order of call: of places their index, of comers just before it.
    using Here = std::priority_queue<std::pair<double, std::size_t>,
                                     std::vector<std::pair<double, std::size_t>>, std::greater<>>;
    using Free = std::priority_queue<double, std::vector<double>, std::greater<>>;

    static constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

    struct Arrival {
        double at = 0;
        double rank = 0;
    };

    double duration() {
        const auto at =
            static_cast<std::size_t>(draw_.next() * static_cast<double>(tempo_.minutes.size()));
        return pace_ * tempo_.minutes[at];
    }

    double stillBusy(double busyFor);
    Free stations();
    void arrive();
    void letIn(double until);

    /// Somebody goes between whom nobody knows of yet. Those who are here and go between come
    /// first, and the very next call is settled.
    bool sideCallNow(std::size_t called) const {
        return called > 0 && called >= sidesUntil_ && draw_.next() < tempo_.sideShare;
    }

    const WaitingLine& line_;
    const Tempo& tempo_;
    Draw& draw_;
    double pace_;
    std::size_t sidesUntil_ = 0; ///< no later place goes between
    Here here_;
    std::vector<Arrival> arrivals_; ///< the next one last
};

/// Given that it took so long already: one of the durations that are longer.
double Rest::stillBusy(double busyFor) {
    const auto& all = tempo_.minutes;
    const auto longer = std::upper_bound(all.begin(), all.end(), busyFor / pace_);
    const double left = static_cast<double>(all.end() - longer);
    if (left < 1) return duration() * draw_.next(); // longer than any: nobody knows
    const auto at = static_cast<std::ptrdiff_t>(draw_.next() * left);
    return pace_ * *(longer + at) - busyFor;
}

Rest::Free Rest::stations() {
    Free free;
    const double first =
        line_.begun ? line_.now
                    : std::max<double>(line_.now, line_.begins + draw_.between(0, mostLateStart));
    for (const WaitingStation& station : line_.stations) {
        const double pause = station.pausedFor * draw_.between(pauseLeast, pauseMost);
        free.push(first + pause + (station.busyFor ? stillBusy(*station.busyFor) : 0));
    }
    return free;
}

void Rest::arrive() {
    for (std::size_t i = 0; i < line_.places.size(); ++i)
        here_.emplace(static_cast<double>(i), i);
    for (const WaitingComer& comer : line_.comers) {
        if (draw_.next() >= comesShare) continue;
        const double earliest = std::max(line_.now, comer.earliest);
        if (comer.latest <= earliest) continue;
        arrivals_.push_back({draw_.between(earliest, comer.latest),
                             static_cast<double>(comer.before) - 0.5 + draw_.next() / 4});
    }
    std::sort(arrivals_.begin(), arrivals_.end(),
              [](const Arrival& a, const Arrival& b) { return a.at > b.at; });
}

void Rest::letIn(double until) {
    while (!arrivals_.empty() && arrivals_.back().at <= until) {
        here_.emplace(arrivals_.back().rank, nobody);
        arrivals_.pop_back();
    }
}

void Rest::play(std::vector<std::vector<double>>& calls) {
    Free free = stations();
    arrive();
    for (std::size_t called = 0; called < calls.size();) {
        const double at = free.top();
        free.pop();
        letIn(at);
        if (sideCallNow(called)) {
            free.push(at + duration());
            continue;
        }
        const std::size_t place = here_.top().second;
        here_.pop();
        if (place != nobody) {
            calls[place].push_back(at);
            ++called;
        }
        free.push(at + duration());
    }
}

double share(std::vector<double>& sorted, double of) {
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(std::lround(of * last))];
}

int down(double minutes) {
    return static_cast<int>(std::floor(minutes / rangeStepMinutes)) * rangeStepMinutes;
}

int up(double minutes) {
    return static_cast<int>(std::ceil(minutes / rangeStepMinutes)) * rangeStepMinutes;
}

} // namespace

std::string_view toText(NoTime why) {
    switch (why) {
    case NoTime::Paused:
        return "paused";
    case NoTime::NoHistory:
        return "no-history";
    case NoTime::Stale:
        return "stale";
    }
    return "";
}

std::map<std::string, CallTimes, std::less<>> callTimes(const WaitingLine& line, const Pace& pace) {
    std::map<std::string, CallTimes, std::less<>> times;
    const Tempo tempo = tempoOf(pace);
    if (tempo.minutes.size() < leastHistory || line.stations.empty()) return times;
    WaitingLine first = line;
    if (first.places.size() > mostForecast) first.places.resize(mostForecast);
    std::erase_if(first.comers,
                  [&](const WaitingComer& comer) { return comer.before >= first.places.size(); });
    std::vector<std::vector<double>> calls(first.places.size());
    Draw draw;
    for (int day = 0; day < replayedDays; ++day)
        Rest(first, tempo, draw).play(calls);
    for (std::size_t i = 0; i < calls.size(); ++i) {
        std::sort(calls[i].begin(), calls[i].end());
        times[first.places[i].id] = {share(calls[i], lowShare), share(calls[i], highShare)};
    }
    return times;
}

ClockRange shownRange(const CallTimes& times, const std::optional<ClockRange>& before) {
    if (before && before->from <= times.low && times.high <= before->to &&
        times.low - before->from < 2 * rangeStepMinutes &&
        before->to - times.high < 2 * rangeStepMinutes)
        return *before;
    return {down(times.low), std::max(up(times.high), down(times.low) + rangeStepMinutes)};
}

} // namespace menzhen::core
