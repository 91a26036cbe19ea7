// SPDX-License-Identifier: Apache-2.0
// slot.held: a free slot was put aside for one booker, who may confirm until it expires.
//   fields: {"session":"CARD-D01-AM","hold":"HEX","holder":"K01","channel":"KIOSK","band":480,
//            "expires_at":MS,"replaces":"HEX16"}
//   band left out: the first band with a free slot; replaces: the booking of a stopped session
//   whose place this one takes
// The slot's number is fixed from here on. The first free slot of the band in that channel's pool
// is taken; bands that are over are not sold.
//
// hold.released: the booker let go, or the hold expired.
//   fields: {"hold":"HEX","why":"cancelled"|"expired"}
// A hold that ran out on a kiosk may have been printed by a kiosk that is now cut off, so its
// number is never given again: the slot retires and its place comes back under the next free
// number. A hold that its holder cancels, or a phone's, comes back as it was.
#include "app/core/bugs.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "app/ops/types.h"

namespace menzhen::ops {

namespace {

using store::Record;

core::Result<Record> firstFree(const Op& op, JudgeContext& context, const Record& session,
                               const std::string& channel, std::int64_t band) {
    const ports::LocalTime now = context.timeOf(op);
    const std::int64_t day = session.integer("day");
    // A band is sold until its own start lies one band behind: whoever comes late is still seen.
    const std::int64_t earliest = day == now.day ? now.minute - bandMinutes(context) + 1 : 0;
    std::vector<Record> rows = store::select(
        context.database(), context.site(), "slot",
        "AND day = ? AND session = ? AND state = 'free' AND channel = ? AND release_at <= ? AND "
        "band >= ? AND (? < 0 OR band = ?) ORDER BY band, slot LIMIT 1",
        {day, session.text("id"), channel, context.timeMsOf(op), earliest, band, band});
    if (bugs::active(bugs::SellHeldSlot))
        for (const Record& held :
             store::select(context.database(), context.site(), "slot",
                           "AND session = ? AND state = 'held' LIMIT 1", {session.text("id")}))
            rows.assign(1, held);
    if (rows.empty())
        return core::refused("no-free-slot", "nothing is left: choose another band or doctor");
    return rows.front();
}

} // namespace

Judged judgeSlotHeld(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("session", 1, 12);
    const std::string hold = read.text("hold", 1, 32);
    const std::string holder = read.text("holder", 1, 32);
    const std::string channel = read.text("channel", 1, 16);
    const std::int64_t band = read.optionalInteger("band", 0, 1439, -1);
    const std::int64_t expiresAt = read.integer("expires_at", 0, maxInteger);
    const std::string replaces = read.optionalText("replaces", 16);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto session =
        store::find(context.database(), context.site(), "session", {std::int64_t{op.day}, id});
    if (!session) return core::refused("unknown-session", "no such session on that day");
    if (session->text("state") != "open")
        return core::refused("session-closed", "the session was cancelled");
    const ports::LocalTime now = context.timeOf(op);
    if (op.day < now.day || (op.day == now.day && now.minute >= session->integer("end_minute")))
        return core::refused("session-over", "the session is over");
    auto slot = firstFree(op, context, *session, channel, band);
    if (!slot) return tl::unexpected(slot.error());
    Record row = slotKey(*slot);
    row.set("state", "held")
        .set("hold", hold)
        .set("holder", holder)
        .set("expires_at", expiresAt)
        .set("replaces", replaces);
    return Judgement{std::string(applied), {}, {}, {std::move(row)}};
}

Judged judgeHoldReleased(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string hold = read.text("hold", 1, 32);
    const std::string why = read.text("why", 1, 16);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto slot = slotOfHold(context, hold);
    if (!slot) return core::refused("unknown-hold", "no such hold, or it has ended");
    const bool mayBePrinted = why == "expired" && slot->text("channel") == kioskChannel;
    Judgement judgement;
    if (mayBePrinted) {
        judgement.rows = comesBack(context, *slot, 0);
    } else {
        Record row = slotKey(*slot);
        const bool extra = slot->integer("extra") != 0; // given to one patient alone
        row.set("state", extra ? "retired" : "free")
            .set("hold", "")
            .set("holder", "")
            .set("expires_at", 0)
            .set("replaces", "");
        judgement.rows.push_back(std::move(row));
    }
    return judgement;
}

} // namespace menzhen::ops
