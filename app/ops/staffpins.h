// SPDX-License-Identifier: Apache-2.0
// PINs of staff: 6 digits, kept as scrypt with a salt of their own, never stored, never logged,
// never in an op. Five wrong ones lock the user for 15 minutes (security.md section 2).
// Inside Database::transact(). Throws SQLite::Exception.
#pragma once

#include "app/core/result.h"
#include "app/ops/sitelog.h"

#include <string>

namespace menzhen::ops {

inline constexpr int maxPinTries = 5;
inline constexpr std::int64_t pinLockMs = 15 * 60'000;

/// A PIN and its salt turned to a hash, which takes some 40 ms: made before the transaction.
struct PinProof {
    core::Bytes salt; ///< empty: none was made
    core::Bytes hash;
};

/// Empty: no such user, or no PIN yet.
core::Bytes saltOf(store::Database& database, const std::string& site, const std::string& staff);
PinProof prove(const ports::Crypto& crypto, const std::string& pin, core::ByteView salt);

/// Error Data "bad-pin": not 6 digits. Unlocks the user.
core::Result<void> setPin(SiteLog& log, const std::string& staff, const std::string& pin);
/// Errors Refused: "wrong-pin" (an unknown user too: one answer for both), "locked".
/// A proof that was made with another salt, or none, is made here.
core::Result<void> checkPin(SiteLog& log, const std::string& staff, const std::string& pin,
                            const PinProof& proof = {});

/// A device that introduced itself is trusted from now on: its key enters the trust list for
/// tickets. Error Refused "unknown-device".
core::Result<void> trustDevice(SiteLog& log, const std::string& device);

} // namespace menzhen::ops
