// SPDX-License-Identifier: Apache-2.0
// The release of a contested session is drawn: whoever asks in its first minute enters.
//
// draw.entered: one request.
//   fields: {"session":"CARD-D01-AM","entry":"HEX16","holder":"HEX","channel":"PHONE","band":480,
//            "drawn_at":MS}   band may be left out; one entry a holder
// draw.drawn: the minute is over.
//   fields: {"session":"CARD-D01-AM","seed":"16 hexadecimal digits"}
//   The seed orders the entries (core/draw.h), whoever they are; a slot.held with `draw` for each
//   winner follows in the same transaction, in that order, until nothing is free. Who gets none has
//   lost. So anybody with the log can draw again.
// Refused: "unknown-session", "draw-over", "unknown-draw", "already-drawing".
#include "app/core/draw.h"
#include "app/ops/fields.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

bool holderIsIn(JudgeContext& context, std::int64_t day, const std::string& session,
                const std::string& holder) {
    if (holder == "anonymous") return false;
    store::Query query(context.database(),
                       "SELECT 1 FROM draw_entry WHERE site = ? AND day = ? AND "
                       "session = ? AND holder = ? LIMIT 1");
    query.bind(context.site()).bind(day).bind(session).bind(holder);
    return query.step();
}

} // namespace

Judged judgeDrawEntered(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string session = read.text("session", 1, 12);
    const std::string entry = read.text("entry", 16, 16);
    const std::string holder = read.text("holder", 1, 32);
    const std::string channel = read.text("channel", 1, 16);
    const std::int64_t band = read.optionalInteger("band", 0, 1439, -1);
    const std::int64_t drawnAt = read.integer("drawn_at", 0, maxInteger);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const std::int64_t day = op.day;
    if (!store::find(context.database(), context.site(), "session", {day, session}))
        return core::refused("unknown-session", "no such session on that day");
    const auto draw = store::find(context.database(), context.site(), "draw", {day, session});
    if (draw && draw->text("state") != "open")
        return core::refused("draw-over", "the places were drawn");
    if (holderIsIn(context, day, session, holder))
        return core::refused("already-drawing", "this phone takes part already");
    Judgement judgement;
    if (!draw)
        judgement.rows.push_back(Record("draw")
                                     .set("day", day)
                                     .set("session", session)
                                     .set("state", "open")
                                     .set("drawn_at", drawnAt));
    judgement.rows.push_back(Record("draw_entry")
                                 .set("day", day)
                                 .set("id", entry)
                                 .set("session", session)
                                 .set("band", band)
                                 .set("channel", channel)
                                 .set("holder", holder)
                                 .set("state", "waiting"));
    return judgement;
}

Judged judgeDrawDrawn(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string session = read.text("session", 1, 12);
    const auto seed = core::seedFrom(read.text("seed", 16, 16));
    if (!seed) read.complain("seed", "16 hexadecimal digits are wanted");
    if (const auto error = read.error()) return tl::unexpected(*error);
    const std::int64_t day = op.day;
    const auto draw = store::find(context.database(), context.site(), "draw", {day, session});
    if (!draw || draw->text("state") != "open")
        return core::refused("unknown-draw", "no open draw of that session");
    std::vector<std::string> ids;
    for (const Record& entry : store::select(context.database(), context.site(), "draw_entry",
                                             "AND day = ? AND session = ?", {day, session}))
        ids.push_back(entry.text("id"));
    Judgement judgement;
    judgement.rows.push_back(Record("draw")
                                 .set("day", day)
                                 .set("session", session)
                                 .set("state", "drawn")
                                 .set("seed", core::seedToText(*seed)));
    std::int64_t rank = 0;
    for (const std::string& id : core::drawOrder(std::move(ids), *seed))
        judgement.rows.push_back(Record("draw_entry")
                                     .set("day", day)
                                     .set("id", id)
                                     .set("state", "lost")
                                     .set("rank", ++rank));
    return judgement;
}

} // namespace menzhen::ops
