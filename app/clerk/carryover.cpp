// SPDX-License-Identifier: Apache-2.0
// Nobody who checked in is dropped (queue rules, 6): who is left of a half-day goes over to the
// next one's queue, before its first band; at midnight, to the next day that has one.
#include "app/clerk/clerk.h"
#include "app/core/calendar.h"
#include "db/store/records.h"

#include <map>

namespace menzhen::clerk {

namespace {

/// Where those of `queue` are seen, from the best place on: their doctor's own queue, that of
/// whoever stands in for him in that half-day, the pool of the department.
constexpr const char* sameDayPlaces[] = {
    "queue = ?",
    "id = (SELECT to_session FROM session_stop p JOIN session s ON s.site = p.site AND s.day = "
    "p.day AND s.id = p.session WHERE p.site = session.site AND p.day = session.day AND s.half = "
    "'PM' AND s.queue = ?)",
    "pooled = 1 AND department = (SELECT department FROM queue WHERE site = session.site AND day = "
    "session.day AND half = 'AM' AND id = ?)"};

/// On another day also anybody of the department, of the same title first: the patient has waited
/// for a day, and no doctor need come on the next.
constexpr const char* laterPlace =
    "SELECT s.queue, s.half FROM session s LEFT JOIN practitioner p ON p.site = s.site AND p.id = "
    "s.practitioner WHERE s.site = ?1 AND s.day = ?2 AND s.state = 'open' AND s.class = '' AND "
    "s.department = (SELECT department FROM queue WHERE site = ?1 AND day = ?3 AND id = ?4 LIMIT "
    "1) ORDER BY s.half, "
    "s.queue "
    "= ?4 DESC, s.pooled DESC, p.title_zh = (SELECT title_zh FROM practitioner WHERE site = ?1 AND "
    "id = ?4) DESC, s.start_minute, s.id LIMIT 1";

struct Left {
    std::string entry;
    int day = 0;
    std::string queue;
};

std::vector<Left> leftOf(store::Database& database, const std::string& site, int from, int until,
                         const char* halves) {
    std::vector<Left> left;
    store::Query query(database,
                       "SELECT id, day, queue FROM entry WHERE site = ? AND day BETWEEN ? AND ? "
                       "AND half IN (" +
                           std::string(halves) +
                           ") AND state IN ('waiting', 'staged', 'missed', 'onleave') ORDER BY "
                           "day, half, seq LIMIT ?");
    query.bind(site).bind(from).bind(until).bind(maxCarriedPerSweep);
    while (query.step())
        left.push_back({query.text(0), static_cast<int>(query.integer(1)), query.text(2)});
    return left;
}

} // namespace

int Clerk::carryOver() {
    const ports::LocalTime now = setup_.clock.now();
    if (carriedAt_ == now.minute) return 0;
    carriedAt_ = now.minute;
    const auto left = leftOf(setup_.database, site(), now.day, now.day, "'AM'");
    int carried = 0;
    std::map<std::string, std::string> targets; // empty: none, or it has not begun
    for (const auto& [entry, day, queue] : left) {
        if (!targets.contains(queue)) targets[queue] = afternoonOf(queue, now);
        if (targets[queue].empty()) continue;
        const json fields{
            {"entry", entry}, {"to", targets[queue]}, {"to_half", "PM"}, {"why", "carried"}};
        if (log_.author({"entry.transferred", now.day, fields, {}, {}})) ++carried;
    }
    return carried + carryIntoToday(now);
}

int Clerk::carryIntoToday(const ports::LocalTime& now) {
    // Hourly, not once: what a device kept for itself over night may come in the morning.
    const std::int64_t hour = std::int64_t{now.day} * 24 + now.minute / 60;
    if (nightCarriedAt_ == hour) return 0;
    int carried = 0;
    for (const auto& [entry, day, queue] :
         leftOf(setup_.database, site(), core::addDays(now.day, -longestCarryDays),
                core::addDays(now.day, -1), "'AM', 'PM'")) {
        std::string to;
        std::string half;
        {
            store::Query query(setup_.database, laterPlace);
            query.bind(site()).bind(now.day).bind(day).bind(queue);
            if (!query.step()) continue; // tomorrow, perhaps
            to = query.text(0);
            half = query.text(1);
        }
        const json fields{{"entry", entry}, {"from_day", day}, {"to", to}, {"to_half", half}};
        if (log_.author({"entry.carried", now.day, fields, {}, {}})) ++carried;
    }
    if (carried < maxCarriedPerSweep) nightCarriedAt_ = hour;
    return carried;
}

std::string Clerk::afternoonOf(const std::string& queue, const ports::LocalTime& now) {
    for (const char* where : sameDayPlaces) {
        store::Query query(setup_.database,
                           "SELECT queue, start_minute FROM session WHERE site = ? AND day = ? AND "
                           "half = 'PM' AND state = 'open' AND class = '' AND " +
                               std::string(where) + " ORDER BY start_minute LIMIT 1");
        query.bind(site()).bind(now.day).bind(queue);
        if (query.step()) return now.minute >= query.integer(1) ? query.text(0) : std::string();
    }
    return {};
}

} // namespace menzhen::clerk
