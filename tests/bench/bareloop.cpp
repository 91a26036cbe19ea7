// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bareloop.h"

#include "app/ops/judgement.h"
#include "db/store/database.h"
#include "db/store/oplog.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <vector>

namespace menzhen::bench {

namespace {

constexpr const char* site = "HA";

using store::Cell;
using store::Record;

/// A statement and what is bound to it, ready before the clock starts.
struct Write {
    sqlite3_stmt* statement = nullptr;
    std::vector<Cell> cells;
    core::Bytes blob; ///< bound last when not empty
};

[[noreturn]] void giveUp(const char* what) {
    std::fprintf(stderr, "bare loop: %s\n", what);
    std::exit(1);
}

double processorSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::vector<store::LoggedOp> logOf(const std::string& path, std::int64_t after) {
    auto database = store::Database::open(path, store::StoreKind::Registry, store::Access::Read);
    if (!database) giveUp(database.error().detail.c_str());
    std::vector<store::LoggedOp> log;
    (void)(*database)->read([&]() -> core::Result<void> {
        const auto position = store::sitePosition(**database, site);
        log = store::opsBetween(**database, site, after, position->rev, position->rev);
        return {};
    });
    return log;
}

} // namespace

class BareLoop::Store {
public:
    explicit Store(const std::string& path) {
        auto opened = store::Database::open(path, store::StoreKind::Registry);
        if (!opened) giveUp(opened.error().detail.c_str());
        database_ = std::move(*opened);
        handle_ = database_->connection().getHandle();
    }

    ~Store() {
        for (const auto& [sql, statement] : statements_)
            sqlite3_finalize(statement);
    }

    sqlite3_stmt* statement(const std::string& sql) {
        sqlite3_stmt*& found = statements_[sql];
        if (found == nullptr &&
            sqlite3_prepare_v2(handle_, sql.c_str(), -1, &found, nullptr) != SQLITE_OK)
            giveUp(sqlite3_errmsg(handle_));
        return found;
    }

    void execute(const char* sql) {
        if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            giveUp(sqlite3_errmsg(handle_));
    }

    static void run(const Write& write) {
        int at = 0;
        for (const Cell& cell : write.cells) {
            if (const auto* number = std::get_if<std::int64_t>(&cell)) {
                sqlite3_bind_int64(write.statement, ++at, *number);
            } else {
                const auto& text = std::get<std::string>(cell);
                sqlite3_bind_text(write.statement, ++at, text.data(), static_cast<int>(text.size()),
                                  SQLITE_STATIC);
            }
        }
        if (!write.blob.empty())
            sqlite3_bind_blob(write.statement, ++at, write.blob.data(),
                              static_cast<int>(write.blob.size()), SQLITE_STATIC);
        if (sqlite3_step(write.statement) != SQLITE_DONE) giveUp("a row was not written");
        sqlite3_reset(write.statement);
    }

    Write rowWrite(const Record& record, std::int64_t rev) {
        const store::Table& table = record.table();
        std::string names = "site", marks = "?", key = "site", sets;
        Write write;
        write.cells.emplace_back(std::string(site));
        const auto add = [&](std::string_view column, Cell cell, bool isKey) {
            const std::string name(column);
            names += "," + name;
            marks += ",?";
            if (isKey)
                key += "," + name;
            else
                sets += (sets.empty() ? "" : ",") + name + "=excluded." + name;
            write.cells.push_back(std::move(cell));
        };
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (record.hasAt(i)) add(table.columns[i].name, record.cellAt(i), i < table.keys);
        if (table.stampsRev) add("rev", Cell{rev}, false);
        write.statement = statement("INSERT INTO " + std::string(table.name) + " (" + names +
                                    ") VALUES (" + marks + ") ON CONFLICT (" + key + ") DO " +
                                    (sets.empty() ? "NOTHING" : "UPDATE SET " + sets));
        return write;
    }

    Write opWrite(const store::LoggedOp& op) {
        Write write;
        write.statement = statement(
            "INSERT INTO op (site, rev, device, incarnation, seq, type, version, day, occurred_at, "
            "received_at, actor, request, verdict, code, fields, outcome, hash) VALUES "
            "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        write.cells = {std::string(site),
                       op.rev,
                       op.device,
                       op.incarnation,
                       op.seq,
                       op.type,
                       std::int64_t{op.version},
                       std::int64_t{op.day},
                       op.occurredAtMs,
                       op.receivedAtMs,
                       op.actor,
                       op.request,
                       op.verdict,
                       op.code,
                       op.fields,
                       op.outcome};
        write.blob = op.hash;
        return write;
    }

    std::vector<Write> writesOf(const store::LoggedOp& op, BareRun& run) {
        const auto rows = ops::rowsFromJson(nlohmann::json::parse(op.outcome));
        if (!rows) giveUp("an outcome that does not read");
        std::vector<Write> all;
        for (const Record& row : *rows)
            all.push_back(rowWrite(row, op.rev));
        run.rows += static_cast<std::int64_t>(rows->size());
        all.push_back(opWrite(op));
        return all;
    }

private:
    std::unique_ptr<store::Database> database_;
    sqlite3* handle_ = nullptr;
    std::map<std::string, sqlite3_stmt*> statements_;
};

BareLoop::BareLoop(std::string source, const std::string& target)
    : source_(std::move(source)), store_(std::make_unique<Store>(target)) {
    store_->execute("INSERT INTO site (site) VALUES ('HA')");
}

BareLoop::~BareLoop() = default;

BareRun BareLoop::follow(double opsPerCommit) {
    BareRun run;
    std::vector<std::vector<Write>> writes;
    for (const store::LoggedOp& op : logOf(source_, through_))
        writes.push_back(store_->writesOf(op, run));
    sqlite3_stmt* moved = store_->statement("UPDATE site SET rev = ?, epoch = ? WHERE site = ?");
    const double processorBegun = processorSeconds();
    const auto begun = std::chrono::steady_clock::now();
    double due = 0;
    for (std::size_t at = 0; at < writes.size();) {
        due += std::max(1.0, opsPerCommit);
        const auto end = std::min(writes.size(), static_cast<std::size_t>(std::llround(due)));
        store_->execute("BEGIN IMMEDIATE");
        for (; at < end; ++at)
            for (const Write& write : writes[at])
                Store::run(write);
        Store::run({moved,
                    {through_ + static_cast<std::int64_t>(at), std::string("0011223344556677"),
                     std::string(site)},
                    {}});
        store_->execute("COMMIT");
        ++run.commits;
    }
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    run.processorSeconds = processorSeconds() - processorBegun;
    run.ops = static_cast<std::int64_t>(writes.size());
    through_ += run.ops;
    return run;
}

} // namespace menzhen::bench
