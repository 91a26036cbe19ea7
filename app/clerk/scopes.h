// SPDX-License-Identifier: Apache-2.0
// Whom a stretch of the log concerns, so that a wake-up goes to those alone: "lobby" by ops without
// a day, of today or tomorrow; "board:ZONE" by rows of that zone, and by what changes every hall;
// "visit:ID@DAY/HALF/QUEUE" by the visit's own rows and by what moves in that queue. However many
// visits are followed, a stretch is looked at once.
// Too many names are harmless (a stream woken for nothing), too few are not: what is not known
// counts as touched.
// Throws SQLite::Exception inside read(). Thread: the connection's.
#pragma once

#include "app/ports/clock.h"
#include "db/store/database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace menzhen::clerk {

/// A longer stretch is not looked at: it touched everybody.
inline constexpr std::int64_t maxStretchOps = 5000;

/// Stands before a visit's scope in the answer when the visit has left the queue that the scope
/// names: whoever follows it must begin anew.
inline constexpr char leftMark = '!';
inline constexpr const char* visitScopePrefix = "visit:";

std::string visitScope(const std::string& visit, const std::string& queue);

/// Those of `scopes` that the revisions in (after, through] touched.
std::vector<std::string> touchedScopes(store::Database& database, const std::string& site,
                                       const ports::Clock& clock, std::int64_t after,
                                       std::int64_t through,
                                       const std::vector<std::string>& scopes);

} // namespace menzhen::clerk
