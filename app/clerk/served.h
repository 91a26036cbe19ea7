// SPDX-License-Identifier: Apache-2.0
// How long calls occupied their stations, taken from the log's facts once and kept: what waiting
// times are reckoned from (core/waiting.h). Throws SQLite::Exception inside transact()/read().
#pragma once

#include "app/clerk/clerk.h"
#include "app/core/waiting.h"

#include <string>

namespace menzhen::clerk {

inline constexpr std::int64_t maxOpsPerLook = 2000; ///< the rest in the next sweep
inline constexpr int servedKeptPerQueue = 600;      ///< the latest; the rest is forgotten
inline constexpr int servedKeptDays = 60;           ///< a pace of long ago says nothing of today's

/// Takes over what the log says since the last time. Inside a clerk's transaction; the writer's.
void recordServed(Clerk& clerk);

/// Of one queue, today's and earlier days'. Inside read() or transact().
core::Pace paceOf(store::Database& database, const std::string& site, const std::string& queue,
                  int today);

} // namespace menzhen::clerk
