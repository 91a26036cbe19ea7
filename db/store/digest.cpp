// SPDX-License-Identifier: Apache-2.0
#include "db/store/digest.h"

#include "db/store/tables.h"

#include <array>
#include <cstdio>

namespace menzhen::store {

namespace {

/// FNV-1a (64 bits), finished with the mixer of SplitMix64: not against forgers, whom the chain of
/// hashes is for, but against two stores that differ by accident.
class RowHash {
public:
    explicit RowHash(std::uint64_t seed) : value_(14695981039346656037ULL ^ seed) {}

    void add(const void* bytes, std::size_t size) {
        const auto* at = static_cast<const unsigned char*>(bytes);
        for (std::size_t i = 0; i < size; ++i)
            value_ = (value_ ^ at[i]) * 1099511628211ULL;
    }

    std::uint64_t finished() const {
        std::uint64_t v = value_;
        v = (v ^ (v >> 30)) * 0xbf58476d1ce4e5b9ULL;
        v = (v ^ (v >> 27)) * 0x94d049bb133111ebULL;
        return v ^ (v >> 31);
    }

private:
    std::uint64_t value_;
};

std::string selectOf(const Table& table) {
    std::string sql = "SELECT ";
    for (const Column& column : table.columns)
        sql += std::string(column.name) + ", ";
    sql.resize(sql.size() - 2);
    sql += " FROM " + std::string(table.name) + " WHERE site = ?";
    return table.perDay ? sql + " AND day IN (?, ?)" : sql;
}

void addRow(const Query& query, const Table& table, std::array<std::uint64_t, 2>& sum) {
    std::array<RowHash, 2> hash{RowHash(1), RowHash(2)};
    const auto add = [&](const void* bytes, std::size_t size) {
        for (RowHash& h : hash)
            h.add(bytes, size);
    };
    add(table.name.data(), table.name.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].text) {
            const std::string text = query.text(static_cast<int>(i));
            const std::uint64_t size = text.size();
            add(&size, sizeof size);
            add(text.data(), text.size());
        } else {
            const std::int64_t number = query.integer(static_cast<int>(i));
            add(&number, sizeof number);
        }
    }
    sum[0] += hash[0].finished();
    sum[1] += hash[1].finished();
}

} // namespace

std::string lobbyDigest(Database& database, const std::string& site, int today, int tomorrow) {
    std::array<std::uint64_t, 2> sum{};
    for (const Table& table : tables()) {
        Query query(database, selectOf(table));
        query.bind(site);
        if (table.perDay) query.bind(today).bind(tomorrow);
        while (query.step())
            addRow(query, table, sum);
    }
    std::array<char, 33> text{};
    std::snprintf(text.data(), text.size(), "%016llx%016llx",
                  static_cast<unsigned long long>(sum[0]), static_cast<unsigned long long>(sum[1]));
    return text.data();
}

} // namespace menzhen::store
