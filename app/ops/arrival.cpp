// SPDX-License-Identifier: Apache-2.0
#include "app/ops/arrival.h"

#include "app/core/bugs.h"
#include "app/core/ownseries.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"

#include <algorithm>
#include <array>

namespace menzhen::ops {

namespace {

using store::Record;

/// From what staff need hardly know to what they must see.
constexpr std::array<std::string_view, 7> codesByWeight{
    "unknown-plan", "unknown-booking",   "other-number",     "hold-expired",
    "number-again", "cancelled-booking", "duplicate-arrival"};

std::ptrdiff_t weightOf(std::string_view code) {
    return std::find(codesByWeight.begin(), codesByWeight.end(), code) - codesByWeight.begin();
}

std::optional<Record> bookingOf(const Op& op, JudgeContext& context, const TicketFields& ticket) {
    return store::find(context.database(), context.site(), "booking",
                       {std::int64_t{op.day}, ticket.booking});
}

/// The first arrival of a booking; empty: its rows are not here.
std::string firstEntryOf(const Op& op, JudgeContext& context, const std::string& booking) {
    store::Query query(context.database(),
                       "SELECT id FROM entry WHERE site = ? AND day = ? AND booking = ? LIMIT 1");
    query.bind(context.site()).bind(op.day).bind(booking);
    return query.step() ? query.text(0) : std::string();
}

Record bookingRow(const Op& op, const TicketFields& ticket) {
    return Record("booking")
        .set("day", op.day)
        .set("id", ticket.booking)
        .set("session", ticket.session)
        .set("slot", ticket.slot)
        .set("band", ticket.band)
        .set("number", ticket.number)
        .set("state", "redeemed")
        .set("masked", ticket.masked);
}

void linkSecondPaper(const Op& op, JudgeContext& context, const TicketFields& ticket,
                     Judgement& judgement) {
    const std::string first = firstEntryOf(op, context, ticket.booking);
    if (first.empty()) return;
    judgement.rows.push_back(Record("second_paper")
                                 .set("day", op.day)
                                 .set("id", ticket.id)
                                 .set("entry", first)
                                 .set("device", op.id.device));
}

std::optional<Record> slotOf(const Op& op, JudgeContext& context, const TicketFields& ticket) {
    return store::find(context.database(), context.site(), "slot",
                       {std::int64_t{op.day}, ticket.session, ticket.slot});
}

Record soldSlot(const Record& slot) {
    Record sold = slotKey(slot);
    sold.set("state", "sold").set("hold", "").set("holder", "").set("expires_at", 0);
    return sold;
}

/// The place of a booking that nobody here knows: sold to nobody else from now on. A hold is the
/// booking's own, or gives way. When it was sold to somebody else, the ticket is an extra.
void takePlace(const Op& op, JudgeContext& context, TicketFields& ticket, Judgement& judgement) {
    const auto slot = slotOf(op, context, ticket);
    if (!slot) return; // nor is its session
    if (slot->text("state") == "free" || slot->text("state") == "held")
        judgement.rows.push_back(soldSlot(*slot));
    else
        ticket.kind = "extra";
}

/// Row of a queue that no session opened; nothing: neither a doctor nor a department has this id.
std::optional<Record> unplannedQueue(const Op& op, JudgeContext& context,
                                     const TicketFields& ticket) {
    const auto doctor =
        store::find(context.database(), context.site(), "practitioner", {ticket.queue});
    const std::string code = doctor ? doctor->text("department") : ticket.queue;
    const auto department = store::find(context.database(), context.site(), "department", {code});
    if (!department) return std::nullopt;
    return Record("queue")
        .set("day", op.day)
        .set("half", ticket.half)
        .set("id", ticket.queue)
        .set("department", code)
        .set("practitioner", doctor ? ticket.queue : std::string())
        .set("zone", department->text("zone"));
}

} // namespace

core::Result<TicketFields> readTicketFields(const nlohmann::json& fields) {
    FieldReader read(fields);
    TicketFields t;
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
    t.idhash = read.optionalText("idhash", 16);
    t.level = read.optionalInteger("level", 0, 9, 0);
    if (!core::entryKindFrom(t.kind)) read.complain("kind", "must be booked, walkin or extra");
    if (!core::laneFrom(t.lane)) read.complain("lane", "must be E, P, N, R, M or T");
    if (const auto error = read.error()) return tl::unexpected(*error);
    return t;
}

void compensate(Judgement& judgement, const std::string& code) {
    const bool first = judgement.verdict != compensated;
    if (first || weightOf(code) > weightOf(judgement.code)) judgement.code = code;
    judgement.verdict = std::string(compensated);
}

bool redeem(const Op& op, JudgeContext& context, TicketFields& ticket, Judgement& judgement) {
    const auto booking = bookingOf(op, context, ticket);
    if (!booking) {
        // Signed, so accepted; the row makes a second ticket of it a duplicate.
        compensate(judgement, "unknown-booking");
        judgement.rows.push_back(bookingRow(op, ticket));
        takePlace(op, context, ticket, judgement);
        return true;
    }
    if (booking->text("state") == "redeemed" && !bugs::active(bugs::RedeemTwice)) {
        compensate(judgement, "duplicate-arrival");
        linkSecondPaper(op, context, ticket, judgement);
        return false;
    }
    if (booking->text("state") == "cancelled") {
        compensate(judgement, "cancelled-booking");
        ticket.kind = "extra";
    }
    if (core::readOwnNumber(ticket.number) && booking->text("number") != ticket.number)
        compensate(judgement, "other-number");
    ticket.band = booking->integer("band");
    ticket.slot = booking->integer("slot");
    // Its place was sold again before a restored registry heard of it, or the other way round.
    if (core::isCopy(booking->text("number"))) ticket.kind = "extra";
    judgement.rows.push_back(
        Record("booking").set("day", op.day).set("id", ticket.booking).set("state", "redeemed"));
    return true;
}

void sellSlot(const Op& op, JudgeContext& context, TicketFields& ticket, Judgement& judgement) {
    const auto slot = slotOf(op, context, ticket);
    const bool isHeld = slot && slot->text("state") == "held" && slot->text("hold") == ticket.hold;
    // Free: whoever held it for this ticket has forgotten it, being restored from an old copy.
    if (!slot || slot->text("number") != ticket.number ||
        (!isHeld && slot->text("state") != "free")) {
        compensate(judgement, "hold-expired");
        ticket.kind = "extra";
        return;
    }
    judgement.rows.push_back(soldSlot(*slot));
}

void tellNumbersApart(const Op& op, JudgeContext& context, TicketFields& ticket,
                      Judgement& judgement) {
    store::Database& database = context.database();
    if (!isNumberOfTicket(database, context.site(), op.day, ticket.number)) return;
    compensate(judgement, "number-again");
    std::string next = ticket.number;
    while (!next.empty() && isNumberOfTicket(database, context.site(), op.day, next))
        next = core::copyAfter(next);
    if (!next.empty()) ticket.number = next;
}

core::Result<core::Queue*> queueOf(const Op& op, JudgeContext& context, const TicketFields& ticket,
                                   Judgement& judgement) {
    const QueueKey key{op.day, ticket.half, ticket.queue};
    auto queue = context.queues.open(key);
    if (queue || queue.error().code != "unknown-queue") return queue;
    auto row = unplannedQueue(op, context, ticket);
    if (!row) return queue;
    compensate(judgement, "unknown-plan");
    judgement.rows.push_back(std::move(*row));
    return context.queues.openNew(key);
}

} // namespace menzhen::ops
