// SPDX-License-Identifier: Apache-2.0
// An op of a device whose `request` names a command: the device heard no answer and did something
// of its own (sync.md 1.18). If the registry had done the same, the two are one. Otherwise what
// left the building wins, and the registry's own is taken back in the same revision.
#pragma once

#include "app/ops/optype.h"
#include "db/store/oplog.h"

namespace menzhen::ops {

enum class StandIn {
    Independent, ///< belongs to the command without answering it: judged as any op
    Same,        ///< what the registry did, told again: nothing more is to be done
    Confirms,    ///< goes on from what the registry did (the ticket of the hold)
    Other        ///< something else: the registry's own is to be taken back
};

/// `executed`: the registry's op for the same request.
StandIn compare(const Op& op, const store::LoggedOp& executed);

/// Adds the rows that take the registry's op back: the called entry to its place, the held slot
/// free. Errors, with nothing added: Refused, why it has to stay as it is.
core::Result<void> takeBackExecuted(Judgement& judgement, JudgeContext& context,
                                    const store::LoggedOp& executed);

} // namespace menzhen::ops
