// SPDX-License-Identifier: Apache-2.0
#include "app/ops/takeback.h"

#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

/// Columns of an entry that the rules do not own and that a call sets.
constexpr const char* callTexts[] = {"station", "room", "reason"};

/// The columns of `wanted` as the store has them; nothing: there is no such row.
std::optional<Record> asStored(JudgeContext& context, const Record& wanted) {
    std::vector<store::Cell> key;
    for (std::size_t i = 0; i < wanted.table().keys; ++i)
        key.push_back(wanted.cellAt(i));
    const auto stored = store::find(context.database(), context.site(), wanted.table().name, key);
    if (!stored) return std::nullopt;
    Record row(wanted.table());
    for (std::size_t i = 0; i < wanted.table().columns.size(); ++i)
        if (wanted.hasAt(i)) row.setCell(i, stored->cellAt(i));
    if (wanted.table().name != "entry") return row;
    for (const char* column : callTexts)
        row.set(column, stored->text(column));
    return row.set("called_at", stored->integer("called_at"));
}

std::optional<Record> memoryOf(JudgeContext& context, int day, const std::string& station) {
    auto row =
        store::find(context.database(), context.site(), "takeback", {std::int64_t{day}, station});
    if (!row || row->text("entry").empty()) return std::nullopt;
    return row;
}

core::Result<core::Undoable> undoableOf(const Record& memory, const std::vector<Record>& before) {
    core::Undoable done;
    done.id = memory.text("entry");
    if (!memory.text("finished").empty()) done.finished = memory.text("finished");
    done.reason = core::callReasonFrom(memory.text("reason")).value_or(core::CallReason::OnTurn);
    done.moves = static_cast<int>(memory.integer("moves"));
    for (const Record& row : before) {
        if (row.table().name == "queue") done.state = queueStateOf(row);
        if (row.table().name == "staged")
            done.staged[row.text("station")] = stagedFromText(row.text("ids"));
        if (row.table().name != "entry") continue;
        auto entry = queueEntryOf(row);
        if (!entry) return tl::unexpected(entry.error());
        done.entries.push_back(std::move(*entry));
    }
    return done;
}

/// The station whose list is to have the entry: the one that acted, as long as it calls there.
std::optional<std::string> listOf(JudgeContext& context, const std::string& station,
                                  const QueueKey& key) {
    const auto row = store::find(context.database(), context.site(), "station", {station});
    const bool calls = row && row->text("state") == "open" && row->integer("day") == key.day &&
                       row->text("half") == key.half && row->text("queue") == key.id;
    return calls ? std::optional(station) : std::nullopt;
}

} // namespace

void remember(Judgement& judgement, JudgeContext& context, const QueueKey& key,
              const core::Changes& changes, const Act& act) {
    std::vector<Record> before;
    for (const Record& changed : context.queues.rowsOf(key, changes)) {
        auto row = asStored(context, changed);
        if (row)
            before.push_back(std::move(*row));
        else if (changed.table().name == "staged") // the station had no list yet
            before.push_back(Record(changed).set("ids", ""));
    }
    const auto queue = context.queues.open(key);
    judgement.rows.push_back(Record("takeback")
                                 .set("day", key.day)
                                 .set("station", act.station)
                                 .set("half", key.half)
                                 .set("queue", key.id)
                                 .set("what", act.what)
                                 .set("entry", act.entry)
                                 .set("finished", act.finished)
                                 .set("reason", std::string(core::toText(act.reason)))
                                 .set("at", act.atMs)
                                 .set("moves", (*queue)->state().moves)
                                 .set("before", rowsToText(before)));
}

core::Result<void> takeBack(Judgement& judgement, JudgeContext& context, int day,
                            const std::string& station, const std::string& entry) {
    const auto memory = memoryOf(context, day, station);
    if (!memory || memory->text("entry") != entry)
        return core::refused("nothing-to-undo", "the station did something else since");
    const auto before = rowsFromJson(nlohmann::json::parse(memory->text("before"), nullptr, false));
    if (!before) return tl::unexpected(before.error());
    const auto done = undoableOf(*memory, *before);
    if (!done) return tl::unexpected(done.error());
    const QueueKey key{day, memory->text("half"), memory->text("queue")};
    auto queue = context.queues.open(key);
    if (!queue) return tl::unexpected(queue.error());
    const auto back = (*queue)->takeBack(*done, listOf(context, station, key));
    if (!back) return tl::unexpected(asRefusal(back.error()));
    addRows(judgement, context, key, back->changes);
    for (const Record& row : *before) {
        if (row.table().name != "entry" || row.text("id") != entry) continue;
        Record called = entryKey(day, entry);
        for (const char* column : callTexts)
            called.set(column, row.text(column));
        judgement.rows.push_back(called.set("called_at", row.integer("called_at")));
    }
    judgement.rows.push_back(
        Record("takeback").set("day", day).set("station", station).set("entry", ""));
    return {};
}

} // namespace menzhen::ops
