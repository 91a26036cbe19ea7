// SPDX-License-Identifier: Apache-2.0
// entry.checked_in: the patient is here (first arrival, back after a miss, back from tests).
//   fields: {"entry":"HEX16"}: an entry, or the ticket of a second paper
// Refused by the queue rules (waiting already, called ...): rejected, with the state in the code.
// What a device printed is not refused for its clock's sake (sync.md 1.8): compensated,
// "other-clock". The arrival that came with a second paper is compensated, "duplicate-arrival", and
// changes nothing; scanning that paper later is a check-in like any other.
#include "app/ops/entry.h"
#include "app/ops/fields.h"

namespace menzhen::ops {

namespace {

bool mayCheckIn(const std::string& state) {
    return state == "expected" || state == "missed" || state == "onleave";
}

/// A second paper was printed before anybody knew of the first: whoever stood there then was not
/// back from a call of which that kiosk had not heard.
bool saysNothingNew(const Op& op, JudgeContext& context, const OpenedEntry& entry) {
    if (!entry.secondPaper) return false;
    if (!mayCheckIn(entry.state)) return true;
    store::Query query(context.database(),
                       "SELECT called_at FROM entry WHERE site = ? AND day = ? AND id = ?");
    query.bind(context.site()).bind(op.day).bind(entry.id);
    return query.step() && context.timeMsOf(op) <= query.integer(0);
}

} // namespace

Judged judgeEntryCheckedIn(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("entry", 1, 32);
    if (const auto error = read.error()) return tl::unexpected(*error);
    auto entry = openEntry(context, op.day, id);
    if (!entry) return tl::unexpected(entry.error());
    Judgement judgement;
    if (saysNothingNew(op, context, *entry)) {
        judgement.verdict = std::string(compensated);
        judgement.code = "duplicate-arrival";
        return judgement;
    }
    if (context.received && (entry->paper & paperArrival) != 0) {
        // A station took this patient from the paper meanwhile: the same arrival.
        judgement.rows.push_back(
            entryKey(op.day, entry->id).set("paper", entry->paper & ~paperArrival));
        return judgement;
    }
    ports::LocalTime now = context.timeOf(op);
    if (now.day != op.day && context.received) {
        // A dead battery clock says 1970; the paper says today.
        now = context.clock.local(context.nowMs);
        judgement.verdict = std::string(compensated);
        judgement.code = "other-clock";
    }
    if (now.day != op.day) return core::refused("other-day", "the ticket is for another day");
    auto checkedIn = entry->queue->checkIn(entry->id, now.minute);
    if (!checkedIn && checkedIn.error().code == "too-early" && context.received) {
        // Its own kiosk found the time right and printed: the entry opens as early as it may.
        const int opens =
            entry->queue->find(entry->id)->band - entry->queue->parameters().earlyOpen;
        checkedIn = entry->queue->checkIn(entry->id, opens);
        judgement.verdict = std::string(compensated);
        judgement.code = "other-clock";
    }
    if (!checkedIn) return tl::unexpected(asRefusal(checkedIn.error()));
    addRows(judgement, context, entry->key, checkedIn->changes);
    return judgement;
}

} // namespace menzhen::ops
