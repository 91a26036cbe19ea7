// SPDX-License-Identifier: Apache-2.0
// When those who wait in a queue may be called, or why nobody can say (core/waiting.h), from the
// store's rows. Throws SQLite::Exception inside transact()/read(). Thread: the connection's.
#pragma once

#include "app/core/waitingline.h"
#include "app/ops/queuebook.h"
#include "app/ports/clock.h"

#include <map>
#include <optional>
#include <string>

namespace menzhen::clerk {

/// A station renews its claim every minute; one that was not heard for longer says nothing of now.
inline constexpr std::int64_t staleStationMs = 75'000;
/// So long after its beginning a session without a doctor has no time that could be told.
inline constexpr int mostLateMinutes = 10;

struct Forecast {
    std::optional<core::NoTime> why;                           ///< there is no time for anybody
    std::map<std::string, core::CallTimes, std::less<>> times; ///< by entry
    std::optional<core::CallTimes> next; ///< of somebody who came now, behind all of them
};

/// `ahead`: peopleAhead() of `queue`.
Forecast forecastOf(store::Database& database, const std::string& site, const ops::QueueKey& key,
                    const core::Queue& queue, const std::map<std::string, int, std::less<>>& ahead,
                    const ports::Clock& clock);

} // namespace menzhen::clerk
