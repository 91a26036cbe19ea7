// SPDX-License-Identifier: Apache-2.0
// The projection's tables as data, and a Record: some or all columns of one row.
//
// Every op's outcome is a list of Records; applying an op is upserting them (records.h). So this is
// the whole vocabulary in which a replica can change, and what a snapshot or a digest has to walk.
// The SQL stands in db/schema/common; a test holds the two against each other. The first column of
// every table, `site`, is implied and not listed here.
// Thread: values; any.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace menzhen::store {

struct Column {
    std::string_view name;
    bool text = false; ///< else a 64-bit integer
};

struct Table {
    std::string_view name;
    std::vector<Column> columns; ///< the key's columns first
    std::size_t keys = 1;        ///< how many columns the key has
    bool perDay = false;         ///< has a column `day`: purged with it; else standing data
    bool stampsRev = false;      ///< has a column `rev`, set to the revision that touched the row

    /// Position of a column; a name that is not there is a bug.
    std::size_t indexOf(std::string_view column) const;
    bool hasColumn(std::string_view column) const;
};

/// In the order in which a snapshot sends them.
const std::vector<Table>& tables();
/// nullptr when there is no such table.
const Table* findTable(std::string_view name);

using Cell = std::variant<std::int64_t, std::string>;

class Record {
public:
    explicit Record(const Table& table);

    /// A table's name that does not exist is a bug.
    explicit Record(std::string_view table);

    const Table& table() const { return *table_; }

    Record& set(std::string_view column, std::int64_t value) &;
    Record& set(std::string_view column, std::string value) &;

    // Of a record in the making: what is made in one expression is moved, not copied.
    Record&& set(std::string_view column, std::int64_t value) && {
        return std::move(set(column, value));
    }

    Record&& set(std::string_view column, std::string value) && {
        return std::move(set(column, std::move(value)));
    }

    Record& setCell(std::size_t index, Cell value);
    /// Sets what `other`, a record of the same row, has set.
    Record& take(Record&& other);

    bool has(std::string_view column) const { return hasAt(table_->indexOf(column)); }

    bool hasAt(std::size_t index) const { return (mask_ >> index & 1U) != 0; }

    /// Asking for a column that is not set, or of the other type, is a bug.
    std::int64_t integer(std::string_view column) const;
    const std::string& text(std::string_view column) const;

    /// Asking for a column that is not set is a bug.
    const Cell& cellAt(std::size_t index) const;

    std::uint64_t mask() const { return mask_; }

    bool hasKey() const {
        const std::uint64_t key = (std::uint64_t{1} << table_->keys) - 1;
        return (mask_ & key) == key;
    }

    friend bool operator==(const Record&, const Record&) = default;

private:
    /// How many columns before this one are set: where its cell stands or would stand.
    std::size_t placeOf(std::size_t index) const {
        return static_cast<std::size_t>(std::popcount(mask_ & ((std::uint64_t{1} << index) - 1)));
    }

    const Table* table_;
    std::uint64_t mask_ = 0;
    std::vector<Cell> cells_; ///< of the columns that are set, in the table's order
};

} // namespace menzhen::store
