// SPDX-License-Identifier: Apache-2.0
// The hall as the registry has it: bookings, slots, numbers, calls.
#include "app/sim/checker.h"

#include "app/core/hospital.h"
#include "app/core/ownseries.h"
#include "app/sim/smallsite.h"
#include "db/store/records.h"

namespace menzhen::sim {

void Checker::bookings() {
    for (const auto& [id, at] : world_.witness().booked) {
        const auto rows = store::select(registry(), siteId, "booking", "AND id = ?", {id});
        if (rows.empty()) {
            wrong("I1", "booking " + id + " is gone");
        } else if (world_.witness().cancelled.contains(id) &&
                   rows.front().text("state") == "booked") {
            wrong("I1", "booking " + id + " was cancelled and is not");
        }
    }
}

void Checker::redemptions() {
    store::Query query(registry(), "SELECT booking, count(*) FROM entry WHERE site = ? AND "
                                   "booking <> '' GROUP BY booking HAVING count(*) > 1");
    query.bind(siteId);
    while (query.step())
        wrong("I6", "booking " + query.text(0) + " became " + std::to_string(query.integer(1)) +
                        " entries");
}

void Checker::slots() {
    store::Query query(
        registry(),
        "SELECT s.id, s.capacity, s.extra_max, (SELECT count(*) FROM slot t WHERE t.site = "
        "s.site AND t.day = s.day AND t.session = s.id AND t.extra = 0 AND t.state IN ('free', "
        "'held', 'sold', 'blocked')), (SELECT count(*) FROM (SELECT number FROM slot t WHERE "
        "t.site = s.site "
        "AND t.day = s.day AND t.session = s.id GROUP BY number HAVING count(*) > 1)), "
        "(SELECT count(*) FROM slot t WHERE t.site = s.site AND t.day = s.day AND t.session = "
        "s.id AND t.extra = 1 AND t.state IN ('held', 'sold')) FROM session s WHERE s.site = ? "
        "AND s.day = ?");
    query.bind(siteId).bind(today);
    while (query.step()) {
        if (query.integer(1) != query.integer(3))
            wrong("I7", "session " + query.text(0) + " has " + std::to_string(query.integer(3)) +
                            " slots of " + std::to_string(query.integer(1)));
        if (query.integer(5) > query.integer(2))
            wrong("I7", "session " + query.text(0) + " sees " + std::to_string(query.integer(5)) +
                            " extra patients of " + std::to_string(query.integer(2)));
        if (query.integer(4) != 0) wrong("I7", "session " + query.text(0) + " has a number twice");
    }
    store::Query sold(registry(),
                      "SELECT e.session, e.slot, count(*) FROM entry e WHERE e.site = ? AND "
                      "e.slot > 0 AND e.kind <> 'extra' GROUP BY e.day, e.session, e.slot "
                      "HAVING count(*) > 1");
    sold.bind(siteId);
    while (sold.step())
        wrong("I7", "slot " + sold.text(0) + "/" + std::to_string(sold.integer(1)) + " was given " +
                        std::to_string(sold.integer(2)) + " times");
}

void Checker::numbers() {
    store::Query bare(registry(), "SELECT id FROM entry WHERE site = ? AND number = ''");
    bare.bind(siteId);
    while (bare.step())
        wrong("I1", "entry " + bare.text(0) + " is of no ticket");
    store::Query query(registry(),
                       "SELECT number, count(*) FROM entry WHERE site = ? AND day = ? GROUP BY "
                       "number HAVING count(*) > 1");
    query.bind(siteId).bind(today);
    while (query.step())
        wrong("I3", "number " + query.text(0) + " is called for " +
                        std::to_string(query.integer(1)) + " tickets");
}

void Checker::ownSeries() {
    std::map<std::pair<std::string, std::string>, int> given; // by kiosk, session
    for (const store::Record& row :
         store::select(registry(), siteId, "entry",
                       "AND day = ? AND kind = 'extra' AND booking = ''", {std::int64_t{today}}))
        if (const auto number = core::readOwnNumber(row.text("number")))
            ++given[{number->kiosk, row.text("session")}];
    for (const auto& [place, count] : given)
        if (count > core::BookingPolicy().offlineWalkins && !isCopied("K" + place.first))
            wrong("I7", "kiosk K" + place.first + " gave " + std::to_string(count) +
                            " numbers of its own for " + place.second);
}

void Checker::commands() {
    // A registry of before has forgotten what it was asked.
    store::Query twice(registry(),
                       "SELECT request, type, count(*) FROM op WHERE site = ? AND device = "
                       "'REG' AND request <> '' GROUP BY request, type HAVING count(*) > 1");
    twice.bind(siteId);
    while (twice.step() && !world_.witness().registryRestored)
        wrong("I2", twice.text(1) + " was done " + std::to_string(twice.integer(2)) +
                        " times for request " + twice.text(0));
    store::Query called(registry(), "SELECT station, count(*) FROM entry WHERE site = ? AND day "
                                    "= ? AND state = 'called' GROUP BY station HAVING count(*) "
                                    "> 1");
    called.bind(siteId).bind(today);
    while (called.step())
        wrong("I2", "station " + called.text(0) + " has " + std::to_string(called.integer(1)) +
                        " patients called at once");
    store::Query clock(registry(), "SELECT device, seq FROM op WHERE site = ? AND occurred_at > "
                                   "received_at + 300000 AND verdict = 'applied' AND code = ''");
    clock.bind(siteId);
    while (clock.step())
        wrong("I9", "the clock of " + clock.text(0) + " was believed in op " +
                        std::to_string(clock.integer(1)));
}

} // namespace menzhen::sim
