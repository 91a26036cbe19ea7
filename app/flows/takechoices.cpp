// SPDX-License-Identifier: Apache-2.0
// What a walk-in may choose from: departments, doctors and pools, bands; and cut off, the little
// that this kiosk gives by itself.
#include "app/core/bookingrules.h"
#include "app/core/calendar.h"
#include "app/flows/ownnumber.h"
#include "app/flows/takenumber.h"
#include "app/ops/policyjson.h"
#include "app/ops/slots.h"
#include "db/store/records.h"

#include <algorithm>
#include <map>

namespace menzhen::flows {

namespace {

using store::Record;

/// Free slots of one band, today.
struct Free {
    int kiosk = 0;
    int elder = 0;
    int all = 0;
};

/// By session and band; a band without one is there with 0.
using FreeByBand = std::map<std::string, std::map<int, Free>>;

FreeByBand freeToday(const FlowContext& context) {
    const ports::LocalTime now = context.clock.now();
    store::Query query(context.database(),
                       "SELECT session, band, count(*) FILTER (WHERE channel = ?1), count(*) "
                       "FILTER (WHERE channel = ?2), count(*) FILTER (WHERE channel <> '') FROM "
                       "(SELECT session, band, iif(state = 'free' AND release_at <= ?3, channel, "
                       "'') AS channel FROM slot WHERE site = ?4 AND day = ?5 AND band >= ?6) "
                       "GROUP BY session, band");
    // As the registry sells: a band until its start lies one band behind (ops/slotheld.cpp).
    query.bind(ops::kioskChannel).bind(std::string(core::elderChannel));
    query.bind(context.clock.utcMs()).bind(context.site());
    query.bind(now.day).bind(now.minute - queueRules(context).band + 1);
    FreeByBand free;
    while (query.step())
        free[query.text(0)][static_cast<int>(query.integer(1))] = {
            static_cast<int>(query.integer(2)), static_cast<int>(query.integer(3)),
            static_cast<int>(query.integer(4))};
    return free;
}

/// Before a session's end, what was kept back for others is anybody's.
bool allPoolsOpen(const FlowContext& context, const core::BookingPolicy& policy,
                  const SessionView& session) {
    const ports::LocalTime now = context.clock.now();
    const core::WhenFacts when{{now.day, now.minute}, now.day, true};
    return core::poolsFor(policy, ops::kioskChannel, -1, when, session.endMinute).empty();
}

DoctorChoice doctorChoice(const FlowContext& context, const core::BookingPolicy& policy,
                          const SessionView& session, const std::map<int, Free>& free) {
    const bool all = allPoolsOpen(context, policy, session);
    const int now = context.clock.now().minute;
    const core::QueueParameters rules = queueRules(context);
    DoctorChoice choice;
    choice.session = session;
    for (const auto& [band, count] : free) {
        BandChoice b;
        b.band = band;
        b.text = bandText(rules, band);
        b.free = all ? count.all : count.kiosk;
        b.freeElder = all ? 0 : count.elder;
        b.session = session.id;
        b.opensNow = now >= opensAt(rules, band);
        if (!b.opensNow) b.checkInFrom = core::formatMinute(opensAt(rules, band));
        if (b.free + b.freeElder == 0) b.whyNot = "sold-out";
        choice.free += b.free;
        choice.freeElder += b.freeElder;
        choice.bands.push_back(std::move(b));
    }
    if (!session.open)
        choice.whyNot = "session-cancelled";
    else if (now >= session.endMinute)
        choice.whyNot = "session-over";
    else if (choice.free + choice.freeElder == 0 && !context.cutOff())
        choice.whyNot = "sold-out";
    return choice;
}

/// Cut off: of a pool this kiosk gives a few numbers of the time that runs; everything else stays
/// in sight with its reason.
void limitToOwn(const FlowContext& context, DoctorChoice& choice) {
    const bool over = choice.whyNot == "session-over" || choice.whyNot == "session-cancelled";
    const auto place = ownPlace(context, choice.session);
    if (!over) choice.whyNot = place ? std::string() : place.error().code;
    choice.free = place ? place->left : 0;
    choice.freeElder = 0; // a kiosk's own series knows no pools
    bool given = false;
    for (BandChoice& band : choice.bands) {
        const bool now = place && band.band == place->band;
        band.free = now ? place->left : 0;
        band.freeElder = 0;
        band.whyNot = now ? "" : place ? "offline-later" : place.error().code;
        given = given || now;
    }
    if (!place || given) return;
    BandChoice band;
    band.band = place->band;
    band.text = bandText(context, place->band);
    band.free = place->left;
    band.session = place->session.id;
    band.opensNow = true;
    choice.bands.insert(choice.bands.begin(), std::move(band));
}

bool samePool(const DoctorChoice& a, const DoctorChoice& b) {
    return a.session.pooled && b.session.pooled && a.session.queue == b.session.queue &&
           a.session.half == b.session.half && a.session.amountFen == b.session.amountFen &&
           a.whyNot.empty() && b.whyNot.empty();
}

void join(DoctorChoice& pool, const DoctorChoice& other) {
    pool.free += other.free;
    pool.freeElder += other.freeElder;
    for (const BandChoice& band : other.bands) {
        const auto same = std::find_if(pool.bands.begin(), pool.bands.end(),
                                       [&](const BandChoice& b) { return b.band == band.band; });
        if (same == pool.bands.end()) {
            pool.bands.push_back(band);
            continue;
        }
        // The joint count hides whose it is; the fuller session is the likelier to have one.
        const bool nobodys = same->free + band.free == 0; // both have places for the old, or none
        if (nobodys ? band.freeElder > same->freeElder : band.free > same->free)
            same->session = band.session;
        same->free += band.free;
        same->freeElder += band.freeElder;
        if (same->free + same->freeElder > 0) same->whyNot.clear();
    }
    std::sort(pool.bands.begin(), pool.bands.end(),
              [](const BandChoice& a, const BandChoice& b) { return a.band < b.band; });
}

std::vector<DoctorChoice> doctorsOf(const FlowContext& context, const std::string& department,
                                    const FreeByBand& free) {
    const core::BookingPolicy policy = ops::policyOf(context.database(), context.site());
    std::vector<DoctorChoice> list;
    for (const Record& row : store::select(context.database(), context.site(), "session",
                                           "AND day = ? AND department = ? ORDER BY half, id",
                                           {std::int64_t{context.today()}, department})) {
        const auto session = sessionOf(context, context.today(), row.text("id"));
        if (session->isVirtual) continue; // booked and opened on a phone
        const auto bands = free.find(row.text("id"));
        DoctorChoice choice = doctorChoice(
            context, policy, *session, bands == free.end() ? std::map<int, Free>() : bands->second);
        const auto pool = std::find_if(list.begin(), list.end(), [&](const DoctorChoice& known) {
            return samePool(known, choice);
        });
        if (pool != list.end())
            join(*pool, choice);
        else
            list.push_back(std::move(choice));
    }
    if (context.cutOff())
        for (DoctorChoice& choice : list)
            limitToOwn(context, choice);
    std::stable_sort(list.begin(), list.end(), [](const DoctorChoice& a, const DoctorChoice& b) {
        return a.whyNot.empty() && !b.whyNot.empty();
    });
    return list;
}

DepartmentChoice departmentChoice(const FlowContext& context, const Record& row,
                                  const FreeByBand& free) {
    DepartmentChoice choice;
    choice.id = row.text("id");
    choice.name = {row.text("zh"), row.text("en")};
    choice.floor = static_cast<int>(row.integer("floor"));
    choice.zone = row.text("zone");
    // The most hopeful reason stands for the department.
    const std::vector<std::string> reasons{
        "no-session-today", "session-over",     "session-cancelled", "sold-out",
        "offline-later",    "offline-personal", "offline-limit",     ""};
    std::size_t best = 0;
    bool first = true;
    for (const DoctorChoice& doctor : doctorsOf(context, choice.id, free)) {
        const auto found = std::find(reasons.begin(), reasons.end(), doctor.whyNot);
        best = std::max(best, static_cast<std::size_t>(found - reasons.begin()));
        if (!doctor.whyNot.empty()) continue;
        choice.free += doctor.free;
        choice.freeElder += doctor.freeElder;
        if (first || doctor.session.amountFen < choice.fromFen)
            choice.fromFen = doctor.session.amountFen;
        first = false;
    }
    choice.whyNot = reasons[best];
    if (choice.whyNot.empty()) choice.fromText = core::formatFen(choice.fromFen);
    return choice;
}

} // namespace

core::Result<Departments> TakeNumber::departments() const {
    Departments departments;
    departments.ageMs = context_.dataAgeMs();
    const auto done = context_.database().read([&]() -> core::Result<void> {
        departments.elderAge = ops::policyOf(context_.database(), context_.site()).elderAge;
        const FreeByBand free = freeToday(context_);
        for (const Record& row : store::select(context_.database(), context_.site(), "department",
                                               "AND kind = 'clinic' ORDER BY floor, id"))
            departments.list.push_back(departmentChoice(context_, row, free));
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    std::stable_sort(departments.list.begin(), departments.list.end(),
                     [](const DepartmentChoice& a, const DepartmentChoice& b) {
                         return a.whyNot.empty() && !b.whyNot.empty();
                     });
    return departments;
}

core::Result<Doctors> TakeNumber::doctors(const std::string& department) const {
    Doctors doctors;
    doctors.ageMs = context_.dataAgeMs();
    const auto done = context_.database().read([&]() -> core::Result<void> {
        if (!store::find(context_.database(), context_.site(), "department", {department}))
            return core::refused("unknown-department", "no such department");
        doctors.elderAge = ops::policyOf(context_.database(), context_.site()).elderAge;
        doctors.list = doctorsOf(context_, department, freeToday(context_));
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return doctors;
}

} // namespace menzhen::flows
