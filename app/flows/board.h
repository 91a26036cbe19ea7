// SPDX-License-Identifier: Apache-2.0
// A waiting room's board: what it shows, as values, and the calls that it has to say aloud.
//
// After every change of the store or of the connection read() once and hand the answer to the
// screen; for each of its fresh calls the screen asks for announce(). A call that nobody has heard
// of yet stays fresh over restarts until its speech has ended. A call older than 120 s that comes
// in while the board catches up counts as said: an old call must not look new (experience.md 2.2).
//
// A call that a station of the zone tells itself is shown and said at once, whatever the registry
// does. What the registry, back again, has not confirmed after a minute is taken back.
// Thread: flow.
#pragma once

#include "app/core/boardrules.h"
#include "app/core/ticket.h"
#include "app/ports/announcer.h"
#include "app/ports/clock.h"
#include "app/ports/zonelink.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace menzhen::sync {
class BoardReplica;
struct SyncState;
} // namespace menzhen::sync

namespace menzhen::flows {

using core::TicketName;

/// A staff station of the zone, as its room's row shows it.
struct BoardStation {
    std::string id;
    std::string room;
    std::string queue;
    std::string state;              ///< "open" "paused" "closed"
    std::string reason;             ///< of a pause, as the staff's key gave it
    std::int64_t pausedUntilMs = 0; ///< UTC; 0: no end known

    friend bool operator==(const BoardStation&, const BoardStation&) = default;
};

/// A doctor's half-day in the zone. Of a sensitive department `department` and `doctor` are empty.
struct BoardSession {
    std::string room;
    std::string queue;
    std::string half;    ///< "AM" "PM"
    int startMinute = 0; ///< local minutes after midnight
    int endMinute = 0;
    TicketName department;
    TicketName doctor;
    TicketName title;

    friend bool operator==(const BoardSession&, const BoardSession&) = default;
};

/// Where the board hangs and when somebody works there today. Empty until the registry has said so.
struct BoardHall {
    TicketName hospital;
    int floor = 0; ///< 0: not known
    std::vector<BoardSession> sessions;

    friend bool operator==(const BoardHall&, const BoardHall&) = default;
};

/// How the board stands with its registry.
struct BoardContact {
    /// The registry answers, and nothing that it said is missing here.
    bool current = false;
    bool waitingForTrust = false; ///< somebody must run `menzhen devices trust`
    bool hasData = false;         ///< something was ever loaded
    std::int64_t dataAtMs = 0;    ///< UTC of the last word of the registry, 0: none
    std::string problem;          ///< sync::SyncState::problem

    friend bool operator==(const BoardContact&, const BoardContact&) = default;
};

struct BoardNews {
    BoardContact contact;
    BoardHall hall;
    std::vector<core::BoardRow> rows;
    std::vector<BoardStation> stations;
    std::vector<core::BoardRow> fresh; ///< in the order of the calls

    friend bool operator==(const BoardNews&, const BoardNews&) = default;
};

class Board {
public:
    /// All outlive this.
    Board(sync::BoardReplica& replica, ports::Announcer& announcer, const ports::Clock& clock);

    /// Errors: Device "store-...".
    core::Result<BoardNews> read(const sync::SyncState& state);

    /// The same for a screen: an error is BoardContact::problem with nothing else.
    BoardNews readOrProblem(const sync::SyncState& state);

    /// A station's own word. True: read() again. Errors: Device "store-...".
    core::Result<bool> hear(const ports::ZoneRow& row);

    /// Says a call. `ended` runs once, on the flow thread, when the voice has done with it or has
    /// failed; the call then counts as announced. `problem` is empty or the error's code. After
    /// stop() it does not run.
    void announce(const core::BoardRow& row, const std::string& key,
                  std::function<void(std::string problem)> ended);

    /// The program ends: silence, and nothing touches the store any more. What was not said is said
    /// after the next start.
    void stop();

private:
    core::Result<std::vector<core::BoardRow>> freshRows(bool current);
    core::Result<void> settleHeard(bool current);
    core::Result<void> noteAnnounced();

    sync::BoardReplica& replica_;
    ports::Announcer& announcer_;
    const ports::Clock& clock_;
    std::int64_t currentSinceMs_ = 0; ///< UTC; 0: the registry is silent
    /// What was said while the store could not be written (a full disk): not said again.
    std::set<std::pair<std::string, int>> announced_;
    bool catchingUp_ = true; ///< since the start or a lost connection nothing was read as current
    std::shared_ptr<bool> alive_;
};

/// "hall" of the registry's answer for a board; what is missing or strange in it is left empty.
BoardHall boardHallFrom(const std::string& json);

} // namespace menzhen::flows
