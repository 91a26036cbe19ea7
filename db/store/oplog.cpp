// SPDX-License-Identifier: Apache-2.0
#include "db/store/oplog.h"

namespace menzhen::store {

namespace {

constexpr const char* opColumns =
    "rev, device, incarnation, seq, type, version, day, occurred_at, received_at, actor, request, "
    "hash, verdict, code, fields, outcome, extra";

LoggedOp readOp(const Query& q) {
    return {q.integer(0),
            q.text(1),
            q.integer(2),
            q.integer(3),
            q.text(4),
            static_cast<int>(q.integer(5)),
            static_cast<int>(q.integer(6)),
            q.integer(7),
            q.integer(8),
            q.text(9),
            q.text(10),
            q.blob(11),
            q.text(12),
            q.text(13),
            q.text(14),
            q.text(15),
            q.text(16)};
}

constexpr const char* deviceColumns =
    "id, role, state, incarnation, last_seq, chain, spki, fingerprint, first_seen, quarantined, "
    "unsent, heard_at";

DevicePosition readDevice(const Query& q) {
    return {q.text(0), q.text(1), q.text(2),    q.integer(3),      q.integer(4),  q.blob(5),
            q.text(6), q.text(7), q.integer(8), q.integer(9) != 0, q.integer(10), q.integer(11)};
}

} // namespace

std::optional<SitePosition> sitePosition(Database& database, const std::string& site) {
    Query q(database, "SELECT rev, epoch, chain FROM site WHERE site = ?");
    q.bind(site);
    if (!q.step()) return std::nullopt;
    return SitePosition{q.integer(0), q.text(1), q.blob(2)};
}

std::int64_t logHorizon(Database& database, const std::string& site) {
    Query q(database, "SELECT coalesce(min(rev), 1) - 1 FROM op WHERE site = ?");
    q.bindInPlace(site);
    q.step();
    return q.integer(0);
}

void setSitePosition(Database& database, const std::string& site, const SitePosition& position) {
    Query(database,
          "INSERT INTO site (site, rev, epoch, chain) VALUES (?, ?, ?, ?) ON CONFLICT (site) "
          "DO UPDATE SET rev = excluded.rev, epoch = excluded.epoch, chain = excluded.chain")
        .bind(site)
        .bind(position.rev)
        .bind(position.epoch)
        .bind(core::ByteView(position.chain))
        .run();
}

void appendOp(Database& database, const std::string& site, const OpToLog& op) {
    static const std::string sql =
        std::string("INSERT INTO op (site, ") + opColumns +
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    Query(database, sql)
        .bindInPlace(site)
        .bind(op.rev)
        .bindInPlace(op.device)
        .bind(op.incarnation)
        .bind(op.seq)
        .bindInPlace(op.type)
        .bind(op.version)
        .bind(op.day)
        .bind(op.occurredAtMs)
        .bind(op.receivedAtMs)
        .bindInPlace(op.actor)
        .bindInPlace(op.request)
        .bindInPlace(op.hash)
        .bindInPlace(op.verdict)
        .bindInPlace(op.code)
        .bindInPlace(op.fields)
        .bindInPlace(op.outcome)
        .bindInPlace(op.extra)
        .run();
}

std::optional<LoggedOp> findOp(Database& database, const std::string& site,
                               const std::string& device, std::int64_t incarnation,
                               std::int64_t seq) {
    static const std::string sql =
        std::string("SELECT ") + opColumns +
        " FROM op WHERE site = ? AND device = ? AND incarnation = ? AND seq = ?";
    Query q(database, sql);
    q.bind(site).bind(device).bind(incarnation).bind(seq);
    if (!q.step()) return std::nullopt;
    return readOp(q);
}

std::vector<LoggedOp> opsOf(Database& database, const std::string& site, const std::string& device,
                            std::int64_t incarnation, std::int64_t after, std::int64_t limit) {
    static const std::string sql =
        std::string("SELECT ") + opColumns +
        " FROM op WHERE site = ? AND device = ? AND incarnation = ? AND seq > ? ORDER BY seq "
        "LIMIT ?";
    Query q(database, sql);
    q.bind(site).bind(device).bind(incarnation).bind(after).bind(limit);
    std::vector<LoggedOp> ops;
    while (q.step())
        ops.push_back(readOp(q));
    return ops;
}

std::vector<LoggedOp> opsBetween(Database& database, const std::string& site, std::int64_t after,
                                 std::int64_t through, std::int64_t limit) {
    static const std::string sql =
        std::string("SELECT ") + opColumns +
        " FROM op WHERE site = ? AND rev > ? AND rev <= ? ORDER BY rev LIMIT ?";
    Query q(database, sql);
    q.bind(site).bind(after).bind(through).bind(limit);
    std::vector<LoggedOp> ops;
    while (q.step())
        ops.push_back(readOp(q));
    return ops;
}

std::optional<DevicePosition> findDevice(Database& database, const std::string& site,
                                         const std::string& id) {
    static const std::string sql =
        std::string("SELECT ") + deviceColumns + " FROM device WHERE site = ? AND id = ?";
    Query q(database, sql);
    q.bind(site).bind(id);
    if (!q.step()) return std::nullopt;
    return readDevice(q);
}

void setDevice(Database& database, const std::string& site, const DevicePosition& d) {
    // Columns that others added to the row stay as they are.
    static const std::string sql =
        std::string("INSERT INTO device (site, ") + deviceColumns +
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site, id) DO UPDATE SET "
        "role = excluded.role, state = excluded.state, incarnation = excluded.incarnation, "
        "last_seq = excluded.last_seq, chain = excluded.chain, spki = excluded.spki, "
        "fingerprint = excluded.fingerprint, first_seen = excluded.first_seen, "
        "quarantined = excluded.quarantined, unsent = excluded.unsent, "
        "heard_at = excluded.heard_at";
    Query(database, sql)
        .bind(site)
        .bind(d.id)
        .bind(d.role)
        .bind(d.state)
        .bind(d.incarnation)
        .bind(d.lastSeq)
        .bind(core::ByteView(d.chain))
        .bind(d.spki)
        .bind(d.fingerprint)
        .bind(d.firstSeenMs)
        .bind(d.quarantined ? 1 : 0)
        .bind(d.unsent)
        .bind(d.heardAtMs)
        .run();
}

std::optional<PastIncarnation> findPast(Database& database, const std::string& site,
                                        const std::string& device, std::int64_t incarnation) {
    Query q(database, "SELECT last_seq, chain, quarantined FROM incarnation WHERE site = ? AND "
                      "device = ? AND incarnation = ?");
    q.bind(site).bind(device).bind(incarnation);
    if (!q.step()) return std::nullopt;
    return PastIncarnation{device, incarnation, q.integer(0), q.blob(1), q.integer(2) != 0};
}

void setPast(Database& database, const std::string& site, const PastIncarnation& past) {
    Query(database, "INSERT INTO incarnation (site, device, incarnation, last_seq, chain, "
                    "quarantined) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (site, device, "
                    "incarnation) DO UPDATE SET last_seq = excluded.last_seq, chain = "
                    "excluded.chain, quarantined = excluded.quarantined")
        .bind(site)
        .bind(past.device)
        .bind(past.incarnation)
        .bind(past.lastSeq)
        .bind(core::ByteView(past.chain))
        .bind(past.quarantined ? 1 : 0)
        .run();
}

std::vector<DevicePosition> allDevices(Database& database, const std::string& site) {
    static const std::string sql =
        std::string("SELECT ") + deviceColumns + " FROM device WHERE site = ? ORDER BY id";
    Query q(database, sql);
    q.bind(site);
    std::vector<DevicePosition> devices;
    while (q.step())
        devices.push_back(readDevice(q));
    return devices;
}

std::optional<StoredAnswer> findAnswer(Database& database, const std::string& site, int day,
                                       const std::string& request) {
    Query q(database,
            "SELECT digest, status, body FROM answer WHERE site = ? AND day = ? AND request = ?");
    q.bind(site).bind(day).bind(request);
    if (!q.step()) return std::nullopt;
    return StoredAnswer{q.blob(0), static_cast<int>(q.integer(1)), q.text(2)};
}

void setAnswer(Database& database, const std::string& site, int day, const std::string& request,
               const StoredAnswer& answer) {
    Query(database,
          "INSERT INTO answer (site, day, request, digest, status, body) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(site)
        .bind(day)
        .bind(request)
        .bind(core::ByteView(answer.digest))
        .bind(answer.status)
        .bind(answer.body)
        .run();
}

std::optional<CommandOutcome> findCommand(Database& database, const std::string& site,
                                          const std::string& request) {
    Query q(database, "SELECT rev, state FROM command WHERE site = ? AND request = ?");
    q.bindInPlace(site).bindInPlace(request);
    if (!q.step()) return std::nullopt;
    return CommandOutcome{q.integer(0), q.text(1)};
}

void setCommand(Database& database, const std::string& site, const std::string& request, int day,
                const CommandOutcome& outcome) {
    Query(database, "INSERT INTO command (site, request, day, rev, state) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (site, request) DO UPDATE SET rev = excluded.rev, state = "
                    "excluded.state")
        .bindInPlace(site)
        .bindInPlace(request)
        .bind(day)
        .bind(outcome.rev)
        .bind(outcome.state)
        .run();
}

void addLostTail(Database& database, const std::string& site, const std::string& epoch,
                 const LostTail& tail, std::int64_t nowMs) {
    Query(database,
          "INSERT INTO epoch (site, epoch, parent, rev, adopted, at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(site)
        .bind(epoch)
        .bind(tail.parent)
        .bind(tail.rev)
        .bind(tail.adopted)
        .bind(nowMs)
        .run();
}

std::optional<LostTail> lostTail(Database& database, const std::string& site,
                                 const std::string& parent) {
    // The same copy may have been put back more than once: the latest counts.
    Query q(database, "SELECT rev, adopted FROM epoch WHERE site = ? AND parent = ? ORDER BY at "
                      "DESC, adopted DESC LIMIT 1");
    q.bind(site).bind(parent);
    if (!q.step()) return std::nullopt;
    return LostTail{parent, q.integer(0), q.integer(1)};
}

std::optional<std::int64_t> lostAfter(Database& database, const std::string& site,
                                      const std::string& parent) {
    const auto tail = lostTail(database, site, parent);
    if (!tail) return std::nullopt;
    return tail->rev;
}

void setAdopted(Database& database, const std::string& site, std::int64_t before,
                std::int64_t rev) {
    Query(database, "UPDATE epoch SET adopted = ? WHERE site = ? AND adopted = ?")
        .bind(rev)
        .bind(site)
        .bind(before)
        .run();
}

void setLostAfter(Database& database, const std::string& site, const std::string& parent,
                  std::int64_t adopted, std::int64_t rev) {
    Query(database, "UPDATE epoch SET rev = ? WHERE site = ? AND parent = ? AND adopted = ?")
        .bind(rev)
        .bind(site)
        .bind(parent)
        .bind(adopted)
        .run();
}

bool isRestamped(Database& database, const std::string& site, const std::string& device,
                 std::int64_t incarnation, std::int64_t seq) {
    Query q(database, "SELECT 1 FROM restamped WHERE site = ? AND device = ? AND incarnation = ? "
                      "AND seq = ?");
    return q.bind(site).bind(device).bind(incarnation).bind(seq).step();
}

void addRestamped(Database& database, const std::string& site, const std::string& device,
                  std::int64_t incarnation, std::int64_t seq, std::int64_t rev) {
    Query(database, "INSERT INTO restamped (site, device, incarnation, seq, rev) VALUES (?, ?, ?, "
                    "?, ?)")
        .bind(site)
        .bind(device)
        .bind(incarnation)
        .bind(seq)
        .bind(rev)
        .run();
}

} // namespace menzhen::store
