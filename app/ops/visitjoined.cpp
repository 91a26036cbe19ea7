// SPDX-License-Identifier: Apache-2.0
// visit.joined: the patient of a visit by video asked for the way in: the arrival of a visit that
// has no room. The registry alone says it (clerk/visitcommands.h).
//   fields: {"booking":"HEX16"}
// Refused: "unknown-booking", "not-virtual" (its session sees its patients in a room),
// "refused:STATE" (the booking is cancelled, or was joined before).
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

Judged judgeVisitJoined(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("booking", 16, 16);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto booking =
        store::find(context.database(), context.site(), "booking", {std::int64_t{op.day}, id});
    if (!booking) return core::refused("unknown-booking", "no such booking");
    if (!isVirtualSession(context.database(), context.site(), op.day, booking->text("session")))
        return core::refused("not-virtual", "this visit is in a room of the hospital");
    if (booking->text("state") != "booked")
        return core::refused("refused:" + booking->text("state"), "the booking is not open");
    Judgement judgement;
    store::Record joined("booking");
    joined.set("day", op.day).set("id", id).set("state", "redeemed");
    judgement.rows.push_back(std::move(joined));
    return judgement;
}

} // namespace menzhen::ops
