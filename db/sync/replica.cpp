// SPDX-License-Identifier: Apache-2.0
#include "db/sync/replica.h"

#include "app/core/bugs.h"
#include "app/core/calendar.h"
#include "db/store/digest.h"
#include "db/store/latestrows.h"
#include "db/store/records.h"
#include "db/store/undo.h"

#include <algorithm>
#include <limits>

namespace menzhen::sync {

namespace {

using nlohmann::json;

constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();

store::Cell cellFrom(const store::Column& column, const json& value) {
    if (column.text) return value.get<std::string>();
    return value.get<std::int64_t>();
}

} // namespace

Replica::Replica(store::Database& database, std::string site, std::string device,
                 const ports::Clock& clock, ports::Chance& chance)
    : database_(database), site_(std::move(site)), device_(std::move(device)), clock_(clock),
      chance_(chance), queues_(database, site_) {}

core::Result<Cursor> Replica::cursor() {
    return cursorOf(database_, scope_);
}

core::Result<std::vector<store::Record>> Replica::readTables(const json& tables) {
    std::vector<store::Record> records;
    bool keyed = true;
    auto read = readAnswer([&] {
        for (const auto& [name, content] : tables.get_ref<const json::object_t&>()) {
            // Tables and columns that a later registry added are not for this program.
            const store::Table* table = store::findTable(name);
            if (table == nullptr) continue;
            const auto columns = content.at("columns").get<std::vector<std::string>>();
            for (const json& row : content.at("rows")) {
                store::Record record(*table);
                for (std::size_t i = 0; i < columns.size(); ++i)
                    if (table->hasColumn(columns[i])) {
                        const std::size_t at = table->indexOf(columns[i]);
                        record.setCell(at, cellFrom(table->columns[at], row.at(i)));
                    }
                for (std::size_t i = 0; i < table->keys; ++i)
                    keyed = keyed && record.hasAt(i);
                records.push_back(std::move(record));
            }
        }
    });
    if (!read) return tl::unexpected(read.error());
    if (!keyed) return core::badData("malformed-answer", "a snapshot's row without its key");
    return records;
}

core::Result<void> Replica::load(const json& snapshot) {
    Cursor cursor;
    std::string chain;
    auto records = core::Result<std::vector<store::Record>>();
    auto read = readAnswer([&] {
        cursor.epoch = snapshot.at("epoch").get<std::string>();
        cursor.revision = snapshot.at("revision").get<std::int64_t>();
        cursor.day = snapshot.at("day").get<int>();
        chain = snapshot.value("chain", std::string());
        records = readTables(snapshot.at("tables"));
    });
    if (!read) return read;
    if (!records) return tl::unexpected(records.error());
    auto done = database_.transact([&]() -> core::Result<void> {
        // Revisions of another log say nothing about this one.
        if (readCursor(database_, scope_).epoch != cursor.epoch) taken_.clear();
        if (bugs::active(bugs::SnapshotDropsOutbox))
            store::Query(database_, "DELETE FROM outbox WHERE rev = 0").run();
        store::clearProjection(database_, site_);
        for (const store::Record& record : *records)
            store::upsert(database_, site_, record, 0);
        settle(cursor.revision);
        writeCursor(database_, scope_, cursor);
        writeKnownChain(database_, {cursor.revision, cursor.epoch, chain});
        layOwnOn();
        purge();
        return {};
    });
    if (done) forgetBelow(cursor.revision);
    return done;
}

core::Result<Replica::PulledOp> Replica::readPulled(const json& item) {
    PulledOp pulled;
    auto rows = core::Result<std::vector<store::Record>>();
    auto read = readAnswer([&] {
        const json& op = item.at("op");
        pulled.id.device = op.at("device").get<std::string>();
        pulled.id.incarnation = op.at("incarnation").get<std::int64_t>();
        pulled.id.seq = op.at("seq").get<std::int64_t>();
        pulled.verdict = {pulled.id.seq, item.at("revision").get<std::int64_t>(),
                          item.at("verdict").get<std::string>(),
                          item.at("code").get<std::string>()};
        rows = ops::rowsFromJson(item.at("outcome"));
    });
    if (!read) return tl::unexpected(read.error());
    if (!rows) return tl::unexpected(rows.error());
    pulled.rows = std::move(*rows);
    return pulled;
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
    std::vector<PulledOp> ops;
    std::string epoch;
    std::int64_t after = 0;
    std::int64_t through = 0;
    std::string chain;
    std::string digest;
    diverged_ = false;
    core::Result<void> whole;
    auto read = readAnswer([&] {
        epoch = page.at("epoch").get<std::string>();
        after = page.at("after").get<std::int64_t>();
        through = page.at("through").get<std::int64_t>();
        chain = page.value("chain", std::string());
        digest = page.value("digest", std::string());
        for (const json& item : page.at("ops")) {
            auto pulled = readPulled(item);
            if (!pulled) {
                whole = tl::unexpected(pulled.error());
                return;
            }
            ops.push_back(std::move(*pulled));
        }
    });
    if (!read) return tl::unexpected(read.error());
    if (!whole) return tl::unexpected(whole.error());
    if (bugs::active(bugs::MoveCursorFirst)) moveFirst(database_, scope_, epoch, after, through);
    const bool changes = !ops.empty() || settlesBelow(through);
    auto done = database_.transact([&]() -> core::Result<void> {
        Cursor cursor = readCursor(database_, scope_);
        if (bugs::active(bugs::MoveCursorFirst)) cursor.revision = after;
        if (cursor.epoch != epoch || cursor.revision != after || through < after)
            return core::badData("malformed-answer", "a page that does not begin at the cursor");
        if (changes) {
            takeOwnOff();
            store::LatestRows latest;
            for (PulledOp& op : ops) {
                if (!bugs::active(bugs::PullSkipsOwn) || op.id.device != device_)
                    for (store::Record& row : op.rows)
                        latest.add(std::move(row), op.verdict.revision);
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
        if (!chain.empty() && through != after) writeKnownChain(database_, {through, epoch, chain});
        if (!digest.empty() && store::countPending(database_) == 0) compare(digest, cursor);
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
    std::vector<store::OutboxOp> own = store::pendingOps(database_, all);
    if (bugs::active(bugs::OwnOpsStay)) return;
    if (bugs::active(bugs::UndoOldestFirst)) std::reverse(own.begin(), own.end());
    for (auto op = own.rbegin(); op != own.rend(); ++op)
        store::applyUndo(database_, op->undo);
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
    for (const store::OutboxOp& own : store::pendingOps(database_, all)) {
        const auto op = ops::opFromJson(json::parse(own.op, nullptr, false));
        core::Bytes undo;
        if (op) {
            // Judged as on the day it was written: this device's own now.
            ops::JudgeContext context{queues_, clock_, chance_, op->occurredAtMs};
            const ops::Judgement judged = ops::judgeFact(*op, context);
            if (judged.verdict == ops::rejected)
                database_.voidCaches();
            else
                undo = store::recordUndo(database_,
                                         [&] { ops::apply(database_, site_, judged.rows, 0); });
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
