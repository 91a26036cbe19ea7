// SPDX-License-Identifier: Apache-2.0
// Brings a store's schema up to date: every numbered file of db/schema, once, in order. The files
// are compiled in, so that a program needs nothing beside its own binary.
#pragma once

#include "app/core/result.h"
#include "db/store/database.h"

#include <string_view>
#include <vector>

namespace menzhen::store {

struct Migration {
    std::string_view name; ///< "common/0001_projection"
    std::string_view sql;
};

/// Generated from db/schema at build time, sorted by name inside each folder.
const std::vector<Migration>& allMigrations();

/// The number of the newest migration of tables that registry and devices share: what a snapshot
/// says of its shape (sync.md 1.12).
int schemaVersion();

/// Error "store-schema" when the store knows a migration that this program does not.
core::Result<void> migrate(Database& database, StoreKind kind);

} // namespace menzhen::store
