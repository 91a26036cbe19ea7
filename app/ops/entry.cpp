// SPDX-License-Identifier: Apache-2.0
#include "app/ops/entry.h"

#include "db/store/records.h"

namespace menzhen::ops {

core::Result<OpenedEntry> openEntry(JudgeContext& context, int day, const std::string& id) {
    OpenedEntry entry{id, {}, 0, {}, {}, {day, {}, {}}, nullptr};
    {
        // Not store::find(): of an entry's 29 columns six are wanted, at nearly every op.
        store::Query query(context.database(),
                           "SELECT half, queue, state, calls, station, reason FROM "
                           "entry WHERE site = ? AND day = ? AND id = ?");
        query.bindInPlace(context.site()).bind(day).bindInPlace(id);
        if (!query.step()) return core::refused("unknown-entry", "no such ticket on this day");
        entry.key.half = query.text(0);
        entry.key.id = query.text(1);
        entry.state = query.text(2);
        entry.calls = query.integer(3);
        entry.station = query.text(4);
        entry.reason = query.text(5);
    }
    auto queue = context.queues.open(entry.key);
    if (!queue) return tl::unexpected(queue.error());
    entry.queue = *queue;
    return entry;
}

store::Record entryKey(int day, const std::string& id) {
    store::Record record("entry");
    record.set("day", day).set("id", id);
    return record;
}

core::Error asRefusal(core::Error error) {
    if (error.kind == core::ErrorKind::Refused) error.code = "refused:" + error.code;
    return error;
}

void addRows(Judgement& judgement, JudgeContext& context, const QueueKey& key,
             const core::Changes& changes) {
    for (store::Record& row : context.queues.rowsOf(key, changes))
        judgement.rows.push_back(std::move(row));
}

} // namespace menzhen::ops
