// SPDX-License-Identifier: Apache-2.0
// What a station did last, remembered so that it can be taken back (queue rules, 6). The memory is
// a row of the projection, so that the registry, every device and the simulator take back alike.
#pragma once

#include "app/ops/entry.h"

#include <string>

namespace menzhen::ops {

inline constexpr std::int64_t undoMs = 30'000; ///< queue rules, 6

struct Act {
    std::string station;
    std::string what; ///< "called" "missed" "tests" "finished" "transferred"
    std::string entry;
    std::string finished;                               ///< whom the same call saw off, or empty
    core::CallReason reason = core::CallReason::OnTurn; ///< that `entry` is or was called for
    std::int64_t atMs = 0;
};

/// Adds the row that remembers an act which has just changed `changes` of the queue. To be called
/// before anything is applied: what was before is still in the store.
void remember(Judgement& judgement, JudgeContext& context, const QueueKey& key,
              const core::Changes& changes, const Act& act);

/// The same for a transfer, which changes two queues.
void rememberTransfer(Judgement& judgement, JudgeContext& context, const QueueKey& from,
                      const QueueKey& to, const Act& act);

/// Takes back what `station` did last, if that moved `entry`: rows are added to the judgement, the
/// queue of the book moves. At any time: the 30 s are the op's business. Errors: Refused
/// "nothing-to-undo", "refused:STATE" (the entry has moved on), "unknown-queue".
core::Result<void> takeBack(Judgement& judgement, JudgeContext& context, int day,
                            const std::string& station, const std::string& entry);

} // namespace menzhen::ops
