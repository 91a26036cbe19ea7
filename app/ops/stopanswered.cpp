// SPDX-License-Identifier: Apache-2.0
// stop.answered: what one patient chose after his session was stopped, or its doctor replaced.
//   fields: {"booking":"HEX16","choice":"move"|"rebook"|"cancel"}
//   move     he comes to whoever stands in
//   rebook   he takes another slot: a slot.held with `replaces` follows in the same transaction,
//   and
//            the booking made of it ends this one, whose fee counts for it
//   cancel   the booking is cancelled, whatever the hour
// Refused: "unknown-booking", "already-used", "already-cancelled", "not-stopped", "no-stand-in".
#include "app/ops/fields.h"
#include "app/ops/sessionstop.h"
#include "app/ops/slots.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

core::Result<void> mayAnswer(JudgeContext& context, const Record& booking,
                             const std::string& choice) {
    const std::int64_t day = booking.integer("day");
    const std::string& session = booking.text("session");
    if (!store::find(context.database(), context.site(), "session_stop", {day, session}))
        return core::refused("not-stopped", "the session takes place as it was booked");
    if (booking.text("state") == "redeemed")
        return core::refused("already-used", "its ticket was printed: ask the staff");
    // What the hospital cancelled for all may still be rebooked; what the patient cancelled is
    // over.
    const std::string& chosen = booking.text("stop_choice");
    const bool rebooks = choice == "rebook" && (chosen == "hospital" || chosen == "rebook");
    if (booking.text("state") == "cancelled" && !rebooks)
        return core::refused("already-cancelled", "the booking was cancelled before");
    if (choice == "move" && !servingSession(context.database(), context.site(), day, session))
        return core::refused("no-stand-in", "nobody stands in: rebook or cancel");
    store::Query replaced(context.database(), "SELECT 1 FROM booking WHERE site = ? AND replaces = "
                                              "? AND replaces <> '' AND state <> 'cancelled'");
    replaced.bind(context.site()).bind(booking.text("id"));
    if (replaced.step())
        return core::refused("already-used", "another booking has taken its place");
    return {};
}

} // namespace

Judged judgeStopAnswered(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("booking", 16, 16);
    const std::string choice = read.text("choice", 1, 8);
    if (choice != "move" && choice != "rebook" && choice != "cancel")
        read.complain("choice", "must be move, rebook or cancel");
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto booking =
        store::find(context.database(), context.site(), "booking", {std::int64_t{op.day}, id});
    if (!booking) return core::refused("unknown-booking", "no such booking");
    if (auto good = mayAnswer(context, *booking, choice); !good)
        return tl::unexpected(good.error());
    Judgement judgement;
    Record answered("booking");
    answered.set("day", op.day).set("id", id).set("stop_choice", choice);
    if (choice == "cancel") {
        answered.set("state", "cancelled");
        const auto slot = slotOfBooking(context, *booking);
        if (slot) judgement.rows = comesBack(context, *slot, context.timeMsOf(op));
    }
    judgement.rows.push_back(std::move(answered));
    return judgement;
}

} // namespace menzhen::ops
