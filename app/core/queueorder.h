// SPDX-License-Identifier: Apache-2.0
// The order inside a lane (queue rules, 3), kept ready: who waits is filed by lane and pin, so that
// the first for a station is the smaller of two heads, found without looking at anybody else.
#pragma once

#include "app/core/queueparameters.h"
#include "app/core/queuevalues.h"

#include <array>
#include <compare>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace menzhen::core {

/// Where an entry stands in its lane: compared number by number. The id only makes the order total
/// when stored rows share a `seq`, which the rules never let happen.
struct LanePlace {
    std::array<int, 7> key{};
    std::string id;

    friend auto operator<=>(const LanePlace&, const LanePlace&) = default; // NOLINT: tidy 14 errs
    friend bool operator==(const LanePlace&, const LanePlace&) = default;
};

LanePlace lanePlace(const QueueEntry& entry, const QueueParameters& parameters);

/// Everybody in state `waiting`. Insert, erase and head: O(log n). An entry must be erased before
/// its lane, pin, band, slot, kind, level, late or seq changes, and under the same parameters.
class WaitingOrder {
public:
    void insert(const QueueEntry& entry, const QueueParameters& parameters);
    void erase(const QueueEntry& entry, const QueueParameters& parameters);

    /// The first of `lane` that `station` may take (no pin, or pinned to it) and `accept(id)`
    /// takes; null when there is none. O(log n), plus one for each that `accept` turns down.
    template <class Accept>
    const std::string* first(Lane lane, std::string_view station, Accept accept) const {
        const Filed& filed = lanes_[static_cast<std::size_t>(lane)];
        const LanePlace* open = firstIn(filed.open, accept);
        const auto pinned = filed.pinned.find(station);
        const LanePlace* own =
            pinned == filed.pinned.end() ? nullptr : firstIn(pinned->second, accept);
        if (open && own) return *open < *own ? &open->id : &own->id;
        return open ? &open->id : own ? &own->id : nullptr;
    }

    const std::string* first(Lane lane, std::string_view station) const {
        return first(lane, station, [](const std::string&) { return true; });
    }

    /// How many of `lane` the station may take.
    std::size_t seenBy(Lane lane, std::string_view station) const;
    /// Whether anybody waits in `lane`, whatever the pin.
    bool anyone(Lane lane) const;

    /// Calls `visit(id)` for everybody in `lane`, whatever the pin.
    template <class Visit> void each(Lane lane, Visit visit) const {
        const Filed& filed = lanes_[static_cast<std::size_t>(lane)];
        for (const LanePlace& place : filed.open)
            visit(place.id);
        for (const auto& [station, places] : filed.pinned)
            for (const LanePlace& place : places)
                visit(place.id);
    }

private:
    using Places = std::set<LanePlace>;

    struct Filed {
        Places open;
        std::map<std::string, Places, std::less<>> pinned; ///< by station, none of them empty
    };

    template <class Accept> static const LanePlace* firstIn(const Places& places, Accept accept) {
        for (const LanePlace& place : places)
            if (accept(place.id)) return &place;
        return nullptr;
    }

    std::array<Filed, 6> lanes_;
};

} // namespace menzhen::core
