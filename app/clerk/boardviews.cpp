// SPDX-License-Identifier: Apache-2.0
// What a waiting room's board is shown (views.h): rows, stations, the hall around them, masked.
#include "app/clerk/viewreads.h"
#include "app/clerk/views.h"
#include "app/ops/op.h"
#include "db/store/migrations.h"
#include "db/store/records.h"

#include <algorithm>
#include <map>

namespace menzhen::clerk {

using store::Record;

json Views::boardRows(const std::string& zone, std::int64_t after) {
    const std::int64_t today = clock_.now().day;
    const auto departments = byId(database_, site_, "department");
    std::map<std::string, std::int64_t> places;
    for (const Record& list : store::select(database_, site_, "staged", "AND day = ?", {today})) {
        std::int64_t place = 0;
        // "ID=REASON ID=REASON": only the order is wanted here.
        const std::string& ids = list.text("ids");
        for (std::size_t at = 0; at < ids.size();) {
            const std::size_t end = std::min(ids.find(' ', at), ids.size());
            places[ids.substr(at, ids.find('=', at) - at)] = ++place;
            at = end + 1;
        }
    }
    json rows = json::array();
    for (const Record& e : store::select(
             database_, site_, "entry",
             "AND day = ? AND zone = ? AND (rev > ? OR state = 'staged') AND (calls > 0 OR state "
             "NOT IN ('expected')) ORDER BY rev",
             {today, zone, after})) {
        const auto queue =
            store::find(database_, site_, "queue", {today, e.text("half"), e.text("queue")});
        const auto department =
            queue ? departments.find(queue->text("department")) : departments.end();
        const bool sensitive =
            department != departments.end() && department->second.integer("sensitive") != 0;
        const auto place = places.find(e.text("id"));
        const bool staged = e.text("state") == "staged" && place != places.end();
        rows.push_back({{"id", e.text("id")},
                        {"queue", e.text("queue")},
                        {"number", e.text("number")},
                        {"mask", sensitive ? std::string() : e.text("masked")},
                        {"state", e.text("state")},
                        {"room", e.text("room")},
                        {"place", staged ? place->second : 0},
                        {"called_at", e.integer("called_at")},
                        {"calls", e.integer("calls")},
                        {"sensitive", sensitive},
                        {"department_zh", department == departments.end() || sensitive
                                              ? std::string()
                                              : department->second.text("zh")},
                        {"department_en", department == departments.end() || sensitive
                                              ? std::string()
                                              : department->second.text("en")}});
    }
    return rows;
}

json Views::boardStations(const std::string& zone) {
    json stations = json::array();
    for (const Record& s :
         store::select(database_, site_, "station", "AND zone = ? AND day = ? ORDER BY room",
                       {zone, std::int64_t{clock_.now().day}}))
        stations.push_back({{"id", s.text("id")},
                            {"room", s.text("room")},
                            {"queue", s.text("queue")},
                            {"state", s.text("state")},
                            {"reason", s.text("reason")},
                            {"paused_until", s.integer("paused_until")}});
    return stations;
}

json Views::boardHall(const std::string& zone) {
    const auto departments = byId(database_, site_, "department");
    const auto practitioners = byId(database_, site_, "practitioner");
    json hall{{"floor", 0}, {"sessions", json::array()}};
    if (const auto hospital = store::find(database_, site_, "organization", {site_}))
        hall.update({{"hospital_zh", hospital->text("name_zh")},
                     {"hospital_en", hospital->text("name_en")}});
    for (const Record& s : store::select(database_, site_, "session",
                                         "AND day = ? AND zone = ? AND state = 'open' ORDER BY id",
                                         {std::int64_t{clock_.now().day}, zone})) {
        json row{{"room", s.text("room")},
                 {"queue", s.text("queue")},
                 {"half", s.text("half")},
                 {"start", s.integer("start_minute")},
                 {"end", s.integer("end_minute")}};
        const auto d = departments.find(s.text("department"));
        const auto p = practitioners.find(s.text("practitioner"));
        if (d != departments.end()) hall["floor"] = d->second.integer("floor");
        // Who sits before a sensitive department's door is nobody else's business.
        const bool named = d != departments.end() && d->second.integer("sensitive") == 0;
        if (named)
            row.update(
                {{"department_zh", d->second.text("zh")}, {"department_en", d->second.text("en")}});
        if (named && p != practitioners.end())
            row.update({{"doctor_zh", p->second.text("name_zh")},
                        {"doctor_en", p->second.text("name_en")},
                        {"title_zh", p->second.text("title_zh")},
                        {"title_en", p->second.text("title_en")}});
        hall["sessions"].push_back(std::move(row));
    }
    return hall;
}

json Views::boardSnapshot(const store::SitePosition& position, const std::string& scope) {
    const std::string zone = scope.substr(std::string(boardScopePrefix).size());
    return {{"scope", scope},
            {"epoch", position.epoch},
            {"revision", position.rev},
            {"chain", core::toHex(position.chain)},
            {"now", clock_.utcMs()},
            {"day", clock_.now().day},
            {"schema", store::schemaVersion()},
            {"rows", boardRows(zone, 0)},
            {"stations", boardStations(zone)},
            {"hall", boardHall(zone)}};
}

} // namespace menzhen::clerk
