// SPDX-License-Identifier: Apache-2.0
// entry.checked_in: the patient is here (first arrival, back after a miss, back from tests).
//   fields: {"entry":"HEX16"}
// Refused by the queue rules (too early, waiting already): rejected, with the state in the code.
#include "app/ops/entry.h"
#include "app/ops/fields.h"

namespace menzhen::ops {

Judged judgeEntryCheckedIn(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("entry", 1, 32);
    if (const auto error = read.error()) return tl::unexpected(*error);
    auto entry = openEntry(context, op.day, id);
    if (!entry) return tl::unexpected(entry.error());
    const ports::LocalTime now = context.timeOf(op);
    if (now.day != op.day) return core::refused("other-day", "the ticket is for another day");
    const auto checkedIn = entry->queue->checkIn(id, now.minute);
    if (!checkedIn) return tl::unexpected(asRefusal(checkedIn.error()));
    Judgement judgement;
    addRows(judgement, context, entry->key, checkedIn->changes);
    return judgement;
}

} // namespace menzhen::ops
