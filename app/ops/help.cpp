// SPDX-License-Identifier: Apache-2.0
//   help.requested  fields: {"help":"HEX16","screen":"walk-in.department"}   the button on every
//   screen help.answered   fields: {"help":"HEX16"}                                 somebody is on
//   the way
#include "app/ops/fields.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

using store::Record;

Judged judgeHelpRequested(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("help", 16, 16);
    const std::string screen = read.text("screen", 0, 48);
    if (const auto error = read.error()) return tl::unexpected(*error);
    Judgement judgement;
    Record row("help");
    row.set("day", op.day).set("id", id).set("device", op.id.device).set("screen", screen);
    row.set("state", "open").set("at", context.timeMsOf(op));
    judgement.rows.push_back(std::move(row));
    return judgement;
}

Judged judgeHelpAnswered(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("help", 16, 16);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!store::find(context.database(), context.site(), "help", {std::int64_t{op.day}, id}))
        return core::refused("unknown-help", "nobody asked for that help");
    Judgement judgement;
    Record row("help");
    row.set("day", op.day).set("id", id).set("state", "answered").set("answered_by", op.actor);
    judgement.rows.push_back(std::move(row));
    return judgement;
}

} // namespace menzhen::ops
