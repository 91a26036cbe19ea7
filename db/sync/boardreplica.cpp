// SPDX-License-Identifier: Apache-2.0
#include "db/sync/boardreplica.h"

#include "db/store/outbox.h"
#include "db/sync/boardrows.h"

#include <algorithm>
#include <map>

namespace menzhen::sync {

using nlohmann::json;

namespace {

constexpr std::int64_t announcedKeptMs = std::int64_t{2} * 86'400'000; ///< tickets are of one day
constexpr std::size_t maxHallBytes = 256 * 1024; ///< a zone has a few dozen sessions a day

} // namespace

BoardReplica::BoardReplica(store::Database& database, const std::string& zone,
                           const ports::Clock& clock)
    : database_(database), scope_("board:" + zone), clock_(clock) {}

core::Result<Cursor> BoardReplica::cursor() {
    return cursorOf(database_, scope_);
}

core::Result<BoardReplica::Answer> BoardReplica::readBoard(const json& said, bool page) {
    Answer answer;
    const auto read = readAnswer([&] {
        answer.cursor.epoch = said.at("epoch").get<std::string>();
        answer.cursor.revision = said.at(page ? "through" : "revision").get<std::int64_t>();
        answer.cursor.day = said.at("day").get<int>();
        if (page) answer.after = said.at("after").get<std::int64_t>();
        for (const json& row : said.at("rows"))
            answer.rows.push_back(boardRowFrom(row));
        if (said.contains("hall")) answer.hall = said.at("hall").dump();
        if (!said.contains("stations")) return;
        answer.stations.emplace();
        for (const json& station : said.at("stations"))
            answer.stations->push_back(boardStationFrom(station));
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
        store::Query(database_, "DELETE FROM board_said WHERE called_at < ?")
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
    for (BoardRow& row : readBoardRows(database_, "")) {
        std::string id = row.id;
        known.emplace(std::move(id), std::move(row));
    }
    bool changed = false;
    for (const BoardRow& row : rows) {
        const auto before = known.find(row.id);
        if (before != known.end() && before->second == row) continue;
        changed = true;
        putBoardRow(database_, row);
    }
    return changed;
}

bool BoardReplica::putStations(const std::vector<BoardStation>& stations) {
    std::vector<BoardStation> before = readBoardStations(database_);
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
    if (!hall || hall->size() > maxHallBytes || store::meta(database_, boardHallName) == hall)
        return false;
    store::setMeta(database_, boardHallName, *hall);
    return true;
}

void BoardReplica::moveTo(const Cursor& cursor) {
    writeCursor(database_, scope_, cursor);
    store::setMeta(database_, boardDataAtName, std::to_string(clock_.utcMs()));
}

void BoardReplica::sayNothingTwice() {
    store::Query(
        database_,
        "UPDATE board_row SET announced = calls WHERE calls > announced AND EXISTS (SELECT "
        "1 FROM board_said a WHERE a.id = board_row.id AND a.called_at = "
        "board_row.called_at)")
        .run();
}

} // namespace menzhen::sync
