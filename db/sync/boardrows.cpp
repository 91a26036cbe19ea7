// SPDX-License-Identifier: Apache-2.0
#include "db/sync/boardrows.h"

namespace menzhen::sync {

namespace {

constexpr const char* heardRowColumns =
    "id, queue, number, mask, state, room, 0, called_at, calls, "
    "department_zh, department_en, sensitive, heard_at";
constexpr const char* boardRowColumns =
    "id, queue, number, mask, state, room, place, called_at, calls, "
    "department_zh, department_en, sensitive";

} // namespace

BoardRow boardRowFrom(const nlohmann::json& row) {
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

BoardStation boardStationFrom(const nlohmann::json& station) {
    return {
        station.at("id").get<std::string>(),     station.at("room").get<std::string>(),
        station.at("queue").get<std::string>(),  station.at("state").get<std::string>(),
        station.at("reason").get<std::string>(), station.at("paused_until").get<std::int64_t>()};
}

std::vector<BoardRow> readBoardRows(store::Database& database, const std::string& tail) {
    store::Query q(database, std::string("SELECT ") + boardRowColumns + " FROM board_row " + tail);
    std::vector<BoardRow> rows;
    while (q.step())
        rows.push_back({q.text(0), q.text(1), q.text(2), q.text(3), q.text(4), q.text(5),
                        static_cast<int>(q.integer(6)), q.integer(7),
                        static_cast<int>(q.integer(8)), q.text(9), q.text(10), q.integer(11) != 0,
                        0});
    return rows;
}

std::vector<BoardRow> readHeardRows(store::Database& database, const std::string& tail) {
    store::Query q(database,
                   std::string("SELECT ") + heardRowColumns + " FROM board_provisional " + tail);
    std::vector<BoardRow> rows;
    while (q.step())
        rows.push_back({q.text(0), q.text(1), q.text(2), q.text(3), q.text(4), q.text(5), 0,
                        q.integer(7), static_cast<int>(q.integer(8)), q.text(9), q.text(10),
                        q.integer(11) != 0, q.integer(12)});
    return rows;
}

std::vector<BoardStation> readBoardStations(store::Database& database) {
    store::Query q(database, "SELECT id, room, queue, state, reason, paused_until FROM "
                             "board_station ORDER BY room, id");
    std::vector<BoardStation> stations;
    while (q.step())
        stations.push_back({q.text(0), q.text(1), q.text(2), q.text(3), q.text(4), q.integer(5)});
    return stations;
}

void putBoardRow(store::Database& database, const BoardRow& row) {
    store::Query(database,
                 std::string("INSERT INTO board_row (") + boardRowColumns +
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

} // namespace menzhen::sync
