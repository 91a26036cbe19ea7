// SPDX-License-Identifier: Apache-2.0
// The queue as a value: what it holds, how it is loaded, and the moves of one entry.
#include "app/core/queue.h"

#include "app/core/check.h"

#include <algorithm>

namespace menzhen::core {

namespace {

void checkUsable(const QueueParameters& parameters) {
    MENZHEN_CHECK(parameters.band >= 1, "a band shorter than a minute");
    MENZHEN_CHECK(!parameters.missGap.empty(), "miss_gap has no number");
}

tl::unexpected<Error> badQueue(const std::string& detail) {
    return badData("bad-queue", detail);
}

} // namespace

Queue::Queue(QueueParameters parameters) : parameters_(std::move(parameters)) {
    checkUsable(parameters_);
}

Result<Queue> Queue::load(QueueParameters parameters, std::vector<QueueEntry> entries,
                          QueueState state, StagedLists staged) {
    Queue queue(std::move(parameters));
    queue.state_ = state;
    std::size_t stagedEntries = 0;
    for (QueueEntry& entry : entries) {
        if (entry.seq > state.lastSeq) return badQueue("entry " + entry.id + " has a later seq");
        if (entry.state == EntryState::Staged) ++stagedEntries;
        std::string id = entry.id;
        const auto [at, added] = queue.entries_.emplace(std::move(id), std::move(entry));
        if (!added) return badQueue("entry " + at->first + " is there twice");
        if (waitsHere(at->second)) queue.waiting_.insert(at->second, queue.parameters_);
    }
    std::set<std::string_view> listed;
    for (const auto& [station, places] : staged)
        for (const StagedPlace& place : places) {
            const QueueEntry* entry = queue.find(place.id);
            if (!entry || entry->state != EntryState::Staged || !listed.insert(place.id).second)
                return badQueue("the list of station " + station + " names " + place.id);
        }
    if (listed.size() != stagedEntries) return badQueue("somebody is staged at no station");
    std::erase_if(staged, [](const auto& list) { return list.second.empty(); });
    queue.staged_ = std::move(staged);
    return queue;
}

const QueueEntry* Queue::find(std::string_view id) const {
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : &found->second;
}

void Queue::configure(QueueParameters parameters) {
    checkUsable(parameters);
    parameters_ = std::move(parameters);
    waiting_ = WaitingOrder(); // the order inside lane N may be another one now
    for (const auto& [id, entry] : entries_)
        if (waitsHere(entry)) waiting_.insert(entry, parameters_);
}

Result<Changes> Queue::registerEntry(Registration r) {
    if (entries_.size() >= maxQueueEntries) return refused("queue-full");
    QueueEntry entry{.id = r.id,
                     .band = r.band,
                     .slot = r.slot,
                     .kind = r.kind,
                     .lane = r.lane,
                     .level = r.level,
                     .pin = std::move(r.pin)};
    if (!entries_.emplace(r.id, std::move(entry)).second)
        return badData("id-taken", "the id " + r.id + " is registered already");
    return Changes{.entries = {r.id}};
}

Result<MissedCall> Queue::miss(std::string_view id) {
    const auto entry = entryIn(id, {EntryState::Called});
    if (!entry) return tl::unexpected(entry.error());
    QueueEntry& e = **entry;
    ++e.misses;
    move(e, e.misses > parameters_.maxMisses ? EntryState::Noshow : EntryState::Missed);
    MissedCall missed{e.state, {.entries = {e.id}}};
    touch(missed.changes);
    return missed;
}

Result<Changes> Queue::onLeave(std::string_view id, std::optional<std::string> pin) {
    const auto entry = entryIn(id, {EntryState::Waiting, EntryState::Called});
    if (!entry) return tl::unexpected(entry.error());
    QueueEntry& e = **entry;
    move(e, EntryState::Onleave); // before the pin: who waits is filed by it
    e.pin = std::move(pin);
    Changes changes{.entries = {e.id}};
    touch(changes);
    return changes;
}

Result<Changes> Queue::finish(std::string_view id) {
    const auto entry = entryIn(id, {EntryState::Called});
    if (!entry) return tl::unexpected(entry.error());
    move(**entry, EntryState::Finished);
    Changes changes{.entries = {(*entry)->id}};
    touch(changes);
    return changes;
}

Changes Queue::clearPins(std::string_view station) {
    Changes changes;
    for (auto& [id, entry] : entries_) {
        if (entry.pin != station) continue;
        const bool waits = waitsHere(entry);
        if (waits) waiting_.erase(entry, parameters_);
        entry.pin.reset();
        if (waits) waiting_.insert(entry, parameters_);
        changes.entries.insert(id);
    }
    if (!changes.none()) touch(changes);
    return changes;
}

Result<QueueEntry*> Queue::entryIn(std::string_view id,
                                   std::initializer_list<EntryState> accepted) {
    const auto found = entries_.find(id);
    if (found == entries_.end())
        return badData("unknown-entry", "there is no entry " + std::string(id));
    QueueEntry& entry = found->second;
    if (std::find(accepted.begin(), accepted.end(), entry.state) == accepted.end())
        return refused(std::string(toText(entry.state)));
    return &entry;
}

QueueEntry& Queue::known(std::string_view id) {
    const auto found = entries_.find(id);
    MENZHEN_CHECK(found != entries_.end(), "a place of the queue names nobody");
    return found->second;
}

const QueueEntry& Queue::known(std::string_view id) const {
    const QueueEntry* entry = find(id);
    MENZHEN_CHECK(entry, "a place of the queue names nobody");
    return *entry;
}

void Queue::touch(Changes& changes) {
    ++state_.moves;
    changes.state = true;
}

void Queue::move(QueueEntry& entry, EntryState to) {
    if (waitsHere(entry)) waiting_.erase(entry, parameters_);
    entry.state = to;
    if (to != EntryState::Waiting) entry.front = 0;
    if (waitsHere(entry)) waiting_.insert(entry, parameters_);
}

} // namespace menzhen::core
