// SPDX-License-Identifier: Apache-2.0
#include "app/flows/issueticket.h"

#include "app/core/bugs.h"
#include "app/core/check.h"
#include "app/flows/ownnumber.h"
#include "app/ports/ticketprinter.h"
#include "db/store/records.h"
#include "db/sync/commands.h"

namespace menzhen::flows {

namespace {

std::vector<sync::DraftOp> opsOf(const TicketDraft& draft) {
    std::vector<sync::DraftOp> ops(1);
    sync::DraftOp& issued = ops.front();
    issued.type = "ticket.issued";
    issued.day = draft.session.day;
    issued.fields = {{"ticket", draft.id},
                     {"kind", draft.kind},
                     {"session", draft.session.id},
                     {"slot", draft.slot},
                     {"queue", draft.session.queue},
                     {"half", draft.session.half},
                     {"number", draft.number},
                     {"band", draft.band},
                     {"zone", draft.session.where.zone},
                     {"short_code", draft.shortCode},
                     {"masked", draft.masked},
                     {"lang", draft.language == core::TicketLanguage::En ? "en" : "zh"},
                     {"lane", draft.lane},
                     {"level", draft.level}};
    if (!draft.booking.empty()) issued.fields["booking"] = draft.booking;
    if (!draft.hold.empty()) issued.fields["hold"] = draft.hold;
    if (!draft.idhash.empty()) issued.fields["idhash"] = draft.idhash;
    issued.attachment = draft.attachment;
    if (draft.checkIn) {
        sync::DraftOp arrived;
        arrived.type = "entry.checked_in";
        arrived.day = draft.session.day;
        arrived.fields = {{"entry", draft.id}};
        ops.push_back(std::move(arrived));
    }
    return ops;
}

} // namespace

core::Result<IssuedTicket> issueTicket(FlowContext& context, const TicketDraft& draft) {
    IssuedTicket ticket;
    const auto paper = [&](const sync::Committed& done) {
        const auto entry = store::find(context.database(), context.site(), "entry",
                                       {std::int64_t{draft.session.day}, draft.id});
        const auto place = readPlace(context, draft.session.day, draft.id);
        MENZHEN_CHECK(entry && place, "a ticket that was just issued is not there");
        ticket.place = *place;
        ticket.checkInFrom = place->checkInFrom;
        ticket.note = done.judgements.front().code;
        ticket.provisional = context.cutOff() || isOwnNumber(draft.number);
        // Whom the others have checked in meanwhile is not known here.
        if (ticket.provisional) {
            ticket.place.ahead.reset();
            ticket.place.callRange.clear();
        }
        rememberOwnNumber(context, draft.session.day, draft.number);
        const std::string code = ticketCode(context, *entry, done.ops.front().id);
        PrintOrder order = orderOf(context, ticket.place, draft.language, code);
        order.content.provisional = ticket.provisional;
        if (!draft.reference.empty()) {
            order.content.fee = draft.paid ? core::TicketFee::Paid : core::TicketFee::Asked;
            order.content.feeAmount += " / " + draft.reference;
        }
        return std::vector<sync::DraftEffect>{{"print", toJson(order)}};
    };
    if (bugs::active(bugs::PrintBeforeCommit) && context.printer != nullptr) {
        ports::PrintJob early;
        early.content.number = draft.number;
        early.content.shortCode = dashed(draft.shortCode);
        context.printer->print(std::move(early), [](const auto&) {});
    }
    sync::Commands commands(context.journal, context.clock, context.chance);
    const auto done = draft.request.empty() ? context.journal.commit(opsOf(draft), paper)
                                            : commands.standIn(draft.request, opsOf(draft), paper);
    if (!done) return tl::unexpected(done.error());
    ticket.effect = done->effects.front();
    return ticket;
}

} // namespace menzhen::flows
