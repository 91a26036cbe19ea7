// SPDX-License-Identifier: Apache-2.0
#include "db/store/outbox.h"

#include "app/core/bugs.h"

namespace menzhen::store {

void addToOutbox(Database& database, const OutboxOp& op) {
    Query(database,
          "INSERT INTO outbox (incarnation, seq, type, op, hash, undo, chain) VALUES (?, ?, ?, ?, "
          "?, ?, ?)")
        .bind(op.incarnation)
        .bind(op.seq)
        .bind(op.type)
        .bind(op.op)
        .bind(core::ByteView(op.hash))
        .bind(core::ByteView(op.undo))
        .bind(core::ByteView(op.chain))
        .run();
}

std::vector<OutboxOp> pendingOps(Database& database, std::int64_t limit) {
    Query q(database, "SELECT incarnation, seq, type, op, hash, undo FROM outbox WHERE rev = 0 "
                      "ORDER BY incarnation, seq LIMIT ?");
    q.bind(limit);
    std::vector<OutboxOp> ops;
    while (q.step())
        ops.push_back({q.integer(0),
                       q.integer(1),
                       q.text(2),
                       q.text(3),
                       q.blob(4),
                       q.blob(5),
                       0,
                       {},
                       {},
                       {}});
    return ops;
}

std::vector<OutboxOp> outboxFrom(Database& database, std::int64_t incarnation, std::int64_t seq,
                                 std::int64_t limit) {
    Query q(database, "SELECT incarnation, seq, type, op, hash, rev, chain FROM outbox WHERE "
                      "incarnation = ? AND seq >= ? ORDER BY seq LIMIT ?");
    q.bind(incarnation).bind(seq).bind(limit);
    std::vector<OutboxOp> ops;
    while (q.step())
        ops.push_back({q.integer(0),
                       q.integer(1),
                       q.text(2),
                       q.text(3),
                       q.blob(4),
                       {},
                       q.integer(5),
                       {},
                       {},
                       q.blob(6)});
    return ops;
}

std::optional<std::int64_t> firstPending(Database& database, std::int64_t incarnation) {
    Query q(database, "SELECT coalesce(min(seq), 0) FROM outbox WHERE incarnation = ? AND rev = 0");
    q.bind(incarnation);
    q.step();
    const std::int64_t seq = q.integer(0);
    return seq == 0 ? std::nullopt : std::optional(seq);
}

void setUndo(Database& database, std::int64_t incarnation, std::int64_t seq, core::ByteView undo) {
    Query(database, "UPDATE outbox SET undo = ? WHERE incarnation = ? AND seq = ?")
        .bind(undo)
        .bind(incarnation)
        .bind(seq)
        .run();
}

void acknowledge(Database& database, std::int64_t incarnation, std::int64_t seq, std::int64_t rev,
                 const std::string& verdict, const std::string& code, std::int64_t nowMs) {
    Query(database, "UPDATE outbox SET rev = ?, verdict = ?, code = ?, acked_at = ?, undo = x'' "
                    "WHERE incarnation = ? AND seq = ?")
        .bind(rev)
        .bind(verdict)
        .bind(code)
        .bind(nowMs)
        .bind(incarnation)
        .bind(seq)
        .run();
}

std::int64_t lastSeq(Database& database, std::int64_t incarnation) {
    Query q(database, bugs::active(bugs::SeqFromUnsent)
                          ? "SELECT count(*) FROM outbox WHERE incarnation = ? AND rev = 0"
                          : "SELECT coalesce(max(seq), 0) FROM outbox WHERE incarnation = ?");
    q.bind(incarnation);
    q.step();
    return q.integer(0);
}

OutboxOp lastOp(Database& database, std::int64_t incarnation) {
    Query q(database, "SELECT seq, rev, chain FROM outbox WHERE incarnation = ? ORDER BY seq DESC "
                      "LIMIT 1");
    q.bind(incarnation);
    OutboxOp op;
    op.incarnation = incarnation;
    if (!q.step()) return op;
    op.seq = q.integer(0);
    op.rev = q.integer(1);
    op.chain = q.blob(2);
    return op;
}

std::optional<OutboxOp> findOutbox(Database& database, std::int64_t incarnation, std::int64_t seq) {
    Query q(database, "SELECT type, op, hash, rev, chain FROM outbox WHERE incarnation = ? AND seq "
                      "= ?");
    q.bind(incarnation).bind(seq);
    if (!q.step()) return std::nullopt;
    return OutboxOp{incarnation, seq,          q.text(0), q.text(1), q.blob(2),
                    {},          q.integer(3), {},        {},        q.blob(4)};
}

void removeFromOutbox(Database& database, std::int64_t incarnation, std::int64_t seq) {
    Query(database, "DELETE FROM outbox WHERE incarnation = ? AND seq = ?")
        .bind(incarnation)
        .bind(seq)
        .run();
}

std::map<std::int64_t, std::int64_t> outboxHeads(Database& database) {
    Query q(database, "SELECT incarnation, max(seq) FROM outbox GROUP BY incarnation");
    std::map<std::int64_t, std::int64_t> heads;
    while (q.step())
        heads[q.integer(0)] = q.integer(1);
    return heads;
}

std::int64_t countPending(Database& database) {
    Query q(database, "SELECT count(*) FROM outbox WHERE rev = 0");
    q.step();
    return q.integer(0);
}

void reopen(Database& database, std::int64_t incarnation, std::int64_t seq) {
    Query(database, "UPDATE outbox SET rev = 0, verdict = '', code = '', acked_at = 0 WHERE "
                    "incarnation = ? AND seq > ? AND rev > 0")
        .bind(incarnation)
        .bind(seq)
        .run();
}

void purgeOutbox(Database& database, std::int64_t beforeMs) {
    Query(database, "DELETE FROM outbox WHERE rev > 0 AND acked_at > 0 AND acked_at < ? AND seq < "
                    "(SELECT max(seq) FROM outbox AS o WHERE o.incarnation = outbox.incarnation)")
        .bind(beforeMs)
        .run();
}

void keepPulled(Database& database, const std::string& epoch, const PulledPage& page,
                std::int64_t nowMs) {
    Query(database, "INSERT OR REPLACE INTO pulled (epoch, after, through, at, page) VALUES (?, ?, "
                    "?, ?, ?)")
        .bindInPlace(epoch)
        .bind(page.after)
        .bind(page.through)
        .bind(nowMs)
        .bindInPlace(page.page)
        .run();
}

std::optional<PulledPage> pulledBeyond(Database& database, const std::string& epoch,
                                       std::int64_t revision, std::int64_t from) {
    Query q(database, "SELECT after, through, page FROM pulled WHERE epoch = ? AND through > ? AND "
                      "after >= ? ORDER BY after LIMIT 1");
    q.bind(epoch).bind(revision).bind(from);
    if (!q.step()) return std::nullopt;
    return PulledPage{q.integer(0), q.integer(1), q.text(2)};
}

std::vector<std::string> pulledEpochs(Database& database) {
    Query q(database, "SELECT epoch FROM pulled GROUP BY epoch ORDER BY min(at), min(after)");
    std::vector<std::string> epochs;
    while (q.step())
        epochs.push_back(q.text(0));
    return epochs;
}

void purgePulled(Database& database, std::int64_t beforeMs) {
    Query(database, "DELETE FROM pulled WHERE at < ?").bind(beforeMs).run();
}

std::int64_t addEffect(Database& database, const std::string& kind, const std::string& body,
                       std::int64_t nowMs) {
    Query(database, "INSERT INTO effect (kind, body, made_at) VALUES (?, ?, ?)")
        .bind(kind)
        .bind(body)
        .bind(nowMs)
        .run();
    Query q(database, "SELECT last_insert_rowid()");
    q.step();
    return q.integer(0);
}

std::vector<Effect> pendingEffects(Database& database) {
    Query q(database, "SELECT id, kind, body FROM effect WHERE state = 'pending' ORDER BY id");
    std::vector<Effect> effects;
    while (q.step())
        effects.push_back({q.integer(0), q.text(1), q.text(2)});
    return effects;
}

void settleEffect(Database& database, std::int64_t id, const std::string& state) {
    Query(database, "UPDATE effect SET state = ? WHERE id = ?").bind(state).bind(id).run();
}

std::optional<std::string> meta(Database& database, const std::string& name) {
    Query q(database, "SELECT value FROM meta WHERE name = ?");
    q.bind(name);
    if (!q.step()) return std::nullopt;
    return q.text(0);
}

void setMeta(Database& database, const std::string& name, const std::string& value) {
    Query(database, "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET "
                    "value = excluded.value")
        .bind(name)
        .bind(value)
        .run();
}

} // namespace menzhen::store
