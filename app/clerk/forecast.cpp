// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/forecast.h"

#include "app/clerk/served.h"
#include "app/core/timeunits.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

/// The stations of a queue, as far as they will call.
struct Stations {
    std::vector<core::WaitingStation> calling;
    bool known = false;  ///< there is one
    bool paused = false; ///< one pauses, and nobody knows until when
    bool stale = false;  ///< one was not heard
};

Stations stationsOf(store::Database& database, const std::string& site, const ops::QueueKey& key,
                    std::int64_t nowMs) {
    store::Query query(
        database,
        "SELECT s.state, s.paused_until, coalesce(c.heard_at, 0), coalesce((SELECT max(called_at) "
        "FROM entry e WHERE e.site = s.site AND e.day = s.day AND e.half = s.half AND e.queue = "
        "s.queue AND e.station = s.id AND e.state = 'called'), 0) FROM station s LEFT JOIN "
        "device_contact c ON c.site = s.site AND c.device = s.id WHERE s.site = ? AND s.day = ? "
        "AND s.half = ? AND s.queue = ? AND s.state <> 'closed'");
    query.bind(site).bind(key.day).bind(key.half).bind(key.id);
    Stations stations;
    while (query.step()) {
        stations.known = true;
        const bool paused = query.text(0) == "paused";
        const std::int64_t until = query.integer(1);
        const std::int64_t heard = query.integer(2);
        if (heard != 0 && nowMs - heard > staleStationMs) {
            stations.stale = true;
            continue;
        }
        if (paused && until == 0) {
            stations.paused = true;
            continue;
        }
        core::WaitingStation station;
        if (paused) station.pausedFor = std::max<double>(static_cast<double>(until - nowMs), 0);
        station.pausedFor /= core::msPerMinute;
        if (const std::int64_t called = query.integer(3); called != 0)
            station.busyFor =
                std::max<double>(static_cast<double>(nowMs - called), 0) / core::msPerMinute;
        stations.calling.push_back(station);
    }
    return stations;
}

/// The last call and whether somebody is in the room; at 0: nobody was called yet.
struct LastCall {
    std::int64_t at = 0;
    bool on = false;
};

LastCall lastCall(store::Database& database, const std::string& site, const ops::QueueKey& key) {
    store::Query query(database, "SELECT called_at, state = 'called' FROM entry WHERE site = ? AND "
                                 "day = ? AND half = ? AND queue = ? AND called_at > 0 ORDER BY "
                                 "called_at DESC LIMIT 1");
    query.bind(site).bind(key.day).bind(key.half).bind(key.id);
    if (!query.step()) return {};
    return {query.integer(0), query.integer(1) != 0};
}

/// A caller that never said that it sits down (another hospital's program, say) calls all the same.
core::WaitingStation unnamedStation(const LastCall& last, std::int64_t nowMs) {
    core::WaitingStation station;
    if (last.on)
        station.busyFor =
            std::max<double>(static_cast<double>(nowMs - last.at), 0) / core::msPerMinute;
    return station;
}

/// The earliest beginning of the queue's sessions; 0: it has none.
int beginsAt(store::Database& database, const std::string& site, const ops::QueueKey& key) {
    store::Query query(database, "SELECT coalesce(min(start_minute), 0) FROM session WHERE site = "
                                 "? AND day = ? AND half = ? AND queue = ? AND state = 'open'");
    query.bind(site).bind(key.day).bind(key.half).bind(key.id);
    query.step();
    return static_cast<int>(query.integer(0));
}

} // namespace

Forecast forecastOf(store::Database& database, const std::string& site, const ops::QueueKey& key,
                    const core::Queue& queue, const std::map<std::string, int, std::less<>>& ahead,
                    const ports::Clock& clock) {
    const int now = clock.now().minute;
    Forecast forecast;
    Stations stations = stationsOf(database, site, key, clock.utcMs());
    core::WaitingLine line = core::waitingLine(queue, now, ahead);
    const LastCall last = lastCall(database, site, key);
    line.begun = last.at != 0;
    line.begins = beginsAt(database, site, key);
    // Before it begins, its doctor need not sit there yet.
    const bool expected = !line.begun && line.begins > 0 && now <= line.begins + mostLateMinutes;
    if (!stations.known && (expected || line.begun))
        stations.calling.push_back(unnamedStation(last, clock.utcMs()));
    if (stations.calling.empty()) {
        forecast.why =
            stations.stale && !stations.paused ? core::NoTime::Stale : core::NoTime::Paused;
        return forecast;
    }
    line.stations = std::move(stations.calling);
    line.places.push_back({}); // whoever comes next: no entry has an empty id
    forecast.times = core::callTimes(line, paceOf(database, site, key.id, key.day));
    if (forecast.times.empty()) forecast.why = core::NoTime::NoHistory;
    if (const auto next = forecast.times.find(""); next != forecast.times.end()) {
        forecast.next = next->second;
        forecast.times.erase(next);
    }
    return forecast;
}

} // namespace menzhen::clerk
