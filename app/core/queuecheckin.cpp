// SPDX-License-Identifier: Apache-2.0
// Queue rules, section 2.
#include "app/core/queue.h"

#include <algorithm>
#include <cstdint>

namespace menzhen::core {

namespace {

// Sums are taken in 64 bits: parameters may be as large as an int.
bool tooEarly(const QueueEntry& entry, const QueueParameters& parameters, int now) {
    return now < std::int64_t{entry.band} - parameters.earlyOpen;
}

bool tooLate(const QueueEntry& entry, const QueueParameters& parameters, int now) {
    return now > std::int64_t{entry.band} + parameters.band + parameters.grace;
}

/// The last number of `miss_gap` counts for every further miss.
int gapAfter(int misses, const std::vector<int>& missGap) {
    const std::size_t index = misses < 1 ? 0 : static_cast<std::size_t>(misses - 1);
    return missGap[std::min(index, missGap.size() - 1)];
}

} // namespace

void Queue::restartCounter(Lane lane) {
    const bool side = lane == Lane::P || lane == Lane::R || lane == Lane::M;
    if (side && !waiting_.anyone(lane)) state_.counters.of(lane) = 0;
}

Result<CheckedIn> Queue::checkIn(std::string_view id, int now) {
    const auto found = entryIn(id, {EntryState::Expected, EntryState::Missed, EntryState::Onleave});
    if (!found) return tl::unexpected(found.error());
    QueueEntry& e = **found;
    if (e.state == EntryState::Expected) {
        if (tooEarly(e, parameters_, now)) return refused("too-early");
        if (tooLate(e, parameters_, now)) {
            e.late = true;
            e.band = now - now % parameters_.band;
        }
    } else if (e.state == EntryState::Onleave) {
        e.lane = Lane::R;
    } else if (e.misses >= parameters_.maxMisses) {
        e.lane = Lane::T;
    } else {
        e.lane = Lane::M;
        e.gap = gapAfter(e.misses, parameters_.missGap);
    }
    e.seq = ++state_.lastSeq;
    restartCounter(e.lane);
    move(e, EntryState::Waiting);
    CheckedIn checkedIn{e.late, {.entries = {e.id}}};
    touch(checkedIn.changes);
    return checkedIn;
}

} // namespace menzhen::core
