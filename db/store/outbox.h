// SPDX-License-Identifier: Apache-2.0
// A device's own ops, its effects on the world, and its named values. Throws SQLite::Exception
// inside transact()/read().
#pragma once

#include "app/core/bytes.h"
#include "db/store/database.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::store {

struct OutboxOp {
    std::int64_t incarnation = 1;
    std::int64_t seq = 0;
    std::string type;
    std::string op; ///< the whole op as JSON, as it goes over the wire
    core::Bytes hash;
    core::Bytes undo;     ///< inverse of its provisional effect (undo.h)
    std::int64_t rev = 0; ///< 0: not acknowledged
    std::string verdict;
    std::string code;
    core::Bytes chain; ///< the device's chain after it; empty: not known
};

void addToOutbox(Database& database, const OutboxOp& op);
/// As a limit: none.
constexpr std::int64_t allOps = std::numeric_limits<std::int64_t>::max();
/// Not yet acknowledged, oldest first, at most `limit`.
std::vector<OutboxOp> pendingOps(Database& database, std::int64_t limit);
/// From `seq` on, acknowledged or not, oldest first, at most `limit`: what goes over the wire.
std::vector<OutboxOp> outboxFrom(Database& database, std::int64_t incarnation, std::int64_t seq,
                                 std::int64_t limit);
/// Seq of the oldest op of an incarnation that is not acknowledged; nothing when all are.
std::optional<std::int64_t> firstPending(Database& database, std::int64_t incarnation);
void setUndo(Database& database, std::int64_t incarnation, std::int64_t seq, core::ByteView undo);
/// The registry's word on it; its undo is no longer needed.
void acknowledge(Database& database, std::int64_t incarnation, std::int64_t seq, std::int64_t rev,
                 const std::string& verdict, const std::string& code, std::int64_t nowMs);
std::int64_t lastSeq(Database& database, std::int64_t incarnation);
/// The newest op of an incarnation without its text and undo; seq 0: it has none.
OutboxOp lastOp(Database& database, std::int64_t incarnation);
std::optional<OutboxOp> findOutbox(Database& database, std::int64_t incarnation, std::int64_t seq);
void removeFromOutbox(Database& database, std::int64_t incarnation, std::int64_t seq);
/// Highest seq by incarnation, of those that have an op here.
std::map<std::int64_t, std::int64_t> outboxHeads(Database& database);
std::int64_t countPending(Database& database);
/// The registry does not know acknowledged ops above `seq` any more: they wait again.
void reopen(Database& database, std::int64_t incarnation, std::int64_t seq);
/// Drops ops that were acknowledged before `beforeMs`, except the newest of each incarnation.
void purgeOutbox(Database& database, std::int64_t beforeMs);

/// A page of the site's log as it came.
struct PulledPage {
    std::int64_t after = 0;
    std::int64_t through = 0;
    std::string page; ///< JSON text
};

void keepPulled(Database& database, const std::string& epoch, const PulledPage& page,
                std::int64_t nowMs);
/// The first page that reaches beyond `revision` and begins at `from` or later.
std::optional<PulledPage> pulledBeyond(Database& database, const std::string& epoch,
                                       std::int64_t revision, std::int64_t from);
/// Of which pages are kept, in the order in which they began.
std::vector<std::string> pulledEpochs(Database& database);
void purgePulled(Database& database, std::int64_t beforeMs);

/// What leaves the machine after the commit that decided it: a ticket to print, a call to speak.
struct Effect {
    std::int64_t id = 0;
    std::string kind; ///< "print"
    std::string body; ///< JSON of the flow that made it
};

std::int64_t addEffect(Database& database, const std::string& kind, const std::string& body,
                       std::int64_t nowMs);
std::vector<Effect> pendingEffects(Database& database);
/// state: "done" or "doubtful" (nobody can say whether it left).
void settleEffect(Database& database, std::int64_t id, const std::string& state);

std::optional<std::string> meta(Database& database, const std::string& name);
void setMeta(Database& database, const std::string& name, const std::string& value);

} // namespace menzhen::store
