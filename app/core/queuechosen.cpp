// SPDX-License-Identifier: Apache-2.0
// Moves that staff choose instead of the order (queue rules, 6): calling one by name, going over to
// another queue, being served elsewhere.
#include "app/core/queue.h"

#include <algorithm>

namespace menzhen::core {

namespace {

constexpr std::initializer_list<EntryState> callable{EntryState::Expected, EntryState::Waiting,
                                                     EntryState::Staged,   EntryState::Missed,
                                                     EntryState::Noshow,   EntryState::Onleave};
constexpr std::initializer_list<EntryState> movable{EntryState::Expected, EntryState::Waiting,
                                                    EntryState::Staged,   EntryState::Called,
                                                    EntryState::Missed,   EntryState::Onleave};

} // namespace

void Queue::leaveList(const QueueEntry& entry, Changes& changes) {
    if (entry.state != EntryState::Staged) return;
    for (auto list = staged_.begin(); list != staged_.end(); ++list) {
        const auto gone = std::erase_if(
            list->second, [&](const StagedPlace& place) { return place.id == entry.id; });
        if (gone == 0) continue;
        changes.stations.insert(list->first);
        if (list->second.empty()) staged_.erase(list);
        return;
    }
}

Result<Changes> Queue::callChosen(std::string_view id) {
    const auto entry = entryIn(id, callable);
    if (!entry) return tl::unexpected(entry.error());
    Changes changes{.entries = {(*entry)->id}};
    leaveList(**entry, changes);
    move(**entry, EntryState::Called);
    touch(changes);
    return changes;
}

Result<Gone> Queue::remove(std::string_view id) {
    const auto found = entryIn(id, movable);
    if (!found) return tl::unexpected(found.error());
    Gone gone;
    gone.entry = **found;
    leaveList(gone.entry, gone.changes);
    if (waitsHere(gone.entry)) waiting_.erase(gone.entry, parameters_);
    entries_.erase(gone.entry.id);
    touch(gone.changes);
    return gone;
}

Result<Changes> Queue::admit(QueueEntry entry) {
    if (entries_.size() >= maxQueueEntries) return refused("queue-full");
    if (find(entry.id) != nullptr)
        return badData("id-taken", "the id " + entry.id + " is registered already");
    entry.pin.reset();
    entry.front = 0;
    if (entry.state == EntryState::Staged || entry.state == EntryState::Called)
        entry.state = EntryState::Waiting;
    if (entry.state == EntryState::Waiting) {
        entry.seq = ++state_.lastSeq;
        restartCounter(entry.lane);
    } else {
        entry.seq = 0; // its arrival here is still to come
    }
    Changes changes{.entries = {entry.id}};
    if (waitsHere(entry)) waiting_.insert(entry, parameters_);
    std::string id = entry.id;
    entries_.emplace(std::move(id), std::move(entry));
    touch(changes);
    return changes;
}

Result<Changes> Queue::setElsewhere(std::string_view id, std::string other) {
    const auto found = entries_.find(id);
    if (found == entries_.end())
        return badData("unknown-entry", "there is no entry " + std::string(id));
    QueueEntry& entry = found->second;
    if (entry.elsewhere == other) return Changes{};
    if (waitsHere(entry)) waiting_.erase(entry, parameters_);
    entry.elsewhere = std::move(other);
    if (waitsHere(entry)) waiting_.insert(entry, parameters_);
    return Changes{.entries = {entry.id}};
}

void joinBandInProgress(QueueEntry& entry, int now, const QueueParameters& parameters) {
    entry.band = now - now % parameters.band;
    entry.late = true; // behind whoever was on time, by arrival
}

} // namespace menzhen::core
