// SPDX-License-Identifier: Apache-2.0
// session.stopped: the doctor does not come, or cannot go on (queue rules, 6). Staff chose for all
// at once; sessionstop.h carries the choice out for each patient.
//   fields: {"session":"CARD-D01-AM","choice":"move","to":"CARD-D02-AM","reason":"ill"}
//   choice: move     another doctor of the same title takes the patients over, with their bands;
//                    who has not come yet gets his ticket for that queue
//           rebook   the bookings stay, seen by nobody: each patient chooses (stopanswered.cpp)
//           cancel   the bookings are cancelled
//   With rebook and cancel nobody may be waiting with a ticket.
// Nothing more is sold: free and held slots are blocked, and a hold that was printed meanwhile is
// seen as an extra (ticketissued.cpp).
// Refused: "unknown-session", "session-closed", "unknown-stand-in", "other-title", "patients-wait".
#include "app/ops/fields.h"
#include "app/ops/sessionstop.h"
#include "app/ops/slots.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

std::string titleOf(JudgeContext& context, const Record& session) {
    const auto doctor = store::find(context.database(), context.site(), "practitioner",
                                    {session.text("practitioner")});
    return doctor ? doctor->text("title_zh") : std::string();
}

core::Result<void> mayStandIn(JudgeContext& context, const Record& stopped, const std::string& id) {
    const auto to =
        store::find(context.database(), context.site(), "session", {stopped.integer("day"), id});
    const bool fits = to && id != stopped.text("id") && to->text("state") == "open" &&
                      to->text("half") == stopped.text("half") &&
                      to->text("department") == stopped.text("department") &&
                      to->text("class") == stopped.text("class");
    if (!fits)
        return core::refused(
            "unknown-stand-in",
            "to: an open session of the same department, half-day and class is wanted");
    if (titleOf(context, *to) != titleOf(context, stopped))
        return core::refused("other-title", "to: a doctor of the same title is wanted");
    return {};
}

} // namespace

Judged judgeSessionStopped(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("session", 1, 12);
    const std::string choice = read.text("choice", 1, 8);
    const std::string to = read.optionalText("to", 12);
    const std::string reason = read.text("reason", 1, maxStopReasonBytes);
    if (choice != "move" && choice != "rebook" && choice != "cancel")
        read.complain("choice", "must be move, rebook or cancel");
    if ((choice == "move") == to.empty()) read.complain("to", "goes with the choice move");
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto session =
        store::find(context.database(), context.site(), "session", {std::int64_t{op.day}, id});
    if (!session) return core::refused("unknown-session", "no such session on that day");
    if (session->text("state") != "open")
        return core::refused("session-closed", "the session was cancelled before");
    if (choice == "move") {
        if (const auto fits = mayStandIn(context, *session, to); !fits)
            return tl::unexpected(fits.error());
    } else if (const auto left = entriesOfStopped(context.database(), context.site(), *session);
               !left.empty()) {
        return core::refused("patients-wait", std::to_string(left.size()) +
                                                  " with tickets: say who sees them (move)");
    }
    Judgement judgement;
    judgement.rows.push_back(
        Record("session").set("day", op.day).set("id", id).set("state", "cancelled"));
    judgement.rows.push_back(Record("session_stop")
                                 .set("day", op.day)
                                 .set("session", id)
                                 .set("choice", choice)
                                 .set("to_session", to)
                                 .set("reason", reason)
                                 .set("actor", op.actor)
                                 .set("at", context.timeMsOf(op)));
    for (const Record& slot :
         store::select(context.database(), context.site(), "slot",
                       "AND day = ? AND session = ? AND state IN ('free', 'held')",
                       {std::int64_t{op.day}, id})) {
        Record blocked = slotKey(slot);
        blocked.set("state", "blocked")
            .set("hold", "")
            .set("holder", "")
            .set("expires_at", 0)
            .set("replaces", "");
        if (const std::string fee = feeWhenGone(slot); fee != slot.text("fee_state"))
            blocked.set("fee_state", fee);
        judgement.rows.push_back(std::move(blocked));
    }
    return judgement;
}

} // namespace menzhen::ops
