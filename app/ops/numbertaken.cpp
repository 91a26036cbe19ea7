// SPDX-License-Identifier: Apache-2.0
// Queues without slots: laboratory, imaging, pharmacy, counters (architecture.md section 3,
// Numbers).
//   queue.opened  fields: {"queue":"LAB","half":"AM"}   the queue of such a department exists
//   number.taken  fields: {"queue":"LAB","half":"AM"}   its next number is fixed: the department's
//                 prefix and four digits, counted from 0001 over the whole day. It is never given
//                 again, whether a ticket follows or not.
// Refused: "unknown-queue", "queue-has-slots" (a number comes with a slot there).
#include "app/core/hospital.h"
#include "app/ops/fields.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Record;

/// The queue's row as it is from now on, with how many numbers the day has seen before.
core::Result<Record> slotlessQueue(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("queue", 1, 12);
    const std::string half = read.text("half", 2, 2);
    if (half != "AM" && half != "PM") read.complain("half", "must be AM or PM");
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto department = store::find(context.database(), context.site(), "department", {id});
    if (!department) return core::refused("unknown-queue", "no such department");
    const auto kind = core::departmentKindFrom(department->text("kind"));
    if (!kind || *kind == core::DepartmentKind::Clinic)
        return core::refused("queue-has-slots", "hold a slot: its number is the ticket's");
    std::int64_t given = 0;
    store::Query query(context.database(), "SELECT coalesce(max(numbers), 0) FROM queue WHERE "
                                           "site = ? AND day = ? AND id = ?");
    query.bind(context.site()).bind(op.day).bind(id);
    if (query.step()) given = query.integer(0);
    Record row("queue");
    row.set("day", op.day)
        .set("half", half)
        .set("id", id)
        .set("department", id)
        .set("zone", department->text("zone"))
        .set("numbers", given);
    return row;
}

} // namespace

Judged judgeQueueOpened(const Op& op, JudgeContext& context) {
    auto row = slotlessQueue(op, context);
    if (!row) return tl::unexpected(row.error());
    return Judgement{std::string(applied), {}, {}, {std::move(*row)}};
}

Judged judgeNumberTaken(const Op& op, JudgeContext& context) {
    auto row = slotlessQueue(op, context);
    if (!row) return tl::unexpected(row.error());
    row->set("numbers", row->integer("numbers") + 1);
    return Judgement{std::string(applied), {}, {}, {std::move(*row)}};
}

} // namespace menzhen::ops
