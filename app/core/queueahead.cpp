// SPDX-License-Identifier: Apache-2.0
#include "app/core/queueahead.h"

#include <set>

namespace menzhen::core {

namespace {

/// Whoever may call: a station that nobody is bound to when there is none.
std::set<std::string> stationsOf(const Queue& queue) {
    std::set<std::string> stations;
    for (const auto& [station, places] : queue.staged())
        stations.insert(station);
    for (const auto& [id, entry] : queue.entries())
        if (entry.pin && entry.state == EntryState::Waiting) stations.insert(*entry.pin);
    if (stations.empty()) stations.insert("");
    return stations;
}

} // namespace

std::map<std::string, int, std::less<>> peopleAhead(const Queue& queue, int now) {
    Queue later = queue;
    std::map<std::string, int, std::less<>> ahead;
    const std::set<std::string> stations = stationsOf(queue);
    int calls = 0;
    for (bool somebody = true; somebody;) {
        somebody = false;
        for (const std::string& station : stations) {
            const Called called = later.callNext(station, now);
            if (!called.id) continue;
            ahead.emplace(*called.id, calls++);
            somebody = true;
        }
    }
    return ahead;
}

} // namespace menzhen::core
