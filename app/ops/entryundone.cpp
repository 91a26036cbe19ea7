// SPDX-License-Identifier: Apache-2.0
// entry.undone: a station took back what it did last, within 30 s of it: a call (with whom it saw
// off), a miss, a leave for tests or a finish.
//   fields: {"station":"S1","entry":"HEX16"}   entry: whom the act moved
// While nothing else moved in the queue everything is as it was before; otherwise the entry is the
// station's next and the counters stay (queue rules, 6). How often it was called (`calls`) stays in
// any case: a board that has announced the call sees that it ended.
// Refused: "nothing-to-undo" (something else was done since), "too-late", "refused:STATE".
#include "app/ops/fields.h"
#include "app/ops/takeback.h"
#include "db/store/records.h"

namespace menzhen::ops {

Judged judgeEntryUndone(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string station = read.text("station", 1, 12);
    const std::string entry = read.text("entry", 1, 32);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto memory = store::find(context.database(), context.site(), "takeback",
                                    {std::int64_t{op.day}, station});
    if (memory && context.timeMsOf(op) - memory->integer("at") > undoMs)
        return core::refused("too-late", "what was done can be taken back for 30 seconds");
    Judgement judgement;
    if (const auto done = takeBack(judgement, context, op.day, station, entry); !done)
        return tl::unexpected(done.error());
    return judgement;
}

} // namespace menzhen::ops
