// SPDX-License-Identifier: Apache-2.0
//   station.opened  fields:
//   {"station":"S1","queue":"CARD-D01","half":"AM","room":"301","zone":"3A",
//                            "staff":"d01"}       somebody sits down, or changes room or queue
//   station.paused  fields: {"station":"S1","reason":"ward emergency","until":MS}   until 0: no end
//   known station.closed  fields: {"station":"S1"}      its promises wait again, nobody is bound to
//   it
//   station.released  fields: {"station":"S1","why":"silent"}   the registry heard nothing of it
//   for longer than its claim lasts (sync.md 1.9): its staged list waits again, nothing else
//   changes
// Switching queues releases the staged list of the queue that is left (queue-rules.md section 1).
#include "app/ops/entry.h"
#include "app/ops/fields.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

Record stationKey(const std::string& id) {
    Record record("station");
    record.set("id", id);
    return record;
}

/// Whom the station promised a place in the queue that it serves now waits again. Nothing to do
/// when the queue is not there (another day).
void releaseServed(Judgement& judgement, JudgeContext& context, const Record& station, bool unpin) {
    const QueueKey key{static_cast<int>(station.integer("day")), station.text("half"),
                       station.text("queue")};
    if (key.id.empty()) return;
    const auto queue = context.queues.open(key);
    if (!queue) return;
    core::Changes changes = (*queue)->release(station.text("id"));
    if (unpin) changes.entries.merge((*queue)->clearPins(station.text("id")).entries);
    addRows(judgement, context, key, changes);
}

} // namespace

Judged judgeStationOpened(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("station", 1, 12);
    const std::string queue = read.text("queue", 1, 12);
    const std::string half = read.text("half", 2, 2);
    const std::string room = read.optionalText("room", 32);
    const std::string zone = read.optionalText("zone", 16);
    const std::string staff = read.optionalText("staff", 32);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (const auto known = context.queues.open({op.day, half, queue}); !known)
        return tl::unexpected(known.error());
    Judgement judgement;
    const auto before = store::find(context.database(), context.site(), "station", {id});
    if (before && (before->integer("day") != op.day || before->text("half") != half ||
                   before->text("queue") != queue))
        releaseServed(judgement, context, *before, false);
    judgement.rows.push_back(stationKey(id)
                                 .set("day", op.day)
                                 .set("half", half)
                                 .set("queue", queue)
                                 .set("room", room)
                                 .set("zone", zone)
                                 .set("staff", staff)
                                 .set("state", "open")
                                 .set("reason", "")
                                 .set("paused_until", 0));
    return judgement;
}

Judged judgeStationPaused(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("station", 1, 12);
    const std::string reason = read.text("reason", 1, 120);
    const std::int64_t until = read.optionalInteger("until", 0, maxInteger, 0);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto station = store::find(context.database(), context.site(), "station", {id});
    if (!station) return core::refused("unknown-station", "the station was never opened");
    Judgement judgement;
    if (until == 0) releaseServed(judgement, context, *station, true);
    judgement.rows.push_back(
        stationKey(id).set("state", "paused").set("reason", reason).set("paused_until", until));
    return judgement;
}

Judged judgeStationClosed(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("station", 1, 12);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto station = store::find(context.database(), context.site(), "station", {id});
    if (!station) return core::refused("unknown-station", "the station was never opened");
    Judgement judgement;
    releaseServed(judgement, context, *station, true);
    judgement.rows.push_back(stationKey(id).set("state", "closed").set("staff", ""));
    return judgement;
}

Judged judgeStationReleased(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("station", 1, 12);
    read.text("why", 1, 16);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto station = store::find(context.database(), context.site(), "station", {id});
    if (!station) return core::refused("unknown-station", "the station was never opened");
    Judgement judgement;
    releaseServed(judgement, context, *station, false);
    return judgement;
}

} // namespace menzhen::ops
