// SPDX-License-Identifier: Apache-2.0
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "db/store/undo.h"

#include "app/core/check.h"
#include "db/store/records.h"
#include "db/store/undotext.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <sqlite3.h>

namespace menzhen::store {

namespace {

std::vector<Cell> keyOf(const Record& row) {
    std::vector<Cell> key;
    for (std::size_t i = 0; i < row.table().keys; ++i)
        key.push_back(row.cellAt(i));
    return key;
}

/// What upserting `row` will change of the row as it stands; nothing: of none, it is new.
RowChange changeOf(const Record& row, const std::optional<Record>& stands) {
    const Table& table = row.table();
    RowChange change;
    change.table = std::string(table.name);
    change.key = keyOf(row);
    change.isNew = !stands;
    for (std::size_t i = table.keys; i < table.columns.size(); ++i) {
        if (!row.hasAt(i)) continue;
        const Cell& before = stands ? stands->cellAt(i) : row.cellAt(i);
        if (change.isNew || before != row.cellAt(i))
            change.cells.push_back({std::string(table.columns[i].name), before, row.cellAt(i)});
    }
    return change;
}

constexpr std::uint8_t changesetMark = 'T';

int onConflict(void*, int, sqlite3_changeset_iter*) {
    return SQLITE_CHANGESET_ABORT;
}

/// What a build before this layout left in the outbox: a changeset of SQLite's session extension.
void applyChangeset(Database& database, core::ByteView inverse) {
    sqlite3* handle = database.connection().getHandle();
    core::Bytes copy(inverse.begin(), inverse.end());
    const int code = sqlite3changeset_apply(handle, static_cast<int>(copy.size()), copy.data(),
                                            nullptr, onConflict, nullptr);
    MENZHEN_CHECK(code != SQLITE_ABORT, "an undo met rows that its op did not leave");
    if (code != SQLITE_OK) throw SQLite::Exception(handle, code);
}

void remove(Database& database, const std::string& site, const Table& table,
            const std::vector<Cell>& key) {
    std::string sql = "DELETE FROM " + std::string(table.name) + " WHERE site = ?";
    for (std::size_t i = 0; i < table.keys; ++i)
        sql += " AND " + std::string(table.columns[i].name) + " = ?";
    Query query(database, sql);
    query.bind(site);
    for (const Cell& cell : key)
        query.bind(cell);
    query.run();
}

void takeBack(Database& database, const std::string& site, const RowChange& change) {
    const std::optional<Record> stands = find(database, site, change.table, change.key);
    MENZHEN_CHECK(stands.has_value(), "an undo met a row that its op did not leave");
    const Table& table = stands->table();
    Record before(table);
    for (std::size_t i = 0; i < table.keys; ++i)
        before.setCell(i, change.key[i]);
    for (const CellChange& cell : change.cells) {
        const std::size_t column = table.indexOf(cell.column);
        MENZHEN_CHECK(stands->cellAt(column) == cell.after,
                      "an undo met rows that its op did not leave");
        before.setCell(column, cell.before);
    }
    if (change.isNew)
        remove(database, site, table, change.key);
    else
        upsert(database, site, before, 0);
}

} // namespace

core::Bytes upsertWithUndo(Database& database, const std::string& site,
                           const std::vector<Record>& rows) {
    std::vector<RowChange> changes;
    for (const Record& row : rows) {
        RowChange change = changeOf(row, findSame(database, site, row));
        upsert(database, site, row, 0);
        if (change.isNew || !change.cells.empty()) changes.push_back(std::move(change));
    }
    return toBytes(changes);
}

void applyUndo(Database& database, const std::string& site, core::ByteView inverse) {
    if (inverse.empty()) return;
    if (inverse[0] == changesetMark) {
        applyChangeset(database, inverse);
    } else {
        std::vector<RowChange> changes = changesFrom(inverse);
        std::reverse(changes.begin(), changes.end());
        for (const RowChange& change : changes)
            takeBack(database, site, change);
    }
    database.voidCaches();
}

} // namespace menzhen::store
