// SPDX-License-Identifier: Apache-2.0
// What the registry shows: reads alone, on their own connection. Each function is one moment of the
// store when it runs inside Database::read(). Shapes: docs/openapi.yaml; what may be long is JSON
// text. Throws SQLite::Exception inside read(). Thread: the connection's.
#pragma once

#include "app/clerk/recall.h"
#include "app/core/result.h"
#include "app/ports/clock.h"
#include "db/store/oplog.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace menzhen::clerk {

using nlohmann::json;

inline constexpr std::int64_t maxOpsPerPage = 1000;
inline constexpr int revocationDays = 7; ///< after today
inline constexpr const char* boardScopePrefix = "board:";
inline constexpr const char* ownScopePrefix = "own:";

class Views {
public:
    /// `recall`: what the thread remembers between requests; left out: nothing. An empty `site`:
    /// what concerns the whole registry.
    Views(store::Database& database, std::string site, const ports::Clock& clock,
          Recall* recall = nullptr);

    store::Database& database() { return database_; }

    const std::string& site() const { return site_; }

    const ports::Clock& clock() const { return clock_; }

    Recall& recall();

    /// ops::admitDevice() as of this moment.
    core::Result<void> admit(const std::string& device, const std::string& fingerprint);
    /// Sessions of a day with their free slots by band and channel; `department`: of that one.
    core::Result<json> sessions(int day, const std::string& department = {});
    /// A scope's state at one revision: "lobby" or "board:ZONE". Whoever goes on
    /// from the lobby's by the log names the revision `least` of `epoch` that it has seen (0:
    /// none), and may get a kept one, up to snapshotWindow revisions behind the log; -1: the
    /// present state. Errors: Data "unknown-scope".
    core::Result<std::string> snapshotText(const std::string& scope, std::int64_t least = -1,
                                           const std::string& epoch = {});
    core::Result<json> snapshot(const std::string& scope);
    /// What happened in a scope after a revision. `digest`: when that is nothing, what the lobby's
    /// rows add up to comes along, so that a device can compare its own. Errors: Refused
    /// "snapshot-needed" (`epoch` is not this log's, `after` lies beyond it or below its horizon);
    /// Data "unknown-scope".
    core::Result<std::string> changes(const std::string& scope, std::int64_t after,
                                      std::int64_t limit, const std::string& epoch,
                                      bool digest = false);
    /// What the log has of a device's own ops after a seq: a device whose store was restored from
    /// an older copy gets its own history back.
    core::Result<std::string> ownOps(const std::string& device, std::int64_t incarnation,
                                     std::int64_t after, std::int64_t limit);
    core::Result<json> booking(const std::string& id);
    /// Bookings of today and the next 7 days that no code opens any more, the compact list of
    /// security.md 1: a device that comes back asks for it before anything else (sync.md 1.10).
    core::Result<json> revocations();

private:
    std::string lobbyTables(int today);
    std::string lobbySnapshot(const store::SitePosition& position, std::int64_t least);
    json boardSnapshot(const store::SitePosition& position, const std::string& scope);
    json boardRows(const std::string& zone, std::int64_t after);
    json boardStations(const std::string& zone);
    json boardHall(const std::string& zone);
    std::string lobbyChanges(std::int64_t after, std::int64_t limit, bool digest);

    SnapshotShelf* shelf() const;

    store::Database& database_;
    std::string site_;
    const ports::Clock& clock_;
    Recall* recall_;
    std::optional<Recall> own_;
};

} // namespace menzhen::clerk
