// SPDX-License-Identifier: Apache-2.0
// Alerts on the phone (domain.md M6): so many people ahead, so many minutes before the call may
// come, called, missed. Each fires once, and once more after a miss. Looked at when the log has
// grown, for the queues that were touched alone; the minutes also as time passes. Inside a clerk's
// transaction. Thread: the writer's.
#pragma once

#include "app/clerk/clerk.h"
#include "app/core/waiting.h"

#include <string>
#include <vector>

namespace menzhen::clerk {

struct FiredAlert {
    std::string site;
    std::string visit;
    std::string kind; ///< "ahead" "time" "called" "missed"
    std::int64_t ahead = 0;
    core::ClockRange range{}; ///< of "time": when the call may come
};

/// What fired between the log's revision `after` and now, also queued as messages for those who
/// asked for that. Today's visits that somebody follows; none after the visit has ended.
std::vector<FiredAlert> fireAlerts(Clerk& clerk, std::int64_t after);
/// The same for every queue in which somebody wants to be told so many minutes before: once a
/// minute, because the call comes nearer while nothing happens.
std::vector<FiredAlert> fireTimeAlerts(Clerk& clerk);

} // namespace menzhen::clerk
