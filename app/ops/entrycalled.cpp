// SPDX-License-Identifier: Apache-2.0
// entry.called: the registry called the next patient for a station.
//   fields: {"queue":"CARD-D01","half":"AM","station":"S1","room":"301","finish":"HEX16"}
//   `finish` (may be left out): whom the station has just seen off; ignored when no longer called.
//   `alone` true (may be left out): whoever else this station has called here is seen off, too. A
//   station that sees one patient at a time asks for it; calling by itself never looks at who is
//   called already (queue-rules.md).
// Nobody left: refused "empty" unless somebody was finished; then the op stands, without a call.
#include "app/ops/choice.h"
#include "app/ops/elsewhere.h"
#include "app/ops/fields.h"
#include "app/ops/takeback.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

/// Whoever was missed and comes back is called a further time: the boards announce what grows.
std::int64_t callsBefore(JudgeContext& context, int day, const std::string& id) {
    const auto row =
        store::find(context.database(), context.site(), "entry", {std::int64_t{day}, id});
    return row ? row->integer("calls") : 0;
}

} // namespace

Judged judgeEntryCalled(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    QueueKey key{op.day, {}, {}};
    key.id = read.text("queue", 1, 12);
    key.half = read.text("half", 2, 2);
    const std::string station = read.text("station", 1, 12);
    const std::string room = read.optionalText("room", 32);
    const std::string finish = read.optionalText("finish", 32);
    const bool alone = read.optionalFlag("alone", false);
    if (const auto error = read.error()) return tl::unexpected(*error);
    auto opened = context.queues.open(key);
    if (!opened) return tl::unexpected(opened.error());
    core::Queue& queue = **opened;
    Judgement judgement;
    core::Changes changes = seeOff(context, key, station, finish);
    const bool someoneFinished = !changes.none();
    if (alone) add(changes, seeOffOthers(context, key, station, {}, finish));
    const bool anyoneGone = !changes.none();
    core::Called called = queue.callNext(station, context.timeOf(op).minute);
    if (!called.id && !anyoneGone) return core::refused("empty", "nobody is waiting");
    add(changes, called.changes);
    addRows(judgement, context, key, changes);
    const std::string finished = someoneFinished ? finish : std::string();
    Act act{station, "called", called.id.value_or(""), finished, called.reason};
    if (!called.id) {
        act.what = "finished";
        act.entry = std::exchange(act.finished, {});
    }
    act.atMs = context.timeMsOf(op);
    remember(judgement, context, key, changes, act);
    if (called.id)
        judgement.rows.push_back(entryKey(op.day, *called.id)
                                     .set("station", station)
                                     .set("room", room)
                                     .set("reason", std::string(core::toText(called.reason)))
                                     .set("called_at", context.timeMsOf(op))
                                     .set("calls", callsBefore(context, op.day, *called.id) + 1));
    if (someoneFinished) shareServing(judgement, context, op.day, finish, false);
    if (called.id) shareServing(judgement, context, op.day, *called.id, true);
    return judgement;
}

} // namespace menzhen::ops
