// SPDX-License-Identifier: Apache-2.0
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "db/store/undo.h"

#include "app/core/check.h"
#include "db/store/tables.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <memory>
#include <sqlite3.h>

namespace menzhen::store {

namespace {

struct SessionCloser {
    void operator()(sqlite3_session* session) const { sqlite3session_delete(session); }
};

struct BufferFree {
    void operator()(void* buffer) const { sqlite3_free(buffer); }
};

void check(int code, sqlite3* handle) {
    if (code != SQLITE_OK) throw SQLite::Exception(handle, code);
}

int onConflict(void*, int, sqlite3_changeset_iter*) {
    return SQLITE_CHANGESET_ABORT;
}

} // namespace

core::Bytes recordUndo(Database& database, const std::function<void()>& work) {
    sqlite3* handle = database.connection().getHandle();
    sqlite3_session* raw = nullptr;
    check(sqlite3session_create(handle, "main", &raw), handle);
    const std::unique_ptr<sqlite3_session, SessionCloser> session(raw);
    for (const Table& table : tables())
        check(sqlite3session_attach(raw, std::string(table.name).c_str()), handle);
    work();
    int size = 0;
    void* changes = nullptr;
    check(sqlite3session_changeset(raw, &size, &changes), handle);
    const std::unique_ptr<void, BufferFree> changeset(changes);
    if (size == 0) return {};
    int inverseSize = 0;
    void* inverse = nullptr;
    check(sqlite3changeset_invert(size, changes, &inverseSize, &inverse), handle);
    const std::unique_ptr<void, BufferFree> keep(inverse);
    const auto* bytes = static_cast<const std::uint8_t*>(inverse);
    return {bytes, bytes + inverseSize};
}

void applyUndo(Database& database, core::ByteView inverse) {
    if (inverse.empty()) return;
    sqlite3* handle = database.connection().getHandle();
    core::Bytes copy(inverse.begin(), inverse.end());
    const int code = sqlite3changeset_apply(handle, static_cast<int>(copy.size()), copy.data(),
                                            nullptr, onConflict, nullptr);
    MENZHEN_CHECK(code != SQLITE_ABORT, "an undo met rows that its op did not leave");
    check(code, handle);
    database.voidCaches();
}

} // namespace menzhen::store
