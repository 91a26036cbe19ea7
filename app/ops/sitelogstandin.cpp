// SPDX-License-Identifier: Apache-2.0
// An op that stands in for a command whose answer a device did not hear (sync.md 1.18).
#include "app/core/check.h"
#include "app/ops/sitelog.h"
#include "app/ops/standin.h"
#include "app/ops/upcast.h"

namespace menzhen::ops {

Judgement SiteLog::judgeStandIn(const Op& op, JudgeContext& context) {
    if (const OpType* type = findOpType(op.type); type != nullptr && op.version < type->version) {
        const auto now = upcast(op, type->version);
        return now ? judgeStandIn(*now, context) : reject(now.error().code, now.error().detail);
    }
    const auto known = store::findCommand(database_, site_, op.request);
    const auto settle = [&](const char* state) {
        store::setCommand(database_, site_, op.request, clock_.now().day,
                          {position_.rev + 1, state});
    };
    if (!known) {
        // The command may still be on its way: it must not be executed any more.
        settle("replaced");
        return judgeFact(op, context);
    }
    if (known->state != "executed") return judgeFact(op, context);
    const auto executed = store::opsBetween(database_, site_, known->rev - 1, known->rev, 1);
    MENZHEN_CHECK(!executed.empty(), "a command without its op");
    switch (compare(op, executed.front())) {
    case StandIn::Independent:
        break;
    case StandIn::Same:
        if (op.type != "entry.finished") settle("linked");
        return {std::string(applied), "linked", {}, {}};
    case StandIn::Confirms:
        settle("linked");
        break;
    case StandIn::Other:
        settle("reverted");
        return replaceExecuted(op, context, executed.front());
    }
    return judgeFact(op, context);
}

Judgement SiteLog::replaceExecuted(const Op& op, JudgeContext& context,
                                   const store::LoggedOp& executed) {
    Judgement back;
    std::string detail = "the registry's own answer was taken back";
    if (const auto taken = takeBackExecuted(back, context, executed); !taken)
        detail = "the registry's own answer stands too: " + taken.error().code;
    // What the device did is judged on the ground that this leaves.
    apply(database_, site_, back.rows, position_.rev + 1);
    Judgement judgement = judgeFact(op, context);
    if (judgement.verdict != rejected) {
        judgement.verdict = compensated;
        judgement.code = "answer-replaced";
    }
    judgement.detail = detail + (judgement.detail.empty() ? "" : "; " + judgement.detail);
    judgement.rows.insert(judgement.rows.begin(), back.rows.begin(), back.rows.end());
    return judgement;
}

} // namespace menzhen::ops
