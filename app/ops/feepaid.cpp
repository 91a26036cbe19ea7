// SPDX-License-Identifier: Apache-2.0
// Fees, as far as devices need them: a fee belongs to the slot of its registration (`fee_state`).
// Payments themselves live in the registry alone (core/payment.h); nothing here names a person.
//
// hold.extended: a slot is kept while it is being paid for.
//   fields: {"session":"CARD-D01-AM","slot":19,"expires_at":MS}
//   Also a sold one whose fee is `unpaid`. Refused: "unknown-hold".
//
// fee.paid: money came for a registration.
//   fields: {"session":"CARD-D01-AM","slot":19,"booking":"HEX16"|"hold":"HEX","fee_fen":10050,
//            "bill":"TEXT"}   hold: a ticket is made of it, or was while the wallet was asked
//   A booking that was cancelled because nobody paid in time gets its place back when one of its
//   band is still to be had (also one that rests): under a new slot and number.
// Refused: "place-gone" (the money goes back), "already-paid", "unknown-slot", "unknown-booking".
//
// fee.left: the patient pays at the window after all.
//   fields: {"session":"CARD-D01-AM","slot":19}
//
// fee.returned: the money of a registration that is gone is on its way back, or counts for another.
//   fields: {"session":"CARD-D01-AM","slot":19,"bill":"TEXT","why":"refund"|"moved"}
#include "app/core/money.h"
#include "app/ops/fields.h"
#include "app/ops/registered.h"
#include "app/ops/slots.h"
#include "app/ops/types.h"

namespace menzhen::ops {

namespace {

using store::Record;

constexpr std::int64_t lastSlot = 999;
constexpr std::size_t maxBillBytes = 32;

core::Result<Record> slotOf(const Op& op, JudgeContext& context, FieldReader& read) {
    const std::string session = read.text("session", 1, 12);
    const std::int64_t number = read.integer("slot", 1, lastSlot);
    if (const auto error = read.error()) return tl::unexpected(*error);
    auto slot = store::find(context.database(), context.site(), "slot",
                            {std::int64_t{op.day}, session, number});
    if (!slot) return core::refused("unknown-slot", "no such slot on that day");
    return std::move(*slot);
}

/// Whether the slot is (still) what this hold held. A kiosk's never changes hands, a phone's may.
bool isOfHold(const Record& slot, const std::string& hold) {
    if (slot.text("state") == "held") return slot.text("hold") == hold;
    return slot.text("state") == "sold" && isPrintedFrom(slot.text("channel"));
}

/// A place of the same band: one that was never sold, or the one that came back, even if it rests.
std::optional<Record> freePlace(JudgeContext& context, const Record& lost) {
    auto rows = store::select(
        context.database(), context.site(), "slot",
        "AND day = ? AND session = ? AND band = ? AND channel = ? AND state "
        "= 'free' ORDER BY release_at DESC, slot LIMIT 1",
        {lost.integer("day"), lost.text("session"), lost.integer("band"), lost.text("channel")});
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

Judged takePlaceAgain(const Op& op, JudgeContext& context, const Record& booking,
                      const Record& lost, std::int64_t fen) {
    const auto gone = [] { return core::refused("place-gone", "nothing is left in that band"); };
    if (lost.text("fee_state") != "lapsed" || !sessionToSell(op, context, lost.text("session")))
        return gone();
    const auto session = store::find(context.database(), context.site(), "session",
                                     {lost.integer("day"), lost.text("session")});
    if (session && isRegistered(context.database(), context.site(),
                                {lost.integer("day"), session->text("department"),
                                 booking.text("idhash"), booking.text("id")}))
        return gone();
    const auto place = freePlace(context, lost);
    if (!place) return gone();
    Judgement judgement;
    judgement.rows.push_back(slotKey(lost).set("fee_state", ""));
    judgement.rows.push_back(slotKey(*place)
                                 .set("state", "sold")
                                 .set("expires_at", 0)
                                 .set("fee_state", "paid")
                                 .set("fee_fen", fen));
    judgement.rows.push_back(Record("booking")
                                 .set("day", booking.integer("day"))
                                 .set("id", booking.text("id"))
                                 .set("state", "booked")
                                 .set("slot", place->integer("slot"))
                                 .set("number", place->text("number")));
    return judgement;
}

} // namespace

Judged judgeHoldExtended(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::int64_t expiresAt = read.integer("expires_at", 0, maxInteger);
    const auto slot = slotOf(op, context, read);
    if (!slot) return tl::unexpected(slot.error());
    if (slot->text("state") != "held" && slot->text("fee_state") != "unpaid")
        return core::refused("unknown-hold", "nobody holds it, or it is paid");
    Judgement judgement;
    judgement.rows.push_back(slotKey(*slot).set("expires_at", expiresAt));
    return judgement;
}

Judged judgeFeePaid(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string bookingId = read.optionalText("booking", 16);
    const std::string hold = read.optionalText("hold", 32);
    const std::int64_t fen = read.integer("fee_fen", 1, core::maxAmountFen);
    read.text("bill", 1, maxBillBytes);
    const auto slot = slotOf(op, context, read);
    if (!slot) return tl::unexpected(slot.error());
    if (slot->text("fee_state") == "paid") return core::refused("already-paid", "it is paid");
    if (!bookingId.empty()) {
        const auto booking = store::find(context.database(), context.site(), "booking",
                                         {std::int64_t{op.day}, bookingId});
        if (!booking) return core::refused("unknown-booking", "no such booking");
        if (booking->text("state") == "cancelled")
            return takePlaceAgain(op, context, *booking, *slot, fen);
    }
    const std::string& state = slot->text("state");
    if (bookingId.empty() && !isOfHold(*slot, hold))
        return core::refused("place-gone", "the place was given back");
    if (!bookingId.empty() && state != "sold")
        return core::refused("place-gone", "the place was given back");
    Record paid = slotKey(*slot);
    paid.set("fee_state", "paid").set("fee_fen", fen);
    if (state == "sold") paid.set("expires_at", 0);
    Judgement judgement;
    judgement.rows.push_back(std::move(paid));
    return judgement;
}

Judged judgeFeeLeft(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const auto slot = slotOf(op, context, read);
    if (!slot) return tl::unexpected(slot.error());
    if (slot->text("fee_state") != "unpaid")
        return core::refused("not-unpaid", "nothing is being paid for it");
    Judgement judgement;
    judgement.rows.push_back(slotKey(*slot).set("fee_state", "").set("expires_at", 0));
    return judgement;
}

Judged judgeFeeReturned(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    read.text("bill", 1, maxBillBytes);
    read.text("why", 1, 16);
    const auto slot = slotOf(op, context, read);
    if (!slot) return tl::unexpected(slot.error());
    Judgement judgement;
    judgement.rows.push_back(slotKey(*slot).set("fee_state", "returned"));
    return judgement;
}

} // namespace menzhen::ops
