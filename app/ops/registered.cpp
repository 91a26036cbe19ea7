// SPDX-License-Identifier: Apache-2.0
#include "app/ops/registered.h"

#include "app/ops/policyjson.h"

namespace menzhen::ops {

bool isRegistered(store::Database& database, const std::string& site,
                  const RegistrationAsked& asked) {
    if (asked.idhash.empty()) return false;
    // A visit that is over frees the person.
    store::Query query(
        database,
        "SELECT 1 FROM booking b JOIN session s ON s.site = b.site AND s.day = b.day AND s.id = "
        "b.session WHERE b.site = ?1 AND b.day = ?2 AND b.idhash = ?3 AND b.idhash <> '' AND "
        "s.department = ?4 AND b.id <> ?5 AND (b.state = 'booked' OR (b.state = 'redeemed' AND NOT "
        "EXISTS (SELECT 1 FROM entry e WHERE e.site = b.site AND e.day = b.day AND e.booking = "
        "b.id AND e.booking <> '' AND e.state IN ('finished', 'noshow')))) UNION ALL SELECT 1 FROM "
        "entry e JOIN queue q ON q.site = e.site AND q.day = e.day AND q.half = e.half AND q.id = "
        "e.queue WHERE e.site = ?1 AND e.day = ?2 AND e.idhash = ?3 AND e.idhash <> '' AND "
        "q.department = ?4 AND e.state NOT IN ('finished', 'noshow', 'carried') LIMIT 1");
    query.bind(site).bind(asked.day).bind(asked.idhash).bind(asked.department).bind(asked.instead);
    return query.step() && policyOf(database, site).onePerDepartmentDay;
}

} // namespace menzhen::ops
