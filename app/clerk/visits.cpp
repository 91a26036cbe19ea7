// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/visits.h"

#include "app/core/calendar.h"
#include "app/ops/slots.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

using store::Record;

std::optional<Record> firstOf(std::vector<Record> rows) {
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::optional<Record> entryOfBooking(store::Database& database, const std::string& site, int day,
                                     const std::string& booking) {
    return firstOf(store::select(database, site, "entry",
                                 "AND day = ? AND booking = ? AND booking <> '' LIMIT 1",
                                 {std::int64_t{day}, booking}));
}

/// Session and department, wherever they are known from.
void fill(store::Database& database, const std::string& site, Visit& visit) {
    const std::string session = visit.entry && !visit.entry->text("session").empty()
                                    ? visit.entry->text("session")
                                : visit.booking ? visit.booking->text("session")
                                                : std::string();
    const std::int64_t day = visit.day;
    if (!session.empty()) visit.session = store::find(database, site, "session", {day, session});
    std::string department = visit.session ? visit.session->text("department") : std::string();
    if (visit.entry) {
        const auto queue = store::find(
            database, site, "queue", {day, visit.entry->text("half"), visit.entry->text("queue")});
        if (queue) department = queue->text("department");
    }
    visit.department = store::find(database, site, "department", {department});
}

Visit ofBooking(store::Database& database, const std::string& site, Record booking) {
    Visit visit;
    visit.id = booking.text("id");
    visit.day = static_cast<int>(booking.integer("day"));
    visit.entry = entryOfBooking(database, site, visit.day, visit.id);
    visit.booking = std::move(booking);
    fill(database, site, visit);
    return visit;
}

Visit ofTicket(store::Database& database, const std::string& site, Record entry) {
    if (!entry.text("booking").empty())
        if (auto booking =
                firstOf(store::select(database, site, "booking", "AND day = ? AND id = ?",
                                      {entry.integer("day"), entry.text("booking")})))
            return ofBooking(database, site, std::move(*booking));
    Visit visit;
    visit.id = entry.text("id");
    visit.day = static_cast<int>(entry.integer("day"));
    visit.entry = std::move(entry);
    fill(database, site, visit);
    return visit;
}

} // namespace

std::string Visit::state() const {
    // Carried over to another day: this day's visit is over.
    if (entry) return entry->text("state") == "carried" ? "finished" : entry->text("state");
    const std::string& booked = booking->text("state");
    if (booked == "cancelled" || booked == "noshow") return booked;
    if (session && session->text("state") != "open") return "stopped";
    return isVirtual() && booked == "redeemed" ? "joined" : "booked";
}

std::string Visit::number() const {
    return entry ? entry->text("number") : booking->text("number");
}

std::string Visit::shortCode() const {
    const std::string& code = booking ? booking->text("short_code") : entry->text("short_code");
    return code.size() == 8 ? code.substr(0, 4) + "-" + code.substr(4) : code;
}

std::string Visit::masked() const {
    return booking ? booking->text("masked") : entry->text("masked");
}

std::string Visit::zone() const {
    if (entry && !entry->text("zone").empty()) return entry->text("zone");
    if (session && !session->text("zone").empty()) return session->text("zone");
    if (isVirtual()) return {};
    return department ? department->text("zone") : std::string();
}

int Visit::band() const {
    return static_cast<int>(entry ? entry->integer("band") : booking->integer("band"));
}

std::string Visit::half() const {
    if (entry) return entry->text("half");
    return session ? session->text("half") : std::string();
}

std::string Visit::queue() const {
    if (entry) return entry->text("queue");
    return session ? session->text("queue") : std::string();
}

core::Minute Visit::latest() const {
    return session ? static_cast<int>(session->integer("end_minute")) : core::minutesPerDay;
}

bool Visit::isVirtual() const {
    return session && ops::isVirtual(*session);
}

std::string classOf(const Record& session) {
    return ops::isVirtual(session) ? std::string(core::virtualClass) : "AMB";
}

std::optional<Visit> findVisit(store::Database& database, const std::string& site,
                               const std::string& id, int day) {
    if (auto booking = firstOf(store::select(database, site, "booking", "AND id = ?", {id})))
        return ofBooking(database, site, std::move(*booking));
    if (auto entry = store::find(database, site, "entry", {std::int64_t{day}, id}))
        return ofTicket(database, site, std::move(*entry));
    return std::nullopt;
}

std::optional<Visit> findVisitByCode(store::Database& database, const std::string& site,
                                     const std::string& shortCode, int today) {
    auto booking = firstOf(store::select(database, site, "booking",
                                         "AND short_code = ? AND day >= ? ORDER BY day LIMIT 1",
                                         {shortCode, std::int64_t{today}}));
    auto entry =
        firstOf(store::select(database, site, "entry", "AND day = ? AND short_code = ? LIMIT 1",
                              {std::int64_t{today}, shortCode}));
    if (booking) return ofBooking(database, site, std::move(*booking));
    if (entry) return ofTicket(database, site, std::move(*entry));
    return std::nullopt;
}

std::string visitText(store::Database& database, const std::string& site, const Visit& visit,
                      const Terms& terms, const std::string& lang) {
    const bool english = lang == "en";
    const auto hospital = store::find(database, site, "organization", {site});
    core::VisitWhere where;
    where.hospital = hospital ? hospital->text(english ? "name_en" : "name_zh") : std::string();
    where.byVideo = visit.isVirtual();
    where.building = english ? terms.buildingEn : terms.buildingZh;
    where.floor = visit.department ? static_cast<int>(visit.department->integer("floor")) : 0;
    where.zone = visit.zone();
    const core::VisitWhen when{
        visit.day, visit.band(),
        std::min(visit.band() + terms.policy.bandMinutes, core::minutesPerDay), visit.latest()};
    return english ? core::visitTextEn(when, where, visit.number())
                   : core::visitTextZh(when, where, visit.number());
}

} // namespace menzhen::clerk
