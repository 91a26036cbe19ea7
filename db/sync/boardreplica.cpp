// SPDX-License-Identifier: Apache-2.0
#include "db/sync/boardreplica.h"

#include "app/core/bugs.h"
#include "db/store/outbox.h"

#include <algorithm>
#include <map>

namespace menzhen::sync {

namespace {

using nlohmann::json;

constexpr const char* dataAtName = "board-data-at";
constexpr const char* hallName = "board-hall";
constexpr std::int64_t announcedKeptMs = std::int64_t{2} * 86'400'000; ///< tickets are of one day
constexpr std::size_t maxHallBytes = 256 * 1024; ///< a zone has a few dozen sessions a day
constexpr const char* heardColumns = "id, queue, number, mask, state, room, 0, called_at, calls, "
                                     "department_zh, department_en, sensitive, heard_at";
constexpr const char* columns = "id, queue, number, mask, state, room, place, called_at, calls, "
                                "department_zh, department_en, sensitive";

BoardRow rowFrom(const json& row) {
    BoardRow result;
    result.id = row.at("id").get<std::string>();
    result.queue = row.at("queue").get<std::string>();
    result.number = row.at("number").get<std::string>();
    result.mask = row.at("mask").get<std::string>();
    result.state = row.at("state").get<std::string>();
    result.room = row.at("room").get<std::string>();
    result.place = row.at("place").get<int>();
    result.calledAtMs = row.at("called_at").get<std::int64_t>();
    result.calls = row.at("calls").get<int>();
    result.departmentZh = row.value("department_zh", std::string());
    result.departmentEn = row.value("department_en", std::string());
    result.sensitive = row.value("sensitive", false);
    return result;
}

BoardStation stationFrom(const json& station) {
    return {
        station.at("id").get<std::string>(),     station.at("room").get<std::string>(),
        station.at("queue").get<std::string>(),  station.at("state").get<std::string>(),
        station.at("reason").get<std::string>(), station.at("paused_until").get<std::int64_t>()};
}

std::vector<BoardRow> readRows(store::Database& database, const std::string& tail) {
    store::Query q(database, std::string("SELECT ") + columns + " FROM board_row " + tail);
    std::vector<BoardRow> rows;
    while (q.step())
        rows.push_back({q.text(0), q.text(1), q.text(2), q.text(3), q.text(4), q.text(5),
                        static_cast<int>(q.integer(6)), q.integer(7),
                        static_cast<int>(q.integer(8)), q.text(9), q.text(10), q.integer(11) != 0,
                        0});
    return rows;
}

std::vector<BoardRow> readHeard(store::Database& database, const std::string& tail) {
    store::Query q(database,
                   std::string("SELECT ") + heardColumns + " FROM board_provisional " + tail);
    std::vector<BoardRow> rows;
    while (q.step())
        rows.push_back({q.text(0), q.text(1), q.text(2), q.text(3), q.text(4), q.text(5), 0,
                        q.integer(7), static_cast<int>(q.integer(8)), q.text(9), q.text(10),
                        q.integer(11) != 0, q.integer(12)});
    return rows;
}

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

std::vector<BoardStation> readStations(store::Database& database) {
    store::Query q(database, "SELECT id, room, queue, state, reason, paused_until FROM "
                             "board_station ORDER BY room, id");
    std::vector<BoardStation> stations;
    while (q.step())
        stations.push_back({q.text(0), q.text(1), q.text(2), q.text(3), q.text(4), q.integer(5)});
    return stations;
}

template <class T, class Read> core::Result<T> readIn(store::Database& database, Read read) {
    T value;
    const auto done = database.read([&]() -> core::Result<void> {
        value = read();
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return value;
}

} // namespace

BoardReplica::BoardReplica(store::Database& database, const std::string& zone,
                           const ports::Clock& clock)
    : database_(database), scope_("board:" + zone), clock_(clock) {}

core::Result<Cursor> BoardReplica::cursor() {
    return cursorOf(database_, scope_);
}

core::Result<BoardReplica::Answer> BoardReplica::readBoard(const json& json, bool page) {
    Answer answer;
    const auto read = readAnswer([&] {
        answer.cursor.epoch = json.at("epoch").get<std::string>();
        answer.cursor.revision = json.at(page ? "through" : "revision").get<std::int64_t>();
        answer.cursor.day = json.at("day").get<int>();
        if (page) answer.after = json.at("after").get<std::int64_t>();
        for (const nlohmann::json& row : json.at("rows"))
            answer.rows.push_back(rowFrom(row));
        if (json.contains("hall")) answer.hall = json.at("hall").dump();
        if (!json.contains("stations")) return;
        answer.stations.emplace();
        for (const nlohmann::json& station : json.at("stations"))
            answer.stations->push_back(stationFrom(station));
    });
    if (!read) return tl::unexpected(read.error());
    return answer;
}

core::Result<void> BoardReplica::load(const json& snapshot) {
    const auto answer = readBoard(snapshot, false);
    if (!answer) return tl::unexpected(answer.error());
    return database_.transact([&]() -> core::Result<void> {
        const bool first = readCursor(database_, scope_).epoch.empty();
        std::map<std::string, std::int64_t> announced;
        {
            store::Query q(database_, "SELECT id, announced FROM board_row");
            while (q.step())
                announced[q.text(0)] = q.integer(1);
        }
        store::Query(database_, "DELETE FROM board_row").run();
        (void)put(answer->rows);
        for (const BoardRow& row : answer->rows) {
            const auto known = announced.find(row.id);
            // A restored registry may count fewer calls than were announced: the next one is new.
            const std::int64_t count = first ? row.calls
                                       : known == announced.end()
                                           ? 0
                                           : std::min<std::int64_t>(known->second, row.calls);
            store::Query(database_, "UPDATE board_row SET announced = ? WHERE id = ?")
                .bind(count)
                .bind(row.id)
                .run();
        }
        sayNothingTwice();
        store::Query(database_, "DELETE FROM board_announced WHERE called_at < ?")
            .bind(clock_.utcMs() - announcedKeptMs)
            .run();
        (void)putStations(answer->stations.value_or(std::vector<BoardStation>()));
        (void)putHall(answer->hall);
        supersede();
        moveTo(answer->cursor);
        return {};
    });
}

core::Result<bool> BoardReplica::apply(const json& page) {
    const auto answer = readBoard(page, true);
    if (!answer) return tl::unexpected(answer.error());
    bool changed = false;
    const auto done = database_.transact([&]() -> core::Result<void> {
        const Cursor cursor = readCursor(database_, scope_);
        if (cursor.epoch != answer->cursor.epoch || cursor.revision != answer->after ||
            cursor.day != answer->cursor.day || answer->cursor.revision < answer->after)
            return core::badData("malformed-answer", "a page that does not begin at the cursor");
        changed = put(answer->rows);
        if (changed) sayNothingTwice();
        if (answer->stations) changed = putStations(*answer->stations) || changed;
        changed = putHall(answer->hall) || changed;
        if (changed) supersede();
        if (changed || cursor != answer->cursor) moveTo(answer->cursor);
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return changed;
}

bool BoardReplica::put(const std::vector<BoardRow>& rows) {
    std::map<std::string, BoardRow> known;
    for (BoardRow& row : readRows(database_, "")) {
        std::string id = row.id;
        known.emplace(std::move(id), std::move(row));
    }
    bool changed = false;
    for (const BoardRow& row : rows) {
        const auto before = known.find(row.id);
        if (before != known.end() && before->second == row) continue;
        changed = true;
        store::Query(database_,
                     std::string("INSERT INTO board_row (") + columns +
                         ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                         "SET queue = excluded.queue, number = excluded.number, mask = "
                         "excluded.mask, state = excluded.state, room = excluded.room, place = "
                         "excluded.place, called_at = excluded.called_at, calls = excluded.calls, "
                         "department_zh = excluded.department_zh, department_en = "
                         "excluded.department_en, sensitive = excluded.sensitive")
            .bind(row.id)
            .bind(row.queue)
            .bind(row.number)
            .bind(row.mask)
            .bind(row.state)
            .bind(row.room)
            .bind(row.place)
            .bind(row.calledAtMs)
            .bind(row.calls)
            .bind(row.departmentZh)
            .bind(row.departmentEn)
            .bind(row.sensitive ? 1 : 0)
            .run();
    }
    return changed;
}

bool BoardReplica::putStations(const std::vector<BoardStation>& stations) {
    std::vector<BoardStation> before = readStations(database_);
    std::vector<BoardStation> now = stations;
    const auto byRoom = [](const BoardStation& a, const BoardStation& b) {
        return std::tie(a.room, a.id) < std::tie(b.room, b.id);
    };
    std::sort(now.begin(), now.end(), byRoom);
    if (before == now) return false;
    store::Query(database_, "DELETE FROM board_station").run();
    for (const BoardStation& station : now)
        store::Query(database_, "INSERT INTO board_station (id, room, queue, state, reason, "
                                "paused_until) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(station.id)
            .bind(station.room)
            .bind(station.queue)
            .bind(station.state)
            .bind(station.reason)
            .bind(station.pausedUntilMs)
            .run();
    return true;
}

bool BoardReplica::putHall(const std::optional<std::string>& hall) {
    if (!hall || hall->size() > maxHallBytes || store::meta(database_, hallName) == hall)
        return false;
    store::setMeta(database_, hallName, *hall);
    return true;
}

void BoardReplica::moveTo(const Cursor& cursor) {
    writeCursor(database_, scope_, cursor);
    store::setMeta(database_, dataAtName, std::to_string(clock_.utcMs()));
}

void BoardReplica::sayNothingTwice() {
    store::Query(
        database_,
        "UPDATE board_row SET announced = calls WHERE calls > announced AND EXISTS (SELECT "
        "1 FROM board_announced a WHERE a.id = board_row.id AND a.called_at = "
        "board_row.called_at)")
        .run();
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
        return readHeard(database_,
                         "WHERE state = 'called' AND calls > announced ORDER BY called_at, id");
    });
}

core::Result<bool> BoardReplica::forgetHeard(std::int64_t utcMs) {
    bool any = false;
    const auto done = database_.transact([&]() -> core::Result<void> {
        any = !readHeard(database_, "WHERE heard_at < " + std::to_string(utcMs)).empty();
        if (any)
            store::Query(database_, "DELETE FROM board_provisional WHERE heard_at < ?")
                .bind(utcMs)
                .run();
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return any;
}

core::Result<std::vector<BoardRow>> BoardReplica::rows() {
    return readIn<std::vector<BoardRow>>(database_, [&] {
        std::vector<BoardRow> all = readHeard(database_, "ORDER BY called_at DESC, id");
        const std::size_t heard = all.size();
        for (BoardRow& row : readRows(database_, "ORDER BY called_at DESC, place, id")) {
            const auto same = [&row](const BoardRow& h) { return h.id == row.id; };
            const auto end = all.begin() + static_cast<std::ptrdiff_t>(heard);
            if (std::none_of(all.begin(), end, same)) all.push_back(std::move(row));
        }
        std::stable_sort(all.begin(), all.end(), [](const BoardRow& a, const BoardRow& b) {
            return a.calledAtMs > b.calledAtMs;
        });
        return all;
    });
}

core::Result<std::vector<BoardStation>> BoardReplica::stations() {
    return readIn<std::vector<BoardStation>>(database_, [&] { return readStations(database_); });
}

core::Result<std::string> BoardReplica::hall() {
    return readIn<std::string>(
        database_, [&] { return store::meta(database_, hallName).value_or(std::string()); });
}

core::Result<std::vector<BoardRow>> BoardReplica::newCalls() {
    return readIn<std::vector<BoardRow>>(database_, [&] {
        return readRows(database_,
                        "WHERE state = 'called' AND calls > announced ORDER BY called_at, id");
    });
}

core::Result<void> BoardReplica::announced(const std::string& id, int calls) {
    if (bugs::active(bugs::CallsStayNew)) return {};
    return database_.transact([&]() -> core::Result<void> {
        for (const char* table : {"board_row", "board_provisional"})
            store::Query(database_, std::string("INSERT OR REPLACE INTO board_announced (id, "
                                                "called_at) SELECT id, called_at FROM ") +
                                        table + " WHERE id = ? AND calls = ?")
                .bind(id)
                .bind(calls)
                .run();
        store::Query(database_, "UPDATE board_row SET announced = max(announced, ?) WHERE id = ?")
            .bind(calls)
            .bind(id)
            .run();
        store::Query(database_,
                     "UPDATE board_provisional SET announced = max(announced, ?) WHERE id = ?")
            .bind(calls)
            .bind(id)
            .run();
        return {};
    });
}

core::Result<std::optional<std::int64_t>> BoardReplica::dataAtMs() {
    return readIn<std::optional<std::int64_t>>(database_, [&]() -> std::optional<std::int64_t> {
        const auto value = store::meta(database_, dataAtName);
        if (!value) return std::nullopt;
        return std::stoll(*value);
    });
}

} // namespace menzhen::sync
