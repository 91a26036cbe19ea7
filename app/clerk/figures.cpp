// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/figures.h"

#include "app/core/queuevalues.h"
#include "app/core/timeunits.h"
#include "db/store/records.h"

#include <algorithm>
#include <map>
#include <vector>

namespace menzhen::clerk {

namespace {

struct Department {
    std::map<std::string, std::vector<std::int64_t>> waits; ///< minutes, by kind and "all"
    std::map<std::string, int> calls;                       ///< by the lane of their reason
    int missed = 0;
    int noshow = 0;
};

/// The value that `tenths` of ten do not exceed.
std::int64_t tenthsOf(std::vector<std::int64_t> all, std::size_t tenths) {
    if (all.empty()) return 0;
    std::sort(all.begin(), all.end());
    return all[(all.size() - 1) * tenths / 10];
}

/// "R:interleave" -> "R"; a call by choice, whatever its text, is "chosen".
std::string laneOf(const std::string& reason) {
    return core::callReasonFrom(reason) ? reason.substr(0, 1) : "chosen";
}

std::map<std::string, Department> departmentsOn(Views& views, int day) {
    // The index on arrivals makes the inner look-up one row.
    store::Query query(
        views.database(),
        "SELECT q.department, e.kind, e.band, e.called_at, e.reason, e.misses, e.state, (SELECT "
        "coalesce(min(min(o.occurred_at, o.received_at)), 0) FROM op o WHERE o.site = e.site AND "
        "o.day = e.day AND json_extract(o.fields, '$.entry') = e.id AND o.type = "
        "'entry.checked_in' AND o.verdict <> 'rejected') FROM entry e JOIN queue q ON q.site = "
        "e.site AND q.day = e.day AND q.half = e.half AND q.id = e.queue WHERE e.site = ? AND "
        "e.day = ?");
    query.bind(views.site()).bind(day);
    std::map<std::string, Department> all;
    while (query.step()) {
        Department& department = all[query.text(0)];
        department.missed += static_cast<int>(query.integer(5));
        if (query.text(6) == "noshow") ++department.noshow;
        const std::int64_t called = query.integer(3);
        const std::int64_t arrived = query.integer(7);
        if (called == 0 || arrived == 0) continue;
        ++department.calls[laneOf(query.text(4))];
        const std::int64_t band = views.clock().utcMsOf(day, static_cast<int>(query.integer(2)));
        const std::int64_t wait = std::max<std::int64_t>(called - std::max(arrived, band), 0);
        for (const std::string& kind : {query.text(1), std::string("all")})
            department.waits[kind].push_back(wait / core::msPerMinute);
    }
    return all;
}

json waitsOf(const Department& department) {
    json list = json::array();
    for (const auto& [kind, waits] : department.waits)
        list.push_back({{"kind", kind},
                        {"called", waits.size()},
                        {"p50", tenthsOf(waits, 5)},
                        {"p90", tenthsOf(waits, 9)}});
    return list;
}

} // namespace

core::Result<json> showFigures(Views& views, int day) {
    json departments = json::array();
    for (const auto& [code, department] : departmentsOn(views, day)) {
        const auto row = store::find(views.database(), views.site(), "department", {code});
        json calls = json::array();
        for (const auto& [lane, count] : department.calls)
            calls.push_back({{"lane", lane}, {"calls", count}});
        departments.push_back({{"code", code},
                               {"name_zh", row ? row->text("zh") : code},
                               {"name_en", row ? row->text("en") : code},
                               {"waits", waitsOf(department)},
                               {"calls", std::move(calls)},
                               {"missed", department.missed},
                               {"noshow", department.noshow}});
    }
    return json{
        {"day", day}, {"departments", std::move(departments)}, {"as_of", views.clock().utcMs()}};
}

} // namespace menzhen::clerk
