// SPDX-License-Identifier: Apache-2.0
// What a new day brings: the days ahead stay open for booking, and queues without slots exist.
// Also the numbers of those queues.
#include "app/clerk/clerk.h"

#include "app/core/calendar.h"
#include "app/core/hospital.h"
#include "app/ops/fields.h"
#include "app/ops/policyjson.h"
#include "db/store/records.h"

#include <algorithm>
#include <cstdio>

namespace menzhen::clerk {

namespace {

using store::Record;

constexpr int daysPerWeek = 7;
constexpr int longestPauseWeeks = 8; ///< how far back the week that is repeated may lie

json rowOf(const Record& record) {
    json row = json::object();
    for (std::size_t i = 0; i < record.table().columns.size(); ++i)
        std::visit([&](const auto& v) { row[std::string(record.table().columns[i].name)] = v; },
                   record.cellAt(i));
    return row;
}

} // namespace

int Clerk::lastOpenDay() {
    store::Query query(setup_.database, "SELECT coalesce(max(day), 0) FROM session WHERE site = ?");
    query.bind(site());
    query.step();
    return static_cast<int>(query.integer(0));
}

void Clerk::openDay(int day) {
    // The templates are weekly: a day is what the same weekday was, as it was planned. A session
    // that was cancelled once is not cancelled for ever.
    // Closed days have none, and a Saturday worked as a Thursday has a Thursday's.
    const core::WorkCalendar calendar = ops::policyOf(setup_.database, site()).calendar;
    const auto weekday = core::plannedWeekday(calendar, day);
    std::vector<Record> sessions;
    for (int back = 1; weekday && back <= longestPauseWeeks * daysPerWeek && sessions.empty();
         ++back) {
        const int before = core::addDays(day, -back);
        if (core::plannedWeekday(calendar, before) != weekday) continue;
        sessions = store::select(setup_.database, site(), "session", "AND day = ? ORDER BY id",
                                 {std::int64_t{before}});
    }
    for (const Record& before : sessions) {
        json slots = json::array();
        for (const Record& slot :
             store::select(setup_.database, site(), "slot",
                           "AND day = ? AND session = ? AND slot <= ? ORDER BY slot",
                           {before.integer("day"), before.text("id"), before.integer("capacity")}))
            slots.push_back({slot.integer("slot"), slot.integer("band"), slot.text("channel"),
                             slot.text("number")});
        json session = rowOf(before);
        session["day"] = day;
        session["state"] = "open";
        session["sold_out_at"] = 0;
        session["practitioner"] = core::practitionerOf(before.text("id")); // not who replaced him
        // Refused when it is there already: nothing to do then.
        (void)log_.author(
            {"session.opened", day, {{"session", session}, {"slots", slots}}, {}, {}});
    }
}

void Clerk::openSlotlessQueues(int day) {
    for (const Record& department : store::select(setup_.database, site(), "department")) {
        const auto kind = core::departmentKindFrom(department.text("kind"));
        if (!kind || *kind == core::DepartmentKind::Clinic) continue;
        const std::string& id = department.text("id");
        for (const char* half : {"AM", "PM"})
            if (!store::find(setup_.database, site(), "queue", {std::int64_t{day}, half, id}))
                (void)log_.author({"queue.opened", day, {{"queue", id}, {"half", half}}, {}, {}});
    }
}

bool Clerk::openDays() {
    const int today = setup_.clock.now().day;
    const int last = lastOpenDay();
    if (last == 0 || openedFor_ == today) return false; // no hospital yet, or done
    openSlotlessQueues(today);
    // As far as the hospital lets people book, which may be further than an import opened.
    const int reach = std::max(daysOpen, ops::policyOf(setup_.database, site()).advanceDaysMax + 1);
    int opened = 0;
    int day = std::max(core::nextDay(last), today);
    while (core::daysBetween(today, day) < reach && opened < maxDaysPerSweep) {
        openDay(day);
        if (lastOpenDay() == day) ++opened; // a weekday may have no sessions at all
        day = core::nextDay(day);
    }
    if (core::daysBetween(today, day) >= reach) openedFor_ = today;
    return opened > 0;
}

Answer Clerk::takeNumber(const std::string& queue, const json& body) {
    ops::FieldReader read(body);
    const std::string request = read.optionalText("request", 64);
    const std::string holder = read.optionalText("holder", 32);
    const ports::LocalTime now = setup_.clock.now();
    const std::string half = read.optionalText("half", 2, halfDayAt(setup_.database, site(), now));
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto taken =
        log_.author({"number.taken", now.day, {{"queue", queue}, {"half", half}}, holder, request});
    if (!taken) return tl::unexpected(taken.error());
    const Record& row = taken->rows.front();
    const auto department = store::find(setup_.database, site(), "department", {queue});
    char digits[24];
    std::snprintf(digits, sizeof digits, "%04lld", static_cast<long long>(row.integer("numbers")));
    auto opened = log_.queues().open({now.day, half, queue});
    if (!opened) return tl::unexpected(opened.error());
    const int band = (*opened)->parameters().band;
    return json{{"number", department->text("prefix") + digits},
                {"queue", queue},
                {"half", half},
                {"day", now.day},
                {"band", now.minute - now.minute % band},
                {"zone", row.text("zone")},
                {"revision", taken->rev}};
}

} // namespace menzhen::clerk
