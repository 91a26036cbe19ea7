// SPDX-License-Identifier: Apache-2.0
// Takes back what an op did to the projection, exactly. A device undoes its unacknowledged ops
// (newest first), applies what the registry decided, and lays its own ops on top again. An op's
// outcome is a list of rows to upsert, so its inverse is those rows as they stood before: SQLite's
// session extension found that out by itself, and took three quarters of a ticket's commit for it.
// Thread: the connection's. Throws SQLite::Exception inside transact().
#pragma once

#include "app/core/bytes.h"
#include "db/store/database.h"
#include "db/store/tables.h"

#include <string>
#include <vector>

namespace menzhen::store {

/// Upserts the rows as provisional (no revision) and returns the inverse, for the store alone to
/// read. Empty: they changed nothing.
core::Bytes upsertWithUndo(Database& database, const std::string& site,
                           const std::vector<Record>& rows);

/// Applies such an inverse. The rows must be as upsertWithUndo() left them; anything else is a bug.
void applyUndo(Database& database, const std::string& site, core::ByteView inverse);

} // namespace menzhen::store
