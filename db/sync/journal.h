// SPDX-License-Identifier: Apache-2.0
// How a device writes: ops with their provisional effect, what must leave the machine because of
// them, the next seq and the chain, in one transaction (sync.md 1.1). Nothing is printed, shown or
// spoken before commit() returned; nothing is lost after it did.
// Thread: the flow thread, which owns the only writing connection.
#pragma once

#include "app/ops/optype.h"
#include "app/ports/crypto.h"
#include "db/store/outbox.h"

#include <functional>
#include <string>
#include <vector>

namespace menzhen::sync {

/// An op of this device before it has an id.
struct DraftOp {
    std::string type;
    int day = 0;
    nlohmann::json fields = nlohmann::json::object();
    std::string actor;      ///< staff id; empty: the device itself
    std::string request;    ///< the command that it belongs to
    std::string attachment; ///< hexadecimal of sealed bytes; empty: none
};

struct DraftEffect {
    std::string kind; ///< "print"
    std::string body; ///< JSON; whoever carries it out reads it back after a crash
};

struct Committed {
    std::vector<ops::Op> ops;               ///< with their ids
    std::vector<ops::Judgement> judgements; ///< provisional, one an op
    std::vector<std::int64_t> effects;      ///< ids, one a DraftEffect
};

class Journal {
public:
    Journal(store::Database& database, std::string site, std::string device,
            const ports::Crypto& crypto, const ports::Clock& clock, ports::Chance& chance);

    /// The id that the next op will get: a signed ticket code carries it.
    core::Result<ops::OpId> nextId();

    /// All or nothing. Errors: Refused with the rule's code when an op is judged "rejected" here
    /// (nothing is written: this device knows already that it cannot be), Device "store-...".
    /// `effectsOf` runs inside the transaction, after the judging, and says what must leave.
    core::Result<Committed>
    commit(const std::vector<DraftOp>& drafts,
           const std::function<std::vector<DraftEffect>(const Committed&)>& effectsOf = {});

    /// Runs after every commit, on the flow thread: wake the sender, refresh the screens.
    void onCommit(std::function<void()> run) { committed_ = std::move(run); }

    /// Whether this device's clock was never held against the registry's (siteclock.h): its ops
    /// say so, and the time of receipt counts.
    void onClock(std::function<bool()> unset) { clockUnset_ = std::move(unset); }

    bool clockIsUnset() const { return clockUnset_ && clockUnset_(); }

    store::Database& database() { return database_; }

    const std::string& site() const { return site_; }

    const std::string& device() const { return device_; }

    ops::QueueBook& queues() { return queues_; }

private:
    store::Database& database_;
    std::string site_;
    std::string device_;
    const ports::Crypto& crypto_;
    const ports::Clock& clock_;
    ports::Chance& chance_;
    ops::QueueBook queues_;
    std::function<void()> committed_;
    std::function<bool()> clockUnset_;
};

} // namespace menzhen::sync
