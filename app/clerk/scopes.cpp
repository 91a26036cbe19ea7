// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/scopes.h"

#include "app/clerk/views.h"
#include "app/core/calendar.h"

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

} // namespace

std::vector<std::string> touchedScopes(store::Database& database, const std::string& site,
                                       const ports::Clock& clock, std::int64_t after,
                                       std::int64_t through,
                                       const std::vector<std::string>& scopes) {
    if (through - after > maxStretchOps || through < after) return scopes;
    const Stretch stretch{database, site, clock.now().day, after, through};
    constexpr std::string_view board = boardScopePrefix;
    const bool everyHall = touchesEveryHall(stretch);
    std::vector<std::string> touched;
    for (const std::string& scope : scopes) {
        bool concerned = true;
        if (scope == "lobby")
            concerned = touchesLobby(stretch);
        else if (scope.starts_with(board))
            concerned = everyHall || touchesZone(stretch, scope.substr(board.size()));
        if (concerned) touched.push_back(scope);
    }
    return touched;
}

} // namespace menzhen::clerk
