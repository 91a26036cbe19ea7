// SPDX-License-Identifier: Apache-2.0
#include "app/ops/takeback.h"

#include "app/core/check.h"
#include "app/ops/elsewhere.h"
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

void rememberTransfer(Judgement& judgement, JudgeContext& context, const QueueKey& from,
                      const QueueKey& to, const Act& act) {
    // Before anything is applied the store still has both queues as they were.
    std::vector<Record> before;
    for (const auto& [table, key] : {std::pair<const char*, std::vector<store::Cell>>{
                                         "entry", {std::int64_t{from.day}, act.entry}},
                                     {"queue", {std::int64_t{from.day}, from.half, from.id}},
                                     {"queue", {std::int64_t{to.day}, to.half, to.id}}})
        if (auto row = store::find(context.database(), context.site(), table, key))
            before.push_back(std::move(*row));
    for (Record& row : store::select(context.database(), context.site(), "staged",
                                     "AND day = ? AND half = ? AND queue = ?",
                                     {std::int64_t{from.day}, from.half, from.id}))
        before.push_back(std::move(row));
    const auto queue = context.queues.open(from);
    judgement.rows.push_back(Record("takeback")
                                 .set("day", from.day)
                                 .set("station", act.station)
                                 .set("half", from.half)
                                 .set("queue", from.id)
                                 .set("what", act.what)
                                 .set("entry", act.entry)
                                 .set("finished", "")
                                 .set("reason", "")
                                 .set("at", act.atMs)
                                 .set("moves", (*queue)->state().moves)
                                 .set("before", rowsToText(before)));
}

namespace {

/// Whether nothing but the transfer has moved in this queue since `row` was read.
bool untouched(JudgeContext& context, const Record& row) {
    const auto queue = context.queues.open(
        {static_cast<int>(row.integer("day")), row.text("half"), row.text("id")});
    return queue && (*queue)->state().moves == row.integer("moves") + 1;
}

/// An entry's row as it was, but for how often it was called.
Record withoutCounts(const Record& entry) {
    Record row(entry.table());
    for (std::size_t i = 0; i < entry.table().columns.size(); ++i) {
        const std::string_view name = entry.table().columns[i].name;
        if (name != "rev" && name != "calls") row.setCell(i, entry.cellAt(i));
    }
    return row;
}

core::Result<void> takeBackTransfer(Judgement& judgement, JudgeContext& context, const QueueKey& to,
                                    const Record& memory, const std::vector<Record>& before) {
    const std::string& id = memory.text("entry");
    const int day = static_cast<int>(memory.integer("day"));
    const QueueKey key{day, memory.text("half"), memory.text("queue")}; // where it came from
    bool exact = true;
    const Record* entryRow = nullptr;
    for (const Record& row : before) {
        if (row.table().name == "queue") exact = exact && untouched(context, row);
        if (row.table().name == "entry") entryRow = &row;
    }
    if (entryRow == nullptr) return core::refused("nothing-to-undo", "the entry is not known");
    Record home = entryKey(day, id);
    for (const char* column : {"half", "queue", "zone", "station", "room", "reason"})
        home.set(column, entryRow->text(column));
    if (exact) {
        for (const Record& row : before) {
            judgement.rows.push_back(row.table().name == "entry" ? withoutCounts(row) : row);
        }
        context.database().voidCaches(); // the book's queues did not move with these rows
        return {};
    }
    auto queue = context.queues.open(key);
    auto target = context.queues.open(to);
    if (!queue || !target) return core::refused("unknown-queue", "the queue is gone");
    auto entry = queueEntryOf(*entryRow);
    if (!entry) return tl::unexpected(entry.error());
    const auto gone = (*target)->remove(id);
    if (!gone) return tl::unexpected(asRefusal(gone.error()));
    addRows(judgement, context, to, gone->changes);
    auto back = (*queue)->admit(*entry);
    MENZHEN_CHECK(back.has_value(), "an entry stood in two queues");
    // To the head: as if it had just been called and the call were taken back.
    auto called = (*queue)->callChosen(id);
    MENZHEN_CHECK(called.has_value(), "whoever came back can be called");
    core::Undoable done{.id = id, .moves = -1, .entries = {*entry}};
    done.entries.front().seq = (*queue)->find(id)->seq;
    const auto head = (*queue)->takeBack(done, listOf(context, memory.text("station"), key));
    MENZHEN_CHECK(head.has_value(), "whoever was called can be taken back");
    core::Changes changes = head->changes;
    changes.entries.merge(back->entries);
    addRows(judgement, context, key, changes);
    judgement.rows.push_back(std::move(home));
    return {};
}

} // namespace

core::Result<void> takeBack(Judgement& judgement, JudgeContext& context, int day,
                            const std::string& station, const std::string& entry) {
    const auto memory = memoryOf(context, day, station);
    if (!memory || memory->text("entry") != entry)
        return core::refused("nothing-to-undo", "the station did something else since");
    const auto before = rowsFromJson(nlohmann::json::parse(memory->text("before"), nullptr, false));
    if (!before) return tl::unexpected(before.error());
    if (memory->text("what") == "transferred") {
        const auto now = openEntry(context, day, entry);
        if (!now) return tl::unexpected(now.error());
        if (auto back = takeBackTransfer(judgement, context, now->key, *memory, *before); !back)
            return back;
        judgement.rows.push_back(
            Record("takeback").set("day", day).set("station", station).set("entry", ""));
        return {};
    }
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
    shareServing(judgement, context, day, entry,
                 (*queue)->find(entry)->state == core::EntryState::Called);
    if (done->finished) shareServing(judgement, context, day, *done->finished, true);
    return {};
}

} // namespace menzhen::ops
