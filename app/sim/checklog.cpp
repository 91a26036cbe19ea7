// SPDX-License-Identifier: Apache-2.0
// The log itself, and that every store has what it says.
#include "app/sim/checker.h"

#include "app/core/calendar.h"
#include "app/ops/op.h"
#include "app/sim/smallsite.h"
#include "db/store/oplog.h"
#include "db/store/records.h"

#include <cstring>

namespace menzhen::sim {

namespace {

std::string projection(store::Database& database) {
    std::string text;
    (void)database.read([&]() -> core::Result<void> {
        for (const store::Table& table : store::tables()) {
            const auto rows =
                table.perDay
                    ? store::select(database, siteId, table.name, "AND day IN (?, ?)",
                                    {std::int64_t{today}, std::int64_t{core::nextDay(today)}})
                    : store::select(database, siteId, table.name);
            for (const store::Record& row : rows) {
                text += table.name;
                for (std::size_t i = 0; i < table.columns.size(); ++i) {
                    text += '|';
                    if (const auto* number = std::get_if<std::int64_t>(&row.cellAt(i)))
                        text += std::to_string(*number);
                    else
                        text += std::get<std::string>(row.cellAt(i));
                }
                text += '\n';
            }
        }
        return {};
    });
    return text;
}

std::string asPrinted(const std::string& shortCode) {
    if (shortCode.size() <= 4) return shortCode; // of no ticket: numbers() says so
    return shortCode.substr(0, 4) + "-" + shortCode.substr(4);
}

std::string firstDifference(const std::string& a, const std::string& b) {
    std::size_t at = 0;
    while (at < a.size() && at < b.size() && a[at] == b[at])
        ++at;
    const auto lineOf = [&](const std::string& text) {
        const std::size_t from = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
        return text.substr(from, text.find('\n', at) - from);
    };
    return "\n     registry: " + lineOf(a) + "\n     device:   " + lineOf(b);
}

} // namespace

void Checker::liveness() {
    if (!world_.registry().running()) wrong("I8", "the registry does not run");
    for (const auto& [machine, device] : world_.devices()) {
        if (!device->running()) {
            wrong("I8", machine + " does not run");
            continue;
        }
        const sync::SyncState& state = device->syncState();
        if (state.upToDate) continue;
        wrong("I8", machine +
                        " is not up to date: " + (state.connected ? "connected" : "not connected") +
                        ", " + std::to_string(state.pendingOps) + " ops unsent, cursor " +
                        std::to_string(state.cursor) +
                        (state.problem.empty() ? "" : ", problem " + state.problem));
    }
}

void Checker::readLog() {
    store::Query query(registry(),
                       "SELECT device, incarnation, seq, hash, verdict, code, rev, type, "
                       "occurred_at, fields FROM op WHERE site = ? ORDER BY rev");
    query.bind(siteId);
    core::Bytes chain(32, 0);
    while (query.step()) {
        const OpKey key{query.text(0), query.integer(1), query.integer(2)};
        const core::Bytes hash = query.blob(3);
        chain = ops::chainAfter(chain, hash, world_.registry().crypto());
        const Logged op{core::toHex(hash), query.text(4), query.text(5), query.integer(6)};
        byRevision_[op.rev] = key;
        said_.insert(key.device + "|" + query.text(7) + "|" + std::to_string(query.integer(8)) +
                     "|" + query.text(9));
        if (!log_.emplace(key, op).second) wrong("I2", textOf(key) + " stands twice in the log");
    }
    store::Query codes(registry(), "SELECT short_code FROM entry WHERE site = ? UNION SELECT "
                                   "short_code FROM booking WHERE site = ? AND short_code <> "
                                   "''"); // known from its ticket alone: none of its own
    codes.bind(siteId).bind(siteId);
    while (codes.step())
        entries_.insert(asPrinted(codes.text(0)));
    store::Query called(registry(),
                        "SELECT short_code, number FROM entry WHERE site = ? AND day = ?");
    called.bind(siteId).bind(today);
    while (called.step())
        called_[asPrinted(called.text(0))] = called.text(1);
    const auto position = store::sitePosition(registry(), siteId);
    if (!position || position->chain != chain) wrong("I9", "the log's chain does not verify");
}

void Checker::revisions() {
    const std::int64_t rev = world_.registry().rev();
    if (static_cast<std::int64_t>(byRevision_.size()) != rev ||
        (rev > 0 && (byRevision_.begin()->first != 1 || byRevision_.rbegin()->first != rev)))
        wrong("I5", "the log has a gap: " + std::to_string(byRevision_.size()) +
                        " ops at revision " + std::to_string(rev));
    const auto seen = world_.witness().seen.find(world_.registry().epoch());
    if (seen == world_.witness().seen.end()) return;
    for (const auto& [at, key] : seen->second)
        if (const auto known = byRevision_.find(at);
            known == byRevision_.end() || known->second != key)
            wrong("I5", "revision " + std::to_string(at) + " was shown as " + textOf(key));
}

void Checker::ownOps() {
    for (const auto& entry : world_.witness().ops) {
        const OwnOp& op = entry.second;
        const OpKey& key = op.key;
        const auto known = log_.find(key);
        if (known != log_.end() && known->second.hash == op.hash) continue;
        // A store that was restored or copied stamps what it still holds anew.
        if (op.gone || (isCopied(op.machine) && said_.contains(op.said))) continue;
        wrong("I1", op.type + " " + textOf(key) + " of " + op.machine +
                        (known == log_.end() ? " is not in the log" : " is another op there") +
                        (op.taken ? ", and was acknowledged" : ""));
    }
}

void Checker::replicas() {
    const std::string mine = projection(registry());
    for (const auto& [machine, device] : world_.devices()) {
        if (!device->running() || device->role() == Role::Display) continue;
        if (device->syncState().cursor != world_.registry().rev()) continue; // I8 has said so
        const std::string theirs = projection(*device->program().database);
        if (theirs != mine)
            wrong("I4", machine + " differs at revision " +
                            std::to_string(world_.registry().rev()) +
                            firstDifference(mine, theirs));
    }
}

void Checker::privacy() {
    for (const std::string& path : world_.disk().paths()) {
        const std::string& bytes = world_.disk().view(path);
        for (const std::string_view secret : {"欧阳测", "99999919880101"})
            if (memmem(bytes.data(), bytes.size(), secret.data(), secret.size()) != nullptr)
                wrong("I9", "a patient's name or number stands in " + path);
    }
}

void Checker::alarms() {
    store::Query alarm(registry(),
                       "SELECT device, code FROM task WHERE site = ? AND verdict = "
                       "'alarm' AND code IN ('device-restored', 'device-cloned', 'fork')");
    alarm.bind(siteId);
    while (alarm.step()) {
        const std::string device = alarm.text(0);
        // A rogue device is what it is; and a registry of before has lost what it would compare.
        if (!world_.devices().contains(device) || isCopied(device) ||
            world_.witness().registryRestored)
            continue;
        wrong("I6", device + " counts as " + alarm.text(1) + " and is not");
    }
}

} // namespace menzhen::sim
