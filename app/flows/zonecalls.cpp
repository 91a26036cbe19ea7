// SPDX-License-Identifier: Apache-2.0
#include "app/flows/zonecalls.h"

#include "db/store/records.h"

#include <utility>

namespace menzhen::flows {

namespace {

using store::Record;

// The op of a change is among the last that this station wrote.
constexpr std::int64_t recentOps = 200;

/// The last own op that names the entry; else the registry's word on it.
void setOp(store::Database& database, const std::string& station, const Record& entry,
           ports::ZoneRow& row) {
    store::Query q(database, "SELECT incarnation, seq FROM outbox WHERE seq > (SELECT "
                             "coalesce(max(seq), 0) FROM outbox) - ? AND instr(op, ?) > 0 ORDER "
                             "BY incarnation DESC, seq DESC LIMIT 1");
    q.bind(recentOps).bind("\"" + entry.text("id") + "\"");
    if (q.step()) {
        row.opDevice = station;
        row.opIncarnation = q.integer(0);
        row.opSeq = q.integer(1);
    } else {
        row.opDevice = "REG";
        row.opSeq = entry.integer("rev");
    }
}

ports::ZoneRow rowOf(store::Database& database, const std::string& site, const Record& entry) {
    ports::ZoneRow row;
    row.id = entry.text("id");
    row.queue = entry.text("queue");
    row.number = entry.text("number");
    row.state = entry.text("state");
    row.room = entry.text("room");
    row.calledAtMs = entry.integer("called_at");
    row.calls = static_cast<int>(entry.integer("calls"));
    const auto queue = store::find(database, site, "queue",
                                   {entry.integer("day"), entry.text("half"), entry.text("queue")});
    const auto department =
        queue ? store::find(database, site, "department", {queue->text("department")})
              : std::nullopt;
    // Unknown is treated as sensitive: a name that was shown cannot be taken back.
    row.sensitive = !department || department->integer("sensitive") != 0;
    if (row.sensitive) return row;
    row.mask = entry.text("masked");
    row.departmentZh = department->text("zh");
    row.departmentEn = department->text("en");
    return row;
}

/// The same for whoever looks at the board.
bool looksSame(ports::ZoneRow a, const ports::ZoneRow& b) {
    a.opDevice = b.opDevice;
    a.opIncarnation = b.opIncarnation;
    a.opSeq = b.opSeq;
    return a == b;
}

} // namespace

ZoneCalls::ZoneCalls(store::Database& database, std::string site, std::string station,
                     const ports::Clock& clock, ports::ZoneLink& boards)
    : database_(database), site_(std::move(site)), station_(std::move(station)), clock_(clock),
      boards_(boards) {}

core::Result<void> ZoneCalls::changed() {
    return database_.read([&]() -> core::Result<void> {
        tellChanges();
        return {};
    });
}

void ZoneCalls::tellChanges() {
    const int day = clock_.now().day;
    if (std::exchange(day_, day) != day) told_.clear();
    // What had happened before this program began was told by the one before it.
    const bool silent = !std::exchange(started_, true);
    for (const Record& entry :
         store::select(database_, site_, "entry", "AND day = ? AND station = ? AND calls > 0",
                       {std::int64_t{day}, station_})) {
        ports::ZoneRow row = rowOf(database_, site_, entry);
        const auto known = told_.find(row.id);
        if (known != told_.end() && looksSame(known->second, row)) continue;
        setOp(database_, station_, entry, row);
        if (!silent) boards_.tell(row);
        std::string id = row.id;
        told_.insert_or_assign(std::move(id), std::move(row));
    }
}

} // namespace menzhen::flows
