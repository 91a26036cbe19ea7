// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/payments.h"

#include "app/clerk/paymentplaces.h"
#include "app/clerk/smsline.h"
#include "app/core/paymentcode.h"
#include "app/ops/fields.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

using store::Record;

constexpr std::size_t maxSlipBytes = 8;

struct Wish {
    std::string hold;
    std::string booking;
    core::PaymentChannel channel = core::PaymentChannel::WechatQr;
    std::string authCode;
    std::string terminal;
    bool sms = false;
};

core::Result<void> checkCode(const Wish& wish, int today) {
    if (core::isQr(wish.channel)) return {};
    const bool alipay = core::isAlipay(wish.channel);
    const core::PaymentScanned scanned = core::readPaymentScan(wish.authCode, today);
    if (scanned.kind == core::PaymentScan::RefreshCode ||
        scanned.kind == core::PaymentScan::IdNumber)
        return core::refused("refresh-code",
                             "the code looks like an identity number: show a fresh one");
    const auto wanted = alipay ? core::PaymentScan::AlipayCode : core::PaymentScan::WechatCode;
    if (scanned.kind != wanted || scanned.authCode != wish.authCode)
        return core::badData("bad-auth-code", "auth_code: is no payment code of this wallet");
    return {};
}

core::Result<Wish> readWish(const json& body, int today) {
    ops::FieldReader read(body);
    Wish wish;
    wish.hold = read.optionalText("hold", 32);
    wish.booking = read.optionalText("booking", 16);
    wish.authCode = read.optionalText("auth_code", 64);
    wish.terminal = read.optionalText("terminal", 8, "PHONE");
    if (wish.terminal.empty()) wish.terminal = "PHONE";
    wish.sms = read.optionalFlag("sms", false);
    const auto channel = core::channelFrom(read.text("channel", 1, 16));
    if (!channel)
        read.complain("channel", "must be wechat-qr, wechat-code, alipay-qr or alipay-code");
    if (wish.hold.empty() == wish.booking.empty())
        read.complain("hold", "either a hold or a booking is wanted");
    if (const auto error = read.error()) return tl::unexpected(*error);
    wish.channel = *channel;
    if (const auto good = checkCode(wish, today); !good) return tl::unexpected(good.error());
    return wish;
}

/// The slot that is paid for.
core::Result<Record> slotOf(Clerk& clerk, const Wish& wish) {
    store::Database& database = clerk.log().database();
    if (!wish.hold.empty()) {
        auto slots = store::select(database, clerk.site(), "slot", "AND hold = ? AND hold <> ''",
                                   {wish.hold});
        if (slots.empty()) return core::refused("unknown-hold", "no such hold, or it has ended");
        return std::move(slots.front());
    }
    const auto bookings =
        store::select(database, clerk.site(), "booking", "AND id = ?", {wish.booking});
    if (bookings.empty()) return core::refused("unknown-booking", "no such booking");
    const Record& booking = bookings.front();
    if (booking.text("state") == "cancelled")
        return core::refused("booking-over", "the booking was cancelled");
    auto slot =
        store::find(database, clerk.site(), "slot",
                    {booking.integer("day"), booking.text("session"), booking.integer("slot")});
    if (!slot) return core::refused("unknown-booking", "no such booking");
    return std::move(*slot);
}

json linesOf(Clerk& clerk, const Record& session, bool sms) {
    const auto fee =
        store::find(clerk.log().database(), clerk.site(), "fee", {session.text("fee")});
    json lines = json::array();
    lines.push_back({{"label_zh", fee ? fee->text("zh") : "挂号费"},
                     {"label_en", fee ? fee->text("en") : "Registration"},
                     {"fen", session.integer("amount_fen")}});
    if (sms)
        lines.push_back(
            {{"label_zh", "短信通知"}, {"label_en", "Text message"}, {"fen", smsFeeFen}});
    return lines;
}

std::string referenceOf(const std::string& id) {
    std::string text;
    for (const char c : id.substr(0, maxSlipBytes))
        text += static_cast<char>(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
    return text.insert(maxSlipBytes / 2, "-");
}

core::Result<BillRow> newBill(Clerk& clerk, const Wish& wish, const Record& slot) {
    const auto session = store::find(clerk.log().database(), clerk.site(), "session",
                                     {slot.integer("day"), slot.text("session")});
    const std::int64_t now = clerk.log().clock().utcMs();
    if (!session || session->integer("amount_fen") <= 0)
        return core::refused("nothing-to-pay", "this registration is free");
    if (wish.sms && !clerk.sendsMessages())
        return core::refused("no-messages", "messages are not sent here");
    // Asked for with the booking already, it stands on the bill without being asked for again.
    const bool sms = wish.sms || smsFenOf(clerk.log().database(), clerk.site(), wish.booking) > 0;
    const json lines = linesOf(clerk, *session, sms);
    BillRow row;
    for (const json& line : lines)
        row.bill.totalFen += line["fen"].get<core::Fen>();
    if (row.bill.totalFen > core::maxAmountFen)
        return core::refused("amount-limit", "such an amount is paid at the window");
    const std::string drawn = clerk.drawId(8);
    row.bill.id = siteToken(clerk.site()) + drawn;
    row.bill.openedAtMs = now;
    row.bill.openUntilMs = now + core::billLifeMs;
    row.site = clerk.site();
    row.day = static_cast<int>(slot.integer("day"));
    row.session = slot.text("session");
    row.slot = slot.integer("slot");
    row.booking = wish.booking;
    row.hold = wish.hold;
    row.holder = slot.text("holder");
    if (!wish.hold.empty()) row.heldUntilMs = slot.integer("expires_at");
    row.terminal = wish.terminal;
    row.lines = lines.dump();
    row.reference = referenceOf(drawn);
    return row;
}

/// The slot's bill when it is this patient's and not over.
std::optional<BillRow> openBill(Clerk& clerk, const Wish& wish, const Record& slot) {
    auto row =
        billOfSlot(clerk.log().database(), clerk.site(), static_cast<int>(slot.integer("day")),
                   slot.text("session"), slot.integer("slot"));
    if (!row || row->booking != wish.booking || row->hold != wish.hold) return std::nullopt;
    const bool over = clerk.log().clock().utcMs() >= row->bill.openUntilMs;
    // A booking that is paid at the window may be paid here again and again until it is paid; what
    // may still come of an earlier bill is asked first.
    if (over && row->bill.settledBy.empty() && core::isFinal(row->bill)) return std::nullopt;
    return row;
}

json refundsOf(const core::PaymentBill& bill) {
    json refunds = json::array();
    for (const core::PaymentAttempt& a : bill.attempts)
        for (const core::PaymentRefund& r : a.refunds)
            refunds.push_back({{"fen", r.fen}, {"state", core::toText(r.phase)}});
    return refunds;
}

core::Result<BillRow> billOf(store::Database& database, const std::string& site,
                             const std::string& id) {
    auto row = loadBill(database, id);
    if (!row || row->site != site) return core::refused("unknown-payment", "no such payment");
    return std::move(*row);
}

} // namespace

json paymentJson(const BillRow& row, std::int64_t nowMs) {
    const core::PaymentBill& bill = row.bill;
    const core::PaymentAttempt* settled = core::findAttempt(bill, bill.settledBy);
    const core::PaymentAttempt* shown = core::shownAttempt(bill);
    const std::string told(core::toldOf(bill, nowMs));
    const bool shows =
        shown != nullptr && (told == "waiting" || told == "paying") && shown->leftAtMs == 0;
    core::PaymentBill tried = bill;
    const bool mayRetry =
        told != "paid" && core::openAttempt(tried, core::PaymentChannel::WechatCode, nowMs);
    return {{"id", bill.id},
            {"state", told},
            {"amount_fen", bill.totalFen},
            {"lines", json::parse(row.lines)},
            {"channel", shown == nullptr ? json() : json(core::toText(shown->channel))},
            {"qr", shows && !shown->qrText.empty() ? json(shown->qrText) : json()},
            {"expires_at", shown == nullptr ? bill.openUntilMs : shown->expiresAtMs},
            {"open_until", bill.openUntilMs},
            {"ask_at", nowMs + askPauseMs},
            {"now", nowMs},
            {"booking", row.booking.empty() ? json() : json(row.booking)},
            {"paid_at", settled == nullptr ? json() : json(settled->paidAtMs)},
            {"reference", row.reference},
            {"refunds", refundsOf(bill)},
            {"may_retry", mayRetry}};
}

Answer openPayment(Clerk& clerk, const json& body) {
    if (const auto ready = clerk.notRecovering(); !ready) return tl::unexpected(ready.error());
    const auto wish = readWish(body, clerk.log().clock().now().day);
    if (!wish) return tl::unexpected(wish.error());
    const auto slot = slotOf(clerk, *wish);
    if (!slot) return tl::unexpected(slot.error());
    if (slot->text("fee_state") == "paid") return core::refused("already-paid", "this is paid");
    auto row = openBill(clerk, *wish, *slot);
    if (!row) {
        auto made = newBill(clerk, *wish, *slot);
        if (!made) return tl::unexpected(made.error());
        row = std::move(*made);
    }
    const std::int64_t now = clerk.log().clock().utcMs();
    const auto opened = core::openAttempt(row->bill, wish->channel, now);
    if (!opened) return tl::unexpected(opened.error());
    // What is paid for is kept as long as that may take, also for somebody who had left it.
    if (isKept(*slot) && slot->integer("expires_at") != row->bill.openUntilMs)
        if (const auto kept = keepPlace(clerk, *row, row->bill.openUntilMs); !kept)
            return tl::unexpected(kept.error());
    saveBill(clerk.log().database(), *row);
    json answer = paymentJson(*row, now);
    answer["revision"] = clerk.rev();
    return answer;
}

Answer showPayment(store::Database& database, const std::string& site, const std::string& bill,
                   std::int64_t nowMs) {
    const auto row = billOf(database, site, bill);
    if (!row) return tl::unexpected(row.error());
    return paymentJson(*row, nowMs);
}

Answer closePayment(Clerk& clerk, const std::string& bill, const json& body) {
    ops::FieldReader read(body);
    const bool window = read.optionalFlag("window", false);
    if (const auto error = read.error()) return tl::unexpected(*error);
    auto row = billOf(clerk.log().database(), clerk.site(), bill);
    if (!row) return tl::unexpected(row.error());
    const std::int64_t now = clerk.log().clock().utcMs();
    core::leave(row->bill, now);
    saveBill(clerk.log().database(), *row);
    fallBack(clerk, *row);
    if (!waitsFor(clerk, *row)) return paymentJson(*row, now);
    // Nobody waits for this place any more: it returns once no money can come (sweepPayments).
    if (!window) {
        if (const auto given = keepPlace(clerk, *row, now); !given)
            return tl::unexpected(given.error());
    } else {
        const auto left = clerk.log().author(
            {"fee.left", row->day, {{"session", row->session}, {"slot", row->slot}}, {}, {}});
        if (!left) return tl::unexpected(left.error());
    }
    return paymentJson(*row, now);
}

Answer refundPayment(Clerk& clerk, const std::string& bill, const json& body) {
    ops::FieldReader read(body);
    const std::string by = read.text("by", 1, 32);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!holdsRole(clerk.log().database(), clerk.site(), by, {"cashier", "manager"}))
        return core::refused("not-allowed", "by: a cashier or manager of this site");
    auto row = billOf(clerk.log().database(), clerk.site(), bill);
    if (!row) return tl::unexpected(row.error());
    const std::int64_t now = clerk.log().clock().utcMs();
    if (!core::refundSettled(row->bill, "staff", now))
        return core::refused("nothing-to-refund", "nothing was paid, or it was given back");
    saveBill(clerk.log().database(), *row);
    const auto returned = clerk.log().author(
        {"fee.returned",
         row->day,
         {{"session", row->session}, {"slot", row->slot}, {"bill", bill}, {"why", "refund"}},
         by,
         {}});
    if (!returned) return tl::unexpected(returned.error());
    return paymentJson(*row, now);
}

} // namespace menzhen::clerk
