// SPDX-License-Identifier: Apache-2.0
// What the cashier does: a step written down, an answer heard, a notification; what time brings.
#include "app/clerk/payments.h"

#include "app/clerk/paymentplaces.h"
#include "app/clerk/waitlist.h"
#include "db/store/records.h"
#include "db/store/tasks.h"

namespace menzhen::clerk {

namespace {

using store::Record;

constexpr std::int64_t beforeAnyEndMs = 0;

void addPaymentTask(Clerk& clerk, const BillRow& row, std::string_view code,
                    const std::string& number) {
    store::Task task;
    task.device = "REG";
    task.type = "payment";
    task.day = row.day;
    task.verdict = "alarm";
    task.code = code;
    task.detail = "payment " + row.reference + ", order " + number + ", " +
                  core::formatFen(row.bill.totalFen) + " yuan";
    task.atMs = clerk.log().clock().utcMs();
    store::addTask(clerk.log().database(), clerk.site(), task);
}

/// The money of this attempt pays the registration, or goes back.
void book(Clerk& clerk, BillRow& row, const std::string& number) {
    const std::int64_t now = clerk.log().clock().utcMs();
    json fields{{"session", row.session},
                {"slot", row.slot},
                {"fee_fen", row.bill.totalFen},
                {"bill", row.bill.id}};
    fields[row.booking.empty() ? "hold" : "booking"] = row.booking.empty() ? row.hold : row.booking;
    const auto paid = clerk.log().author({"fee.paid", row.day, fields, {}, {}});
    if (!paid) return core::notBooked(row.bill, number, now);
    core::booked(row.bill, number, now);
    // A place that was taken again has another number.
    for (const Record& changed : paid->rows)
        if (changed.table().name == "slot" && changed.has("fee_state") &&
            changed.text("fee_state") == "paid")
            row.slot = changed.integer("slot");
}

void carryOut(Clerk& clerk, BillRow& row, const std::vector<core::PaymentEffect>& effects) {
    for (const core::PaymentEffect& effect : effects) {
        if (effect.kind == core::PaymentEffect::Kind::Book) book(clerk, row, effect.number);
        if (effect.kind == core::PaymentEffect::Kind::Task)
            addPaymentTask(clerk, row, effect.code, effect.number);
    }
}

core::Result<BillRow> rowOf(Clerk& clerk, const std::string& number) {
    auto row = loadBill(clerk.log().database(), billOfNumber(number));
    if (!row || row->site != clerk.site() || core::findAttempt(row->bill, number) == nullptr)
        return core::refused("unknown-payment", "no such payment");
    return std::move(*row);
}

/// How often this notification was known before.
bool rememberNotice(Clerk& clerk, const NoticeHeard& heard, bool matched) {
    store::Database& database = clerk.log().database();
    bool known = false;
    {
        store::Query query(database, "SELECT 1 FROM pay_notice WHERE platform = ? AND notice = ?");
        query.bind(heard.platform).bind(heard.notice);
        known = query.step();
    }
    if (known)
        store::Query(database, "UPDATE pay_notice SET times = times + 1 WHERE platform = ? AND "
                               "notice = ?")
            .bind(heard.platform)
            .bind(heard.notice)
            .run();
    else
        store::Query(database, "INSERT INTO pay_notice (platform, notice, number, refund, at, "
                               "matched) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(heard.platform)
            .bind(heard.notice)
            .bind(heard.number)
            .bind(heard.refundNumber)
            .bind(clerk.log().clock().utcMs())
            .bind(matched ? 1 : 0)
            .run();
    return known;
}

/// A verified success under a number that was made by the rules, of a bill that is not here: a
/// registry restored from an old copy. A person has to look.
void reportStranger(Clerk& clerk, const NoticeHeard& heard) {
    if (heard.answer.said != core::PaymentSaid::Paid) return;
    BillRow nobody;
    nobody.bill.totalFen = heard.answer.amountFen;
    addPaymentTask(clerk, nobody, "paid-unknown", heard.number);
}

void lapse(Clerk& clerk, const Record& slot) {
    // Of two that one place was sold to, the later one (ops/returned.h): it is what was being paid.
    const auto bookings =
        store::select(clerk.log().database(), clerk.site(), "booking",
                      "AND day = ? AND session = ? AND slot = ? ORDER BY instr(number, '-') DESC",
                      {slot.integer("day"), slot.text("session"), slot.integer("slot")});
    const int day = static_cast<int>(slot.integer("day"));
    const bool booked = !bookings.empty() && bookings.front().text("state") == "booked";
    if (!booked) {
        // The ticket was printed meanwhile: it is paid at the window.
        (void)clerk.log().author(
            {"fee.left",
             day,
             {{"session", slot.text("session")}, {"slot", slot.integer("slot")}},
             {},
             {}});
        return;
    }
    (void)clerk.log().author({"booking.cancelled",
                              day,
                              {{"booking", bookings.front().text("id")},
                               {"why", "unpaid"},
                               {"release_at", clerk.drawRelease()}},
                              {},
                              {}});
    offerReturned(clerk, day, slot.text("session"));
}

/// The booking that took the place of one whose session was stopped, for the same price.
std::optional<Record> successorOf(Clerk& clerk, const BillRow& row) {
    if (row.booking.empty()) return std::nullopt;
    auto rows = store::select(clerk.log().database(), clerk.site(), "booking",
                              "AND replaces = ? AND replaces <> '' AND state <> 'cancelled'",
                              {row.booking});
    if (rows.empty()) return std::nullopt;
    const auto session = store::find(clerk.log().database(), clerk.site(), "session",
                                     {rows.front().integer("day"), rows.front().text("session")});
    const auto before = store::find(clerk.log().database(), clerk.site(), "session",
                                    {std::int64_t{row.day}, row.session});
    if (!session || !before || session->integer("amount_fen") != before->integer("amount_fen"))
        return std::nullopt;
    return std::move(rows.front());
}

/// False: it does not fit; the money goes back.
bool moveOver(Clerk& clerk, BillRow& row) {
    const auto next = successorOf(clerk, row);
    if (!next) return false;
    const int day = static_cast<int>(next->integer("day"));
    const auto paid = clerk.log().author({"fee.paid",
                                          day,
                                          {{"session", next->text("session")},
                                           {"slot", next->integer("slot")},
                                           {"booking", next->text("id")},
                                           {"fee_fen", row.bill.totalFen},
                                           {"bill", row.bill.id}},
                                          {},
                                          {}});
    if (!paid) return false;
    row.day = day;
    row.session = next->text("session");
    row.slot = next->integer("slot");
    row.booking = next->text("id");
    return true;
}

void giveBack(Clerk& clerk, const Record& slot) {
    const int day = static_cast<int>(slot.integer("day"));
    auto row = billOfSlot(clerk.log().database(), clerk.site(), day, slot.text("session"),
                          slot.integer("slot"));
    json fields{{"session", slot.text("session")},
                {"slot", slot.integer("slot")},
                {"bill", row ? row->bill.id : "none"},
                {"why", "refund"}};
    if (row && moveOver(clerk, *row)) {
        fields["why"] = "moved";
        saveBill(clerk.log().database(), *row);
    } else if (row && core::refundSettled(row->bill, "cancelled", clerk.log().clock().utcMs())) {
        saveBill(clerk.log().database(), *row);
    }
    (void)clerk.log().author({"fee.returned", day, fields, {}, {}});
}

std::vector<Record> owedSlots(Clerk& clerk, std::int64_t now) {
    return store::select(
        clerk.log().database(), clerk.site(), "slot",
        "AND fee_state = 'owed' AND fee_state IN ('unpaid', 'owed') AND expires_at "
        "<= ? ORDER BY expires_at LIMIT ?",
        {now, std::int64_t{maxLapsesPerSweep}});
}

/// Kept no longer. One that was left early stays while money may still come for it, which is no
/// longer than its bill could have lived.
std::vector<Record> lapsedSlots(Clerk& clerk, std::int64_t now) {
    return store::select(
        clerk.log().database(), clerk.site(), "slot",
        "AND fee_state = 'unpaid' AND fee_state IN ('unpaid', 'owed') AND expires_at <= ? AND NOT "
        "EXISTS (SELECT 1 FROM bill b WHERE b.site = slot.site AND b.day = slot.day AND b.session "
        "= slot.session AND b.slot = slot.slot AND b.live = 1 AND b.open_until > ?) ORDER BY "
        "expires_at LIMIT ?",
        {now, now, std::int64_t{maxLapsesPerSweep}});
}

} // namespace

core::Result<core::PaymentQuestion> writePaymentStep(Clerk& clerk, const core::PaymentAsk& ask) {
    auto row = rowOf(clerk, ask.number);
    if (!row) return tl::unexpected(row.error());
    if (!core::write(row->bill, ask, clerk.log().clock().utcMs()))
        return core::refused("step-over", "this is not to be asked any more");
    saveBill(clerk.log().database(), *row);
    core::PaymentQuestion question = core::questionOf(row->bill, ask);
    question.subject = json::parse(row->lines).front()["label_zh"].get<std::string>();
    question.terminal = row->terminal;
    return question;
}

Answer dropPayment(Clerk& clerk, const std::string& number) {
    auto row = rowOf(clerk, number);
    if (!row) return tl::unexpected(row.error());
    core::drop(row->bill, number);
    saveBill(clerk.log().database(), *row);
    fallBack(clerk, *row);
    return json::object();
}

Answer hearPayment(Clerk& clerk, const core::PaymentAsk& ask, std::int64_t askedAtMs,
                   const core::PaymentAnswer& answer) {
    auto row = rowOf(clerk, ask.number);
    if (!row) return tl::unexpected(row.error());
    const auto effects =
        core::answered(row->bill, ask, askedAtMs, answer, clerk.log().clock().utcMs());
    carryOut(clerk, *row, effects);
    saveBill(clerk.log().database(), *row);
    fallBack(clerk, *row);
    return json::object();
}

Answer hearNotice(Clerk& clerk, const NoticeHeard& heard) {
    auto row = rowOf(clerk, heard.number);
    const bool repeated = rememberNotice(clerk, heard, row.has_value());
    json answer{{"matched", row.has_value()}, {"repeated", repeated}};
    if (!row) {
        if (!repeated) reportStranger(clerk, heard);
        answer["refused"] = "notice-number"; // kept for staff: no money was booked
        return answer;
    }
    const core::PaymentAttempt& attempt = *core::findAttempt(row->bill, heard.number);
    if (core::isAlipay(attempt.channel) != (heard.platform == "alipay"))
        return core::refused("notice-channel", "the order is another platform's");
    const bool pays = heard.refundNumber.empty() && heard.answer.said == core::PaymentSaid::Paid;
    // A refund's notification names the payment's amount too, or none.
    const bool names = pays || (!heard.refundNumber.empty() && heard.answer.amountFen != 0);
    if (names && heard.answer.amountFen != attempt.amountFen) {
        // What is told and asked stays as it was: a query says what was paid.
        if (!repeated) addPaymentTask(clerk, *row, core::amountDiffers, heard.number);
        answer["refused"] = "notice-amount";
        return answer;
    }
    // What else a notification may say, a query says better.
    if (!pays && heard.refundNumber.empty()) return answer;
    const core::PaymentAsk ask{heard.refundNumber.empty() ? core::PaymentVerb::Query
                                                          : core::PaymentVerb::RefundQuery,
                               heard.number, heard.refundNumber, 0};
    const std::int64_t now = clerk.log().clock().utcMs();
    // The moment that it names is one of the platform's clock, and is compared with none of ours:
    // where an end was sent, a query says whether that took the money back.
    const std::int64_t askedAt = pays ? beforeAnyEndMs : now;
    const auto effects = core::answered(row->bill, ask, askedAt, heard.answer, now);
    carryOut(clerk, *row, effects);
    saveBill(clerk.log().database(), *row);
    fallBack(clerk, *row);
    return answer;
}

Answer reportPayments(Clerk& clerk, const std::string& code, const std::string& detail) {
    store::Database& database = clerk.log().database();
    if (store::hasOpenTask(database, clerk.site(), "REG", code)) return json::object();
    store::Task task;
    task.device = "REG";
    task.type = "payment";
    task.verdict = "alarm";
    task.code = code;
    task.detail = detail;
    task.atMs = clerk.log().clock().utcMs();
    store::addTask(database, clerk.site(), task);
    return json::object();
}

void sweepPayments(Clerk& clerk) {
    const std::int64_t now = clerk.log().clock().utcMs();
    for (const Record& slot : lapsedSlots(clerk, now))
        lapse(clerk, slot);
    for (const Record& slot : owedSlots(clerk, now))
        giveBack(clerk, slot);
}

} // namespace menzhen::clerk
