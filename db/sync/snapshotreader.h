// SPDX-License-Identifier: Apache-2.0
// The lobby's snapshot as docs/openapi.yaml has it (LobbySnapshot), row by row, for whoever writes
// the rows as they come. Its last member is `tables`; `hash` is SHA-256 over that member's text as
// it was sent (sync.md 1.12). Tables and columns that a later registry added are passed over.
// Thread: pure functions, apart from what `row` does.
#pragma once

#include "app/core/result.h"
#include "app/ports/crypto.h"
#include "db/store/tables.h"
#include "db/sync/projection.h"

#include <functional>
#include <string>
#include <vector>

namespace menzhen::sync {

struct SnapshotHead {
    Cursor cursor;
    std::string chain;
    std::int64_t schema = 0; ///< the registry's newest migration of common tables; 0: not said
};

/// A table as a snapshot brings it.
struct SnapshotTable {
    const store::Table* table = nullptr;
    std::vector<std::size_t> columns; ///< positions in the table, in the order of the cells
};

using SnapshotRow = std::function<void(const SnapshotTable&, const std::vector<store::Cell>&)>;

/// Whether the text is the one whose hash it names. Without a `hash` it is not.
bool hashHolds(const std::string& snapshot, const ports::Crypto& crypto);

/// Calls `row` for each row, in order. Errors: Data "malformed-answer", when rows may have been
/// told already: take them back.
core::Result<SnapshotHead> readSnapshot(const std::string& text, const SnapshotRow& row);

} // namespace menzhen::sync
