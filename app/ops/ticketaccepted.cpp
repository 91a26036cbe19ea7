// SPDX-License-Identifier: Apache-2.0
// ticket.accepted: a station took a patient straight from a paper ticket whose signature it checked
// (the paper is the network when there is none).
//   fields: {"ticket":"HEX16","kind":"booked"|"walkin"|"extra","queue":"CARD-D01","half":"AM",
//            "number":"C001","band":480,"slot":1,"session":"CARD-D01-AM","short_code":"7G0MX2A4",
//            "issuer":"K01","incarnation":1,"seq":17,"station":"S1","room":"301","finish":"HEX16"}
//   issuer, incarnation, seq: the kiosk's op, as the code says; finish may be left out
// The ticket's own ops, before or after, are the same arrival: when they come later they fill in
// what the paper does not say and change nothing else (`paper` of the entry).
#include "app/core/ownseries.h"
#include "app/ops/arrival.h"
#include "app/ops/choice.h"
#include "app/ops/fields.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

struct Paper {
    QueueKey key;
    ChosenCall call;
    core::Registration registration;
    std::string session, number, shortCode;
};

core::Result<Paper> readPaper(const Op& op) {
    FieldReader read(op.fields);
    Paper paper;
    paper.key.day = op.day;
    paper.key.id = read.text("queue", 1, 12);
    paper.key.half = read.text("half", 2, 2);
    paper.call.entry = read.text("ticket", 16, 16);
    paper.call.station = read.text("station", 1, 12);
    paper.call.room = read.optionalText("room", 32);
    paper.call.finish = read.optionalText("finish", 32);
    paper.call.reason = "paper";
    paper.session = read.optionalText("session", 12);
    paper.number = read.text("number", 1, 12);
    paper.shortCode = read.optionalText("short_code", 8);
    paper.registration.id = paper.call.entry;
    paper.registration.band = static_cast<int>(read.integer("band", 0, 1439));
    paper.registration.slot = static_cast<int>(read.optionalInteger("slot", 0, 999, 0));
    const auto kind = core::entryKindFrom(read.text("kind", 1, 8));
    if (!kind) read.complain("kind", "must be booked, walkin or extra");
    paper.registration.kind = kind.value_or(core::EntryKind::Extra);
    read.text("issuer", 1, 4);
    read.integer("incarnation", 0, maxInteger);
    read.integer("seq", 0, maxInteger);
    if (const auto error = read.error()) return tl::unexpected(*error);
    return paper;
}

Record newEntry(const Op& op, JudgeContext& context, const Paper& paper) {
    const auto queue = store::find(context.database(), context.site(), "queue",
                                   {std::int64_t{op.day}, paper.key.half, paper.key.id});
    return entryKey(op.day, paper.call.entry)
        .set("half", paper.key.half)
        .set("queue", paper.key.id)
        .set("session", paper.session)
        .set("number", paper.number)
        .set("short_code", paper.shortCode)
        .set("zone", queue ? queue->text("zone") : std::string())
        .set("paper", paperTicket | paperArrival);
}

} // namespace

Judged judgeTicketAccepted(const Op& op, JudgeContext& context) {
    auto paper = readPaper(op);
    if (!paper) return tl::unexpected(paper.error());
    // The ticket of a second paper leads to the first arrival.
    paper->call.entry =
        entryOfTicket(context.database(), context.site(), op.day, paper->call.entry);
    const auto known = store::find(context.database(), context.site(), "entry",
                                   {std::int64_t{op.day}, paper->call.entry});
    if (known) {
        // Where the entry stands counts, not what the paper said in the morning.
        paper->key.half = known->text("half");
        paper->key.id = known->text("queue");
        auto judged = callByChoice(op, context, paper->key, paper->call);
        if (judged && judged->verdict == applied && known->text("state") == "expected")
            judged->rows.push_back(entryKey(op.day, paper->call.entry).set("paper", paperArrival));
        return judged;
    }
    auto queue = context.queues.open(paper->key);
    if (!queue) return tl::unexpected(queue.error());
    Judgement apart;
    TicketFields ticket;
    ticket.number = paper->number;
    tellNumbersApart(op, context, ticket, apart);
    paper->number = ticket.number;
    // The place is somebody else's: ticketissued.cpp says the same when the kiosk's op comes.
    if (core::isCopy(paper->number)) paper->registration.kind = core::EntryKind::Extra;
    const auto registered = (*queue)->registerEntry(paper->registration);
    if (!registered) return tl::unexpected(registered.error());
    auto judged = callByChoice(op, context, paper->key, paper->call);
    if (!judged) return judged;
    if (apart.verdict == compensated) compensate(*judged, apart.code);
    judged->rows.push_back(newEntry(op, context, *paper));
    return judged;
}

} // namespace menzhen::ops
