// SPDX-License-Identifier: Apache-2.0
// ticket.issued: a registration; the ticket is (about to be) on paper and its entry is expected.
//   fields: {"ticket":"HEX16","kind":"booked"|"walkin"|"extra","session":"CARD-D01-AM","slot":1,
//            "queue":"CARD-D01","half":"AM","number":"C001","band":480,"zone":"3A",
//            "short_code":"7G0MX2A4","booking":"HEX16" (booked),"hold":"HEX" (walkin),
//            "masked":"张*","lang":"zh","lane":"N","level":0}
// A fact that has left the building is never refused: what collides becomes a compensation.
//   duplicate-arrival   the booking's ticket was printed before: no second entry
//   cancelled-booking   the booking was cancelled meanwhile: keeps its number, becomes extra
//   unknown-booking     never heard of (signed, so accepted)
//   hold-expired        the place was given back meanwhile: keeps its number, becomes extra
#include "app/core/bugs.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "app/ops/types.h"

namespace menzhen::ops {

namespace {

using store::Record;

struct Ticket {
    std::string id, kind, session, queue, half, number, zone, shortCode, booking, hold, masked,
        lang, lane;
    std::int64_t slot = 0, band = 0, level = 0;
};

core::Result<Ticket> readTicket(const nlohmann::json& fields) {
    FieldReader read(fields);
    Ticket t;
    t.id = read.text("ticket", 16, 16);
    t.kind = read.text("kind", 1, 8);
    t.session = read.optionalText("session", 12);
    t.slot = read.optionalInteger("slot", 0, 999, 0);
    t.queue = read.text("queue", 1, 12);
    t.half = read.text("half", 2, 2);
    t.number = read.text("number", 1, 12);
    t.band = read.integer("band", 0, 1439);
    t.zone = read.optionalText("zone", 16);
    t.shortCode = read.text("short_code", 8, 8);
    t.booking = read.optionalText("booking", 16);
    t.hold = read.optionalText("hold", 32);
    t.masked = read.optionalText("masked", 64);
    t.lang = read.optionalText("lang", 8, "zh");
    t.lane = read.optionalText("lane", 1, "N");
    t.level = read.optionalInteger("level", 0, 9, 0);
    if (!core::entryKindFrom(t.kind)) read.complain("kind", "must be booked, walkin or extra");
    if (!core::laneFrom(t.lane)) read.complain("lane", "must be E, P, N, R, M or T");
    if (const auto error = read.error()) return tl::unexpected(*error);
    return t;
}

void compensate(Judgement& judgement, std::string code) {
    judgement.verdict = std::string(compensated);
    judgement.code = std::move(code);
}

/// What the ticket does to its booking. False: the arrival is a duplicate.
bool redeem(const Op& op, JudgeContext& context, Ticket& ticket, Judgement& judgement) {
    const auto booking = store::find(context.database(), context.site(), "booking",
                                     {std::int64_t{op.day}, ticket.booking});
    if (!booking) {
        // Signed, so accepted; the row makes a second ticket of it a duplicate.
        compensate(judgement, "unknown-booking");
        judgement.rows.push_back(Record("booking")
                                     .set("day", op.day)
                                     .set("id", ticket.booking)
                                     .set("session", ticket.session)
                                     .set("slot", ticket.slot)
                                     .set("band", ticket.band)
                                     .set("number", ticket.number)
                                     .set("state", "redeemed")
                                     .set("masked", ticket.masked));
        return true;
    }
    if (booking->text("state") == "redeemed" && !bugs::active(bugs::RedeemTwice)) {
        compensate(judgement, "duplicate-arrival");
        return false;
    }
    if (booking->text("state") == "cancelled") {
        compensate(judgement, "cancelled-booking");
        ticket.kind = "extra";
    }
    judgement.rows.push_back(
        Record("booking").set("day", op.day).set("id", ticket.booking).set("state", "redeemed"));
    return true;
}

/// What the ticket does to the slot that it was held under.
void takeSlot(const Op& op, JudgeContext& context, Ticket& ticket, Judgement& judgement) {
    const auto slot = store::find(context.database(), context.site(), "slot",
                                  {std::int64_t{op.day}, ticket.session, ticket.slot});
    if (!slot || slot->text("state") != "held" || slot->text("hold") != ticket.hold ||
        slot->text("number") != ticket.number) {
        compensate(judgement, "hold-expired");
        ticket.kind = "extra";
        return;
    }
    Record sold = slotKey(*slot);
    sold.set("state", "sold").set("hold", "").set("holder", "").set("expires_at", 0);
    judgement.rows.push_back(std::move(sold));
}

Record whatTheRulesDoNotOwn(const Op& op, const Ticket& ticket) {
    return Record("entry")
        .set("day", op.day)
        .set("id", ticket.id)
        .set("half", ticket.half)
        .set("queue", ticket.queue)
        .set("session", ticket.session)
        .set("number", ticket.number)
        .set("masked", ticket.masked)
        .set("short_code", ticket.shortCode)
        .set("booking", ticket.booking)
        .set("zone", ticket.zone)
        .set("lang", ticket.lang);
}

} // namespace

Judged judgeTicketIssued(const Op& op, JudgeContext& context) {
    auto ticket = readTicket(op.fields);
    if (!ticket) return tl::unexpected(ticket.error());
    const QueueKey key{op.day, ticket->half, ticket->queue};
    auto queue = context.queues.open(key);
    if (!queue) return tl::unexpected(queue.error());
    if (store::find(context.database(), context.site(), "entry",
                    {std::int64_t{op.day}, ticket->id}))
        return core::refused("duplicate-ticket", "a ticket with this id exists");
    Judgement judgement;
    if (ticket->kind == "booked" && !redeem(op, context, *ticket, judgement)) return judgement;
    if (ticket->kind == "walkin") takeSlot(op, context, *ticket, judgement);
    core::Registration registration;
    registration.id = ticket->id;
    registration.band = static_cast<int>(ticket->band);
    registration.slot = static_cast<int>(ticket->slot);
    registration.kind = *core::entryKindFrom(ticket->kind);
    registration.lane = *core::laneFrom(ticket->lane);
    registration.level = static_cast<int>(ticket->level);
    const auto changes = (*queue)->registerEntry(std::move(registration));
    if (!changes) return tl::unexpected(changes.error());
    judgement.rows.push_back(whatTheRulesDoNotOwn(op, *ticket));
    for (Record& row : context.queues.rowsOf(key, *changes))
        judgement.rows.push_back(std::move(row));
    return judgement;
}

} // namespace menzhen::ops
