// SPDX-License-Identifier: Apache-2.0
// The lobby's index of a booking's patient takes scrypt's 40 ms, by design (security.md 3). Kiosks
// hold bookings of today and tomorrow, so a booking of a later day is sold without one and gets it
// while its day is still two days away: the minute in which a new day is released makes none.
#pragma once

#include "app/clerk/clerk.h"

#include <string>
#include <vector>

namespace menzhen::clerk {

inline constexpr int indexedAtOnceDays = 1;      ///< today and tomorrow: with the booking itself
inline constexpr int indexedAheadDays = 2;       ///< before that, as soon as there is time
inline constexpr std::size_t indexesPerTurn = 4; ///< 160 ms of one core
inline constexpr std::size_t maxUnreadablePassed = 96; ///< in one turn

struct BookingIndex {
    int day = 0;
    std::string booking;
    std::string index;
};

/// Whether a booking of `day` gets its index at once.
bool indexedAtOnce(int day, int today);

/// Indexes that are still to be made, the nearest day first, at most indexesPerTurn. Slow; brackets
/// its own reads. Thread: any, the connection's.
std::vector<BookingIndex> makeIndexes(store::Database& database, const std::string& site,
                                      const ports::Clock& clock, const ports::Crypto& crypto,
                                      const SiteKeys& keys);
/// Inside the writer's transaction; how many were kept (a booking may be gone meanwhile).
int keepIndexes(Clerk& clerk, const std::vector<BookingIndex>& indexes);

} // namespace menzhen::clerk
