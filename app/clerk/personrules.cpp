// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/personrules.h"

#include "app/clerk/holdrules.h"
#include "app/core/calendar.h"
#include "app/ops/policyjson.h"
#include "app/ops/slots.h"

namespace menzhen::clerk {

namespace {

using store::Query;
using store::Record;

constexpr int ledgerReachDays = 7; ///< a registry that slept longer forgives what was before

/// Live registrations of one person from today on: bookings, and walk-ins whose number is known. A
/// visit that is over does not count, nor what is neither (a place on the waiting list).
constexpr const char* liveOf =
    "SELECT day, department, is_booking FROM (SELECT p.day AS day, s.department AS department, 1 "
    "AS is_booking FROM person p JOIN booking b ON b.site = p.site AND b.day = p.day AND b.id = "
    "p.id JOIN session s ON s.site = b.site AND s.day = b.day AND s.id = b.session WHERE "
    "p.id_index = ?1 AND p.site = ?2 AND p.day >= ?3 AND b.id <> ?4 AND (b.state = 'booked' OR "
    "(b.state = 'redeemed' AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.site = b.site AND e.day = "
    "b.day AND e.booking = b.id AND e.booking <> '' AND e.state IN ('finished', 'noshow')))) UNION "
    "ALL SELECT p.day, q.department, 0 FROM person p JOIN entry e ON e.site = p.site AND e.day = "
    "p.day AND e.id = p.id JOIN queue q ON q.site = e.site AND q.day = e.day AND q.half = e.half "
    "AND q.id = e.queue WHERE p.id_index = ?1 AND p.site = ?2 AND p.day >= ?3 AND e.state NOT IN "
    "('finished', 'noshow', 'carried'))";

std::vector<core::Day> noshowsOf(const PersonAsked& asked, const core::Bytes& index, int from) {
    // A late paper may have shown since that the patient had come.
    Query query(asked.database,
                "SELECT n.day FROM noshow n WHERE n.site = ? AND n.id_index = ? AND n.day >= ? AND "
                "NOT EXISTS (SELECT 1 FROM booking b WHERE b.site = n.site AND b.day = n.day AND "
                "b.id = n.booking AND b.state <> 'booked') ORDER BY n.day");
    query.bind(asked.site).bind(core::ByteView(index)).bind(from);
    std::vector<core::Day> days;
    while (query.step())
        days.push_back(static_cast<int>(query.integer(0)));
    return days;
}

core::PersonFacts factsOf(const PersonAsked& asked, const core::BookingPolicy& policy,
                          const std::string& department, const core::WhenFacts& when,
                          const std::string& replaces) {
    const core::Bytes index = asked.people.idIndex(asked.person.idNumber);
    core::PersonFacts facts;
    facts.age = core::ageOn(asked.person.birthDay, when.now.day);
    facts.hasGuardian = !asked.person.guardianNumber.empty();
    {
        Query query(asked.database, liveOf);
        query.bind(core::ByteView(index)).bind(asked.site).bind(when.now.day).bind(replaces);
        while (query.step()) {
            const bool thatDay = query.integer(0) == when.day;
            if (thatDay) ++facts.liveThatDay;
            if (thatDay && query.text(1) == department) facts.sameDepartmentDay = true;
            if (query.integer(2) != 0) ++facts.liveAhead;
        }
    }
    const int reach = policy.noshowWindowDays + policy.suspendDays;
    facts.noshows = noshowsOf(asked, index, core::addDays(when.now.day, -reach));
    return facts;
}

bool waitsAlready(const PersonAsked& asked, const std::string& department, int day) {
    Query query(asked.database,
                "SELECT 1 FROM person p JOIN waitlist w ON w.site = p.site AND w.day = p.day AND "
                "w.id = p.id WHERE p.id_index = ? AND p.site = ? AND p.day = ? AND w.department = "
                "? AND w.state IN ('waiting', 'offered') LIMIT 1");
    const core::Bytes index = asked.people.idIndex(asked.person.idNumber);
    query.bind(core::ByteView(index)).bind(asked.site).bind(day).bind(department);
    return query.step();
}

core::HolderFacts factsOfHolder(const PersonAsked& asked, const std::string& holder, int today,
                                const std::string& replaces) {
    const core::Bytes index = asked.people.idIndex(asked.person.idNumber);
    core::HolderFacts facts;
    Query query(
        asked.database,
        "SELECT count(*), count(DISTINCT p.id_index), coalesce(max(p.id_index = ?), 0) FROM "
        "booking b JOIN person p ON p.site = b.site AND p.day = b.day AND p.id = b.id WHERE "
        "b.site = ? AND b.holder = ? AND b.holder <> '' AND b.day >= ? AND b.id <> ? AND "
        "b.state IN ('booked', 'redeemed')");
    query.bind(core::ByteView(index)).bind(asked.site).bind(holder).bind(today).bind(replaces);
    query.step();
    facts.liveAhead = static_cast<int>(query.integer(0));
    facts.people = static_cast<int>(query.integer(1));
    facts.knownPatient = query.integer(2) != 0;
    return facts;
}

} // namespace

core::Result<void> mayBook(const PersonAsked& asked, const Record& slot) {
    const core::BookingPolicy policy = ops::policyOf(asked.database, asked.site);
    const ports::LocalTime now = asked.clock.now();
    const int day = static_cast<int>(slot.integer("day"));
    const bool onSite = core::isOnSite(slot.text("channel"));
    const core::WhenFacts when{{now.day, now.minute}, day, onSite};
    const std::string& replaces = slot.text("replaces");
    const auto refuse = [&](const core::BookingRefusal& refusal) {
        return tl::unexpected(errorOf(refusal, asked.clock));
    };
    if (!bookingIsOn(asked.database, asked.site))
        return tl::unexpected(core::refusalOf("booking-off"));
    const auto session = store::find(asked.database, asked.site, "session",
                                     {std::int64_t{day}, slot.text("session")});
    const std::string department = session ? session->text("department") : std::string();
    const auto facts = factsOf(asked, policy, department, when, replaces);
    if (const auto no = core::judgePerson(policy, facts, when)) return refuse(*no);
    const std::string& holder = slot.text("holder");
    if (slot.text("channel") != ops::phoneChannel || holder.empty() || holder == "anonymous")
        return {};
    if (const auto no = core::judgeHolder(policy, factsOfHolder(asked, holder, now.day, replaces)))
        return refuse(*no);
    return {};
}

core::Result<void> mayWait(const PersonAsked& asked, const std::string& department,
                           const core::WhenFacts& when) {
    const core::BookingPolicy policy = ops::policyOf(asked.database, asked.site);
    if (!bookingIsOn(asked.database, asked.site))
        return tl::unexpected(core::refusalOf("booking-off"));
    const auto facts = factsOf(asked, policy, department, when, {});
    if (const auto no = core::judgePerson(policy, facts, when))
        return tl::unexpected(errorOf(*no, asked.clock));
    if (waitsAlready(asked, department, when.day))
        return tl::unexpected(core::refusalOf("same-department-day"));
    return {};
}

int listNoshows(store::Database& database, const std::string& site, int today) {
    // Whoever was to see a stopped session's patients, they could come; where nobody was, they
    // could not. Of a visit by video the hall has seen nothing.
    Query query(
        database,
        "INSERT OR IGNORE INTO noshow (site, id_index, day, booking) SELECT b.site, "
        "p.id_index, b.day, b.id FROM booking b JOIN person p ON p.site = b.site AND p.day "
        "= b.day AND p.id = b.id JOIN session s ON s.site = b.site AND s.day = b.day AND "
        "s.id = b.session WHERE b.site = ? AND b.day BETWEEN ? AND ? AND b.state = 'booked' "
        "AND length(p.id_index) > 0 AND s.state = 'open' AND s.class = ''");
    query.bind(site).bind(core::addDays(today, -ledgerReachDays)).bind(core::addDays(today, -1));
    query.run();
    Query changes(database, "SELECT changes()");
    changes.step();
    return static_cast<int>(changes.integer(0));
}

} // namespace menzhen::clerk
