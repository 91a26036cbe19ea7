// SPDX-License-Identifier: Apache-2.0
#include "db/store/records.h"

#include "app/core/check.h"

#include <map>
#include <mutex>

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
            sets += (sets.empty() ? "" : ", ") + name + " = excluded." + name;
    }
    return "INSERT INTO " + std::string(table.name) + " (" + names + ") VALUES (" + marks +
           ") ON CONFLICT (" + key + ") DO " +
           (sets.empty() ? std::string("NOTHING") : "UPDATE SET " + sets);
}

/// The text for one set of columns is always the same: build it once.
const std::string& cachedUpsertSql(const Table& table, std::uint64_t mask) {
    static std::mutex guard;
    static std::map<std::pair<const Table*, std::uint64_t>, std::string> texts;
    const std::lock_guard lock(guard);
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

Record readRow(const Query& query, const Table& table) {
    Record record(table);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const int column = static_cast<int>(i);
        if (table.columns[i].text)
            record.setCell(i, query.text(column));
        else
            record.setCell(i, query.integer(column));
    }
    return record;
}

const Table& known(std::string_view name) {
    const Table* table = findTable(name);
    MENZHEN_CHECK(table != nullptr, "no such table");
    return *table;
}

} // namespace

void upsert(Database& database, const std::string& site, const Record& record, std::int64_t rev) {
    const Table& table = record.table();
    const std::uint64_t keyMask = (std::uint64_t{1} << table.keys) - 1;
    MENZHEN_CHECK((record.mask() & keyMask) == keyMask, "a record without its key");
    std::uint64_t mask = record.mask();
    std::size_t revIndex = table.columns.size();
    if (table.stampsRev && rev > 0) {
        revIndex = table.indexOf("rev");
        mask |= std::uint64_t{1} << revIndex;
    }
    Query query(database, cachedUpsertSql(table, mask));
    query.bind(site);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if ((mask >> i & 1U) == 0) continue;
        if (i == revIndex)
            query.bind(rev);
        else
            query.bind(record.cellAt(i));
    }
    query.run();
}

std::optional<Record> find(Database& database, const std::string& site, std::string_view name,
                           const std::vector<Cell>& key) {
    const Table& table = known(name);
    MENZHEN_CHECK(key.size() == table.keys, "a key with another number of columns");
    std::string tail;
    for (std::size_t i = 0; i < table.keys; ++i)
        tail += " AND " + std::string(table.columns[i].name) + " = ?";
    std::vector<Record> rows = select(database, site, name, tail, key);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::vector<Record> select(Database& database, const std::string& site, std::string_view name,
                           std::string_view tail, const std::vector<Cell>& arguments) {
    const Table& table = known(name);
    Query query(database, "SELECT " + columnList(table) + " FROM " + std::string(table.name) +
                              " WHERE site = ? " + std::string(tail));
    query.bind(site);
    for (const Cell& argument : arguments)
        query.bind(argument);
    std::vector<Record> rows;
    while (query.step())
        rows.push_back(readRow(query, table));
    return rows;
}

void clearProjection(Database& database, const std::string& site) {
    for (const Table& table : tables())
        Query(database, "DELETE FROM " + std::string(table.name) + " WHERE site = ?")
            .bind(site)
            .run();
}

} // namespace menzhen::store
