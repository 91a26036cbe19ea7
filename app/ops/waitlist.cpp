// SPDX-License-Identifier: Apache-2.0
// waitlist.joined: somebody waits for a place of a department's day, or of one of its sessions.
//   fields: {"waitlist":"HEX16","department":"CARD","session":"CARD-D01-AM","holder":"HEX",
//            "idhash":"HEX16","lang":"zh"}   session may be left out; idhash only in older logs
// waitlist.left: he waits no longer.
//   fields: {"waitlist":"HEX16"}
// An offer is a slot.held with `waitlist`: its booking serves him, and when it runs out or is let
// go he has had his turn. Refused: "unknown-department", "unknown-session", "same-department-day",
// "unknown-waitlist".
#include "app/ops/waitlist.h"

#include "app/ops/fields.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

std::int64_t nextPlace(JudgeContext& context, std::int64_t day, const std::string& department) {
    store::Query query(context.database(), "SELECT coalesce(max(place), 0) + 1 FROM waitlist WHERE "
                                           "site = ? AND day = ? AND department = ?");
    query.bind(context.site()).bind(day).bind(department);
    query.step();
    return query.integer(0);
}

bool waitsAlready(JudgeContext& context, std::int64_t day, const std::string& department,
                  const std::string& idhash) {
    if (idhash.empty()) return false;
    store::Query query(context.database(),
                       "SELECT 1 FROM waitlist WHERE site = ? AND day = ? AND department = ? AND "
                       "idhash = ? AND state IN ('waiting', 'offered') LIMIT 1");
    query.bind(context.site()).bind(day).bind(department).bind(idhash);
    return query.step();
}

} // namespace

std::optional<Record> waitlistOfHold(store::Database& database, const std::string& site,
                                     const std::string& hold) {
    auto rows = store::select(database, site, "waitlist", "AND hold = ? AND hold <> ''", {hold});
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

Record waitlistKey(const Record& row) {
    Record key("waitlist");
    key.set("day", row.integer("day")).set("id", row.text("id"));
    return key;
}

Judged judgeWaitlistJoined(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("waitlist", 16, 16);
    const std::string department = read.text("department", 1, 12);
    const std::string session = read.optionalText("session", 12);
    const std::string holder = read.text("holder", 1, 32);
    const std::string idhash = read.optionalText("idhash", 16);
    const std::string lang = read.optionalText("lang", 8, "zh");
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!store::find(context.database(), context.site(), "department", {department}))
        return core::refused("unknown-department", "no such department");
    const auto of = session.empty() ? std::nullopt
                                    : store::find(context.database(), context.site(), "session",
                                                  {std::int64_t{op.day}, session});
    if (!session.empty() && (!of || of->text("department") != department))
        return core::refused("unknown-session", "no such session on that day");
    if (waitsAlready(context, op.day, department, idhash))
        return core::refused("same-department-day", "this person waits there already");
    Judgement judgement;
    judgement.rows.push_back(Record("waitlist")
                                 .set("day", op.day)
                                 .set("id", id)
                                 .set("department", department)
                                 .set("session", session)
                                 .set("state", "waiting")
                                 .set("place", nextPlace(context, op.day, department))
                                 .set("holder", holder)
                                 .set("idhash", idhash)
                                 .set("lang", lang)
                                 .set("at", context.timeMsOf(op)));
    return judgement;
}

Judged judgeWaitlistLeft(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("waitlist", 16, 16);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto row =
        store::find(context.database(), context.site(), "waitlist", {std::int64_t{op.day}, id});
    if (!row || row->text("state") != "waiting")
        return core::refused("unknown-waitlist", "nobody waits under that id");
    Judgement judgement;
    judgement.rows.push_back(waitlistKey(*row).set("state", "left"));
    return judgement;
}

} // namespace menzhen::ops
