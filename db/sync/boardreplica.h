// SPDX-License-Identifier: Apache-2.0
// A waiting room's board: rows that the registry masked for one zone, kept over restarts, and which
// calls nobody has announced yet.
//
// A call is new when its row is in state "called" and `calls` lies above what was announced. What
// had been called before the board's very first snapshot counts as announced. Announce, then say
// so with announced(): a crash in between announces once more, never not at all.
// A row that a station of the zone told itself (app/ports/zonelink.h) stands beside them, in a
// table of its own: shown and announced like the others, forwarded to nobody, and gone as soon as
// the registry's row for its entry knows of as many calls. One op is taken once. Thread: the flow
// thread. Nothing throws.
#pragma once

#include "app/ports/clock.h"
#include "app/ports/zonelink.h"
#include "db/store/database.h"
#include "db/sync/projection.h"

#include <optional>
#include <string>
#include <vector>

namespace menzhen::sync {

struct BoardRow {
    std::string id; ///< the entry's; for announced(), never shown
    std::string queue;
    std::string number; ///< "C018"
    std::string mask;   ///< masked name; empty for a sensitive department
    std::string state;  ///< staged called missed waiting finished noshow onleave
    std::string room;
    int place = 0; ///< from 1 in the staged list, 0: not staged
    std::int64_t calledAtMs = 0;
    int calls = 0;
    std::string departmentZh; ///< empty for a sensitive department
    std::string departmentEn;
    bool sensitive = false;
    std::int64_t heardAtMs = 0; ///< UTC, when a station of the zone told it; 0: the registry's

    friend bool operator==(const BoardRow&, const BoardRow&) = default;
};

struct BoardStation {
    std::string id;
    std::string room;
    std::string queue;
    std::string state; ///< open paused closed
    std::string reason;
    std::int64_t pausedUntilMs = 0; ///< 0 with state paused: no end known

    friend bool operator==(const BoardStation&, const BoardStation&) = default;
};

class BoardReplica final : public Projection {
public:
    BoardReplica(store::Database& database, const std::string& zone, const ports::Clock& clock);

    const std::string& scope() const override { return scope_; }

    core::Result<Cursor> cursor() override;
    core::Result<void> load(const nlohmann::json& snapshot) override;
    core::Result<bool> apply(const nlohmann::json& page) override;

    /// A station's own word. False: it brought nothing new (a repeat, or the registry knew it).
    core::Result<bool> hear(const ports::ZoneRow& row);
    /// Calls that stations told and nobody announced yet, the oldest first.
    core::Result<std::vector<BoardRow>> heardCalls();
    /// Ends what stations told before `utcMs` and the registry never confirmed: it has decided
    /// otherwise. True: there was something.
    core::Result<bool> forgetHeard(std::int64_t utcMs);

    /// In order of calling, the newest first; rows never called behind, by place.
    core::Result<std::vector<BoardRow>> rows();
    core::Result<std::vector<BoardStation>> stations();
    /// Not announced yet, the oldest call first.
    core::Result<std::vector<BoardRow>> newCalls();
    core::Result<void> announced(const std::string& id, int calls);
    /// Where this board hangs and who works there today, the registry's "hall" as JSON text; empty
    /// when it has not said so yet.
    core::Result<std::string> hall();
    /// When the registry last sent data (this device's UTC clock), or nothing yet: the age that a
    /// cut-off board shows. While SyncState::upToDate is true the data is of now.
    core::Result<std::optional<std::int64_t>> dataAtMs();

private:
    struct Answer {
        Cursor cursor;
        std::int64_t after = 0;
        std::vector<BoardRow> rows;
        std::optional<std::vector<BoardStation>> stations;
        std::optional<std::string> hall;
    };

    static core::Result<Answer> readBoard(const nlohmann::json& json, bool page);
    // Inside transact().
    bool put(const std::vector<BoardRow>& rows);
    bool putStations(const std::vector<BoardStation>& stations);
    bool putHall(const std::optional<std::string>& hall);
    void moveTo(const Cursor& cursor);
    void supersede();       ///< what the registry has caught up with
    void sayNothingTwice(); ///< what was announced before the registry lost it

    store::Database& database_;
    std::string scope_;
    const ports::Clock& clock_;
};

} // namespace menzhen::sync
