// SPDX-License-Identifier: Apache-2.0
// slot.added: staff see one more patient than was planned. The slot takes the session's last band
// and the next free number, and is held at once for whoever will book it (queue rules, 6).
//   fields: {"session":"CARD-D01-AM","hold":"HEX","holder":"S1","expires_at":MS}
// At most `extra_max` of the session at a time: one whose hold ended or whose booking was cancelled
// does not count, nor is it sold again.
// Refused: "unknown-session", "session-closed", "session-over", "no-extra-left".
#include "app/core/hospital.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

struct Extras {
    std::int64_t given = 0;
    std::int64_t lastBand = 0;
    std::int64_t lastPlace = 0;
};

Extras extrasOf(JudgeContext& context, std::int64_t day, const std::string& session) {
    store::Query query(context.database(),
                       "SELECT count(*) FILTER (WHERE extra = 1 AND state IN ('held', 'sold')), "
                       "coalesce(max(band), 0), coalesce(max(slot), 0) FROM slot WHERE site = ? "
                       "AND day = ? AND session = ?");
    query.bind(context.site()).bind(day).bind(session);
    query.step();
    return {query.integer(0), query.integer(1), query.integer(2)};
}

} // namespace

Judged judgeSlotAdded(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("session", 1, 12);
    const std::string hold = read.text("hold", 1, 32);
    const std::string holder = read.text("holder", 1, 32);
    const std::int64_t expiresAt = read.integer("expires_at", 0, maxInteger);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto session = sessionToSell(op, context, id);
    if (!session) return tl::unexpected(session.error());
    const Extras extras = extrasOf(context, op.day, id);
    if (extras.given >= session->integer("extra_max") ||
        extras.lastPlace >= core::maxSessionCapacity)
        return core::refused("no-extra-left", "this session takes no further extra patient");
    store::Record slot("slot");
    slot.set("day", op.day)
        .set("session", id)
        .set("slot", extras.lastPlace + 1)
        .set("band", extras.lastBand)
        .set("channel", extraChannel)
        .set("number", freeNumber(context.database(), context.site(), op.day,
                                  session->text("department"), session->text("half")))
        .set("state", "held")
        .set("hold", hold)
        .set("holder", holder)
        .set("expires_at", expiresAt)
        .set("extra", 1);
    Judgement judgement;
    judgement.rows.push_back(std::move(slot));
    return judgement;
}

} // namespace menzhen::ops
