// SPDX-License-Identifier: Apache-2.0
// What the courier keeps up to date: the lobby's tables (replica.h) or a board's rows
// (boardreplica.h). Snapshot or page, everything that an answer brings and the new cursor are one
// transaction (sync.md 1.6).
// Thread: the flow thread, which owns the store's connection.
#pragma once

#include "app/core/result.h"
#include "db/store/database.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace menzhen::sync {

struct Cursor {
    std::string epoch;         ///< the registry's; empty: no snapshot was ever loaded
    std::int64_t revision = 0; ///< of the site's log
    int day = 0;               ///< the service day (yyyymmdd) that the snapshot was made for

    friend bool operator==(const Cursor&, const Cursor&) = default;
};

class Projection {
public:
    virtual ~Projection() = default;

    /// "lobby" or "board:ZONE".
    virtual const std::string& scope() const = 0;
    virtual core::Result<Cursor> cursor() = 0;
    /// The answer of `GET snapshot`. Errors: Data "malformed-answer", Device "store-...".
    virtual core::Result<void> load(const nlohmann::json& snapshot) = 0;
    /// The answer of `GET ops`, which begins where the cursor stands (else Data "malformed-answer":
    /// ask again). True: its data changed.
    virtual core::Result<bool> apply(const nlohmann::json& page) = 0;
};

/// Where a store stands in a scope. Inside read() or transact().
Cursor readCursor(store::Database& database, const std::string& scope);
void writeCursor(store::Database& database, const std::string& scope, const Cursor& cursor);

/// The log's hash chain at a revision, as the registry said it last; revision 0: it never did. It
/// shows a registry that its log goes on from an older copy. Inside read() or transact().
struct KnownChain {
    std::int64_t revision = 0;
    std::string epoch;
    std::string chain; ///< hexadecimal
};

KnownChain readKnownChain(store::Database& database);
void writeKnownChain(store::Database& database, const KnownChain& known);
/// The same as a read of its own.
core::Result<Cursor> cursorOf(store::Database& database, const std::string& scope);

/// Runs `read` over an answer of the registry. Error Data "malformed-answer" when it is not as
/// docs/openapi.yaml says.
core::Result<void> readAnswer(const std::function<void()>& read);

} // namespace menzhen::sync
