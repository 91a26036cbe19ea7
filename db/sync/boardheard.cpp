// SPDX-License-Identifier: Apache-2.0
// What stations of the zone told the board themselves (app/ports/zonelink.h), until the registry
// has caught up.
#include "db/sync/boardrows.h"

namespace menzhen::sync {

namespace {

/// Whether this op, or a later one of the entry, was taken already.
bool isKnown(store::Database& database, const ports::ZoneRow& row) {
    store::Query calls(database, "SELECT calls, state FROM board_row WHERE id = ?");
    calls.bind(row.id);
    // The registry's word on as many calls is the better one, whatever became of the patient since.
    if (calls.step() && (calls.integer(0) > row.calls ||
                         (calls.integer(0) == row.calls && calls.text(1) == row.state)))
        return true;
    store::Query heard(database, "SELECT calls, op_device, op_incarnation, op_seq FROM "
                                 "board_provisional WHERE id = ?");
    heard.bind(row.id);
    if (!heard.step()) return false;
    const bool later = heard.text(1) == row.opDevice && heard.integer(2) == row.opIncarnation &&
                       heard.integer(3) >= row.opSeq;
    return later || heard.integer(0) > row.calls;
}

} // namespace

core::Result<bool> BoardReplica::hear(const ports::ZoneRow& row) {
    bool taken = false;
    const auto done = database_.transact([&]() -> core::Result<void> {
        if (isKnown(database_, row)) return {};
        taken = true;
        store::Query(database_,
                     "INSERT INTO board_provisional (id, op_device, op_incarnation, op_seq, queue, "
                     "number, mask, state, room, called_at, calls, department_zh, department_en, "
                     "sensitive, heard_at, announced) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                     "?, ?, ?, coalesce((SELECT announced FROM board_row WHERE id = ?1), 0)) ON "
                     "CONFLICT (id) DO UPDATE SET op_device = excluded.op_device, op_incarnation = "
                     "excluded.op_incarnation, op_seq = excluded.op_seq, state = excluded.state, "
                     "room = excluded.room, called_at = excluded.called_at, calls = "
                     "excluded.calls, heard_at = excluded.heard_at")
            .bind(row.id)
            .bind(row.opDevice)
            .bind(row.opIncarnation)
            .bind(row.opSeq)
            .bind(row.queue)
            .bind(row.number)
            .bind(row.sensitive ? std::string() : row.mask)
            .bind(row.state)
            .bind(row.room)
            .bind(row.calledAtMs)
            .bind(row.calls)
            .bind(row.departmentZh)
            .bind(row.departmentEn)
            .bind(row.sensitive ? 1 : 0)
            .bind(clock_.utcMs())
            .run();
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return taken;
}

core::Result<std::vector<BoardRow>> BoardReplica::heardCalls() {
    return readIn<std::vector<BoardRow>>(database_, [&] {
        return readHeardRows(database_,
                             "WHERE state = 'called' AND calls > announced ORDER BY called_at, id");
    });
}

core::Result<bool> BoardReplica::forgetHeard(std::int64_t utcMs) {
    bool any = false;
    const auto done = database_.transact([&]() -> core::Result<void> {
        any = !readHeardRows(database_, "WHERE heard_at < " + std::to_string(utcMs)).empty();
        if (any)
            store::Query(database_, "DELETE FROM board_provisional WHERE heard_at < ?")
                .bind(utcMs)
                .run();
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return any;
}

void BoardReplica::supersede() {
    // What was announced on a station's word is announced.
    store::Query(database_,
                 "UPDATE board_row SET announced = max(announced, (SELECT p.announced FROM "
                 "board_provisional p WHERE p.id = board_row.id)) WHERE id IN (SELECT id FROM "
                 "board_provisional)")
        .run();
    store::Query(database_, "DELETE FROM board_provisional WHERE calls <= (SELECT b.calls FROM "
                            "board_row b WHERE b.id = board_provisional.id)")
        .run();
}

} // namespace menzhen::sync
