// SPDX-License-Identifier: Apache-2.0
#include "db/store/records.h"

#include "app/core/check.h"

#include <map>

namespace menzhen::store {

namespace {

std::string upsertSql(const Table& table, std::uint64_t mask) {
    std::string names = "site";
    std::string marks = "?";
    std::string key = "site";
    std::string sets;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if ((mask >> i & 1U) == 0) continue;
        const std::string name(table.columns[i].name);
        names += ", " + name;
        marks += ", ?";
        if (i < table.keys)
            key += ", " + name;
        else
            sets.append(sets.empty() ? "" : ", ").append(name).append(" = excluded.").append(name);
    }
    return "INSERT INTO " + std::string(table.name) + " (" + names + ") VALUES (" + marks +
           ") ON CONFLICT (" + key + ") DO " +
           (sets.empty() ? std::string("NOTHING") : "UPDATE SET " + sets);
}

/// The text for one set of columns is always the same: build it once.
const std::string& cachedUpsertSql(const Table& table, std::uint64_t mask) {
    thread_local std::map<std::pair<const Table*, std::uint64_t>, std::string> texts;
    std::string& sql = texts[{&table, mask}];
    if (sql.empty()) sql = upsertSql(table, mask);
    return sql;
}

std::string columnList(const Table& table) {
    std::string list;
    for (const Column& column : table.columns)
        list += (list.empty() ? "" : ", ") + std::string(column.name);
    return list;
}

/// `mask`: which of the table's columns the query gives, in the table's order.
Record readRow(const Query& query, const Table& table, std::uint64_t mask = ~std::uint64_t{0}) {
    Record record(table);
    int column = 0;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if ((mask >> i & 1U) == 0) continue;
        if (table.columns[i].text)
            record.setCell(i, query.text(column++));
        else
            record.setCell(i, query.integer(column++));
    }
    return record;
}

std::string whereKey(const Table& table) {
    std::string sql = " WHERE site = ?";
    for (std::size_t i = 0; i < table.keys; ++i)
        sql.append(" AND ").append(table.columns[i].name).append(" = ?");
    return sql;
}

const Table& known(std::string_view name) {
    const Table* table = findTable(name);
    MENZHEN_CHECK(table != nullptr, "no such table");
    return *table;
}

} // namespace

std::string selectSql(const Table& table) {
    return "SELECT " + columnList(table) + " FROM " + std::string(table.name);
}

namespace {

/// The statement of find(): its text is the same for every key of a table.
const std::string& cachedFindSql(const Table& table) {
    thread_local std::map<const Table*, std::string> texts;
    std::string& sql = texts[&table];
    if (sql.empty()) sql = selectSql(table) + whereKey(table);
    return sql;
}

} // namespace

void upsert(Database& database, const std::string& site, const Record& record, std::int64_t rev) {
    const Table& table = record.table();
    MENZHEN_CHECK(record.hasKey(), "a record without its key");
    std::uint64_t mask = record.mask();
    std::size_t revIndex = table.columns.size();
    if (table.stampsRev && rev > 0) {
        revIndex = table.indexOf("rev");
        mask |= std::uint64_t{1} << revIndex;
    }
    Query query(database, cachedUpsertSql(table, mask));
    query.bindInPlace(site);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if ((mask >> i & 1U) == 0) continue;
        if (i == revIndex)
            query.bind(rev);
        else
            query.bindInPlace(record.cellAt(i));
    }
    query.run();
}

std::optional<Record> find(Database& database, const std::string& site, std::string_view name,
                           const std::vector<Cell>& key) {
    const Table& table = known(name);
    MENZHEN_CHECK(key.size() == table.keys, "a key with another number of columns");
    Query query(database, cachedFindSql(table));
    query.bindInPlace(site);
    for (const Cell& cell : key)
        query.bindInPlace(cell);
    if (!query.step()) return std::nullopt;
    return readRow(query, table);
}

std::optional<Record> findSame(Database& database, const std::string& site, const Record& like) {
    thread_local std::map<std::pair<const Table*, std::uint64_t>, std::string> texts;
    const Table& table = like.table();
    MENZHEN_CHECK(like.hasKey(), "a record without its key");
    std::string& sql = texts[{&table, like.mask()}];
    if (sql.empty()) {
        std::string names;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (like.hasAt(i))
                names.append(names.empty() ? "" : ", ").append(table.columns[i].name);
        sql = "SELECT " + names + " FROM " + std::string(table.name) + whereKey(table);
    }
    Query query(database, sql);
    query.bindInPlace(site);
    for (std::size_t i = 0; i < table.keys; ++i)
        query.bindInPlace(like.cellAt(i));
    if (!query.step()) return std::nullopt;
    return readRow(query, table, like.mask());
}

std::vector<Record> select(Database& database, const std::string& site, std::string_view name,
                           std::string_view tail, const std::vector<Cell>& arguments) {
    const Table& table = known(name);
    Query query(database, selectSql(table) + " WHERE site = ? " + std::string(tail));
    query.bind(site);
    for (const Cell& argument : arguments)
        query.bind(argument);
    std::vector<Record> rows;
    while (query.step())
        rows.push_back(readRow(query, table));
    return rows;
}

RowWriter::RowWriter(const Table& table, const std::vector<std::size_t>& columns) {
    std::string marks = "?";
    sql_ = "INSERT OR REPLACE INTO " + std::string(table.name) + " (site";
    for (const std::size_t column : columns) {
        sql_.append(", ").append(table.columns[column].name);
        marks += ", ?";
    }
    sql_ += ") VALUES (" + marks + ")";
}

void RowWriter::write(Database& database, const std::string& site,
                      const std::vector<Cell>& cells) const {
    Query query(database, sql_);
    query.bindInPlace(site);
    for (const Cell& cell : cells)
        query.bindInPlace(cell);
    query.run();
}

void clearProjection(Database& database, const std::string& site) {
    for (const Table& table : tables())
        Query(database, "DELETE FROM " + std::string(table.name) + " WHERE site = ?")
            .bind(site)
            .run();
}

} // namespace menzhen::store
