// SPDX-License-Identifier: Apache-2.0
// Before the store is opened: can it live where the site file says? A full or read-only disk is
// told at start, in words for the person in front of the machine, and not by a broken visit at
// noon.
#pragma once

#include "app/core/result.h"

#include <cstdint>
#include <string>

namespace menzhen::boot {

/// Below this a device could not finish its day: a busy kiosk's store and its write-ahead log grow
/// by about 30 MB a day (judgement), and SQLite needs room to check-point.
inline constexpr std::int64_t minFreeBytes = 64LL * 1024 * 1024;

/// `store` is the absolute path of the database file. Its folder is made (0700) when missing; a
/// file of 4 kB is written, synced and removed again, because permission bits alone prove nothing.
/// Errors (Device): "store-folder" (cannot be made, or is no folder), "store-read-only",
/// "store-full", "store-not-writable"; each detail begins with the path and says what to do.
core::Result<void> checkStore(const std::string& store, std::int64_t leastFreeBytes = minFreeBytes);

} // namespace menzhen::boot
