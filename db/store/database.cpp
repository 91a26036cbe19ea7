// SPDX-License-Identifier: Apache-2.0
#include "db/store/database.h"

#include "app/core/bugs.h"
#include "db/store/migrations.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <mutex>
#include <sqlite3.h>
#include <utility>

namespace menzhen::store {

namespace {

core::Error storeError(const SQLite::Exception& e) {
    const int code = e.getErrorCode();
    if (code == SQLITE_FULL)
        return {core::ErrorKind::Device, "store-full", "the disk is full: free some space"};
    if (code == SQLITE_READONLY)
        return {core::ErrorKind::Device, "store-read-only", "the store cannot be written"};
    if (code == SQLITE_BUSY)
        return {core::ErrorKind::Busy, "store-busy", "another program holds the store"};
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return {core::ErrorKind::Device, "store-corrupt", "the file is damaged or no store"};
    return {core::ErrorKind::Device, "store-failed", e.what()};
}

/// SQLite counts its memory under one lock for all connections; nobody reads the count.
void dropMemoryCount() {
    static std::once_flag once;
    std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

/// Whether what this connection holds in memory is not to be believed any more (sync.md 1.15). A
/// full disk is none of it: nothing was read or written wrongly.
bool endsConnection(int code) {
    switch (code & 0xFF) { // without what an extended code adds
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
        return true;
    default:
        return false;
    }
}

core::Error openError(const SQLite::Exception& e, const std::string& path) {
    core::Error error = storeError(e);
    if (error.code == "store-failed") error.code = "store-open";
    error.detail = path + ": " + error.detail;
    return error;
}

/// `more`: flags of SQLite's beside those of the access. Throws SQLite::Exception.
std::unique_ptr<SQLite::Database> connect(const std::string& path, Access access, int more) {
    // One thread at a time uses a connection: SQLite's own lock around each call is not needed.
    const int flags = SQLite::OPEN_NOMUTEX | more |
                      (access == Access::Write ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY);
    auto connection = std::make_unique<SQLite::Database>(path, flags, busyTimeoutMs);
    if (access == Access::Write) {
        connection->exec("PRAGMA journal_mode=WAL");
        connection->exec(bugs::active(bugs::NormalSync) ? "PRAGMA synchronous=NORMAL"
                                                        : "PRAGMA synchronous=FULL");
        // A program that was killed between writing and syncing a commit left it in the log:
        // the next one would show it, and a power cut could still take it away. Sync it first.
        // (On a full disk that fails after the sync, and the store opens all the same.)
        const int synced = connection->tryExec("PRAGMA wal_checkpoint(PASSIVE)");
        if (endsConnection(synced)) throw SQLite::Exception("the log cannot be synced", synced);
    }
    connection->exec("PRAGMA cache_size=-65536");
    connection->exec("PRAGMA temp_store=MEMORY");
    return connection;
}

} // namespace

Database::Database(std::unique_ptr<SQLite::Database> connection, std::string path, StoreKind kind,
                   Access access)
    : connection_(std::move(connection)), path_(std::move(path)), kind_(kind), access_(access) {}

Database::~Database() = default;

core::Result<std::unique_ptr<Database>> Database::open(const std::string& path, StoreKind kind,
                                                       Access access) {
    dropMemoryCount();
    try {
        const int more = access == Access::Write ? SQLite::OPEN_CREATE : 0;
        std::unique_ptr<Database> database(
            new Database(connect(path, access, more), path, kind, access));
        database->watchLog();
        if (access == Access::Write)
            if (const auto migrated = migrate(*database, kind); !migrated)
                return tl::unexpected(migrated.error());
        return database;
    } catch (const SQLite::Exception& e) {
        return tl::unexpected(openError(e, path));
    }
}

// Instead of SQLite's own hook, which moves the log within whichever commit reaches 1,000 pages.
void Database::watchLog() {
    if (access_ != Access::Write) return;
    sqlite3_wal_hook(
        connection_->getHandle(),
        [](void* self, sqlite3* connection, const char* schema, int pages) {
            static_cast<Database*>(self)->logPages_ = pages;
            if (pages >= mostLogPages)
                sqlite3_wal_checkpoint_v2(connection, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                          nullptr);
            return SQLITE_OK;
        },
        this);
}

void Database::tidy() {
    if (logPages_ >= tidyPages) moveLog();
}

void Database::moveLog() {
    if (suspect_) return;
    // What hinders it (a full disk, a reader) is no reason to worry anybody: the commits stand in
    // the log, and a commit that fails says so itself.
    const int done = connection_->tryExec("PRAGMA wal_checkpoint(PASSIVE)");
    if (done == SQLITE_OK) logPages_ = 0;
    suspect_ = endsConnection(done);
}

core::Result<void> Database::reopen() {
    if (path_ == ":memory:") {
        suspect_ = false; // there is nothing to read again
        return {};
    }
    for (const auto& [sql, prepared] : statements_)
        if (prepared->inUse)
            return core::fail(core::ErrorKind::Bug, "store-in-use", "a statement still runs");
    // Closed before it is opened: the log's index in memory goes with the last connection, and the
    // next one makes it anew from what the disk really holds.
    ++generation_;
    recent_ = {};
    statements_.clear();
    connection_.reset();
    suspect_ = true;
    try {
        // Not made when it is not there: an empty store in its place would begin a new history.
        auto fresh = connect(path_, access_, 0);
        const std::string found = fresh->execAndGet("PRAGMA quick_check(1)").getString();
        if (found != "ok")
            return core::fail(core::ErrorKind::Device, "store-corrupt", path_ + ": " + found);
        connection_ = std::move(fresh);
        watchLog();
        suspect_ = false;
        return {};
    } catch (const SQLite::Exception& e) {
        return tl::unexpected(openError(e, path_));
    }
}

core::Error Database::heard(const SQLite::Exception& e) {
    suspect_ = suspect_ || endsConnection(e.getErrorCode());
    return storeError(e);
}

core::Result<void> Database::bracket(const char* begin, const char* commit, const char* rollback,
                                     const std::function<core::Result<void>()>& work) {
    if (suspect_ && !inside_)
        if (auto opened = reopen(); !opened) return opened;
    const bool outermost = !std::exchange(inside_, true);
    const auto leave = [&](core::Result<void> result) {
        if (outermost) inside_ = false;
        return result;
    };
    const auto undo = [&] {
        ++generation_;
        try {
            connection_->exec(rollback);
        } catch (const SQLite::Exception&) {
            // SQLite rolls back by itself on a full disk or an I/O error; then there is nothing
            // left to roll back, and the first error is the one that tells.
        }
    };
    try {
        Query(*this, begin).run();
    } catch (const SQLite::Exception& e) {
        return leave(tl::unexpected(heard(e)));
    }
    try {
        core::Result<void> done = work();
        if (!done) {
            undo();
            return leave(done);
        }
        Query(*this, commit).run();
        return leave(done);
    } catch (const SQLite::Exception& e) {
        const core::Error error = heard(e);
        undo();
        return leave(tl::unexpected(error));
    } catch (const std::exception& e) {
        // A rule that met data of another shape than it expected: this work fails; the program and
        // whatever else waits for the store go on.
        undo();
        return leave(core::fail(core::ErrorKind::Bug, "unexpected", e.what()));
    }
}

core::Result<void> Database::transact(const std::function<core::Result<void>()>& work) {
    return bracket("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", work);
}

core::Result<void> Database::savepoint(const std::function<core::Result<void>()>& work) {
    return bracket("SAVEPOINT inner_work", "RELEASE inner_work",
                   "ROLLBACK TO inner_work; RELEASE inner_work", work);
}

core::Result<void> Database::read(const std::function<core::Result<void>()>& work) {
    return bracket("BEGIN", "COMMIT", "ROLLBACK", work);
}

Database::Prepared& Database::prepared(std::string_view sql) {
    if (!connection_) throw SQLite::Exception("the store is closed", SQLITE_CANTOPEN);
    // Nearly every text is a constant of the program: looked up by its place, and then compared,
    // since a text made for one call may stand where another stood.
    Recent& recent =
        recent_[(reinterpret_cast<std::uintptr_t>(sql.data()) / recentStep + sql.size()) %
                recent_.size()];
    if (recent.sql == sql) return *recent.prepared;
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        auto made = std::make_unique<Prepared>();
        made->statement = std::make_unique<SQLite::Statement>(*connection_, std::string(sql));
        found = statements_.emplace(std::string(sql), std::move(made)).first;
    }
    recent = {found->first, found->second.get()};
    return *found->second;
}

Query::Query(Database& database, std::string_view sql) : prepared_(&database.prepared(sql)) {
    if (prepared_->inUse) {
        own_ = std::make_unique<Database::Prepared>();
        own_->statement =
            std::make_unique<SQLite::Statement>(database.connection(), std::string(sql));
        prepared_ = own_.get();
    }
    prepared_->inUse = true;
}

Query::~Query() {
    prepared_->statement->tryReset();
    prepared_->inUse = false;
}

Query& Query::bind(std::int64_t value) {
    prepared_->statement->bind(next_++, value);
    return *this;
}

Query& Query::bind(const std::string& value) {
    prepared_->statement->bind(next_++, value);
    return *this;
}

Query& Query::bind(core::ByteView blob) {
    // A null pointer would bind NULL; an empty value is a value.
    const void* data = blob.empty() ? static_cast<const void*>("") : blob.data();
    prepared_->statement->bind(next_++, data, static_cast<int>(blob.size()));
    return *this;
}

Query& Query::bind(const Cell& cell) {
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return bind(*integer);
    return bind(std::get<std::string>(cell));
}

Query& Query::bindInPlace(const std::string& text) {
    prepared_->statement->bindNoCopy(next_++, text);
    return *this;
}

Query& Query::bindInPlace(const Cell& cell) {
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return bind(*integer);
    return bindInPlace(std::get<std::string>(cell));
}

Query& Query::bindInPlace(core::ByteView blob) {
    const void* data = blob.empty() ? static_cast<const void*>("") : blob.data();
    prepared_->statement->bindNoCopy(next_++, data, static_cast<int>(blob.size()));
    return *this;
}

bool Query::step() {
    return prepared_->statement->executeStep();
}

std::int64_t Query::integer(int column) const {
    return prepared_->statement->getColumn(column).getInt64();
}

std::string Query::text(int column) const {
    return prepared_->statement->getColumn(column).getString();
}

std::string_view Query::view(int column) const {
    const SQLite::Column value = prepared_->statement->getColumn(column);
    const char* text = value.getText("");
    return {text, static_cast<std::size_t>(value.getBytes())};
}

core::Bytes Query::blob(int column) const {
    const SQLite::Column value = prepared_->statement->getColumn(column);
    const auto* data = static_cast<const std::uint8_t*>(value.getBlob());
    return {data, data + value.getBytes()};
}

} // namespace menzhen::store
