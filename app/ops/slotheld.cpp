// SPDX-License-Identifier: Apache-2.0
// slot.held: a free slot was put aside for one booker, who may confirm until it expires.
//   fields: {"session":"CARD-D01-AM","hold":"HEX","holder":"K01","channel":"KIOSK","band":480,
//            "expires_at":MS,"replaces":"HEX16","pools":["KIOSK","ELDER"],
//            "slot":19,"waitlist":"HEX16","draw":"HEX16"}
//   band left out: the first band with a free slot; replaces: the booking of a stopped session
//   whose place this one takes; pools: where the channel may sell from, the best first (left out:
//   its own pool; an empty list: all of them, and the slot is the channel's from then on)
//   slot: this one, also while it rests before its release; waitlist: whose offer it is; draw: the
//   entry that won it
// When it was the last free one of the phones' pool, the session is told (`sold_out_at`).
// The slot's number is fixed from here on. The first free slot of the band in those pools is
// taken; bands that are over are not sold.
//
// hold.released: the booker let go, or the hold expired.
//   fields: {"hold":"HEX","why":"cancelled"|"expired","release_at":MS}
//   release_at: when it may be sold again, of a slot that rests (left out: at once)
// A hold that ran out on a kiosk may have been printed by a kiosk that is now cut off, so its
// number is never given again: the slot retires and its place comes back under the next free
// number. A hold that its holder cancels, or a phone's, comes back as it was.
#include "app/core/bugs.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "app/ops/types.h"
#include "app/ops/waitlist.h"

namespace menzhen::ops {

namespace {

using store::Record;

constexpr std::size_t maxPools = 8;
constexpr std::size_t maxChannelBytes = 16;

struct Wanted {
    std::string channel;
    std::vector<std::string> pools; ///< empty: all
    std::int64_t band = -1;         ///< -1: the first with a free slot
    std::int64_t slot = 0;          ///< this one alone; 0: any
};

core::Result<Record> firstFree(const Op& op, JudgeContext& context, const Record& session,
                               const Wanted& wanted) {
    const ports::LocalTime now = context.timeOf(op);
    const std::int64_t day = session.integer("day");
    // A band is sold until its own start lies one band behind: whoever comes late is still seen.
    const std::int64_t earliest = day == now.day ? now.minute - bandMinutes(context) + 1 : 0;
    std::string tail = "AND day = ? AND session = ? AND state = 'free' AND band >= ? AND (? < 0 OR "
                       "band = ?)";
    std::vector<store::Cell> cells{day, session.text("id"), earliest, wanted.band, wanted.band};
    tail += wanted.slot > 0 ? " AND slot = ?" : " AND release_at <= ?";
    cells.emplace_back(wanted.slot > 0 ? wanted.slot : context.timeMsOf(op));
    for (std::size_t i = 0; i < wanted.pools.size(); ++i) {
        tail += i == 0 ? " AND channel IN (?" : ", ?";
        cells.emplace_back(wanted.pools[i]);
    }
    if (!wanted.pools.empty()) tail += ")";
    cells.emplace_back(wanted.channel);
    std::vector<Record> rows =
        store::select(context.database(), context.site(), "slot",
                      tail + " ORDER BY band, channel = ? DESC, slot LIMIT 1", cells);
    if (bugs::active(bugs::SellHeldSlot))
        for (const Record& held :
             store::select(context.database(), context.site(), "slot",
                           "AND session = ? AND state = 'held' LIMIT 1", {session.text("id")}))
            rows.assign(1, held);
    if (rows.empty())
        return core::refused("no-free-slot", "nothing is left: choose another band or doctor");
    return rows.front();
}

/// Whether another slot of this pool is free, or comes back.
bool isLastOfPool(JudgeContext& context, const Record& slot) {
    store::Query query(context.database(),
                       "SELECT 1 FROM slot WHERE site = ? AND day = ? AND session = ? AND state = "
                       "'free' AND channel = ? AND slot <> ? LIMIT 1");
    query.bind(context.site()).bind(slot.integer("day")).bind(slot.text("session"));
    query.bind(slot.text("channel")).bind(slot.integer("slot"));
    return !query.step();
}

/// Complains when it is no list of texts.
std::vector<std::string> readPools(const Op& op, const std::string& channel, FieldReader& read) {
    const auto found = op.fields.find("pools");
    if (found == op.fields.end()) return {channel};
    std::vector<std::string> pools;
    if (!found->is_array() || found->size() > maxPools) {
        read.complain("pools", "must be a short list");
        return pools;
    }
    for (const nlohmann::json& pool : *found) {
        if (!pool.is_string() || pool.get_ref<const std::string&>().size() > maxChannelBytes) {
            read.complain("pools", "must be codes of channels");
            return pools;
        }
        pools.push_back(pool.get<std::string>());
    }
    return pools;
}

} // namespace

Judged judgeSlotHeld(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("session", 1, 12);
    const std::string hold = read.text("hold", 1, 32);
    const std::string holder = read.text("holder", 1, 32);
    const std::string channel = read.text("channel", 1, 16);
    const std::int64_t band = read.optionalInteger("band", 0, 1439, -1);
    const std::int64_t place = read.optionalInteger("slot", 1, 999, 0);
    const Wanted wanted{channel, readPools(op, channel, read), band, place};
    const std::string waitlist = read.optionalText("waitlist", 16);
    const std::string draw = read.optionalText("draw", 16);
    const std::int64_t expiresAt = read.integer("expires_at", 0, maxInteger);
    const std::string replaces = read.optionalText("replaces", 16);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto session = sessionToSell(op, context, id);
    if (!session) return tl::unexpected(session.error());
    auto slot = firstFree(op, context, *session, wanted);
    if (!slot) return tl::unexpected(slot.error());
    Record row = slotKey(*slot);
    row.set("state", "held")
        .set("hold", hold)
        .set("holder", holder)
        .set("expires_at", expiresAt)
        .set("replaces", replaces);
    // What was kept back for others and is sold by somebody else is that channel's.
    if (wanted.pools.empty()) row.set("channel", channel);
    Judgement judgement;
    judgement.rows.push_back(std::move(row));
    if (!waitlist.empty())
        judgement.rows.push_back(Record("waitlist")
                                     .set("day", op.day)
                                     .set("id", waitlist)
                                     .set("state", "offered")
                                     .set("hold", hold));
    if (!draw.empty())
        judgement.rows.push_back(Record("draw_entry")
                                     .set("day", op.day)
                                     .set("id", draw)
                                     .set("state", "won")
                                     .set("hold", hold));
    const bool phones = slot->text("channel") == phoneChannel;
    if (phones && session->integer("sold_out_at") == 0 && isLastOfPool(context, *slot))
        judgement.rows.push_back(Record("session")
                                     .set("day", op.day)
                                     .set("id", id)
                                     .set("sold_out_at", context.timeMsOf(op)));
    return judgement;
}

Judged judgeHoldReleased(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string hold = read.text("hold", 1, 32);
    const std::string why = read.text("why", 1, 16);
    const std::int64_t releaseAt = read.optionalInteger("release_at", 0, maxInteger, 0);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto slot = slotOfHold(context, hold);
    if (!slot) return core::refused("unknown-hold", "no such hold, or it has ended");
    const bool mayBePrinted = why == "expired" && isPrintedFrom(slot->text("channel"));
    // What was paid for it is given back by the slot's name: nobody else gets that.
    const bool wasPaid = slot->text("fee_state") == "paid";
    Judgement judgement;
    if (mayBePrinted || wasPaid) {
        judgement.rows = comesBack(context, *slot, releaseAt);
    } else {
        Record row = slotKey(*slot);
        const bool extra = slot->integer("extra") != 0; // given to one patient alone
        row.set("state", extra ? "retired" : "free")
            .set("hold", "")
            .set("holder", "")
            .set("expires_at", 0)
            .set("replaces", "");
        if (releaseAt > 0) row.set("release_at", releaseAt);
        judgement.rows.push_back(std::move(row));
    }
    // Whoever was offered it has had his turn.
    if (const auto offered = waitlistOfHold(context.database(), context.site(), hold))
        judgement.rows.push_back(waitlistKey(*offered).set("state", "passed").set("hold", ""));
    return judgement;
}

} // namespace menzhen::ops
