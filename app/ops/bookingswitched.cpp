// SPDX-License-Identifier: Apache-2.0
// booking.switched: the hospital opens or closes all booking, in every channel at once. What was
// booked stays good.
//   fields: {"state":"on"|"off","notice_zh":"...","notice_en":"..."}   the notices may be left out
#include "app/ops/fields.h"
#include "app/ops/types.h"

namespace menzhen::ops {

namespace {

constexpr std::size_t maxNoticeBytes = 400;

} // namespace

Judged judgeBookingSwitched(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string state = read.text("state", 2, 3);
    const std::string zh = read.optionalText("notice_zh", maxNoticeBytes);
    const std::string en = read.optionalText("notice_en", maxNoticeBytes);
    if (state != "on" && state != "off") read.complain("state", "must be on or off");
    if (const auto error = read.error()) return tl::unexpected(*error);
    Judgement judgement;
    judgement.rows.push_back(store::Record("organization")
                                 .set("id", context.site())
                                 .set("booking", state)
                                 .set("notice_zh", zh)
                                 .set("notice_en", en));
    return judgement;
}

} // namespace menzhen::ops
