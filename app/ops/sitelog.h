// SPDX-License-Identifier: Apache-2.0
// The one writer of a site's log: gives each op its verdict and the next revision, writes its rows,
// and keeps the hash chain. Used by the registry, by `menzhen` beside it, and by the simulator.
//
// Inside one Database::transact(): begin(), any number of author() and accept(), end(). The site's
// revision is written once, by end(), in the transaction that holds the ops: no reader ever sees a
// hole. When the transaction is rolled back, begin() finds the old position again.
// Thread: the connection's. Throws SQLite::Exception inside transact().
#pragma once

#include "app/ops/optype.h"
#include "app/ports/crypto.h"
#include "db/store/oplog.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace menzhen::ops {

/// An op of the registry's own before it has an id.
struct Draft {
    std::string type;
    int day = 0;
    nlohmann::json fields = nlohmann::json::object();
    std::string actor;
    std::string request;
};

/// A mark of the chain is kept at the first commit past each multiple of this.
inline constexpr std::int64_t chainMarkEvery = 1000;

struct Standing {
    std::int64_t lastSeq = 0;
    core::Bytes chain;
    bool quarantined = false;
};

struct Appended {
    std::int64_t rev = 0;
    std::string verdict;
    std::string code;
    std::vector<store::Record> rows;
    bool repeated = false; ///< the log held it already: nothing was done again
};

class SiteLog {
public:
    SiteLog(store::Database& database, std::string site, const ports::Crypto& crypto,
            const ports::Clock& clock, ports::Chance& chance);

    /// Reads where the log stands. A site that the store does not hold: made new when `create`,
    /// else Refused "unknown-site".
    core::Result<void> begin(bool create = false);
    void end();

    /// Judges and appends an op of the registry. An error means that the rules refused it: nothing
    /// was written. Refused "replaced": the device has done something else for this request.
    core::Result<Appended> author(const Draft& draft);
    /// Takes a device's op; `denied`: of a device that is no longer believed: every one is
    /// rejected. Errors (the op is not in the log): Refused "unknown-device", "other-incarnation",
    /// "seq-gap" (detail: the seq that is expected), "fork": this key came before with other
    /// content, or its incarnation is quarantined since one did. The first fork of an incarnation
    /// quarantines it and is kept as an alarm. Everything else is a verdict.
    core::Result<Appended> accept(const ReadyOp& ready, bool denied = false);

    core::Result<Appended> accept(const Op& op) { return accept(makeReady(op, crypto_)); }

    const std::string& site() const { return site_; }

    std::int64_t rev() const { return position_.rev; }

    const store::SitePosition& position() const { return position_; }

    QueueBook& queues() { return queues_; }

    const ports::Clock& clock() const { return clock_; }

    ports::Chance& chance() { return chance_; }

    const ports::Crypto& crypto() const { return crypto_; }

    store::Database& database() { return database_; }

    /// A device's position, as of this transaction.
    store::DevicePosition* device(const std::string& id);
    /// Adds or replaces a device; written by end().
    void putDevice(store::DevicePosition device);

    /// How far the log knows an incarnation of a device; nothing: it was never given.
    std::optional<Standing> standing(const std::string& device, std::int64_t incarnation);
    /// The device writes under a new incarnation from now on; the one before takes ops as it did.
    std::int64_t giveIncarnation(const std::string& device);
    /// The incarnation takes no more ops. What is known of it is answered as before.
    void quarantine(const std::string& device, std::int64_t incarnation);
    /// The device's own word on its chain, where the log could not follow it.
    void adoptChain(const std::string& device, std::int64_t incarnation, core::Bytes chain);
    /// Something about a device that a person should see; once as long as it is not settled.
    void alarm(const std::string& device, std::int64_t incarnation, const std::string& code,
               const std::string& detail, const std::string& body = {});
    /// This log goes on from an older copy of itself: a new epoch, a new incarnation of the
    /// registry, and a memory of what was lost: whatever the epoch `parent` had after `lostAfter`.
    /// `inOrder`: nothing was decided since the copy was put back, so that what comes back may be
    /// written as it was.
    void beginEpoch(std::string parent, std::int64_t lostAfter, bool inOrder,
                    const std::string& why);
    /// What the registry wrote under an incarnation that this copy has never heard of may come.
    void admitIncarnation(const std::string& device, std::int64_t incarnation);
    /// Writes an op of before the copy again, with the outcome that it had. Gaps are left as they
    /// are: what a device did not see is not known.
    void takeBackLost(const ReadyOp& ready, Judgement judgement);
    /// The site's chain at a revision that the log holds. Costs up to chainMarkEvery hashes.
    std::optional<core::Bytes> chainAt(std::int64_t rev);

private:
    struct Cached {
        store::DevicePosition position;
        bool changed = false;
    };

    struct CachedPast {
        store::PastIncarnation position;
        bool changed = false;
    };

    /// Where the next op of an incarnation goes.
    struct Head {
        std::int64_t* lastSeq;
        core::Bytes* chain;
        bool* quarantined;
        bool* changed;
    };

    Cached* cached(const std::string& id);
    std::optional<Head> headOf(const std::string& device, std::int64_t incarnation);
    Appended append(const ReadyOp& ready, Judgement judgement, const Head& head);
    core::Result<Appended> repeated(const ReadyOp& ready, const Head& head);
    Judgement judgeStandIn(const Op& op, JudgeContext& context);
    Judgement replaceExecuted(const Op& op, JudgeContext& context, const store::LoggedOp& executed);
    Judgement judgeArrived(const ReadyOp& ready, bool denied);
    void keepForPerson(const ReadyOp& ready, const Judgement& judgement);
    void markChain();

    store::Database& database_;
    std::string site_;
    const ports::Crypto& crypto_;
    const ports::Clock& clock_;
    ports::Chance& chance_;
    QueueBook queues_;
    store::SitePosition position_;
    std::int64_t loadedRev_ = -1;
    std::int64_t generation_ = -1;
    std::map<std::string, Cached> devices_;
    std::map<std::pair<std::string, std::int64_t>, CachedPast> past_;
};

} // namespace menzhen::ops
