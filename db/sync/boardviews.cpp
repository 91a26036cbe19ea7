// SPDX-License-Identifier: Apache-2.0
// What a board shows and says, of the registry's rows and the stations' own.
#include "app/core/bugs.h"
#include "db/store/outbox.h"
#include "db/sync/boardrows.h"

#include <algorithm>

namespace menzhen::sync {

core::Result<std::vector<BoardRow>> BoardReplica::rows() {
    return readIn<std::vector<BoardRow>>(database_, [&] {
        std::vector<BoardRow> all = readHeardRows(database_, "ORDER BY called_at DESC, id");
        const std::size_t heard = all.size();
        for (BoardRow& row : readBoardRows(database_, "ORDER BY called_at DESC, place, id")) {
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
    return readIn<std::vector<BoardStation>>(database_,
                                             [&] { return readBoardStations(database_); });
}

core::Result<std::string> BoardReplica::hall() {
    return readIn<std::string>(
        database_, [&] { return store::meta(database_, boardHallName).value_or(std::string()); });
}

core::Result<std::vector<BoardRow>> BoardReplica::newCalls() {
    return readIn<std::vector<BoardRow>>(database_, [&] {
        return readBoardRows(database_,
                             "WHERE state = 'called' AND calls > announced ORDER BY called_at, id");
    });
}

core::Result<void> BoardReplica::announced(const std::string& id, int calls) {
    if (bugs::active(bugs::CallsStayNew)) return {};
    return database_.transact([&]() -> core::Result<void> {
        for (const char* table : {"board_row", "board_provisional"})
            store::Query(database_, std::string("INSERT OR REPLACE INTO board_said (id, "
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
        const auto value = store::meta(database_, boardDataAtName);
        if (!value) return std::nullopt;
        return std::stoll(*value);
    });
}

} // namespace menzhen::sync
