// SPDX-License-Identifier: Apache-2.0
// Who is called next: the queue rules, sections 1 to 5, of one service at one location for one
// half-day. A pure function of past events and the time given: no clock, no chance, whole numbers
// only, the same answer on every device and on the registry.
//
// A Queue is a plain value: copy it, throw it away, load it again from its rows. Every operation
// says which rows it changed, and one that is refused changes nothing. Not safe for several
// threads at once; the owner serialises.
//
// Errors: an id that is not here is `unknown-entry` (kind Data). A refused move has kind Refused
// and the reason as its code: "too-early", or the entry's state ("called").
#pragma once

#include "app/core/queueorder.h"
#include "app/core/queueparameters.h"
#include "app/core/queuevalues.h"
#include "app/core/result.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

/// Far above any half-day of any hospital: a queue that grows past it is being flooded.
inline constexpr std::size_t maxQueueEntries = 100'000;

/// What is known of an entry before anybody came.
struct Registration {
    std::string id{};
    int band = 0;
    int slot = 0;
    EntryKind kind = EntryKind::Booked;
    Lane lane = Lane::N;
    int level = 0;
    std::optional<std::string> pin{};
};

struct CheckedIn {
    bool late = false; ///< marked late, now or earlier
    Changes changes;
};

struct Called {
    std::optional<std::string> id; ///< nobody: the reason is Empty and nothing changed
    CallReason reason = CallReason::Empty;
    Changes changes;
};

struct MissedCall {
    EntryState state = EntryState::Missed; ///< Missed or Noshow
    Changes changes;
};

struct Gone {
    QueueEntry entry; ///< as it was
    Changes changes;  ///< does not name the entry: it is not here any more
};

struct TakenBack {
    bool exact = false; ///< everything is as it was; else the entry is the next one to be called
    Changes changes;
};

class Queue {
public:
    using Entries = std::map<std::string, QueueEntry, std::less<>>;

    /// Empty. A `band` below 1 or an empty `missGap` is a bug: read them with setParameter().
    explicit Queue(QueueParameters parameters = {});

    /// From stored rows, in any order. Error `bad-queue` (kind Data): an id twice, a staged list
    /// that does not match the entries in state staged, a `seq` beyond lastSeq.
    static Result<Queue> load(QueueParameters parameters, std::vector<QueueEntry> entries,
                              QueueState state, StagedLists staged);

    const QueueParameters& parameters() const { return parameters_; }

    const Entries& entries() const { return entries_; } ///< by id

    const QueueState& state() const { return state_; }

    const StagedLists& staged() const { return staged_; }

    const QueueEntry* find(std::string_view id) const; ///< null: not here. O(log n)

    /// New numbers count from the next operation on: nothing that has happened is judged again,
    /// and a staged place stays a promise even when `stage` shrinks.
    void configure(QueueParameters parameters);

    /// Adds somebody in state expected. Errors: `id-taken` (Data), `queue-full` (Refused).
    Result<Changes> registerEntry(Registration registration);

    /// Accepted from expected, missed and onleave. O(log n).
    Result<CheckedIn> checkIn(std::string_view id, int now);

    /// Calls for `station` and refills its staged list. O((1 + stage) x (log n + waiting in M)).
    Called callNext(std::string_view station, int now);

    Result<MissedCall> miss(std::string_view id); ///< from called
    Result<Changes> onLeave(std::string_view id,
                            std::optional<std::string> pin); ///< waiting, called
    Result<Changes> finish(std::string_view id);             ///< from called

    /// The station fell silent, stopped or switched queues: whom it promised a place waits again.
    Changes release(std::string_view station);

    /// Staff call somebody by choice, or a station that is cut off calls its list: from any state
    /// but called and finished; counters stay. A staged place, whoever's, is given up.
    Result<Changes> callChosen(std::string_view id);
    /// Takes an entry out, to go over to another queue. Not from finished or noshow.
    Result<Gone> remove(std::string_view id);
    /// Somebody comes over from another queue, without pin: who was called or staged there waits
    /// here; kind, band, slot and lane stay as given. Errors: `id-taken`, `queue-full`.
    Result<Changes> admit(QueueEntry entry);
    /// The person is being served in another queue (`other`: that entry), or no longer ("").
    Result<Changes> setElsewhere(std::string_view id, std::string other);

    /// Takes back a call, a miss, a leave or a finish (queue rules, 6). While nothing else moved,
    /// the queue is afterwards exactly as it was before. Otherwise counters stay, and the entry, as
    /// it was before, goes to the head of `station`'s staged list, or of its lane when there are no
    /// such lists or no station given; whom the same call saw off is called again. Errors: the
    /// state as the reason when the entry has moved on (it checked in again, say), `unknown-entry`.
    Result<TakenBack> takeBack(const Undoable& done, std::optional<std::string> station);

    /// The station stopped or pauses without end: nobody is bound to it any longer. O(n).
    Changes clearPins(std::string_view station);

private:
    struct Pick {
        std::string id;
        Lane lane;
        CallReason reason;
    };

    std::optional<Pick> pick(std::string_view station, int now) const;
    std::optional<Pick> pickSide(std::string_view station, bool someoneDue) const;
    bool isDue(const std::string& id, int now) const;
    void commit(const Pick& pick, Changes& changes);
    void refill(std::string_view station, int now, Changes& changes);
    std::optional<StagedPlace> takeHead(std::string_view station);
    void touch(Changes& changes);
    void leaveList(const QueueEntry& entry, Changes& changes);
    void restartCounter(Lane lane);
    void put(const QueueEntry& entry, Changes& changes);
    TakenBack restore(const Undoable& done);

    Result<QueueEntry*> entryIn(std::string_view id, std::initializer_list<EntryState> accepted);

    static bool waitsHere(const QueueEntry& entry) {
        return entry.state == EntryState::Waiting && entry.elsewhere.empty();
    }

    QueueEntry& known(std::string_view id);
    const QueueEntry& known(std::string_view id) const;
    /// The one door through which a state changes: keeps the order of who waits in step.
    void move(QueueEntry& entry, EntryState to);

    QueueParameters parameters_;
    Entries entries_;
    QueueState state_;
    StagedLists staged_;
    WaitingOrder waiting_; ///< follows from entries_ and parameters_
};

/// At the patient's wish an entry joins the end of the band in progress.
void joinBandInProgress(QueueEntry& entry, int now, const QueueParameters& parameters);

} // namespace menzhen::core
