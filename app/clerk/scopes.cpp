// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/scopes.h"

#include "app/clerk/views.h"
#include "app/core/calendar.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace menzhen::clerk {

namespace {

struct Stretch {
    store::Database& database;
    const std::string& site;
    int today;
    std::int64_t after;
    std::int64_t through;
};

bool touchesLobby(const Stretch& s) {
    store::Query query(s.database, "SELECT 1 FROM op WHERE site = ? AND rev > ? AND rev <= ? AND "
                                   "day IN (0, ?, ?) LIMIT 1");
    query.bind(s.site).bind(s.after).bind(s.through).bind(s.today).bind(core::nextDay(s.today));
    return query.step();
}

/// Sessions, practitioners and names stand on every board's page; those rows bear no revision.
bool touchesEveryHall(const Stretch& s) {
    store::Query query(s.database, "SELECT 1 FROM op WHERE site = ? AND rev > ? AND rev <= ? AND "
                                   "(type = 'record.defined' OR type LIKE 'session.%') LIMIT 1");
    query.bind(s.site).bind(s.after).bind(s.through);
    return query.step();
}

bool touchesZone(const Stretch& s, const std::string& zone) {
    store::Query entry(s.database, "SELECT 1 FROM entry WHERE site = ? AND day = ? AND zone = ? "
                                   "AND rev > ? LIMIT 1");
    entry.bind(s.site).bind(s.today).bind(zone).bind(s.after);
    if (entry.step()) return true;
    store::Query station(s.database,
                         "SELECT 1 FROM station WHERE site = ? AND zone = ? AND rev > ? LIMIT 1");
    station.bind(s.site).bind(zone).bind(s.after);
    return station.step();
}

/// What a stretch moved, as visits see it.
struct Movement {
    std::set<std::string> queues;              ///< "DAY/HALF/QUEUE"
    std::map<std::string, std::string> visits; ///< by id: the queue of its entry now, or empty
};

Movement movementIn(const Stretch& s) {
    Movement moved;
    const std::string day = std::to_string(s.today) + "/";
    store::Query entries(s.database,
                         "SELECT half, queue, CASE booking WHEN '' THEN id ELSE booking "
                         "END FROM entry WHERE site = ? AND day = ? AND rev > ?");
    entries.bind(s.site).bind(s.today).bind(s.after);
    while (entries.step()) {
        const std::string queue = day + entries.text(0) + "/" + entries.text(1);
        moved.queues.insert(queue);
        moved.visits[entries.text(2)] = queue;
    }
    store::Query stations(s.database,
                          "SELECT half, queue FROM station WHERE site = ? AND day = ? AND rev > ?");
    stations.bind(s.site).bind(s.today).bind(s.after);
    while (stations.step())
        moved.queues.insert(day + stations.text(0) + "/" + stations.text(1));
    store::Query bookings(s.database, "SELECT coalesce(json_extract(fields, '$.booking'), '') FROM "
                                      "op WHERE site = ? AND rev > ? AND rev <= ? AND type LIKE "
                                      "'booking.%'");
    bookings.bind(s.site).bind(s.after).bind(s.through);
    while (bookings.step())
        moved.visits.emplace(bookings.text(0), "");
    return moved;
}

/// The scope as the answer names it; empty: untouched.
std::string touchedVisit(const std::string& scope, const Movement& moved, bool everybody) {
    const std::size_t begin = std::string_view(visitScopePrefix).size();
    const std::size_t at = std::min(scope.find('@'), scope.size());
    const std::string queue = scope.substr(std::min(at + 1, scope.size()));
    const auto own = moved.visits.find(scope.substr(begin, at - begin));
    if (own != moved.visits.end() && !own->second.empty() && own->second != queue)
        return leftMark + scope;
    const bool concerned = everybody || own != moved.visits.end() || moved.queues.contains(queue);
    return concerned ? scope : std::string();
}

} // namespace

std::string visitScope(const std::string& visit, const std::string& queue) {
    return visitScopePrefix + visit + "@" + queue;
}

std::vector<std::string> touchedScopes(store::Database& database, const std::string& site,
                                       const ports::Clock& clock, std::int64_t after,
                                       std::int64_t through,
                                       const std::vector<std::string>& scopes) {
    if (through - after > maxStretchOps || through < after) return scopes;
    const Stretch stretch{database, site, clock.now().day, after, through};
    constexpr std::string_view board = boardScopePrefix;
    const bool everyHall = touchesEveryHall(stretch);
    std::optional<Movement> moved;
    std::vector<std::string> touched;
    for (const std::string& scope : scopes) {
        bool concerned = true;
        if (scope.starts_with(visitScopePrefix)) {
            if (!moved) moved = movementIn(stretch);
            if (std::string named = touchedVisit(scope, *moved, everyHall); !named.empty())
                touched.push_back(std::move(named));
            continue;
        }
        if (scope == "lobby")
            concerned = touchesLobby(stretch);
        else if (scope.starts_with(board))
            concerned = everyHall || touchesZone(stretch, scope.substr(board.size()));
        if (concerned) touched.push_back(scope);
    }
    return touched;
}

} // namespace menzhen::clerk
