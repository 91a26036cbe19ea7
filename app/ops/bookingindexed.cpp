// SPDX-License-Identifier: Apache-2.0
// booking.indexed: a booking gets the index under which the lobby knows its patient, once its day
// comes near (docs/decisions, "the index follows the booking").
//   fields: {"booking":"HEX16","idhash":"HEX16"}
#include "app/ops/fields.h"
#include "app/ops/types.h"
#include "db/store/records.h"

namespace menzhen::ops {

Judged judgeBookingIndexed(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("booking", 16, 16);
    const std::string idhash = read.text("idhash", 16, 16);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto booking =
        store::find(context.database(), context.site(), "booking", {std::int64_t{op.day}, id});
    if (!booking) return core::refused("unknown-booking", "no such booking");
    if (!booking->text("idhash").empty())
        return core::refused("indexed-already", "the booking has its index");
    Judgement judgement;
    store::Record indexed("booking");
    indexed.set("day", op.day).set("id", id).set("idhash", idhash);
    judgement.rows.push_back(std::move(indexed));
    return judgement;
}

} // namespace menzhen::ops
