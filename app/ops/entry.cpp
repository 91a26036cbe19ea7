// SPDX-License-Identifier: Apache-2.0
#include "app/ops/entry.h"

#include "db/store/records.h"

namespace menzhen::ops {

core::Result<OpenedEntry> openEntry(JudgeContext& context, int day, const std::string& id) {
    auto row = store::find(context.database(), context.site(), "entry", {std::int64_t{day}, id});
    if (!row) return core::refused("unknown-entry", "no such ticket on this day");
    QueueKey key{day, row->text("half"), row->text("queue")};
    auto queue = context.queues.open(key);
    if (!queue) return tl::unexpected(queue.error());
    return OpenedEntry{std::move(*row), std::move(key), *queue};
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
