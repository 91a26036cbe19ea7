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

/// Error Data "bad-pin": not 6 digits. Unlocks the user.
core::Result<void> setPin(SiteLog& log, const std::string& staff, const std::string& pin);
/// Errors Refused: "wrong-pin" (an unknown user too: one answer for both), "locked".
core::Result<void> checkPin(SiteLog& log, const std::string& staff, const std::string& pin);

/// A device that introduced itself is trusted from now on: its key enters the trust list for
/// tickets. Error Refused "unknown-device".
core::Result<void> trustDevice(SiteLog& log, const std::string& device);

} // namespace menzhen::ops
