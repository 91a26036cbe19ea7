// SPDX-License-Identifier: Apache-2.0
// Takes back what an op did to the projection, exactly, whatever the op was: SQLite's session
// extension records the rows as they were. A device undoes its unacknowledged ops (newest first),
// applies what the registry decided, and lays its own ops on top again.
// Thread: the connection's. Throws SQLite::Exception inside transact().
#pragma once

#include "app/core/bytes.h"
#include "db/store/database.h"

#include <functional>

namespace menzhen::store {

/// Runs `work` and returns the inverse of what it changed in the projection's tables.
core::Bytes recordUndo(Database& database, const std::function<void()>& work);

/// Applies such an inverse. The rows must be as `work` left them; anything else is a bug.
void applyUndo(Database& database, core::ByteView inverse);

} // namespace menzhen::store
