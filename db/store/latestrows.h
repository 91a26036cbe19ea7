// SPDX-License-Identifier: Apache-2.0
// What many ops in a row leave of the rows that they touch: each row once, with the columns as the
// last of them set them and that one's revision. A page of a thousand ops changes the same queue's
// row hundreds of times; written once, it costs a device a third.
// Thread: any, one at a time.
#pragma once

#include "db/store/tables.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace menzhen::store {

class Database;

class LatestRows {
public:
    /// A record with its whole key; `rev` is not below that of any record before it.
    void add(Record record, std::int64_t rev);
    /// Writes every row, in the order in which they were first touched. Inside transact(); throws
    /// SQLite::Exception.
    void write(Database& database, const std::string& site) const;

private:
    struct Row {
        Record record;
        std::int64_t rev;
    };

    std::vector<Row> rows_;
    std::unordered_map<std::string, std::size_t> places_; ///< table and key -> in rows_
};

} // namespace menzhen::store
