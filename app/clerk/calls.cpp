// SPDX-License-Identifier: Apache-2.0
// Call next: one winner per patient, decided here.
#include "app/clerk/clerk.h"

#include "app/ops/fields.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

json entryView(const store::Record& entry) {
    return {{"id", entry.text("id")},
            {"number", entry.text("number")},
            {"masked", entry.text("masked")},
            {"kind", entry.text("kind")},
            {"lane", entry.text("lane")},
            {"band", entry.integer("band")},
            {"late", entry.integer("late") != 0},
            {"misses", entry.integer("misses")},
            {"room", entry.text("room")},
            {"called_at", entry.integer("called_at")}};
}

} // namespace

Answer Clerk::callNext(const std::string& queue, const json& body) {
    if (const auto ready = notRecovering(); !ready) return tl::unexpected(ready.error());
    ops::FieldReader read(body);
    const std::string station = read.text("station", 1, 12);
    const std::string request = read.optionalText("request", 64);
    const std::string finish = read.optionalText("finish", 32);
    const bool alone = read.optionalFlag("alone", false);
    const std::string givenHalf = read.optionalText("half", 2);
    const std::string givenRoom = read.optionalText("room", 32);
    const std::string actor = read.optionalText("staff", 32);
    const std::string chosen = read.optionalText("entry", 32);
    const std::string text = read.optionalText("text", 200);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (body.contains("ops")) // the station's unsent ops are judged first
        if (Answer accepted = acceptOps(body["ops"]); !accepted) return accepted;
    heard(station);
    const ports::LocalTime now = setup_.clock.now();
    const std::string half =
        givenHalf.empty() ? halfDayAt(setup_.database, site(), now) : givenHalf;
    std::string room = givenRoom;
    if (room.empty())
        if (const auto known = store::find(setup_.database, site(), "station", {station}))
            room = known->text("room");
    json fields{{"queue", queue}, {"half", half}, {"station", station}, {"room", room}};
    if (!finish.empty()) fields["finish"] = finish;
    if (alone) fields["alone"] = true;
    if (!chosen.empty()) fields.update({{"entry", chosen}, {"text", text}});
    const char* type = chosen.empty() ? "entry.called" : "entry.chosen";
    const auto called =
        log_.author({type, now.day, fields, actor, request.empty() ? request_ : request});
    if (!called && called.error().code != "empty") return tl::unexpected(called.error());
    return callAnswer(called, half, queue, station);
}

Answer Clerk::callAnswer(const core::Result<ops::Appended>& called, const std::string& half,
                         const std::string& queue, const std::string& station) {
    const ports::LocalTime now = setup_.clock.now();
    json answer{
        {"result", nullptr}, {"reason", "empty"}, {"revision", rev()}, {"staged", json::array()}};
    if (!called) return answer;
    for (const store::Record& row : called->rows) {
        if (row.table().name != "entry" || !row.has("called_at")) continue;
        const auto entry =
            store::find(setup_.database, site(), "entry", {std::int64_t{now.day}, row.text("id")});
        answer["result"] = entry->text("id");
        answer["reason"] = entry->text("reason");
        answer["entry"] = entryView(*entry);
    }
    const auto staged = store::find(setup_.database, site(), "staged",
                                    {std::int64_t{now.day}, half, queue, station});
    if (staged)
        for (const core::StagedPlace& place : ops::stagedFromText(staged->text("ids")))
            if (const auto entry = store::find(setup_.database, site(), "entry",
                                               {std::int64_t{now.day}, place.id}))
                answer["staged"].push_back(entryView(*entry));
    return answer;
}

} // namespace menzhen::clerk
