// SPDX-License-Identifier: Apache-2.0
#include "app/flows/checkin.h"

#include "app/core/calendar.h"
#include "app/core/hospital.h"
#include "app/core/idnumber.h"
#include "app/core/ownseries.h"
#include "app/flows/fee.h"
#include "app/flows/issueticket.h"
#include "app/flows/ownnumber.h"
#include "app/flows/personkey.h"
#include "app/flows/revocations.h"
#include "app/ops/queuebook.h"
#include "db/store/outbox.h"
#include "db/store/records.h"
#include "db/sync/journal.h"

#include <algorithm>

namespace menzhen::flows {

namespace {

/// The ticket that a booking became.
std::optional<std::string> ticketOf(const FlowContext& context, int day,
                                    const std::string& booking) {
    const auto rows =
        store::select(context.database(), context.site(), "entry",
                      "AND day = ? AND booking = ? LIMIT 1", {std::int64_t{day}, booking});
    if (rows.empty()) return std::nullopt;
    return rows.front().text("id");
}

/// What the booking's row or, unknown here, its signed code says.
struct Booked {
    int day = 0;
    std::string session;
    std::int64_t slot = 0;
    std::string state = "booked";
    std::string number; ///< of its row: another than its slot's when that was sold again
};

/// Whether a slot's number is another booking's here, whose code this kiosk may print any time.
bool isBookedHere(const FlowContext& context, int day, const std::string& number) {
    store::Query query(context.database(), "SELECT 1 FROM booking WHERE site = ? AND day = ? AND "
                                           "number = ? AND state <> 'cancelled' LIMIT 1");
    query.bind(context.site()).bind(day).bind(number);
    return query.step();
}

constexpr int noon = 720;

/// A booking whose slot this kiosk's plan does not have: its number is the kiosk's own, and of its
/// time no more is known than the half-day.
core::Result<void> numberHere(const FlowContext& context, Visit& visit) {
    const SessionView& session = visit.session;
    const core::QueueParameters rules = queueRules(context);
    const int now = context.clock.now().minute;
    const int first = session.planned ? session.startMinute : session.half == "PM" ? noon : 0;
    visit.band = std::max(first, now - now % rules.band);
    if (session.planned) visit.band = std::min(visit.band, session.endMinute - rules.band);
    visit.ownNumber = true;
    visit.number = nextOwnNumber(context, visit.day, prefixOf(context, session.departmentId));
    if (visit.number.empty())
        return core::refused("unknown-slot", "neither the plan nor this kiosk has a number");
    return {};
}

core::Result<void> fillBooked(const FlowContext& context, const Scanned& scanned, Booked& booked,
                              Visit& visit) {
    const auto row = store::find(context.database(), context.site(), "booking",
                                 {std::int64_t{scanned.day}, scanned.id});
    if (row) {
        booked = {scanned.day, row->text("session"), row->integer("slot"), row->text("state"),
                  row->text("number")};
        visit.masked = row->text("masked");
    } else if (scanned.claims) {
        booked = {scanned.day, scanned.claims->session, scanned.claims->slot, "booked", {}};
        visit.unknownHere = true;
    } else {
        return core::refused("unknown-booking", "no such booking");
    }
    // First on a reconnect comes the list of those that were redeemed meanwhile.
    const std::string revoked = revokedState(context, scanned.id);
    if (booked.state == "booked" && !revoked.empty()) booked.state = revoked;
    const auto session = sessionOrName(context, booked.day, booked.session);
    if (!session) return core::refused("unknown-session", "no doctor here has such a session");
    if (session->isVirtual)
        return core::refused("virtual-visit", "this visit is by video: it opens on a phone");
    visit.session = *session;
    visit.day = booked.day;
    visit.slot = static_cast<int>(booked.slot);
    const auto slot = store::find(context.database(), context.site(), "slot",
                                  {std::int64_t{booked.day}, booked.session, booked.slot});
    if (!slot) return numberHere(context, visit);
    // A restored registry sold one place to two, and this kiosk has heard of the other one alone.
    if (visit.unknownHere && isBookedHere(context, visit.day, slot->text("number")))
        return numberHere(context, visit);
    visit.band = static_cast<int>(slot->integer("band"));
    visit.bandText = bandText(context, visit.band);
    visit.number = core::isCopy(booked.number) ? booked.number : slot->text("number");
    return {};
}

/// Who would be before this patient, checked in now: tried on a copy of the queue.
std::optional<int> aheadIfReady(const FlowContext& context, const Visit& visit, int nowMinute) {
    const ops::QueueKey key{visit.day, visit.session.half, visit.session.queue};
    const auto opened = context.journal.queues().open(key);
    if (!opened) return std::nullopt;
    core::Queue copy = **opened;
    core::Registration me;
    me.id = visit.source.id;
    me.band = visit.band;
    me.slot = visit.slot;
    if (!copy.registerEntry(std::move(me)) || !copy.checkIn(visit.source.id, nowMinute))
        return std::nullopt;
    return peopleAhead(std::move(copy), visit.source.id,
                       stationsOf(context, visit.day, key.half, key.id), nowMinute);
}

/// A session that sold out, or for which people waited.
bool wasContested(const FlowContext& context, int day, const std::string& session) {
    store::Query query(context.database(),
                       "SELECT 1 FROM session WHERE site = ?1 AND day = ?2 AND id = ?3 AND "
                       "sold_out_at > 0 UNION ALL SELECT 1 FROM waitlist WHERE site = ?1 AND day "
                       "= ?2 AND session = ?3 LIMIT 1");
    query.bind(context.site()).bind(day).bind(session);
    return query.step();
}

/// The day's index of whoever booked; empty: the booking has none.
std::string indexOf(const FlowContext& context, const Scanned& scanned) {
    const auto row = store::find(context.database(), context.site(), "booking",
                                 {std::int64_t{scanned.day}, scanned.id});
    if (row && !row->text("idhash").empty()) return row->text("idhash");
    return scanned.claims ? core::toHex(scanned.claims->idHash) : std::string();
}

bool needsIdentity(const FlowContext& context, const Visit& visit) {
    if (visit.source.identified || indexOf(context, visit.source).empty()) return false;
    if (!store::meta(context.database(), dayKeyName(visit.day))) return false;
    const auto row =
        store::find(context.database(), context.site(), "department", {visit.session.departmentId});
    const auto when =
        row ? core::pickupIdentityFrom(row->text("identity_at_pickup")) : std::nullopt;
    switch (when.value_or(core::PickupIdentity::Contested)) {
    case core::PickupIdentity::Always:
        return true;
    case core::PickupIdentity::Contested:
        return wasContested(context, visit.day, visit.session.id);
    case core::PickupIdentity::Never:
        return false;
    }
    return false;
}

VisitState stateOf(const Booked& booked, const Visit& visit, const core::QueueParameters& rules,
                   const ports::LocalTime& now) {
    if (booked.state == "cancelled") return VisitState::Cancelled;
    if (booked.state == "redeemed" || visit.place) return VisitState::AlreadyCheckedIn;
    if (visit.day != now.day) return VisitState::OtherDay;
    if (!visit.session.open) return VisitState::SessionCancelled;
    if (now.minute < visit.band - rules.earlyOpen) return VisitState::TooEarly;
    return VisitState::Ready;
}

} // namespace

const char* toText(VisitState state) {
    switch (state) {
    case VisitState::Ready:
        return "ready";
    case VisitState::TooEarly:
        return "too-early";
    case VisitState::OtherDay:
        return "other-day";
    case VisitState::Cancelled:
        return "cancelled";
    case VisitState::SessionCancelled:
        return "session-cancelled";
    case VisitState::AlreadyCheckedIn:
        return "already-checked-in";
    }
    return "";
}

CheckIn::CheckIn(FlowContext& context, Printing& printing)
    : context_(context), printing_(printing) {}

core::Result<Visit> CheckIn::read(const Scanned& scanned) {
    Visit visit;
    visit.source = scanned;
    Booked booked;
    if (const auto filled = fillBooked(context_, scanned, booked, visit); !filled)
        return tl::unexpected(filled.error());
    const core::QueueParameters rules = queueRules(context_);
    const ports::LocalTime now = context_.clock.now();
    visit.hospital = hospitalName(context_);
    visit.opensAt = core::formatMinute(opensAt(context_, visit.band));
    visit.fee = feeOf(context_, visit.session, visit.slot);
    if (const auto ticket = ticketOf(context_, visit.day, scanned.id))
        if (const auto place = readPlace(context_, visit.day, *ticket)) visit.place = *place;
    visit.state = stateOf(booked, visit, rules, now);
    if (visit.state == VisitState::Ready) {
        visit.number = numberToPrint(context_, visit.day, visit.number);
        visit.late = now.minute > visit.band + rules.band + rules.grace;
        visit.needsIdentity = needsIdentity(context_, visit);
        // Cut off, nobody here knows whom the others have checked in.
        if (!context_.cutOff()) visit.ahead = aheadIfReady(context_, visit, now.minute);
    }
    return visit;
}

core::Result<Visit> CheckIn::find(const Scanned& scanned) {
    if (scanned.kind != Scanned::Kind::Booking)
        return core::refused("not-a-booking", "this is a ticket's code");
    core::Result<Visit> visit = core::refused("unknown-booking");
    const auto done = context_.database().read([&]() -> core::Result<void> {
        visit = read(scanned);
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return visit;
}

core::Result<Visit> CheckIn::identify(const Visit& visit, const std::string& typed) {
    const auto number = core::parseIdNumber(typed, context_.today());
    if (!number) return tl::unexpected(number.error());
    if (!limit_.allow(context_.clock.monotonicMs()))
        return core::refused("too-many-lookups", "five look-ups a minute");
    std::string wanted;
    const auto read = context_.database().read([&]() -> core::Result<void> {
        wanted = indexOf(context_, visit.source);
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    if (dayIndexOf(context_, number->number) != wanted)
        return core::refused("identity-mismatch", "another person made the booking");
    Scanned source = visit.source;
    source.identified = true;
    return find(source);
}

core::Result<IssuedTicket> CheckIn::confirm(const Visit& visit, core::TicketLanguage language,
                                            Printing::Done printed) {
    // The visit was shown a while ago: it may have been cancelled or printed elsewhere since.
    const auto now = find(visit.source);
    if (!now) return tl::unexpected(now.error());
    if (now->state != VisitState::Ready)
        return core::refused(toText(now->state), "the visit cannot be checked in now");
    if (now->needsIdentity)
        return core::refused("identity-needed",
                             "places here were scarce: who booked comes in person");
    TicketDraft draft;
    const auto drawn = context_.database().read([&]() -> core::Result<void> {
        draft.id = drawTicketId(context_, now->day);
        return {};
    });
    if (!drawn) return tl::unexpected(drawn.error());
    draft.kind = "booked";
    draft.booking = now->source.id;
    draft.shortCode = shortCodeOf(context_, now->source.id);
    draft.masked = now->masked;
    draft.session = now->session;
    draft.slot = now->slot;
    draft.number = now->number;
    draft.band = now->band;
    draft.language = language;
    auto ticket = issueTicket(context_, draft);
    if (ticket) printing_.carryOut(ticket->effect, std::move(printed));
    return ticket;
}

} // namespace menzhen::flows
