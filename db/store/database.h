// SPDX-License-Identifier: Apache-2.0
// One SQLite connection: WAL, synchronous=FULL (with NORMAL an acknowledged commit may be lost at a
// power cut), its cached statements, and transactions.
//
// Errors: inside a transaction the calls of this room throw SQLite::Exception; transact() and
// read() are the only places that catch it, and turn it into Error{Device, "store-..."}: so rules
// that run inside need no check at each row, and no exception leaves the room
// (docs/decisions, store-exceptions). An I/O error ends the connection (sync.md 1.15): the next
// transaction opens the file anew and looks it over first. Thread: a connection belongs to one
// thread at a time.
#pragma once

#include "app/core/bytes.h"
#include "app/core/result.h"
#include "db/store/tables.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace SQLite {
class Database;
class Exception;
class Statement;
} // namespace SQLite

namespace menzhen::store {

enum class StoreKind { Registry, Device };
enum class Access { Write, Read };

/// How long a writer waits for another process's transaction (the `menzhen` tool beside a
/// registry).
inline constexpr int busyTimeoutMs = 5000;
/// A device's write-ahead log is moved into its store between patients, from so many pages on (a
/// registry's by a thread of its own) ...
inline constexpr int tidyPages = 100;
/// ... and by a commit itself only when nobody did so in time (16 MiB).
inline constexpr int mostLogPages = 4000;

class Database {
public:
    /// Opens or makes the file, and brings its schema up to date (Access::Write). `path` ":memory:"
    /// is a private store. Errors: "store-open", "store-schema" (made by a later version).
    static core::Result<std::unique_ptr<Database>> open(const std::string& path, StoreKind kind,
                                                        Access access = Access::Write);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// BEGIN IMMEDIATE, work, COMMIT. When `work` returns an error or the store fails, everything
    /// is rolled back and `generation()` grows: whatever was cached from this store is void.
    core::Result<void> transact(const std::function<core::Result<void>()>& work);
    /// Like transact inside a transaction: undone alone when `work` returns an error.
    core::Result<void> savepoint(const std::function<core::Result<void>()>& work);
    /// A read transaction: everything read inside is of one moment.
    core::Result<void> read(const std::function<core::Result<void>()>& work);

    /// When nobody waits: moves a write-ahead log of tidyPages or more into a device's store, so
    /// that no patient's commit has to.
    void tidy();

    /// Moves what the write-ahead log holds into the store, whatever its length. On a connection of
    /// one's own it does not hold up the one that writes.
    void moveLog();

    /// Of the write-ahead log, after this connection's last commit.
    int logPages() const { return logPages_; }

    /// Closes the file, opens it anew and looks it over (quick_check). A program need not call it:
    /// transact() and read() do after an I/O error, until it succeeds. Outside every transaction; a
    /// private store stays as it is. Errors: those of open() (the file is never made anew),
    /// "store-corrupt": then the store is closed until a later call succeeds.
    core::Result<void> reopen();

    std::int64_t generation() const { return generation_; }

    void voidCaches() { ++generation_; }

    SQLite::Database& connection() { return *connection_; }

private:
    friend class Query;

    struct Prepared {
        std::unique_ptr<SQLite::Statement> statement;
        bool inUse = false;
    };

    /// Lets a statement be looked up by its text without copying it.
    struct TextHash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };

    /// A statement that was wanted before; `sql` is the map's own text.
    struct Recent {
        std::string_view sql;
        Prepared* prepared = nullptr;
    };

    static constexpr std::size_t recentStatements = 64;
    static constexpr std::uintptr_t recentStep = 16; ///< texts lie at least that far apart

    Database(std::unique_ptr<SQLite::Database> connection, std::string path, StoreKind kind,
             Access access);
    core::Error heard(const SQLite::Exception& e);
    void watchLog();
    Prepared& prepared(std::string_view sql);
    core::Result<void> bracket(const char* begin, const char* commit, const char* rollback,
                               const std::function<core::Result<void>()>& work);

    std::unique_ptr<SQLite::Database> connection_; ///< nullptr: it could not be opened again
    std::string path_;
    StoreKind kind_;
    Access access_;
    bool suspect_ = false; ///< an I/O error: reopen() comes before whatever is next
    bool inside_ = false;  ///< a transaction is under way
    std::unordered_map<std::string, std::unique_ptr<Prepared>, TextHash, std::equal_to<>>
        statements_;
    std::array<Recent, recentStatements> recent_{};
    std::int64_t generation_ = 0;
    int logPages_ = 0;
};

/// One run of a statement, reset when it goes out of scope. The same SQL may be run again inside
/// (a recursion gets its own statement).
class Query {
public:
    Query(Database& database, std::string_view sql);
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(std::int64_t value);
    Query& bind(const std::string& value);

    Query& bind(std::string_view value) { return bind(std::string(value)); }

    Query& bind(const char* value) { return bind(std::string(value)); }

    Query& bind(int value) { return bind(static_cast<std::int64_t>(value)); }

    Query& bind(core::ByteView blob);
    Query& bind(const Cell& cell);
    /// Without a copy: the value lives, unchanged, as long as this query.
    Query& bindInPlace(const std::string& text);
    Query& bindInPlace(const Cell& cell);
    Query& bindInPlace(core::ByteView blob);

    bool step(); ///< true: there is a row

    void run() { step(); }

    std::int64_t integer(int column) const;
    std::string text(int column) const;
    /// Without a copy: good until the next step.
    std::string_view view(int column) const;
    core::Bytes blob(int column) const;

private:
    Database::Prepared* prepared_;
    std::unique_ptr<Database::Prepared> own_;
    int next_ = 1;
};

} // namespace menzhen::store
