// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/ledger.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <array>

namespace menzhen::paysim {

namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS "order" (
    platform TEXT NOT NULL, number TEXT NOT NULL, by_code INTEGER NOT NULL, state INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), subject TEXT NOT NULL, attach TEXT NOT NULL,
    notify_url TEXT NOT NULL, made TEXT NOT NULL, qr TEXT NOT NULL, qr_until_ms INTEGER NOT NULL,
    last_moment_ms INTEGER NOT NULL, auth_code TEXT NOT NULL, user TEXT NOT NULL,
    trade TEXT NOT NULL, created_ms INTEGER NOT NULL, paid_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL, opens INTEGER NOT NULL, PRIMARY KEY (platform, number));
CREATE INDEX IF NOT EXISTS order_trade ON "order" (trade);
CREATE TABLE IF NOT EXISTS qr (qr TEXT PRIMARY KEY, platform TEXT NOT NULL, number TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS charge (
    platform TEXT NOT NULL, number TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0),
    at_ms INTEGER NOT NULL, PRIMARY KEY (platform, number));
CREATE TABLE IF NOT EXISTS refund (
    platform TEXT NOT NULL, number TEXT NOT NULL, refund_number TEXT NOT NULL,
    fen INTEGER NOT NULL CHECK (fen > 0), outcome INTEGER NOT NULL, created_ms INTEGER NOT NULL,
    due_ms INTEGER NOT NULL, refund_id TEXT NOT NULL, reason TEXT NOT NULL, made TEXT NOT NULL,
    PRIMARY KEY (platform, number, refund_number));
CREATE INDEX IF NOT EXISTS refund_number ON refund (platform, refund_number);
CREATE TABLE IF NOT EXISTS code (
    code TEXT PRIMARY KEY, platform TEXT NOT NULL, mood TEXT NOT NULL, made_ms INTEGER NOT NULL,
    number TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS notice (
    row INTEGER PRIMARY KEY, platform TEXT NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL,
    how TEXT NOT NULL, value INTEGER NOT NULL, due_ms INTEGER NOT NULL, tries INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS notice_due ON notice (due_ms) WHERE due_ms > 0;
)";

Order orderOf(SQLite::Statement& row) {
    Order o;
    int i = 0;
    o.platform = row.getColumn(i++).getString();
    o.number = row.getColumn(i++).getString();
    o.byCode = row.getColumn(i++).getInt() != 0;
    o.state = static_cast<OrderState>(row.getColumn(i++).getInt());
    o.amountFen = row.getColumn(i++).getInt64();
    o.subject = row.getColumn(i++).getString();
    o.attach = row.getColumn(i++).getString();
    o.notifyUrl = row.getColumn(i++).getString();
    o.made = row.getColumn(i++).getString();
    o.qr = row.getColumn(i++).getString();
    o.qrUntilMs = row.getColumn(i++).getInt64();
    o.lastMomentMs = row.getColumn(i++).getInt64();
    o.authCode = row.getColumn(i++).getString();
    o.user = row.getColumn(i++).getString();
    o.transaction = row.getColumn(i++).getString();
    o.createdMs = row.getColumn(i++).getInt64();
    o.paidMs = row.getColumn(i++).getInt64();
    o.endedMs = row.getColumn(i++).getInt64();
    o.opens = row.getColumn(i++).getInt();
    return o;
}

Refund refundOf(SQLite::Statement& row) {
    Refund r;
    int i = 0;
    r.platform = row.getColumn(i++).getString();
    r.number = row.getColumn(i++).getString();
    r.refundNumber = row.getColumn(i++).getString();
    r.fen = row.getColumn(i++).getInt64();
    r.outcome = static_cast<RefundOutcome>(row.getColumn(i++).getInt());
    r.createdMs = row.getColumn(i++).getInt64();
    r.dueMs = row.getColumn(i++).getInt64();
    r.refundId = row.getColumn(i++).getString();
    r.reason = row.getColumn(i++).getString();
    r.made = row.getColumn(i++).getString();
    return r;
}

void bindAll(SQLite::Statement& statement, const std::vector<std::string>& values) {
    int i = 0;
    for (const std::string& value : values)
        statement.bind(++i, value);
}

} // namespace

std::string stateName(OrderState state) {
    static constexpr std::array<const char*, 7> names{"unscanned", "unpaid",   "paying", "paid",
                                                      "closed",    "reversed", "failed"};
    return names[static_cast<std::size_t>(state)];
}

std::string refundStateName(const Refund& refund, std::int64_t nowMs) {
    if (refund.isGoing(nowMs)) return "going";
    if (refund.outcome == RefundOutcome::Abnormal) return "abnormal";
    return refund.outcome == RefundOutcome::Closed ? "closed" : "done";
}

Ledger::Ledger(std::unique_ptr<SQLite::Database> database) : database_(std::move(database)) {}

Ledger::~Ledger() = default;

core::Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& path) {
    try {
        auto database = std::make_unique<SQLite::Database>(
            path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 5000);
        // NORMAL: a killed program loses nothing; a power cut may cost the last answers, and a
        // sandbox has no money.
        database->exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
        database->exec(schema);
        return std::unique_ptr<Ledger>(new Ledger(std::move(database)));
    } catch (const SQLite::Exception& e) {
        return core::fail(core::ErrorKind::Device, "ledger", path + ": " + e.what());
    }
}

core::Result<void> Ledger::transact(const std::function<void()>& work) {
    try {
        SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
        work();
        transaction.commit();
        return {};
    } catch (const SQLite::Exception& e) {
        return core::fail(core::ErrorKind::Device, "ledger", e.what());
    }
}

std::vector<Order> Ledger::ordersWhere(const char* condition,
                                       const std::vector<std::string>& values) {
    SQLite::Statement query(*database_, std::string("SELECT * FROM \"order\" ") + condition);
    bindAll(query, values);
    std::vector<Order> found;
    while (query.executeStep())
        found.push_back(orderOf(query));
    return found;
}

std::optional<Order> Ledger::order(const std::string& platform, const std::string& number) {
    auto found = ordersWhere("WHERE platform = ? AND number = ?", {platform, number});
    return found.empty() ? std::nullopt : std::optional<Order>(std::move(found[0]));
}

std::optional<Order> Ledger::orderOfTransaction(const std::string& platform,
                                                const std::string& number) {
    if (number.empty()) return std::nullopt;
    auto found = ordersWhere("WHERE trade = ? AND platform = ?", {number, platform});
    return found.empty() ? std::nullopt : std::optional<Order>(std::move(found[0]));
}

std::optional<Order> Ledger::orderOfQr(const std::string& qr) {
    auto found = ordersWhere("WHERE (platform, number) = "
                             "(SELECT platform, number FROM qr WHERE qr.qr = ?)",
                             {qr});
    return found.empty() ? std::nullopt : std::optional<Order>(std::move(found[0]));
}

std::vector<Order> Ledger::orders() {
    return ordersWhere("ORDER BY created_ms, platform, number", {});
}

void Ledger::save(const Order& o) {
    SQLite::Statement insert(*database_, "INSERT OR REPLACE INTO \"order\" VALUES "
                                         "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    int i = 0;
    insert.bind(++i, o.platform);
    insert.bind(++i, o.number);
    insert.bind(++i, o.byCode ? 1 : 0);
    insert.bind(++i, static_cast<int>(o.state));
    insert.bind(++i, o.amountFen);
    for (const std::string* text : {&o.subject, &o.attach, &o.notifyUrl, &o.made, &o.qr})
        insert.bind(++i, *text);
    insert.bind(++i, o.qrUntilMs);
    insert.bind(++i, o.lastMomentMs);
    for (const std::string* text : {&o.authCode, &o.user, &o.transaction})
        insert.bind(++i, *text);
    for (const std::int64_t at : {o.createdMs, o.paidMs, o.endedMs})
        insert.bind(++i, at);
    insert.bind(++i, o.opens);
    insert.exec();
}

void Ledger::rememberQr(const std::string& qr, const Order& order) {
    SQLite::Statement insert(*database_, "INSERT INTO qr VALUES (?, ?, ?)");
    bindAll(insert, {qr, order.platform, order.number});
    insert.exec();
}

void Ledger::charge(const Order& order) {
    SQLite::Statement insert(*database_, "INSERT INTO charge VALUES (?, ?, ?, ?)");
    bindAll(insert, {order.platform, order.number});
    insert.bind(3, order.amountFen);
    insert.bind(4, order.paidMs);
    insert.exec();
}

std::vector<Refund> Ledger::refundsWhere(const char* condition,
                                         const std::vector<std::string>& values) {
    SQLite::Statement query(*database_, std::string("SELECT * FROM refund WHERE platform = ? ") +
                                            condition + " ORDER BY created_ms, refund_number");
    bindAll(query, values);
    std::vector<Refund> found;
    while (query.executeStep())
        found.push_back(refundOf(query));
    return found;
}

std::vector<Refund> Ledger::refunds(const std::string& platform, const std::string& number) {
    return refundsWhere("AND number = ?", {platform, number});
}

std::optional<Refund> Ledger::refund(const std::string& platform, const std::string& number,
                                     const std::string& refundNumber) {
    auto found =
        refundsWhere("AND number = ? AND refund_number = ?", {platform, number, refundNumber});
    return found.empty() ? std::nullopt : std::optional<Refund>(std::move(found[0]));
}

std::optional<Refund> Ledger::refundNamed(const std::string& platform,
                                          const std::string& refundNumber) {
    auto found = refundsWhere("AND refund_number = ?", {platform, refundNumber});
    return found.empty() ? std::nullopt : std::optional<Refund>(std::move(found[0]));
}

void Ledger::addRefund(const Refund& r) {
    SQLite::Statement insert(*database_, "INSERT INTO refund VALUES (?,?,?,?,?,?,?,?,?,?)");
    bindAll(insert, {r.platform, r.number, r.refundNumber});
    insert.bind(4, r.fen);
    insert.bind(5, static_cast<int>(r.outcome));
    insert.bind(6, r.createdMs);
    insert.bind(7, r.dueMs);
    insert.bind(8, r.refundId);
    insert.bind(9, r.reason);
    insert.bind(10, r.made);
    insert.exec();
}

std::optional<WalletCode> Ledger::code(const std::string& code) {
    SQLite::Statement query(*database_, "SELECT * FROM code WHERE code = ?");
    query.bind(1, code);
    if (!query.executeStep()) return std::nullopt;
    return WalletCode{query.getColumn(0).getString(), query.getColumn(1).getString(),
                      query.getColumn(2).getString(), query.getColumn(3).getInt64(),
                      query.getColumn(4).getString()};
}

void Ledger::save(const WalletCode& code) {
    SQLite::Statement insert(*database_, "INSERT OR REPLACE INTO code VALUES (?, ?, ?, ?, ?)");
    bindAll(insert, {code.code, code.platform, code.mood});
    insert.bind(4, code.madeMs);
    insert.bind(5, code.number);
    insert.exec();
}

std::int64_t Ledger::addNotice(const Notice& notice) {
    SQLite::Statement insert(*database_, "INSERT INTO notice VALUES (NULL,?,?,?,?,?,?,0)");
    bindAll(insert, {notice.platform, notice.url, notice.body, notice.how});
    insert.bind(5, notice.value);
    insert.bind(6, notice.dueMs);
    insert.exec();
    return database_->getLastInsertRowid();
}

std::optional<Notice> Ledger::notice(std::int64_t row) {
    SQLite::Statement query(*database_, "SELECT * FROM notice WHERE row = ?");
    query.bind(1, row);
    if (!query.executeStep()) return std::nullopt;
    return Notice{query.getColumn(0).getInt64(),  query.getColumn(1).getString(),
                  query.getColumn(2).getString(), query.getColumn(3).getString(),
                  query.getColumn(4).getString(), query.getColumn(5).getInt64(),
                  query.getColumn(6).getInt64(),  query.getColumn(7).getInt()};
}

std::vector<std::int64_t> Ledger::waitingNotices() {
    SQLite::Statement query(*database_, "SELECT row FROM notice WHERE due_ms > 0 ORDER BY due_ms");
    std::vector<std::int64_t> rows;
    while (query.executeStep())
        rows.push_back(query.getColumn(0).getInt64());
    return rows;
}

void Ledger::noticeTried(std::int64_t row, std::int64_t nextMs) {
    SQLite::Statement update(*database_,
                             "UPDATE notice SET tries = tries + 1, due_ms = ? WHERE row = ?");
    update.bind(1, nextMs);
    update.bind(2, row);
    update.exec();
}

} // namespace menzhen::paysim
