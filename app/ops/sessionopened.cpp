// SPDX-License-Identifier: Apache-2.0
// session.opened: a doctor's half-day with its slots became bookable, and its queue exists.
//   fields: {"session":{row of session},"slots":[[slot, band, channel, number], ...]}
// A session of class VR sees its patients by video: it opens no queue, so that nobody waits in one.
// The plan (bands, channels, numbers) is made by core/sessionplan.h before the op is written.
#include "app/core/hospital.h"
#include "app/ops/fields.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

core::Result<Record> slotRow(const nlohmann::json& plan, const Record& session) {
    const bool good = plan.is_array() && plan.size() == 4 && plan[0].is_number_integer() &&
                      plan[1].is_number_integer() && plan[2].is_string() && plan[3].is_string();
    if (!good) return core::badData("bad-field", "slots: [slot, band, channel, number] is wanted");
    return Record("slot")
        .set("day", session.integer("day"))
        .set("session", session.text("id"))
        .set("slot", plan[0].get<std::int64_t>())
        .set("band", plan[1].get<std::int64_t>())
        .set("channel", plan[2].get<std::string>())
        .set("number", plan[3].get<std::string>())
        .set("state", "free");
}

Record queueRow(const Record& session) {
    const bool pooled = session.integer("pooled") != 0;
    return Record("queue")
        .set("day", session.integer("day"))
        .set("half", session.text("half"))
        .set("id", session.text("queue"))
        .set("department", session.text("department"))
        .set("practitioner", pooled ? std::string() : session.text("practitioner"))
        .set("zone", session.text("zone"));
}

} // namespace

Judged judgeSessionOpened(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const nlohmann::json* row = read.optionalObject("session");
    if (row == nullptr) read.complain("session", "must be an object");
    const auto slots = op.fields.find("slots");
    if (slots == op.fields.end() || !slots->is_array()) read.complain("slots", "must be a list");
    if (const auto error = read.error()) return tl::unexpected(*error);
    auto rows = rowsFromJson({{"session", nlohmann::json::array({*row})}});
    if (!rows) return tl::unexpected(rows.error());
    // Ops of before a column was there say nothing of it.
    if (!rows->front().has("sold_out_at")) rows->front().set("sold_out_at", 0);
    for (const char* since : {"class", "link"})
        if (!rows->front().has(since)) rows->front().set(since, "");
    const Record session = rows->front();
    if (session.mask() + 1 != std::uint64_t{1} << session.table().columns.size())
        return core::badData("bad-field", "session: a column is missing");
    if (store::find(context.database(), context.site(), "session",
                    {session.integer("day"), session.text("id")}))
        return core::refused("session-exists", "that session is open already");
    for (const nlohmann::json& plan : *slots) {
        auto slot = slotRow(plan, session);
        if (!slot) return tl::unexpected(slot.error());
        rows->push_back(std::move(*slot));
    }
    if (session.text("class") != core::virtualClass) rows->push_back(queueRow(session));
    return Judgement{std::string(applied), {}, {}, std::move(*rows)};
}

} // namespace menzhen::ops
