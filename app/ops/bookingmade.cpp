// SPDX-License-Identifier: Apache-2.0
// booking.made: a held slot was sold.
//   fields:
//   {"hold":"HEX","booking":"HEX16","short_code":"7G0MX2A4","masked":"张*","idhash":"HEX16",
//            "lang":"zh","pay_until":MS}   the person's own data is sealed in the registry, never
//            here; pay_until: it is being paid now, and cancelled when that is not done by then
//            (left out: the fee is paid at the window)
// booking.cancelled: the patient gave it back.
//   fields: {"booking":"HEX16","why":"patient"|"hospital"|"unpaid","release_at":MS}
// Its slot comes back under a new number at `release_at`, which the clerk draws at random, so that
// cancelling and rebooking in another name wins nothing.
#include "app/core/bookingrules.h"
#include "app/core/ownseries.h"
#include "app/ops/fields.h"
#include "app/ops/registered.h"
#include "app/ops/slots.h"
#include "app/ops/types.h"
#include "app/ops/waitlist.h"

namespace menzhen::ops {

using store::Record;

namespace {

/// The booking of a stopped session that this one takes the place of is over.
void endReplaced(JudgeContext& context, const std::string& id, Judgement& judgement) {
    if (id.empty()) return;
    const auto found =
        store::select(context.database(), context.site(), "booking", "AND id = ?", {id});
    if (found.empty() || found.front().text("state") == "redeemed") return;
    const Record& old = found.front();
    judgement.rows.push_back(Record("booking")
                                 .set("day", old.integer("day"))
                                 .set("id", id)
                                 .set("state", "cancelled")
                                 .set("stop_choice", "rebook"));
    if (old.text("state") != "booked") return; // its slot came back when it was cancelled
    const auto slot = slotOfBooking(context, old);
    if (!slot) return;
    for (Record& row : comesBack(context, *slot, 0))
        judgement.rows.push_back(std::move(row));
}

/// The phone that holds a slot; empty: a device of the hospital, or nobody said.
std::string phoneOf(const Record& slot) {
    const std::string& holder = slot.text("holder");
    return slot.text("channel") == phoneChannel && holder != "anonymous" ? holder : std::string();
}

} // namespace

Judged judgeBookingMade(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string hold = read.text("hold", 1, 32);
    const std::string id = read.text("booking", 16, 16);
    const std::string shortCode = read.text("short_code", 8, 8);
    const std::string masked = read.text("masked", 0, 64);
    const std::string idhash = read.text("idhash", 0, 16);
    const std::string lang = read.optionalText("lang", 8, "zh");
    const std::int64_t payUntil = read.optionalInteger("pay_until", 0, maxInteger, 0);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto slot = slotOfHold(context, hold);
    if (!slot) return tl::unexpected(core::refusalOf("unknown-hold"));
    if (slot->integer("expires_at") <= context.timeMsOf(op))
        return tl::unexpected(core::refusalOf("hold-expired"));
    const auto session = store::find(context.database(), context.site(), "session",
                                     {slot->integer("day"), slot->text("session")});
    if (session && isRegistered(context.database(), context.site(),
                                {slot->integer("day"), session->text("department"), idhash,
                                 slot->text("replaces")}))
        return tl::unexpected(core::refusalOf("same-department-day"));
    // What costs nothing need not be paid.
    const bool pays = payUntil > 0 && session && session->integer("amount_fen") > 0;
    Record sold = slotKey(*slot);
    sold.set("state", "sold")
        .set("hold", "")
        .set("holder", "")
        .set("expires_at", pays ? payUntil : 0)
        .set("replaces", "");
    if (pays) sold.set("fee_state", "unpaid");
    Record booking("booking");
    booking.set("day", slot->integer("day"))
        .set("id", id)
        .set("session", slot->text("session"))
        .set("slot", slot->integer("slot"))
        .set("band", slot->integer("band"))
        .set("number", slot->text("number"))
        .set("channel", slot->text("channel"))
        .set("state", "booked")
        .set("masked", masked)
        .set("idhash", idhash)
        .set("short_code", shortCode)
        .set("lang", lang)
        .set("replaces", slot->text("replaces"))
        .set("holder", phoneOf(*slot));
    Judgement judgement;
    judgement.rows.push_back(std::move(sold));
    judgement.rows.push_back(std::move(booking));
    endReplaced(context, slot->text("replaces"), judgement);
    if (const auto offered = waitlistOfHold(context.database(), context.site(), hold))
        judgement.rows.push_back(waitlistKey(*offered).set("state", "served").set("hold", ""));
    return judgement;
}

Judged judgeBookingCancelled(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("booking", 16, 16);
    const std::string why = read.text("why", 1, 16);
    const std::int64_t releaseAt = read.integer("release_at", 0, maxInteger);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto booking =
        store::find(context.database(), context.site(), "booking", {std::int64_t{op.day}, id});
    if (!booking) return core::refused("unknown-booking", "no such booking");
    if (booking->text("state") == "cancelled")
        return tl::unexpected(core::refusalOf("already-cancelled"));
    if (booking->text("state") != "booked") return tl::unexpected(core::refusalOf("already-used"));
    const auto slot = slotOfBooking(context, *booking);
    Judgement judgement;
    if (slot) judgement.rows = comesBack(context, *slot, releaseAt);
    // A payment that comes late may still find the place free (feepaid.cpp).
    if (slot && why == "unpaid") judgement.rows.front().set("fee_state", "lapsed");
    if (why == "unpaid" && core::isCopy(booking->text("number")))
        judgement.rows.push_back(slotKey(*booking).set("fee_state", ""));
    Record cancelled("booking");
    cancelled.set("day", op.day).set("id", id).set("state", "cancelled");
    if (why == "hospital") cancelled.set("stop_choice", why);
    judgement.rows.push_back(std::move(cancelled));
    return judgement;
}

} // namespace menzhen::ops
