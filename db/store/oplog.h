// SPDX-License-Identifier: Apache-2.0
// The registry's log: one row an op, contiguous revisions per site.
// Throws SQLite::Exception inside transact()/read().
#pragma once

#include "app/core/bytes.h"
#include "db/store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::store {

/// An op as it stands in the log. `fields` and `outcome` are JSON text; times are UTC milliseconds.
struct LoggedOp {
    std::int64_t rev = 0;
    std::string device;
    std::int64_t incarnation = 0;
    std::int64_t seq = 0;
    std::string type;
    int version = 1;
    int day = 0; ///< yyyymmdd of its service day, 0: none
    std::int64_t occurredAtMs = 0;
    std::int64_t receivedAtMs = 0;
    std::string actor;
    std::string request;
    core::Bytes hash;
    std::string verdict;
    std::string code;
    std::string fields;
    std::string outcome;
    std::string extra; ///< JSON of what else its hash covers, or empty (op.h)
};

/// An op to be logged; it names what its maker holds as long as the call, since a copy of ten texts
/// is a good part of what an op costs.
struct OpToLog {
    std::int64_t rev;
    const std::string& device;
    std::int64_t incarnation;
    std::int64_t seq;
    const std::string& type;
    int version;
    int day;
    std::int64_t occurredAtMs;
    std::int64_t receivedAtMs;
    const std::string& actor;
    const std::string& request;
    core::ByteView hash;
    const std::string& verdict;
    const std::string& code;
    const std::string& fields;
    const std::string& outcome;
    const std::string& extra;
};

struct SitePosition {
    std::int64_t rev = 0;
    std::string epoch;
    core::Bytes chain;
};

/// Nothing when the store does not hold the site.
std::optional<SitePosition> sitePosition(Database& database, const std::string& site);
/// The log is there from the revision after this one on: 0, as long as nothing was put away.
/// Whoever stands below it needs a snapshot.
std::int64_t logHorizon(Database& database, const std::string& site);
/// Makes or moves the site's row. Call it once a transaction, after its last op: readers of other
/// connections see the new revision and the ops below it at one moment.
void setSitePosition(Database& database, const std::string& site, const SitePosition& position);

void appendOp(Database& database, const std::string& site, const OpToLog& op);
std::optional<LoggedOp> findOp(Database& database, const std::string& site,
                               const std::string& device, std::int64_t incarnation,
                               std::int64_t seq);
/// A device's own ops with a seq above `after`, in order, at most `limit`.
std::vector<LoggedOp> opsOf(Database& database, const std::string& site, const std::string& device,
                            std::int64_t incarnation, std::int64_t after, std::int64_t limit);
/// Ops in (after, through], in order, at most `limit`.
std::vector<LoggedOp> opsBetween(Database& database, const std::string& site, std::int64_t after,
                                 std::int64_t through, std::int64_t limit);

/// What the registry knows of a device's own log.
struct DevicePosition {
    std::string id;
    std::string role;
    std::string state = "waiting"; ///< trusted, waiting, denied
    std::int64_t incarnation = 1;
    std::int64_t lastSeq = 0;
    core::Bytes chain;
    std::string spki; ///< public key, SubjectPublicKeyInfo in hexadecimal
    std::string fingerprint;
    std::int64_t firstSeenMs = 0;
    bool quarantined = false; ///< the present incarnation takes no more ops
    std::int64_t unsent = 0;  ///< ops that it said it still holds
    std::int64_t heardAtMs = 0;
};

/// An earlier incarnation of a device.
struct PastIncarnation {
    std::string device;
    std::int64_t incarnation = 0;
    std::int64_t lastSeq = 0;
    core::Bytes chain;
    bool quarantined = false;
};

std::optional<DevicePosition> findDevice(Database& database, const std::string& site,
                                         const std::string& id);
void setDevice(Database& database, const std::string& site, const DevicePosition& device);
std::optional<PastIncarnation> findPast(Database& database, const std::string& site,
                                        const std::string& device, std::int64_t incarnation);
void setPast(Database& database, const std::string& site, const PastIncarnation& past);
std::vector<DevicePosition> allDevices(Database& database, const std::string& site);

/// A command's answer under its request id, for the service day.
struct StoredAnswer {
    core::Bytes digest; ///< of the request's body: the same id with another body is refused
    int status = 200;
    std::string body;
};

std::optional<StoredAnswer> findAnswer(Database& database, const std::string& site, int day,
                                       const std::string& request);
void setAnswer(Database& database, const std::string& site, int day, const std::string& request,
               const StoredAnswer& answer);

/// Which op of the log answers a request.
struct CommandOutcome {
    std::int64_t rev = 0;
    std::string state; ///< executed linked reverted replaced
};

std::optional<CommandOutcome> findCommand(Database& database, const std::string& site,
                                          const std::string& request);
void setCommand(Database& database, const std::string& site, const std::string& request, int day,
                const CommandOutcome& outcome);

/// A log that goes on from a copy: what its `parent` epoch had after `rev` was lost.
struct LostTail {
    std::string parent;
    std::int64_t rev = 0;
    std::int64_t adopted = -1; ///< own revision up to which nothing new stands among what came back
};

void addLostTail(Database& database, const std::string& site, const std::string& epoch,
                 const LostTail& tail, std::int64_t nowMs);
std::optional<LostTail> lostTail(Database& database, const std::string& site,
                                 const std::string& parent);
/// The last revision of an old epoch that was not lost; nothing: no copy of it was put back.
std::optional<std::int64_t> lostAfter(Database& database, const std::string& site,
                                      const std::string& parent);
/// Of every lost tail that stood at `before`: what came back of one is ground for the next.
void setAdopted(Database& database, const std::string& site, std::int64_t before, std::int64_t rev);
/// What the tail of `parent` that stands at `adopted` had up to `rev` came back whole.
void setLostAfter(Database& database, const std::string& site, const std::string& parent,
                  std::int64_t adopted, std::int64_t rev);
/// Whether an op stands in the log under another key than its first one.
bool isRestamped(Database& database, const std::string& site, const std::string& device,
                 std::int64_t incarnation, std::int64_t seq);

/// The key under which an op was first written, before it was stamped anew.
void addRestamped(Database& database, const std::string& site, const std::string& device,
                  std::int64_t incarnation, std::int64_t seq, std::int64_t rev);

} // namespace menzhen::store
