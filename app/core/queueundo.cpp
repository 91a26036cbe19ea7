// SPDX-License-Identifier: Apache-2.0
// Queue rules, section 6: what was done last can be taken back.
#include "app/core/queue.h"

#include <algorithm>

namespace menzhen::core {

namespace {

constexpr std::initializer_list<EntryState> takenBackFrom{EntryState::Called, EntryState::Missed,
                                                          EntryState::Noshow, EntryState::Onleave,
                                                          EntryState::Finished};

const QueueEntry* findIn(const std::vector<QueueEntry>& entries, std::string_view id) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const QueueEntry& entry) { return entry.id == id; });
    return found == entries.end() ? nullptr : &*found;
}

} // namespace

void Queue::put(const QueueEntry& entry, Changes& changes) {
    QueueEntry& e = known(entry.id);
    if (waitsHere(e)) waiting_.erase(e, parameters_);
    std::string elsewhere = std::move(e.elsewhere); // that is the other queue's affair
    e = entry;
    e.elsewhere = std::move(elsewhere);
    if (waitsHere(e)) waiting_.insert(e, parameters_);
    changes.entries.insert(e.id);
}

TakenBack Queue::restore(const Undoable& done) {
    TakenBack back{true, {}};
    for (const QueueEntry& entry : done.entries)
        put(entry, back.changes);
    for (const auto& [station, places] : done.staged) {
        if (places.empty())
            staged_.erase(station);
        else
            staged_[station] = places;
        back.changes.stations.insert(station);
    }
    state_ = done.state;
    back.changes.state = true;
    return back;
}

Result<TakenBack> Queue::takeBack(const Undoable& done, std::optional<std::string> station) {
    const auto entry = entryIn(done.id, takenBackFrom);
    if (!entry) return tl::unexpected(entry.error());
    const QueueEntry* before = findIn(done.entries, done.id);
    if (before == nullptr) return badData("bad-undo", "what the operation found is not known");
    const bool allHere = std::all_of(done.entries.begin(), done.entries.end(),
                                     [&](const QueueEntry& e) { return find(e.id) != nullptr; });
    if (state_.moves == done.moves && allHere) return restore(done);

    TakenBack back;
    QueueEntry again = *before;
    // With a list, the next press calls it; the promise keeps the reason of the call.
    const bool promised = station && parameters_.stage > 0;
    again.state = promised ? EntryState::Staged : EntryState::Waiting;
    again.front = promised ? 0 : -(state_.moves + 1);
    put(again, back.changes);
    if (promised) {
        auto& list = staged_[*station];
        list.insert(list.begin(), {done.id, done.reason});
        back.changes.stations.insert(*station);
    }
    const QueueEntry* seenOff = done.finished ? find(*done.finished) : nullptr;
    if (seenOff != nullptr && seenOff->state == EntryState::Finished) {
        move(known(*done.finished), EntryState::Called);
        back.changes.entries.insert(*done.finished);
    }
    touch(back.changes);
    return back;
}

} // namespace menzhen::core
