// SPDX-License-Identifier: Apache-2.0
// How an inverse (undo.h) lies in the outbox: the rows that an op changed, in its order, each with
// its cells before and after. Columns are named, so that a migration in between does no harm.
// Values; thread: any.
#pragma once

#include "app/core/bytes.h"
#include "db/store/tables.h"

#include <string>
#include <vector>

namespace menzhen::store {

struct CellChange {
    std::string column;
    Cell before; ///< of a new row: without meaning
    Cell after;

    friend bool operator==(const CellChange&, const CellChange&) = default;
};

struct RowChange {
    std::string table;
    std::vector<Cell> key;
    bool isNew = false;
    std::vector<CellChange> cells;

    friend bool operator==(const RowChange&, const RowChange&) = default;
};

/// Empty for no change.
core::Bytes toBytes(const std::vector<RowChange>& changes);
/// Anything that toBytes() did not write is a bug: the store lies on this device's own disk, and
/// SQLite has found it whole.
std::vector<RowChange> changesFrom(core::ByteView bytes);

} // namespace menzhen::store
