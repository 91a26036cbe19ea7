// SPDX-License-Identifier: Apache-2.0
// The words of a queue as plain values: what one row of the store holds, nothing that reaches
// further. The rules that move them stand in queue.h. Minutes are whole local minutes after the
// midnight that began the service day.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

/// In the order in which `booked_first` puts them.
enum class EntryKind { Booked, Walkin, Extra };

/// E clinical emergency, P priority class, N ordinary, R return with results, M missed and back,
/// T tail of the session.
enum class Lane { E, P, N, R, M, T };

enum class EntryState { Expected, Waiting, Staged, Called, Finished, Missed, Noshow, Onleave };

/// Why somebody was called, or `Empty`: nobody was.
enum class CallReason {
    Clinical,        ///< E:clinical
    PriorityTurn,    ///< P:interleave
    ReturnTurn,      ///< R:interleave
    MissedTurn,      ///< M:interleave
    OnTurn,          ///< N:on-turn
    Late,            ///< N:late
    EarlyDoctorIdle, ///< N:early-doctor-idle
    Tail,            ///< T:tail
    Empty,           ///< empty
};

// The texts are those of the replay, the ops and the store: they never change.
std::string_view toText(EntryKind kind);    ///< "booked" "walkin" "extra"
std::string_view toText(Lane lane);         ///< "E" "P" "N" "R" "M" "T"
std::string_view toText(EntryState state);  ///< "expected" "waiting" "staged" "called" ...
std::string_view toText(CallReason reason); ///< "N:on-turn" ... "empty"
std::optional<EntryKind> entryKindFrom(std::string_view text);
std::optional<Lane> laneFrom(std::string_view text);
std::optional<EntryState> entryStateFrom(std::string_view text);
std::optional<CallReason> callReasonFrom(std::string_view text);

/// One number for each of the side lanes P, R and M.
struct SideNumbers {
    int p = 0;
    int r = 0;
    int m = 0;

    /// Only P, R and M have one; another lane is a bug.
    int& of(Lane lane);
    int of(Lane lane) const;
    friend bool operator==(const SideNumbers&, const SideNumbers&) = default;
};

/// One person's place in one queue.
struct QueueEntry {
    std::string id{};
    int band = 0; ///< start of its time band; a late check-in moves it
    int slot = 0; ///< number of its slot
    EntryKind kind = EntryKind::Booked;
    Lane lane = Lane::N;
    int level = 0;                    ///< smaller is more urgent
    std::optional<std::string> pin{}; ///< the only station that may take it
    EntryState state = EntryState::Expected;
    int misses = 0;
    bool late = false;
    int gap = 0;   ///< ordinary calls still to come before a return from a miss
    int seq = 0;   ///< order of its latest accepted check-in, from 1; 0: none yet
    int front = 0; ///< below 0: a call was taken back: it waits before its lane, the latest first
    /// The entry of another queue in which this person is being served just now: it keeps its
    /// place and is not picked. Empty: none.
    std::string elsewhere{};

    friend bool operator==(const QueueEntry&, const QueueEntry&) = default;
};

/// What a queue remembers besides its entries.
struct QueueState {
    SideNumbers counters{}; ///< ordinary calls since each side lane's last turn
    int run = 0;            ///< side calls in a row
    int lastSeq = 0;        ///< the `seq` given last
    int moves = 0; ///< operations that moved anybody, so that taking one back sees later ones

    friend bool operator==(const QueueState&, const QueueState&) = default;
};

/// One promised place at a station's door, and the reason that it was given for: the reason is
/// spoken later, when the call comes, so it must be stored with the place.
struct StagedPlace {
    std::string id{};
    CallReason reason = CallReason::OnTurn;

    friend bool operator==(const StagedPlace&, const StagedPlace&) = default;
};

/// Station -> its places in the order of call. A station with an empty list is absent.
using StagedLists = std::map<std::string, std::vector<StagedPlace>, std::less<>>;

/// What an operation moved and what it found, as far as it changed it: enough to take it back.
struct Undoable {
    std::string id{};                       ///< whom it moved
    std::optional<std::string> finished{};  ///< whom the same call saw off before
    CallReason reason = CallReason::OnTurn; ///< that `id` was called for
    int moves = 0;                          ///< of the queue right after it
    std::vector<QueueEntry> entries{};      ///< as they were before; `id` is among them
    QueueState state{};                     ///< as it was before
    StagedLists staged{}; ///< of the stations that it changed, as they were; empty: there was none
};

/// The rows that one operation changed: just these need to be written.
struct Changes {
    std::set<std::string> entries{};  ///< ids
    bool state = false;               ///< QueueState differs from before
    std::set<std::string> stations{}; ///< whose staged list differs (perhaps empty now)

    bool none() const { return entries.empty() && !state && stations.empty(); }

    friend bool operator==(const Changes&, const Changes&) = default;
};

} // namespace menzhen::core
