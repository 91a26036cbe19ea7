// SPDX-License-Identifier: Apache-2.0
// Queue rules, section 5: the call, and the list of those who are told to get ready. A staged place
// is a promise: only lane E passes it.
#include "app/core/queue.h"

#include <algorithm>

namespace menzhen::core {

Called Queue::callNext(std::string_view station, int now) {
    Called called;
    const auto call = [&](const std::string& id, CallReason reason) {
        called.id = id;
        called.reason = reason;
        called.changes.entries.insert(id);
        move(known(id), EntryState::Called);
    };
    if (const std::string* urgent = waiting_.first(Lane::E, station)) {
        call(std::string(*urgent), CallReason::Clinical);
    } else if (const auto head = takeHead(station)) {
        called.changes.stations.emplace(station);
        call(head->id, head->reason);
    } else if (const auto picked = pick(station, now)) {
        commit(*picked, called.changes);
        call(picked->id, picked->reason);
    } else {
        return called; // with nobody to call there is nobody to stage either
    }
    refill(station, now, called.changes);
    touch(called.changes);
    return called;
}

std::optional<StagedPlace> Queue::takeHead(std::string_view station) {
    const auto list = staged_.find(station);
    if (list == staged_.end()) return std::nullopt;
    // Who is being served in another queue keeps the promise and is passed.
    const auto head =
        std::find_if(list->second.begin(), list->second.end(),
                     [&](const StagedPlace& place) { return known(place.id).elsewhere.empty(); });
    if (head == list->second.end()) return std::nullopt;
    StagedPlace place = *head;
    list->second.erase(head);
    if (list->second.empty()) staged_.erase(list);
    return place;
}

void Queue::refill(std::string_view station, int now, Changes& changes) {
    const auto wanted = static_cast<std::size_t>(parameters_.stage);
    const auto length = [&] {
        const auto list = staged_.find(station);
        return list == staged_.end() ? 0 : list->second.size();
    };
    while (length() < wanted) {
        const auto picked = pick(station, now);
        if (!picked || picked->lane == Lane::E) return;
        commit(*picked, changes);
        move(known(picked->id), EntryState::Staged);
        staged_[std::string(station)].push_back({picked->id, picked->reason});
        changes.entries.insert(picked->id);
        changes.stations.emplace(station);
    }
}

Changes Queue::release(std::string_view station) {
    Changes changes;
    const auto list = staged_.find(station);
    if (list == staged_.end()) return changes;
    for (const StagedPlace& place : list->second) {
        move(known(place.id), EntryState::Waiting);
        changes.entries.insert(place.id);
    }
    changes.stations.insert(list->first);
    staged_.erase(list);
    touch(changes);
    return changes;
}

} // namespace menzhen::core
