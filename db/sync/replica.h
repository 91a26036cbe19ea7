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
#include "db/store/outbox.h"
#include "db/sync/projection.h"

#include <map>
#include <string>
#include <vector>

namespace menzhen::sync {

/// The registry's word on one op of this device.
struct Verdict {
    std::int64_t seq = 0;
    std::int64_t revision = 0;
    std::string verdict;
    std::string code;
};

class Replica final : public Projection {
public:
    Replica(store::Database& database, std::string site, std::string device,
            const ports::Clock& clock, ports::Chance& chance);

    const std::string& scope() const override { return scope_; }

    core::Result<Cursor> cursor() override;
    core::Result<void> load(const nlohmann::json& snapshot) override;
    core::Result<bool> apply(const nlohmann::json& page) override;

    /// What `POST ops` answered for ops of the present incarnation. An op is acknowledged when the
    /// cursor reaches its revision: its effect stays provisional until then. (The pull does not
    /// bring ops of other days, and after a lost answer the revision may lie behind already.)
    core::Result<void> taken(const std::vector<Verdict>& verdicts);

private:
    struct PulledOp {
        ops::OpId id;
        Verdict verdict;
        std::vector<store::Record> rows;
    };

    static core::Result<PulledOp> readPulled(const nlohmann::json& item);
    static core::Result<std::vector<store::Record>> readTables(const nlohmann::json& tables);
    bool settlesBelow(std::int64_t revision) const;
    void forgetBelow(std::int64_t revision);

    // Inside transact().
    void takeOwnOff();
    void layOwnOn();
    void settle(std::int64_t through);

    store::Database& database_;
    std::string site_;
    std::string device_;
    std::string scope_ = "lobby";
    const ports::Clock& clock_;
    ports::Chance& chance_;
    ops::QueueBook queues_;
    std::map<std::int64_t, Verdict> taken_; ///< by seq; lost at a restart: then they are sent again
};

/// The incarnation under which this device writes. Inside read() or transact().
std::int64_t incarnationOf(store::Database& database);
void setIncarnation(store::Database& database, std::int64_t incarnation);

} // namespace menzhen::sync
