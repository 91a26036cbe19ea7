// SPDX-License-Identifier: Apache-2.0
#include "db/sync/projection.h"

#include "db/store/outbox.h"

#include <sstream>

namespace menzhen::sync {

namespace {

/// One row of `meta`, so that a cursor can never be half written: "EPOCH REVISION DAY".
std::string nameOf(const std::string& scope) {
    return "cursor:" + scope;
}

} // namespace

Cursor readCursor(store::Database& database, const std::string& scope) {
    Cursor cursor;
    if (const auto text = store::meta(database, nameOf(scope))) {
        std::istringstream words(*text);
        words >> cursor.epoch >> cursor.revision >> cursor.day;
    }
    return cursor;
}

void writeCursor(store::Database& database, const std::string& scope, const Cursor& cursor) {
    store::setMeta(database, nameOf(scope),
                   cursor.epoch + " " + std::to_string(cursor.revision) + " " +
                       std::to_string(cursor.day));
}

KnownChain readKnownChain(store::Database& database) {
    KnownChain known;
    if (const auto text = store::meta(database, "known-chain")) {
        std::istringstream words(*text);
        words >> known.epoch >> known.revision >> known.chain;
    }
    return known;
}

void writeKnownChain(store::Database& database, const KnownChain& known) {
    store::setMeta(database, "known-chain",
                   known.epoch + " " + std::to_string(known.revision) + " " + known.chain);
}

core::Result<Cursor> cursorOf(store::Database& database, const std::string& scope) {
    Cursor cursor;
    const auto done = database.read([&]() -> core::Result<void> {
        cursor = readCursor(database, scope);
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return cursor;
}

core::Result<void> readAnswer(const std::function<void()>& read) {
    try {
        read();
    } catch (const nlohmann::json::exception&) {
        return core::badData("malformed-answer", "the registry's answer is not as agreed");
    }
    return {};
}

} // namespace menzhen::sync
