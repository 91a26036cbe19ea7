// SPDX-License-Identifier: Apache-2.0
// How often somebody may be wrong: short codes by address, one-time codes by phone. Kept in the
// store, so that a restart forgives nothing; addresses and phones as keyed hashes. Throws
// SQLite::Exception inside transact(). Thread: the writer's.
#pragma once

#include "app/clerk/clerk.h"

namespace menzhen::clerk {

inline constexpr int maxWrongTries = 5; ///< of short codes, an hour and address
inline constexpr std::int64_t wrongTryMs = 60 * 60'000;
inline constexpr int maxProofsPerPhone = 5; ///< codes an hour
inline constexpr int maxTriesPerProof = 5;
inline constexpr std::int64_t proofMs = 10 * 60'000; ///< how long a one-time code lives

/// Refused "slow-down" with `retry_after`, seconds.
core::Error slowDown(std::int64_t waitMs);

/// Whether an address may try another code. Errors: "slow-down".
core::Result<void> mayTry(Clerk& clerk, const std::string& address);
void noteWrongTry(Clerk& clerk, const std::string& address);
/// What is older than counts any more.
void forgetOldTries(store::Database& database, std::int64_t nowMs);

} // namespace menzhen::clerk
