// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/paymentstore.h"

#include "app/core/bytes.h"
#include "app/core/check.h"

#include <algorithm>

namespace menzhen::clerk {

using core::PaymentAttempt;
using core::PaymentRefund;

namespace {

constexpr std::size_t billIdDigits = 16; ///< after the site's part

constexpr const char* billColumns =
    "SELECT id, site, day, session, slot, booking, hold, holder, terminal, lines, total_fen, "
    "opened_at, open_until, settled_by, reference, touch, held_until FROM bill ";

void loadRefunds(store::Database& database, PaymentAttempt& a) {
    store::Query query(database, "SELECT number, fen, why, phase, made_at, asked_at, tries, "
                                 "asks_state, code FROM pay_refund WHERE attempt = ? ORDER BY "
                                 "place");
    query.bind(a.number);
    while (query.step()) {
        PaymentRefund r;
        r.number = query.text(0);
        r.fen = query.integer(1);
        r.why = query.text(2);
        const auto phase = core::refundPhaseFrom(query.text(3));
        MENZHEN_CHECK(phase.has_value(), "a refund in no known phase");
        r.phase = *phase;
        r.madeAtMs = query.integer(4);
        r.askedAtMs = query.integer(5);
        r.tries = static_cast<int>(query.integer(6));
        r.asksState = query.integer(7) != 0;
        r.code = query.text(8);
        a.refunds.push_back(std::move(r));
    }
}

PaymentAttempt readAttempt(const store::Query& query) {
    PaymentAttempt a;
    a.number = query.text(0);
    const auto channel = core::channelFrom(query.text(1));
    const auto phase = core::attemptPhaseFrom(query.text(3));
    MENZHEN_CHECK(channel && phase, "an attempt of no known channel or phase");
    a.channel = *channel;
    a.amountFen = query.integer(2);
    a.phase = *phase;
    a.madeAtMs = query.integer(4);
    a.sentAtMs = query.integer(5);
    a.expiresAtMs = query.integer(6);
    a.leftAtMs = query.integer(7);
    a.refused = query.integer(8) != 0;
    a.seen = query.integer(9) != 0;
    a.heldPaid = query.integer(10) != 0;
    a.opens = static_cast<int>(query.integer(11));
    a.endSentMs = query.integer(12);
    a.endLostMs = query.integer(13);
    a.endAnsweredMs = query.integer(14);
    a.endTakenMs = query.integer(15);
    a.qrText = query.text(16);
    a.transaction = query.text(17);
    a.paidAtMs = query.integer(18);
    a.code = query.text(19);
    a.deadAtMs = query.integer(20);
    a.request = query.text(21);
    return a;
}

void loadAttempts(store::Database& database, core::PaymentBill& bill) {
    store::Query query(
        database, "SELECT number, channel, amount_fen, phase, made_at, sent_at, expires_at, "
                  "left_at, refused, seen, held_paid, opens, end_sent_at, end_lost_at, "
                  "end_answered_at, end_taken_at, qr, trade, paid_at, code, dead_at, request FROM "
                  "pay_attempt WHERE bill = ? ORDER BY place");
    query.bind(bill.id);
    while (query.step())
        bill.attempts.push_back(readAttempt(query));
    for (PaymentAttempt& a : bill.attempts)
        loadRefunds(database, a);
}

BillRow readBill(const store::Query& query) {
    BillRow row;
    row.bill.id = query.text(0);
    row.site = query.text(1);
    row.day = static_cast<int>(query.integer(2));
    row.session = query.text(3);
    row.slot = query.integer(4);
    row.booking = query.text(5);
    row.hold = query.text(6);
    row.holder = query.text(7);
    row.terminal = query.text(8);
    row.lines = query.text(9);
    row.bill.totalFen = query.integer(10);
    row.bill.openedAtMs = query.integer(11);
    row.bill.openUntilMs = query.integer(12);
    row.bill.settledBy = query.text(13);
    row.reference = query.text(14);
    row.touch = query.integer(15);
    row.heldUntilMs = query.integer(16);
    return row;
}

std::vector<BillRow> readBills(store::Database& database, store::Query& query) {
    std::vector<BillRow> rows;
    while (query.step())
        rows.push_back(readBill(query));
    for (BillRow& row : rows)
        loadAttempts(database, row.bill);
    return rows;
}

std::optional<BillRow> firstOf(std::vector<BillRow> rows) {
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

void saveRefund(store::Database& database, const std::string& attempt, int place,
                const PaymentRefund& r) {
    store::Query(database, "INSERT OR REPLACE INTO pay_refund (number, attempt, place, fen, why, "
                           "phase, made_at, asked_at, tries, asks_state, code) VALUES (?, ?, ?, ?, "
                           "?, ?, ?, ?, ?, ?, ?)")
        .bind(r.number)
        .bind(attempt)
        .bind(place)
        .bind(r.fen)
        .bind(r.why)
        .bind(core::toText(r.phase))
        .bind(r.madeAtMs)
        .bind(r.askedAtMs)
        .bind(r.tries)
        .bind(r.asksState ? 1 : 0)
        .bind(r.code)
        .run();
}

void saveAttempt(store::Database& database, const std::string& bill, int place,
                 const PaymentAttempt& a) {
    store::Query(
        database,
        "INSERT OR REPLACE INTO pay_attempt (number, bill, place, channel, amount_fen, "
        "phase, made_at, sent_at, expires_at, left_at, refused, seen, held_paid, opens, "
        "end_sent_at, end_lost_at, end_answered_at, end_taken_at, qr, trade, paid_at, "
        "code, dead_at, request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?)")
        .bind(a.number)
        .bind(bill)
        .bind(place)
        .bind(core::toText(a.channel))
        .bind(a.amountFen)
        .bind(core::toText(a.phase))
        .bind(a.madeAtMs)
        .bind(a.sentAtMs)
        .bind(a.expiresAtMs)
        .bind(a.leftAtMs)
        .bind(a.refused ? 1 : 0)
        .bind(a.seen ? 1 : 0)
        .bind(a.heldPaid ? 1 : 0)
        .bind(a.opens)
        .bind(a.endSentMs)
        .bind(a.endLostMs)
        .bind(a.endAnsweredMs)
        .bind(a.endTakenMs)
        .bind(a.qrText)
        .bind(a.transaction)
        .bind(a.paidAtMs)
        .bind(a.code)
        .bind(a.deadAtMs)
        .bind(a.request)
        .run();
    for (std::size_t i = 0; i < a.refunds.size(); ++i)
        saveRefund(database, a.number, static_cast<int>(i), a.refunds[i]);
}

} // namespace

std::optional<BillRow> loadBill(store::Database& database, const std::string& id) {
    store::Query query(database, std::string(billColumns) + "WHERE id = ?");
    query.bind(id);
    return firstOf(readBills(database, query));
}

void saveBill(store::Database& database, const BillRow& row) {
    const core::PaymentBill& bill = row.bill;
    store::Query(database,
                 "INSERT OR REPLACE INTO bill (id, site, day, session, slot, booking, hold, "
                 "holder, terminal, lines, total_fen, opened_at, open_until, settled_by, "
                 "reference, live, held_until, touch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                 "?, ?, ?, ?, ?, "
                 "(SELECT coalesce(max(touch), 0) + 1 FROM bill))")
        .bind(bill.id)
        .bind(row.site)
        .bind(row.day)
        .bind(row.session)
        .bind(row.slot)
        .bind(row.booking)
        .bind(row.hold)
        .bind(row.holder)
        .bind(row.terminal)
        .bind(row.lines)
        .bind(bill.totalFen)
        .bind(bill.openedAtMs)
        .bind(bill.openUntilMs)
        .bind(bill.settledBy)
        .bind(row.reference)
        .bind(core::isFinal(bill) ? 2 : 1)
        .bind(row.heldUntilMs)
        .run();
    for (std::size_t i = 0; i < bill.attempts.size(); ++i)
        saveAttempt(database, bill.id, static_cast<int>(i), bill.attempts[i]);
}

std::optional<BillRow> billOfSlot(store::Database& database, const std::string& site, int day,
                                  const std::string& session, std::int64_t slot) {
    store::Query query(database, std::string(billColumns) + "WHERE site = ? AND day = ? AND "
                                                            "session = ? AND slot = ? ORDER BY "
                                                            "opened_at DESC LIMIT 1");
    query.bind(site).bind(day).bind(session).bind(slot);
    return firstOf(readBills(database, query));
}

std::optional<BillRow> billOfBooking(store::Database& database, const std::string& site,
                                     const std::string& booking) {
    store::Query query(database, std::string(billColumns) +
                                     "WHERE site = ? AND booking = ? AND booking <> '' ORDER BY "
                                     "opened_at DESC LIMIT 1");
    query.bind(site).bind(booking);
    return firstOf(readBills(database, query));
}

std::vector<BillRow> touchedBills(store::Database& database, std::int64_t after, int most) {
    store::Query query(database,
                       std::string(billColumns) + "WHERE touch > ? ORDER BY touch LIMIT ?");
    query.bind(after).bind(most);
    return readBills(database, query);
}

std::vector<BillRow> liveBills(store::Database& database, std::int64_t nowMs) {
    store::Query query(database, std::string(billColumns) +
                                     "WHERE live = 1 OR (live = 2 AND opened_at > ?) ORDER BY "
                                     "opened_at DESC");
    query.bind(nowMs - glowingMs);
    return readBills(database, query);
}

std::int64_t lastTouch(store::Database& database) {
    store::Query query(database, "SELECT coalesce(max(touch), 0) FROM bill");
    query.step();
    return query.integer(0);
}

std::string billOfNumber(const std::string& number) {
    const std::size_t end = number.rfind('_');
    return end == std::string::npos ? std::string() : number.substr(0, end);
}

std::string siteToken(const std::string& site) {
    const bool plain = std::all_of(site.begin(), site.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
    return plain ? site : core::toHex(core::asBytes(site));
}

bool isBillOf(const std::string& bill, const std::string& site) {
    const std::string token = siteToken(site);
    return bill.size() == token.size() + billIdDigits && bill.starts_with(token);
}

} // namespace menzhen::clerk
