// SPDX-License-Identifier: Apache-2.0
// Sessions of a day with their free slots (views.h).
#include "app/clerk/viewreads.h"
#include "app/clerk/views.h"
#include "app/clerk/visits.h"

namespace menzhen::clerk {

using store::Record;

namespace {

json bandsOf(store::Database& database, const std::string& site, const Record& session,
             std::int64_t nowMs) {
    store::Query query(database,
                       "SELECT band, channel, count(*) FILTER (WHERE state = 'free' AND "
                       "release_at <= ?) FROM slot WHERE site = ? AND day = ? AND session = ? "
                       "GROUP BY band, channel ORDER BY band, channel");
    query.bind(nowMs).bind(site).bind(session.integer("day")).bind(session.text("id"));
    json bands = json::array();
    while (query.step()) {
        if (bands.empty() || bands.back()["band"] != query.integer(0))
            bands.push_back(
                {{"band", query.integer(0)}, {"free", json::object()}, {"free_total", 0}});
        bands.back()["free"][query.text(1)] = query.integer(2);
        bands.back()["free_total"] =
            bands.back()["free_total"].get<std::int64_t>() + query.integer(2);
    }
    return bands;
}

} // namespace

core::Result<json> Views::sessions(int day, const std::string& department) {
    const auto position = positionOf(database_, site_);
    if (!position) return tl::unexpected(position.error());
    const auto departments = byId(database_, site_, "department");
    const auto practitioners = byId(database_, site_, "practitioner");
    const std::int64_t now = clock_.utcMs();
    json list = json::array();
    for (const Record& s : store::select(database_, site_, "session",
                                         "AND day = ? AND (? = '' OR department = ?) ORDER BY id",
                                         {std::int64_t{day}, department, department})) {
        json row{{"id", s.text("id")},
                 {"day", day},
                 {"half", s.text("half")},
                 {"department", s.text("department")},
                 {"practitioner", s.text("practitioner")},
                 {"start", s.integer("start_minute")},
                 {"end", s.integer("end_minute")},
                 {"room", s.text("room")},
                 {"zone", s.text("zone")},
                 {"queue", s.text("queue")},
                 {"pooled", s.integer("pooled") != 0},
                 {"fee", s.text("fee")},
                 {"amount_fen", s.integer("amount_fen")},
                 {"capacity", s.integer("capacity")},
                 {"state", s.text("state")},
                 {"class", classOf(s)},
                 {"bands", bandsOf(database_, site_, s, now)}};
        if (const auto d = departments.find(s.text("department")); d != departments.end()) {
            row["department_zh"] = d->second.text("zh");
            row["department_en"] = d->second.text("en");
        }
        if (const auto p = practitioners.find(s.text("practitioner")); p != practitioners.end())
            for (const char* name : {"name_zh", "name_en", "title_zh", "title_en"})
                row[name] = p->second.text(name);
        list.push_back(std::move(row));
    }
    return json{{"revision", position->rev},
                {"as_of_ms", now},
                {"as_of", now},
                {"source", "registry"},
                {"sessions", std::move(list)}};
}

} // namespace menzhen::clerk
