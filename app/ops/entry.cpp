// SPDX-License-Identifier: Apache-2.0
#include "app/ops/entry.h"

#include "db/store/records.h"

namespace menzhen::ops {

std::string entryOfTicket(store::Database& database, const std::string& site, int day,
                          const std::string& ticket) {
    store::Query query(database,
                       "SELECT entry FROM second_paper WHERE site = ? AND day = ? AND id = ?");
    query.bind(site).bind(day).bind(ticket);
    return query.step() ? query.text(0) : ticket;
}

core::Result<OpenedEntry> openEntry(JudgeContext& context, int day, const std::string& id) {
    OpenedEntry entry{id, {}, 0, {}, {}, 0, {day, {}, {}}, nullptr};
    {
        // Not store::find(): of an entry's 31 columns seven are wanted, at nearly every op.
        store::Query query(context.database(),
                           "SELECT half, queue, state, calls, station, reason, paper FROM "
                           "entry WHERE site = ? AND day = ? AND id = ?");
        query.bindInPlace(context.site()).bind(day).bindInPlace(id);
        if (!query.step()) {
            const std::string first = entryOfTicket(context.database(), context.site(), day, id);
            if (first == id) return core::refused("unknown-entry", "no such ticket on this day");
            auto opened = openEntry(context, day, first);
            if (opened) opened->secondPaper = true;
            return opened;
        }
        entry.key.half = query.text(0);
        entry.key.id = query.text(1);
        entry.state = query.text(2);
        entry.calls = query.integer(3);
        entry.station = query.text(4);
        entry.reason = query.text(5);
        entry.paper = query.integer(6);
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
