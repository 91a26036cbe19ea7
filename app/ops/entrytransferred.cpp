// SPDX-License-Identifier: Apache-2.0
// entry.transferred: an entry goes over to another queue of the same day; the history keeps the one
// before (table `deviation`).
//   fields: {"entry":"HEX16","to":"CARD-D02","to_half":"AM","why":"hospital","text":"...",
//            "station":"S1"}   text, station may be left out; station: who asked, for undo
//   why: hospital, stopped (the session was cancelled): keeps band and slot
//        wish             joins the end of the band in progress
//        carried          the half-day is over: the band just before the first one of the new queue
// Refused: "unknown-queue", "same-queue", "refused:STATE" (finished, noshow; called elsewhere).
#include "app/core/check.h"
#include "app/ops/choice.h"
#include "app/ops/elsewhere.h"
#include "app/ops/fields.h"
#include "app/ops/takeback.h"
#include "app/ops/types.h"
#include "db/store/records.h"

#include <algorithm>

namespace menzhen::ops {

namespace {

/// Start of the band just before the first one of a half-day's queue.
int bandBefore(JudgeContext& context, const QueueKey& key, int length) {
    store::Query query(
        context.database(),
        "SELECT coalesce(min(start_minute), 0) FROM session WHERE site = ? AND day = "
        "? AND half = ? AND queue = ?");
    query.bind(context.site()).bind(key.day).bind(key.half).bind(key.id);
    query.step();
    const int first = static_cast<int>(query.integer(0));
    return std::max(0, first - first % length - length);
}

bool isKnown(const std::string& why) {
    return why == "hospital" || why == "stopped" || why == "wish" || why == "carried";
}

} // namespace

Judged judgeEntryTransferred(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("entry", 1, 32);
    QueueKey to{op.day, {}, read.text("to", 1, 12)};
    to.half = read.text("to_half", 2, 2);
    const std::string why = read.text("why", 1, 16);
    const std::string text = read.optionalText("text", 200);
    const std::string station = read.optionalText("station", 12);
    if (!isKnown(why)) read.complain("why", "must be hospital, stopped, wish or carried");
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto from = openEntry(context, op.day, id);
    if (!from) return tl::unexpected(from.error());
    if (from->key == to) return core::refused("same-queue", "the patient is in that queue already");
    auto opened = context.queues.open(to);
    if (!opened) return tl::unexpected(opened.error());
    core::Queue& target = **opened;
    const bool others = from->state == "called" && !station.empty() && from->station != station;
    if (others) return core::refused("refused:called", "another station is seeing the patient");
    auto gone = from->queue->remove(id);
    if (!gone) return tl::unexpected(asRefusal(gone.error()));
    core::QueueEntry entry = gone->entry;
    const int band = entry.band;
    if (why == "wish") joinBandInProgress(entry, context.timeOf(op).minute, target.parameters());
    if (why == "carried") {
        entry.band = bandBefore(context, to, target.parameters().band);
        entry.late = false;
    }
    const auto admitted = target.admit(std::move(entry));
    MENZHEN_CHECK(admitted.has_value(), "an entry stood in two queues");
    Judgement judgement;
    addRows(judgement, context, from->key, gone->changes);
    addRows(judgement, context, to, *admitted);
    if (!station.empty())
        rememberTransfer(judgement, context, from->key, to,
                         {station, "transferred", id, {}, {}, context.timeMsOf(op)});
    const auto queue = store::find(context.database(), context.site(), "queue",
                                   {std::int64_t{to.day}, to.half, to.id});
    judgement.rows.push_back(entryKey(op.day, id)
                                 .set("half", to.half)
                                 .set("queue", to.id)
                                 .set("zone", queue->text("zone"))
                                 .set("station", "")
                                 .set("room", "")
                                 .set("reason", ""));
    judgement.rows.push_back(deviationRow(op, context, id, why, station, text)
                                 .set("half", from->key.half)
                                 .set("queue", from->key.id)
                                 .set("band", band)
                                 .set("to_half", to.half)
                                 .set("to_queue", to.id));
    if (from->state == "called") shareServing(judgement, context, op.day, id, false);
    return judgement;
}

} // namespace menzhen::ops
