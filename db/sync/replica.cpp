// SPDX-License-Identifier: Apache-2.0
#include "db/sync/replica.h"

#include "app/core/bugs.h"
#include "app/core/calendar.h"
#include "db/store/digest.h"
#include "db/store/latestrows.h"
#include "db/store/records.h"
#include "db/store/undo.h"
#include "db/sync/commands.h"
#include "db/sync/snapshotreader.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace menzhen::sync {

namespace {

using nlohmann::json;

} // namespace

Replica::Replica(store::Database& database, std::string site, std::string device,
                 const ports::Clock& clock, ports::Chance& chance)
    : database_(database), site_(std::move(site)), device_(std::move(device)), clock_(clock),
      chance_(chance), queues_(database, site_) {}

core::Result<Cursor> Replica::cursor() {
    return cursorOf(database_, scope_);
}

core::Result<void> Replica::load(const json& snapshot) {
    return loadText(snapshot.dump());
}

core::Result<void> Replica::loadText(const std::string& snapshot) {
    SnapshotHead head;
    auto done = database_.transact([&]() -> core::Result<void> {
        store::clearProjection(database_, site_);
        const store::Table* table = nullptr;
        std::optional<store::RowWriter> writer;
        auto read = readSnapshot(
            snapshot, [&](const SnapshotTable& of, const std::vector<store::Cell>& cells) {
                if (table != of.table) writer.emplace(*of.table, of.columns);
                table = of.table;
                writer->write(database_, site_, cells);
            });
        if (!read) return tl::unexpected(read.error());
        head = std::move(*read);
        // Revisions of another log say nothing about this one.
        if (readCursor(database_, scope_).epoch != head.cursor.epoch) taken_.clear();
        if (bugs::active(bugs::SnapshotDropsOutbox))
            store::Query(database_, "DELETE FROM outbox WHERE rev = 0").run();
        settle(head.cursor.revision);
        writeCursor(database_, scope_, head.cursor);
        writeKnownChain(database_, {head.cursor.revision, head.cursor.epoch, head.chain});
        store::setMeta(database_, "snapshot-schema", std::to_string(head.schema));
        layOwnOn();
        purge();
        return {};
    });
    if (done) forgetBelow(head.cursor.revision);
    return done;
}

namespace {

/// A seeded mistake: the cursor in a transaction of its own, before what it stands for.
void moveFirst(store::Database& database, const std::string& scope, const std::string& epoch,
               std::int64_t after, std::int64_t through) {
    (void)database.transact([&]() -> core::Result<void> {
        const Cursor cursor = readCursor(database, scope);
        if (cursor.epoch == epoch && cursor.revision == after)
            writeCursor(database, scope, {epoch, through, cursor.day});
        return {};
    });
}

} // namespace

core::Result<bool> Replica::apply(const json& page) {
    auto read = readPulledLog(page.dump());
    if (!read) return tl::unexpected(read.error());
    return applyLog(std::move(*read));
}

core::Result<bool> Replica::applyLog(PulledLog page) {
    const std::string& epoch = page.epoch;
    const std::int64_t after = page.after;
    const std::int64_t through = page.through;
    diverged_ = false;
    if (bugs::active(bugs::MoveCursorFirst)) moveFirst(database_, scope_, epoch, after, through);
    const bool changes = !page.ops.empty() || settlesBelow(through);
    auto done = database_.transact([&]() -> core::Result<void> {
        Cursor cursor = readCursor(database_, scope_);
        if (bugs::active(bugs::MoveCursorFirst)) cursor.revision = after;
        if (cursor.epoch != epoch || cursor.revision != after || through < after)
            return core::badData("malformed-answer", "a page that does not begin at the cursor");
        if (changes) {
            takeOwnOff();
            store::LatestRows latest;
            for (PulledOp& op : page.ops) {
                if (!bugs::active(bugs::PullSkipsOwn) || op.id.device != device_)
                    for (store::Record& row : op.rows)
                        latest.add(std::move(row), op.verdict.revision);
                // A hold is asked for again as long as nobody gave it back; a call is a call.
                if (op.id.device == ops::registryDevice && !op.request.empty() &&
                    (op.type == "entry.called" || op.type == "entry.chosen"))
                    noteOutcome(database_, op.request);
                if (op.id.device == device_)
                    store::acknowledge(database_, op.id.incarnation, op.id.seq, op.verdict.revision,
                                       op.verdict.verdict, op.verdict.code, clock_.utcMs());
            }
            latest.write(database_, site_);
            settle(through);
            layOwnOn();
        }
        cursor.revision = through;
        if (through != after) writeCursor(database_, scope_, cursor);
        if (!page.chain.empty() && through != after)
            writeKnownChain(database_, {through, epoch, page.chain});
        if (!page.digest.empty() && store::countPending(database_) == 0)
            compare(page.digest, cursor);
        if (page_ && changes) store::keepPulled(database_, epoch, *page_, clock_.utcMs());
        return {};
    });
    page_.reset();
    if (!done) return tl::unexpected(done.error());
    forgetBelow(through);
    return changes;
}

core::Result<void> Replica::taken(const std::vector<Verdict>& verdicts) {
    std::int64_t revision = 0;
    auto done = database_.transact([&]() -> core::Result<void> {
        const std::int64_t present = incarnationOf(database_);
        for (Verdict verdict : verdicts) {
            if (verdict.incarnation == 0) verdict.incarnation = present;
            taken_.insert_or_assign(Key(verdict.incarnation, verdict.seq), verdict);
        }
        revision = readCursor(database_, scope_).revision;
        if (!settlesBelow(revision)) return {};
        takeOwnOff();
        settle(revision);
        layOwnOn();
        return {};
    });
    if (done) forgetBelow(revision);
    return done;
}

bool Replica::settlesBelow(std::int64_t revision) const {
    for (const auto& [key, verdict] : taken_)
        if (verdict.revision <= revision || bugs::active(bugs::SettleEarly)) return true;
    return false;
}

void Replica::forgetBelow(std::int64_t revision) {
    std::erase_if(taken_, [&](const auto& entry) { return entry.second.revision <= revision; });
}

void Replica::takeOwnOff() {
    std::vector<store::OutboxOp> own = store::pendingOps(database_, store::allOps);
    if (bugs::active(bugs::OwnOpsStay)) return;
    if (bugs::active(bugs::UndoOldestFirst)) std::reverse(own.begin(), own.end());
    for (auto op = own.rbegin(); op != own.rend(); ++op)
        store::applyUndo(database_, site_, op->undo);
}

void Replica::settle(std::int64_t through) {
    for (const auto& [key, verdict] : taken_)
        if (verdict.revision <= through || bugs::active(bugs::SettleEarly))
            store::acknowledge(database_, key.first, key.second, verdict.revision, verdict.verdict,
                               verdict.code, clock_.utcMs());
}

/// Inside transact(), with no own op on top.
void Replica::compare(const std::string& digest, const Cursor& cursor) {
    const std::string own =
        store::lobbyDigest(database_, site_, cursor.day, core::nextDay(cursor.day));
    diverged_ = own != digest;
    if (!diverged_) return;
    json counts = json::object();
    for (const store::Table& table : store::tables()) {
        store::Query q(database_, "SELECT count(*) FROM " + std::string(table.name));
        q.step();
        counts[std::string(table.name)] = q.integer(0);
    }
    const auto before =
        json::parse(store::meta(database_, "digest-mismatch").value_or("{}"), nullptr, false);
    const std::int64_t times = before.is_object() ? before.value("times", std::int64_t{0}) : 0;
    store::setMeta(database_, "digest-mismatch",
                   json{{"times", times + 1},
                        {"at", clock_.utcMs()},
                        {"epoch", cursor.epoch},
                        {"revision", cursor.revision},
                        {"day", cursor.day},
                        {"own", own},
                        {"registry", digest},
                        {"rows", counts}}
                       .dump());
}

void Replica::purge() {
    const std::int64_t now = clock_.utcMs();
    store::purgeOutbox(database_, now - keepAcknowledgedMs);
    store::purgePulled(database_, now - keepPulledMs);
}

void Replica::layOwnOn() {
    database_.voidCaches();
    for (const store::OutboxOp& own : store::pendingOps(database_, store::allOps)) {
        const auto op = ops::opFromJson(json::parse(own.op, nullptr, false));
        core::Bytes undo;
        if (op) {
            // Judged as on the day it was written: this device's own now.
            ops::JudgeContext context{queues_, clock_, chance_, op->occurredAtMs};
            const ops::Judgement judged = ops::judgeFact(*op, context);
            if (judged.verdict == ops::rejected)
                database_.voidCaches();
            else
                undo = store::upsertWithUndo(database_, site_, judged.rows);
        }
        store::setUndo(database_, own.incarnation, own.seq, undo);
    }
    // The journal has its own view of the queues.
    database_.voidCaches();
}

std::int64_t incarnationOf(store::Database& database) {
    const auto value = store::meta(database, "incarnation");
    return value ? std::stoll(*value) : 1;
}

void setIncarnation(store::Database& database, std::int64_t incarnation) {
    store::setMeta(database, "incarnation", std::to_string(incarnation));
}

} // namespace menzhen::sync
