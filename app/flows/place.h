// SPDX-License-Identifier: Apache-2.0
// My place in the queue.
//
// The rule for "people ahead": on a copy of the queue, the stations that serve it now (or one
// imagined station, when none is open) call next in turn at the present minute; whoever is called
// before me is ahead. So staged places, priority, returns and pins count as they will, and nobody
// who may still come is counted. When I am pinned to a station, its calls alone count. Called or
// gone: 0.
#pragma once

#include "app/core/queue.h"
#include "app/flows/hall.h"

#include <optional>
#include <string>
#include <vector>

namespace menzhen::flows {

inline constexpr int maxSimulatedCalls = 2000; ///< a queue longer than that gives no figure

struct Place {
    std::string ticket; ///< entry id
    int day = 0;
    std::string number;
    std::string masked; ///< may be empty: the number stands alone
    SessionView session;
    std::string state; ///< core::toText(EntryState)
    std::string lane;  ///< "N", "P", ...
    bool late = false;
    int misses = 0;
    int band = 0;
    int slot = 0; ///< 0: without one
    std::string bandText;
    std::optional<int> ahead; ///< nothing: not in the queue (expected, missed, onleave, noshow)
    std::string callRange;    ///< "10:20-10:45": when the call may come; empty: nobody can say
    /// "08:10" when cut off: `ahead` and `state` are of then; else empty.
    std::string asOf;
    std::string checkInFrom; ///< "09:30"; state expected alone
    std::string room;        ///< where to go when called
    std::string shortCode;   ///< "XXXX-XXXX"
    std::string pageUrl;
    std::string language; ///< "zh", "en"
};

/// Inside transact()/read(). Error: Refused "unknown-ticket".
/// `ticket`: an entry's id, or that of a second paper of it.
core::Result<Place> readPlace(const FlowContext& context, int day, const std::string& ticket);
/// The same as one read. Errors: Refused "unknown-ticket"; Device "store-...".
core::Result<Place> placeOf(const FlowContext& context, int day, const std::string& ticket);

/// `stations`: who serves the queue; may be empty.
std::optional<int> peopleAhead(core::Queue queue, const std::string& id,
                               std::vector<std::string> stations, int nowMinute);

/// Stations that serve a queue now: open or paused for a while.
std::vector<std::string> stationsOf(const FlowContext& context, int day, const std::string& half,
                                    const std::string& queue);

} // namespace menzhen::flows
