// SPDX-License-Identifier: Apache-2.0
// session.replaced: another doctor of the same department and title holds this session. Session,
// queue, bookings and tickets stay as they are; who does not want that doctor chooses otherwise
// (stopanswered.cpp).
//   fields: {"session":"CARD-D03-AM","practitioner":"CARD-D04","reason":"ill"}
// Refused: "unknown-session", "session-closed", "unknown-stand-in", "other-title", "stand-in-busy"
// (has a session of that half-day already).
#include "app/ops/fields.h"
#include "app/ops/sessionstop.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

core::Result<void> mayReplace(JudgeContext& context, const Record& session,
                              const std::string& doctor) {
    const auto now = store::find(context.database(), context.site(), "practitioner",
                                 {session.text("practitioner")});
    const auto next = store::find(context.database(), context.site(), "practitioner", {doctor});
    if (!next || doctor == session.text("practitioner") ||
        next->text("department") != session.text("department"))
        return core::refused("unknown-stand-in",
                             "practitioner: another doctor of the department is wanted");
    if (now && now->text("title_zh") != next->text("title_zh"))
        return core::refused("other-title", "practitioner: a doctor of the same title is wanted");
    store::Query busy(context.database(),
                      "SELECT 1 FROM session WHERE site = ? AND day = ? AND half = ? AND "
                      "practitioner = ? AND state = 'open' LIMIT 1");
    busy.bind(context.site()).bind(session.integer("day")).bind(session.text("half")).bind(doctor);
    if (busy.step())
        return core::refused("stand-in-busy", "that doctor holds a session of that half-day");
    return {};
}

} // namespace

Judged judgeSessionReplaced(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("session", 1, 12);
    const std::string doctor = read.text("practitioner", 1, 12);
    const std::string reason = read.text("reason", 1, maxStopReasonBytes);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto session =
        store::find(context.database(), context.site(), "session", {std::int64_t{op.day}, id});
    if (!session) return core::refused("unknown-session", "no such session on that day");
    if (session->text("state") != "open")
        return core::refused("session-closed", "the session was cancelled before");
    if (const auto fits = mayReplace(context, *session, doctor); !fits)
        return tl::unexpected(fits.error());
    Judgement judgement;
    judgement.rows.push_back(
        Record("session").set("day", op.day).set("id", id).set("practitioner", doctor));
    judgement.rows.push_back(Record("session_stop")
                                 .set("day", op.day)
                                 .set("session", id)
                                 .set("choice", "replace")
                                 .set("to_session", id)
                                 .set("reason", reason)
                                 .set("actor", op.actor)
                                 .set("at", context.timeMsOf(op)));
    if (session->integer("pooled") == 0)
        judgement.rows.push_back(Record("queue")
                                     .set("day", op.day)
                                     .set("half", session->text("half"))
                                     .set("id", session->text("queue"))
                                     .set("practitioner", doctor));
    return judgement;
}

} // namespace menzhen::ops
