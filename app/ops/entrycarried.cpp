// SPDX-License-Identifier: Apache-2.0
// entry.carried: somebody who checked in and was not seen goes on into a later day (queue rules,
// 6), into the band before that half-day's first one. The op's day is the later one.
//   fields: {"entry":"HEX16","from_day":20261123,"to":"CARD-D02","to_half":"AM"}
// The entry keeps its id and state; its number gets a mark behind it ("C012Y"), since the new day
// gives C012 to somebody else (docs/decisions). The old row stays in its queue, in state `carried`.
// Refused: "unknown-entry", "unknown-queue", "refused:STATE", "not-later".
#include "app/core/check.h"
#include "app/core/ownseries.h"
#include "app/ops/choice.h"
#include "app/ops/fields.h"
#include "app/ops/types.h"
#include "db/store/records.h"

#include <algorithm>

namespace menzhen::ops {

namespace {

/// Start of the band just before the first one of the queue's half-day.
int bandBefore(JudgeContext& context, const QueueKey& key, int length) {
    store::Query query(context.database(), "SELECT coalesce(min(start_minute), 0) FROM session "
                                           "WHERE site = ? AND day = ? AND half = ? AND queue = ?");
    query.bind(context.site()).bind(key.day).bind(key.half).bind(key.id);
    query.step();
    const int first = static_cast<int>(query.integer(0));
    return std::max(0, first - first % length - length);
}

/// The row of the new day: what the queue rules do not own.
store::Record carriedRow(const store::Record& old, const QueueKey& to, const std::string& zone) {
    store::Record row = old;
    return row.set("day", to.day)
        .set("half", to.half)
        .set("queue", to.id)
        .set("zone", zone)
        .set("number", old.text("number") + core::carriedMark)
        .set("station", "")
        .set("room", "")
        .set("reason", "")
        .set("elsewhere", "")
        .set("idhash", "") // of its own day alone
        .set("called_at", 0)
        .set("calls", 0);
}

} // namespace

Judged judgeEntryCarried(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("entry", 1, 32);
    const int fromDay = static_cast<int>(read.integer("from_day", 19700101, 99991231));
    QueueKey to{op.day, {}, read.text("to", 1, 12)};
    to.half = read.text("to_half", 2, 2);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (fromDay >= op.day) return core::refused("not-later", "an entry is carried to a later day");
    const auto old =
        store::find(context.database(), context.site(), "entry", {std::int64_t{fromDay}, id});
    if (!old) return core::refused("unknown-entry", "no such ticket on that day");
    const std::string& state = old->text("state");
    if (state != "waiting" && state != "staged" && state != "missed" && state != "onleave")
        return core::refused("refused:" + state, "only who is present and not seen is carried");
    const auto from = openEntry(context, fromDay, id);
    if (!from) return tl::unexpected(from.error());
    auto opened = context.queues.open(to);
    if (!opened) return tl::unexpected(opened.error());
    core::Queue& target = **opened;
    auto gone = from->queue->remove(id);
    if (!gone) return tl::unexpected(asRefusal(gone.error()));
    core::QueueEntry entry = gone->entry;
    entry.band = bandBefore(context, to, target.parameters().band);
    entry.late = false;
    const auto admitted = target.admit(std::move(entry));
    MENZHEN_CHECK(admitted.has_value(), "an entry stood in two queues");
    const auto queue = store::find(context.database(), context.site(), "queue",
                                   {std::int64_t{to.day}, to.half, to.id});
    Judgement judgement;
    addRows(judgement, context, from->key, gone->changes);
    judgement.rows.push_back(entryKey(fromDay, id).set("state", "carried"));
    judgement.rows.push_back(carriedRow(*old, to, queue->text("zone")));
    addRows(judgement, context, to, *admitted);
    judgement.rows.push_back(deviationRow(op, context, id, "carried", {}, {})
                                 .set("half", from->key.half)
                                 .set("queue", from->key.id)
                                 .set("band", old->integer("band"))
                                 .set("to_half", to.half)
                                 .set("to_queue", to.id));
    return judgement;
}

} // namespace menzhen::ops
