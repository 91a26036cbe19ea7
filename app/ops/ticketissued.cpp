// SPDX-License-Identifier: Apache-2.0
// ticket.issued: a registration; the ticket is (about to be) on paper and its entry is expected.
//   fields: {"ticket":"HEX16","kind":"booked"|"walkin"|"extra","session":"CARD-D01-AM","slot":1,
//            "queue":"CARD-D01","half":"AM","number":"C001","band":480,"zone":"3A",
//            "short_code":"7G0MX2A4","booking":"HEX16" (booked),"hold":"HEX" (walkin),
//            "masked":"张*","lang":"zh","lane":"N","level":0,"idhash":"HEX16" (walkin)}
// A kiosk that is cut off issues `extra` without a slot, under a number of its own series
// ("C12-03"), and so it numbers a booking whose plan it does not have. A booking whose place was
// sold again (returned.cpp) is called "C012-2" and becomes extra.
// A fact that has left the building is never refused: what collides becomes a compensation.
//   duplicate-arrival   the booking's ticket was printed before: no second entry, and this ticket
//                       leads to the first (second_paper)
//   cancelled-booking   the booking was cancelled meanwhile: keeps its number, becomes extra
//   number-again        another ticket of the day has this number: called "C12-03-2", "C012-2"
//   hold-expired        the place was given back meanwhile: keeps its number, becomes extra
//   other-number        booked under another number than the paper's; the paper's stands
//   unknown-booking     never heard of (signed, so accepted)
//   unknown-plan        nobody opened a session for this queue
//   virtual-visit       its session sees its patients by video: no entry, since there is no queue
#include "app/core/ownseries.h"
#include "app/ops/arrival.h"
#include "app/ops/entry.h"
#include "app/ops/slots.h"

namespace menzhen::ops {

namespace {

using store::Record;

Record whatTheRulesDoNotOwn(const Op& op, const TicketFields& ticket) {
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
        .set("lang", ticket.lang)
        .set("idhash", ticket.idhash);
}

core::Registration registrationOf(const TicketFields& ticket) {
    core::Registration registration;
    registration.id = ticket.id;
    registration.band = static_cast<int>(ticket.band);
    registration.slot = static_cast<int>(ticket.slot);
    registration.kind = *core::entryKindFrom(ticket.kind);
    registration.lane = *core::laneFrom(ticket.lane);
    registration.level = static_cast<int>(ticket.level);
    return registration;
}

} // namespace

Judged judgeTicketIssued(const Op& op, JudgeContext& context) {
    auto ticket = readTicketFields(op.fields);
    if (!ticket) return tl::unexpected(ticket.error());
    const auto there = store::find(context.database(), context.site(), "entry",
                                   {std::int64_t{op.day}, ticket->id});
    const std::int64_t paper = there ? there->integer("paper") : 0;
    if (there && (paper & paperTicket) == 0)
        return core::refused("duplicate-ticket", "a ticket with this id exists");
    Judgement judgement;
    const bool queued = context.queues.open({op.day, ticket->half, ticket->queue}).has_value();
    if (!queued && isVirtualSession(context.database(), context.site(), op.day, ticket->session)) {
        if (!context.received) return core::refused("virtual-visit", "this visit is by video");
        compensate(judgement, "virtual-visit");
        return judgement;
    }
    if (ticket->kind == "booked" && !redeem(op, context, *ticket, judgement)) return judgement;
    auto queue = queueOf(op, context, *ticket, judgement);
    if (!queue) return tl::unexpected(queue.error());
    // A queue without slots gives numbers alone (numbertaken.cpp): there is nothing to sell.
    if (ticket->kind == "walkin" && ticket->slot > 0) sellSlot(op, context, *ticket, judgement);
    if (there) {
        // A station took it from the paper before: one arrival. The queue is where that one is.
        if (core::isCopy(there->text("number"))) ticket->number = there->text("number");
        Record filled = whatTheRulesDoNotOwn(op, *ticket);
        filled.set("half", there->text("half")).set("queue", there->text("queue"));
        judgement.rows.push_back(filled.set("paper", paper & ~std::int64_t{paperTicket}));
        return judgement;
    }
    tellNumbersApart(op, context, *ticket, judgement);
    const auto changes = (*queue)->registerEntry(registrationOf(*ticket));
    if (!changes) return tl::unexpected(changes.error());
    judgement.rows.push_back(whatTheRulesDoNotOwn(op, *ticket));
    for (Record& row : context.queues.rowsOf({op.day, ticket->half, ticket->queue}, *changes))
        judgement.rows.push_back(std::move(row));
    return judgement;
}

} // namespace menzhen::ops
