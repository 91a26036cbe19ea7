// SPDX-License-Identifier: Apache-2.0
// What a walk-in may choose from: departments, doctors and pools, bands; and cut off, the little
// that this kiosk gives by itself.
#include "app/core/calendar.h"
#include "app/flows/ownnumber.h"
#include "app/flows/takenumber.h"
#include "app/ops/slots.h"
#include "db/store/records.h"

#include <algorithm>
#include <map>

namespace menzhen::flows {

namespace {

using store::Record;

/// Free slots of today's kiosk pool by session and band; a band without one is there with 0.
using FreeByBand = std::map<std::string, std::map<int, int>>;

FreeByBand freeToday(const FlowContext& context) {
    const ports::LocalTime now = context.clock.now();
    store::Query query(context.database(),
                       "SELECT session, band, count(*) FILTER (WHERE state = 'free' AND channel = "
                       "? AND release_at <= ?) FROM slot WHERE site = ? AND day = ? AND band >= ? "
                       "GROUP BY session, band");
    // As the registry sells: a band until its start lies one band behind (ops/slotheld.cpp).
    query.bind(ops::kioskChannel).bind(context.clock.utcMs()).bind(context.site());
    query.bind(now.day).bind(now.minute - queueRules(context).band + 1);
    FreeByBand free;
    while (query.step())
        free[query.text(0)][static_cast<int>(query.integer(1))] =
            static_cast<int>(query.integer(2));
    return free;
}

DoctorChoice doctorChoice(const FlowContext& context, const SessionView& session,
                          const std::map<int, int>& free) {
    const int now = context.clock.now().minute;
    const core::QueueParameters rules = queueRules(context);
    DoctorChoice choice;
    choice.session = session;
    for (const auto& [band, count] : free) {
        BandChoice b;
        b.band = band;
        b.text = bandText(rules, band);
        b.free = count;
        b.session = session.id;
        b.opensNow = now >= opensAt(rules, band);
        if (!b.opensNow) b.checkInFrom = core::formatMinute(opensAt(rules, band));
        if (count == 0) b.whyNot = "sold-out";
        choice.free += count;
        choice.bands.push_back(std::move(b));
    }
    if (!session.open)
        choice.whyNot = "session-cancelled";
    else if (now >= session.endMinute)
        choice.whyNot = "session-over";
    else if (choice.free == 0 && !context.cutOff())
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
    bool given = false;
    for (BandChoice& band : choice.bands) {
        const bool now = place && band.band == place->band;
        band.free = now ? place->left : 0;
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
    for (const BandChoice& band : other.bands) {
        const auto same = std::find_if(pool.bands.begin(), pool.bands.end(),
                                       [&](const BandChoice& b) { return b.band == band.band; });
        if (same == pool.bands.end()) {
            pool.bands.push_back(band);
            continue;
        }
        // The joint count hides whose it is; the fuller session is the likelier to have one.
        const bool fuller = same->whyNot.empty() ? band.free > same->free : band.free > 0;
        if (fuller) same->session = band.session;
        same->free += band.free;
        if (same->free > 0) same->whyNot.clear();
    }
    std::sort(pool.bands.begin(), pool.bands.end(),
              [](const BandChoice& a, const BandChoice& b) { return a.band < b.band; });
}

std::vector<DoctorChoice> doctorsOf(const FlowContext& context, const std::string& department,
                                    const FreeByBand& free) {
    std::vector<DoctorChoice> list;
    for (const Record& row : store::select(context.database(), context.site(), "session",
                                           "AND day = ? AND department = ? ORDER BY half, id",
                                           {std::int64_t{context.today()}, department})) {
        const auto session = sessionOf(context, context.today(), row.text("id"));
        const auto bands = free.find(row.text("id"));
        DoctorChoice choice = doctorChoice(
            context, *session, bands == free.end() ? std::map<int, int>() : bands->second);
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
        doctors.list = doctorsOf(context_, department, freeToday(context_));
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return doctors;
}

} // namespace menzhen::flows
