// SPDX-License-Identifier: Apache-2.0
#include "app/core/queueorder.h"

#include "app/core/check.h"

namespace menzhen::core {

LanePlace lanePlace(const QueueEntry& e, const QueueParameters& parameters) {
    switch (e.lane) {
    case Lane::N: {
        const int lateness = e.late ? e.seq : 0; // on time are equal here, late go by arrival
        const int kind = parameters.bookedFirst ? static_cast<int>(e.kind) : 0;
        const int within = parameters.withinBand == WithinBand::Slot ? e.slot : e.seq;
        return {{e.front, e.band, e.late ? 1 : 0, lateness, kind, within, e.seq}, e.id};
    }
    case Lane::E:
        return {{e.front, e.level, e.seq}, e.id};
    case Lane::P:
        return {{e.front, e.level, e.band, e.slot, e.seq}, e.id};
    case Lane::R:
    case Lane::M:
    case Lane::T:
        break;
    }
    return {{e.front, e.seq}, e.id};
}

void WaitingOrder::insert(const QueueEntry& entry, const QueueParameters& parameters) {
    Filed& filed = lanes_[static_cast<std::size_t>(entry.lane)];
    Places& places = entry.pin ? filed.pinned[*entry.pin] : filed.open;
    const bool added = places.insert(lanePlace(entry, parameters)).second;
    MENZHEN_CHECK(added, "an entry was filed twice");
}

void WaitingOrder::erase(const QueueEntry& entry, const QueueParameters& parameters) {
    Filed& filed = lanes_[static_cast<std::size_t>(entry.lane)];
    Places& places = entry.pin ? filed.pinned[*entry.pin] : filed.open;
    const std::size_t erased = places.erase(lanePlace(entry, parameters));
    MENZHEN_CHECK(erased == 1, "a waiting entry was not filed where it belongs");
    if (entry.pin && places.empty()) filed.pinned.erase(*entry.pin);
}

std::size_t WaitingOrder::seenBy(Lane lane, std::string_view station) const {
    const Filed& filed = lanes_[static_cast<std::size_t>(lane)];
    const auto pinned = filed.pinned.find(station);
    return filed.open.size() + (pinned == filed.pinned.end() ? 0 : pinned->second.size());
}

bool WaitingOrder::anyone(Lane lane) const {
    const Filed& filed = lanes_[static_cast<std::size_t>(lane)];
    return !filed.open.empty() || !filed.pinned.empty();
}

} // namespace menzhen::core
