// SPDX-License-Identifier: Apache-2.0
// A device's copy of the lobby: the registry's word below, this device's own unacknowledged ops on
// top (architecture.md section 3). Every change of it is one transaction: take the own ops off,
// newest first; write what the registry decided; acknowledge own ops that it decided upon; move the
// cursor; judge the rest anew and lay it on again.
//
// An own op that is judged "rejected" on the new ground stays in the outbox without effect: what it
// becomes is for the registry to say. Nobody else but Journal writes the projection's tables: the
// own ops could not be taken off otherwise.
// Thread: the flow thread. Nothing throws.
#pragma once

#include "app/ops/optype.h"
#include "app/ports/crypto.h"
#include "db/store/outbox.h"
#include "db/sync/projection.h"
#include "db/sync/pulledlog.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace menzhen::sync {

/// An op of this device that its restored store does not have, or has not heard about.
struct GivenOp {
    std::int64_t incarnation = 0;
    std::string op; ///< JSON text
    core::Bytes hash;
    std::string type;
    Verdict verdict;
};

/// Acknowledged ops stay so long, for a registry that is restored from an older copy (sync.md 1.4);
/// what was pulled of the others' shorter: it is many times as much.
inline constexpr std::int64_t keepAcknowledgedMs = std::int64_t{30} * 86'400'000;
inline constexpr std::int64_t keepPulledMs = std::int64_t{3} * 86'400'000;

class Replica final : public Projection {
public:
    Replica(store::Database& database, std::string site, std::string device,
            const ports::Clock& clock, ports::Chance& chance);

    const std::string& scope() const override { return scope_; }

    core::Result<Cursor> cursor() override;
    core::Result<void> load(const nlohmann::json& snapshot) override;
    core::Result<bool> apply(const nlohmann::json& page) override;
    /// The same from the answer's own text, which may be millions of bytes: nothing else is made of
    /// it on the way. Whose hash it names is for the caller to see (snapshotreader.h).
    core::Result<void> loadText(const std::string& snapshot);
    core::Result<bool> applyLog(PulledLog page);

    /// Whether the last page showed that this device and the registry hold different rows at one
    /// revision. What is known of it stands in the store (`digest-mismatch`), without any row.
    bool diverged() const { return diverged_; }

    /// The text of the page that apply() gets next, or gets the first slice of: kept with it.
    void keepPage(store::PulledPage page) { page_ = std::move(page); }

    /// A part of this device's own history that the registry gave back. What the own store has
    /// under the same key with other content stays as it is, and is returned.
    core::Result<std::vector<GivenOp>> giveBack(const std::vector<GivenOp>& given);
    /// From now on this device writes under `to`. What the registry has not taken of the present
    /// incarnation is stamped anew, in its order; `conflicts` then get their keys.
    core::Result<void> takeIncarnation(std::int64_t to, const std::vector<GivenOp>& conflicts,
                                       const ports::Crypto& crypto);
    /// The registry knows this incarnation up to `known` alone: what it had acknowledged beyond
    /// waits again.
    core::Result<void> reopen(std::int64_t incarnation, std::int64_t known);

    /// What `POST ops` answered. An op is acknowledged when the
    /// cursor reaches its revision: its effect stays provisional until then. (The pull does not
    /// bring ops of other days, and after a lost answer the revision may lie behind already.)
    core::Result<void> taken(const std::vector<Verdict>& verdicts);

private:
    bool settlesBelow(std::int64_t revision) const;
    void forgetBelow(std::int64_t revision);

    // Inside transact().
    void takeOwnOff();
    void layOwnOn();
    void settle(std::int64_t through);
    void restamp(const store::OutboxOp& own, ops::OpId to, const ports::Crypto& crypto);
    void insertGiven(const GivenOp& given);
    void purge();
    void compare(const std::string& digest, const Cursor& cursor);

    using Key = std::pair<std::int64_t, std::int64_t>; ///< incarnation, seq

    store::Database& database_;
    std::string site_;
    std::string device_;
    std::string scope_ = "lobby";
    const ports::Clock& clock_;
    ports::Chance& chance_;
    ops::QueueBook queues_;
    std::map<Key, Verdict> taken_; ///< lost at a restart: then they are sent again
    std::optional<store::PulledPage> page_;
    bool diverged_ = false;
};

/// The incarnation under which this device writes. Inside read() or transact().
std::int64_t incarnationOf(store::Database& database);
void setIncarnation(store::Database& database, std::int64_t incarnation);

} // namespace menzhen::sync
