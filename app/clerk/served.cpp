// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/served.h"

#include "app/core/calendar.h"
#include "app/core/timeunits.h"

#include <algorithm>
#include <vector>

namespace menzhen::clerk {

namespace {

/// A call that ended so shortly before an undo is the one that was taken back.
constexpr std::int64_t takenBackMs = 31'000;

/// An op that frees a station of somebody, or takes that back.
struct Ended {
    std::int64_t rev = 0;
    int day = 0;
    std::int64_t at = 0;
    std::string entry; ///< who left it; empty: nobody
    std::string station;
    bool takenBack = false;
};

std::int64_t doneThrough(store::Database& database, const std::string& site) {
    store::Query query(database, "SELECT rev FROM served_through WHERE site = ?");
    query.bind(site);
    return query.step() ? query.integer(0) : 0;
}

std::vector<Ended> endedIn(store::Database& database, const std::string& site, std::int64_t after,
                           std::int64_t through) {
    store::Query query(
        database,
        "SELECT rev, day, min(occurred_at, received_at), CASE type WHEN 'entry.undone' THEN '' "
        "WHEN 'entry.finished' THEN json_extract(fields, '$.entry') WHEN 'entry.missed' THEN "
        "json_extract(fields, '$.entry') WHEN 'entry.left_for_tests' THEN json_extract(fields, "
        "'$.entry') ELSE json_extract(fields, '$.finish') END, coalesce(json_extract(fields, "
        "'$.station'), device), type = 'entry.undone' FROM op WHERE site = ? AND rev > ? AND rev "
        "<= ? AND type IN "
        "('entry.called', 'entry.called_offline', 'entry.chosen', 'ticket.accepted', "
        "'entry.finished', 'entry.missed', 'entry.left_for_tests', 'entry.undone') AND verdict <> "
        "'rejected' ORDER BY rev");
    query.bind(site).bind(after).bind(through);
    std::vector<Ended> all;
    while (query.step())
        all.push_back({query.integer(0), static_cast<int>(query.integer(1)), query.integer(2),
                       query.text(3), query.text(4), query.integer(5) != 0});
    return all;
}

void takeBack(store::Database& database, const std::string& site, const Ended& undone) {
    store::Query(database,
                 "DELETE FROM served WHERE site = ? AND day = ? AND station = ? AND ended_at >= ?")
        .bind(site)
        .bind(undone.day)
        .bind(undone.station)
        .bind(undone.at - takenBackMs)
        .run();
}

void keep(store::Database& database, const std::string& site, const Ended& ended) {
    std::string queue;
    std::int64_t ms = 0;
    bool side = false;
    {
        store::Query entry(database, "SELECT queue, called_at, reason FROM entry WHERE site = ? "
                                     "AND day = ? AND id = ?");
        entry.bind(site).bind(ended.day).bind(ended.entry);
        if (!entry.step() || entry.integer(1) == 0) return;
        queue = entry.text(0);
        ms = ended.at - entry.integer(1);
        const std::string reason = entry.text(2);
        side = reason.starts_with("E:") || reason.starts_with("P:") || reason.starts_with("R:");
    }
    if (ms <= 0 || static_cast<double>(ms) > core::longestServiceMinutes * core::msPerMinute)
        return;
    store::Query(database, "INSERT OR REPLACE INTO served (site, queue, rev, day, station, "
                           "ended_at, ms, side) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(site)
        .bind(queue)
        .bind(ended.rev)
        .bind(ended.day)
        .bind(ended.station)
        .bind(ended.at)
        .bind(ms)
        .bind(side ? 1 : 0)
        .run();
    store::Query(database, "DELETE FROM served WHERE site = ? AND queue = ? AND (day < ? OR rev <= "
                           "(SELECT rev FROM served WHERE site = ? AND queue = ? ORDER BY rev "
                           "DESC LIMIT 1 OFFSET ?))")
        .bind(site)
        .bind(queue)
        .bind(core::addDays(ended.day, -servedKeptDays))
        .bind(site)
        .bind(queue)
        .bind(servedKeptPerQueue)
        .run();
}

} // namespace

void recordServed(Clerk& clerk) {
    store::Database& database = clerk.log().database();
    const std::int64_t done = doneThrough(database, clerk.site());
    // A restored log may be shorter than what was done of the lost one.
    const std::int64_t after = done > clerk.rev() ? 0 : done;
    if (after == clerk.rev()) return;
    const std::int64_t through = std::min(clerk.rev(), after + maxOpsPerLook);
    for (const Ended& ended : endedIn(database, clerk.site(), after, through)) {
        if (ended.takenBack)
            takeBack(database, clerk.site(), ended);
        else if (!ended.entry.empty())
            keep(database, clerk.site(), ended);
    }
    store::Query(database, "INSERT OR REPLACE INTO served_through (site, rev) VALUES (?, ?)")
        .bind(clerk.site())
        .bind(through)
        .run();
}

core::Pace paceOf(store::Database& database, const std::string& site, const std::string& queue,
                  int today) {
    store::Query query(database, "SELECT day, ms, side FROM served WHERE site = ? AND queue = ? "
                                 "AND day <= ? ORDER BY rev DESC LIMIT ?");
    query.bind(site).bind(queue).bind(today).bind(servedKeptPerQueue);
    core::Pace pace;
    while (query.step()) {
        const double minutes = static_cast<double>(query.integer(1)) / core::msPerMinute;
        (query.integer(0) == today ? pace.today : pace.earlier).push_back(minutes);
        ++(query.integer(2) != 0 ? pace.sideCalls : pace.ordinaryCalls);
    }
    // The newest come last, as they happened: the latest of them count.
    std::reverse(pace.today.begin(), pace.today.end());
    std::reverse(pace.earlier.begin(), pace.earlier.end());
    return pace;
}

} // namespace menzhen::clerk
