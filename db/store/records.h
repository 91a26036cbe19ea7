// SPDX-License-Identifier: Apache-2.0
// Reading and upserting Records of the projection. Throws SQLite::Exception inside
// transact()/read().
#pragma once

#include "db/store/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::store {

/// "SELECT" with all columns of a table, in its order, "FROM" it.
std::string selectSql(const Table& table);

/// Inserts the row or sets the given columns of it. All key columns must be set. Tables that stamp
/// a revision get `rev` when it is above 0 (0: provisional, the stamp stays as it was).
void upsert(Database& database, const std::string& site, const Record& record, std::int64_t rev);

/// The row with this key (one cell a key column, without `site`), every column set.
std::optional<Record> find(Database& database, const std::string& site, std::string_view table,
                           const std::vector<Cell>& key);
/// The row with the key of `like`, those columns alone that `like` has.
std::optional<Record> findSame(Database& database, const std::string& site, const Record& like);

/// Rows of a site; `tail` is SQL of our own that follows "WHERE site = ?" ("AND day = ? ORDER BY
/// id").
std::vector<Record> select(Database& database, const std::string& site, std::string_view table,
                           std::string_view tail = {}, const std::vector<Cell>& arguments = {});

/// Writes whole rows of one table, one after the other, with the same columns each: what a snapshot
/// brings into a store whose rows were removed. The columns that are not named get their defaults.
class RowWriter {
public:
    RowWriter(const Table& table, const std::vector<std::size_t>& columns);

    /// One cell a column, in their order.
    void write(Database& database, const std::string& site, const std::vector<Cell>& cells) const;

private:
    std::string sql_;
};

/// Removes what a snapshot will bring anew: all rows of the site in all tables of the projection.
void clearProjection(Database& database, const std::string& site);

} // namespace menzhen::store
