// SPDX-License-Identifier: Apache-2.0
// A board's rows between JSON, store and values: what the files of BoardReplica share. All but the
// first two are called inside read() or transact(), and throw SQLite::Exception there.
#pragma once

#include "db/sync/boardreplica.h"

#include <string>
#include <vector>

namespace menzhen::sync {

// Rows of `meta`.
inline constexpr const char* boardDataAtName = "board-data-at"; ///< UTC ms of the last data
inline constexpr const char* boardHallName = "board-hall";      ///< the registry's "hall", JSON

/// Inside readAnswer(): throws what nlohmann::json throws.
BoardRow boardRowFrom(const nlohmann::json& row);
BoardStation boardStationFrom(const nlohmann::json& station);

/// The registry's rows; `tail`: "WHERE ... ORDER BY ...".
std::vector<BoardRow> readBoardRows(store::Database& database, const std::string& tail);
/// What stations told and the registry has not confirmed.
std::vector<BoardRow> readHeardRows(store::Database& database, const std::string& tail);
std::vector<BoardStation> readBoardStations(store::Database& database);
/// Adds or changes one of the registry's; what was announced of it stays.
void putBoardRow(store::Database& database, const BoardRow& row);

/// `read`'s value, read in one transaction.
template <class T, class Read> core::Result<T> readIn(store::Database& database, Read read) {
    T value;
    const auto done = database.read([&]() -> core::Result<void> {
        value = read();
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return value;
}

} // namespace menzhen::sync
