// SPDX-License-Identifier: Apache-2.0
#include "app/ops/choice.h"

#include "app/ops/elsewhere.h"
#include "app/ops/takeback.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

bool isTaken(const Record& entry) {
    return entry.text("state") == "called" || entry.text("state") == "finished";
}

} // namespace

bool lostTo(JudgeContext& context, int day, const std::string& entry, const std::string& station) {
    return store::find(context.database(), context.site(), "superseded",
                       {std::int64_t{day}, entry, station})
        .has_value();
}

core::Changes seeOff(JudgeContext& context, const QueueKey& key, const std::string& station,
                     const std::string& finish) {
    if (finish.empty()) return {};
    const auto row =
        store::find(context.database(), context.site(), "entry", {std::int64_t{key.day}, finish});
    // Whom another station has called since is that station's to see off.
    if (!row || row->text("station") != station) return {};
    const auto queue = context.queues.open(key);
    if (!queue) return {};
    auto finished = (*queue)->finish(finish);
    return finished ? std::move(*finished) : core::Changes{};
}

void add(core::Changes& to, core::Changes more) {
    to.entries.merge(more.entries);
    to.stations.merge(more.stations);
    to.state = to.state || more.state;
}

core::Changes seeOffOthers(JudgeContext& context, const QueueKey& key, const std::string& station,
                           const std::string& entry, const std::string& finish) {
    std::vector<std::string> others;
    {
        store::Query query(context.database(),
                           "SELECT id FROM entry WHERE site = ? AND day = ? AND half = ? AND queue "
                           "= ? AND station = ? AND state = 'called' AND id <> ? AND id <> ?");
        query.bind(context.site()).bind(key.day).bind(key.half).bind(key.id);
        query.bind(station).bind(entry).bind(finish);
        while (query.step())
            others.push_back(query.text(0));
    }
    core::Changes changes;
    for (const std::string& other : others)
        add(changes, seeOff(context, key, station, other));
    return changes;
}

Record deviationRow(const Op& op, JudgeContext& context, const std::string& entry,
                    const std::string& kind, const std::string& station, const std::string& text) {
    std::int64_t nth = 1;
    {
        store::Query query(context.database(), "SELECT coalesce(max(nth), 0) + 1 FROM deviation "
                                               "WHERE site = ? AND day = ? AND entry = ?");
        query.bind(context.site()).bind(op.day).bind(entry);
        if (query.step()) nth = query.integer(0);
    }
    return Record("deviation")
        .set("day", op.day)
        .set("entry", entry)
        .set("nth", nth)
        .set("kind", kind)
        .set("station", station)
        .set("actor", op.actor)
        .set("at", context.timeMsOf(op))
        .set("text", text);
}

namespace {

Record calledRow(const Op& op, const JudgeContext& context, const ChosenCall& call,
                 std::int64_t calls) {
    return entryKey(op.day, call.entry)
        .set("station", call.station)
        .set("room", call.room)
        .set("reason", call.reason)
        .set("called_at", context.timeMsOf(op))
        .set("calls", calls);
}

} // namespace

core::Result<Judgement> callByChoice(const Op& op, JudgeContext& context, const QueueKey& key,
                                     const ChosenCall& call) {
    const auto before = store::find(context.database(), context.site(), "entry",
                                    {std::int64_t{op.day}, call.entry});
    QueueKey where = key;
    if (before) { // staff may have moved the patient to another queue meanwhile
        where.half = before->text("half");
        where.id = before->text("queue");
    }
    auto opened = context.queues.open(where);
    if (!opened) return tl::unexpected(opened.error());
    core::Queue& queue = **opened;
    // Everything that may be refused is asked first: the book's queue must not move for nothing.
    if (queue.find(call.entry) == nullptr)
        return core::refused("unknown-entry", "no such ticket on this day");
    const bool taken = before && isTaken(*before);
    if (taken && !context.received)
        return core::refused("refused:" + before->text("state"), "somebody was faster");
    core::Changes changes = seeOff(context, key, call.station, call.finish);
    const bool someoneFinished = !changes.none();
    if (context.received || call.alone)
        add(changes, seeOffOthers(context, key, call.station, call.entry, call.finish));
    Judgement judgement;
    if (taken) {
        // A fact that has left the building: the lower revision has the patient (sync.md 1.9).
        const bool own = before->text("station") == call.station;
        judgement.verdict = std::string(compensated);
        judgement.code = own ? "called-already" : "superseded";
        addRows(judgement, context, key, changes);
        return judgement;
    }
    auto called = queue.callChosen(call.entry);
    if (!called) return tl::unexpected(asRefusal(called.error()));
    if (where == key) {
        add(changes, std::move(*called));
        changes.state = true;
    } else {
        addRows(judgement, context, key, changes);
        changes = std::move(*called);
    }
    addRows(judgement, context, where, changes);
    const auto reason = core::callReasonFrom(call.reason).value_or(core::CallReason::OnTurn);
    if (before) // who is new here has nothing to go back to
        remember(judgement, context, where, changes,
                 {call.station, "called", call.entry,
                  someoneFinished && where == key ? call.finish : std::string(), reason,
                  context.timeMsOf(op)});
    judgement.rows.push_back(
        calledRow(op, context, call, (before ? before->integer("calls") : 0) + 1));
    if (someoneFinished) shareServing(judgement, context, op.day, call.finish, false);
    shareServing(judgement, context, op.day, call.entry, true);
    if (!call.kind.empty()) {
        Record row = deviationRow(op, context, call.entry, call.kind, call.station, call.text);
        row.set("half", where.half).set("queue", where.id);
        judgement.rows.push_back(std::move(row));
    }
    return judgement;
}

} // namespace menzhen::ops
