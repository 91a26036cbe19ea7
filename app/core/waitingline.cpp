// SPDX-License-Identifier: Apache-2.0
#include "app/core/waitingline.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace menzhen::core {

namespace {

/// Where the ordinary ones stand, with the index of their place, in the order of their lane.
std::vector<std::pair<LanePlace, std::size_t>> ordinaryPlaces(const Queue& queue,
                                                              const WaitingLine& line) {
    std::vector<std::pair<LanePlace, std::size_t>> ordinary;
    for (std::size_t i = 0; i < line.places.size(); ++i)
        if (!line.places[i].side && queue.find(line.places[i].id)->state == EntryState::Waiting)
            ordinary.emplace_back(lanePlace(*queue.find(line.places[i].id), queue.parameters()), i);
    std::sort(ordinary.begin(), ordinary.end());
    return ordinary;
}

} // namespace

WaitingLine waitingLine(const Queue& queue, int now,
                        const std::map<std::string, int, std::less<>>& ahead) {
    WaitingLine line;
    line.now = now;
    line.places.resize(ahead.size());
    for (const auto& [id, place] : ahead) {
        const QueueEntry* entry = queue.find(id);
        line.places[static_cast<std::size_t>(place)] = {id, entry && entry->lane != Lane::N};
    }
    const auto ordinary = ordinaryPlaces(queue, line);
    const QueueParameters& rules = queue.parameters();
    for (const auto& [id, entry] : queue.entries()) {
        if (entry.state != EntryState::Expected || entry.lane != Lane::N) continue;
        const int latest = entry.band + rules.band + rules.grace;
        if (latest <= now) continue; // late by then, behind those of the band in progress
        QueueEntry come = entry;
        come.seq = queue.state().lastSeq + 1;
        const std::pair place{lanePlace(come, rules), std::size_t{0}};
        const auto behind = std::lower_bound(ordinary.begin(), ordinary.end(), place);
        if (behind == ordinary.end()) continue;
        line.comers.push_back({behind->second, entry.band - rules.earlyOpen, latest});
    }
    return line;
}

} // namespace menzhen::core
