// SPDX-License-Identifier: Apache-2.0
#include "app/core/bugs.h"
#include "app/ops/optype.h"

#include "app/ops/types.h"
#include "app/ops/upcast.h"
#include "db/store/records.h"

namespace menzhen::ops {

const std::vector<OpType>& opTypes() {
    static const std::vector<OpType> table{
        {"registry.restored", 1, true, judgeRegistryRestored},
        {"record.defined", 1, true, judgeRecordDefined},
        {"session.opened", 1, true, judgeSessionOpened},
        {"session.stopped", 1, true, judgeSessionStopped},
        {"session.replaced", 1, true, judgeSessionReplaced},
        {"stop.answered", 1, true, judgeStopAnswered},
        {"queue.opened", 1, true, judgeQueueOpened},
        {"number.taken", 1, true, judgeNumberTaken},
        {"slot.held", 1, true, judgeSlotHeld},
        {"slot.added", 1, true, judgeSlotAdded},
        {"hold.released", 1, true, judgeHoldReleased},
        {"booking.made", 1, true, judgeBookingMade},
        {"booking.indexed", 1, true, judgeBookingIndexed},
        {"booking.cancelled", 1, true, judgeBookingCancelled},
        {"visit.joined", 1, true, judgeVisitJoined},
        {"hold.extended", 1, true, judgeHoldExtended},
        {"fee.paid", 1, true, judgeFeePaid},
        {"fee.left", 1, true, judgeFeeLeft},
        {"fee.returned", 1, true, judgeFeeReturned},
        {"booking.switched", 1, true, judgeBookingSwitched},
        {"waitlist.joined", 1, true, judgeWaitlistJoined},
        {"waitlist.left", 1, true, judgeWaitlistLeft},
        {"draw.entered", 1, true, judgeDrawEntered},
        {"draw.drawn", 1, true, judgeDrawDrawn},
        {"ticket.issued", 1, false, judgeTicketIssued},
        {"entry.checked_in", 1, false, judgeEntryCheckedIn},
        {"entry.called", 1, true, judgeEntryCalled},
        {"entry.recalled", 1, false, judgeEntryRecalled},
        {"entry.missed", 1, false, judgeEntryMissed},
        {"entry.left_for_tests", 1, false, judgeEntryLeftForTests},
        {"entry.finished", 1, false, judgeEntryFinished},
        {"entry.chosen", 1, true, judgeEntryChosen},
        {"entry.called_offline", 1, false, judgeEntryCalledOffline, true},
        {"call.superseded", 1, true, judgeCallSuperseded},
        {"call.withdrawn", 1, false, judgeCallWithdrawn},
        {"ticket.accepted", 1, false, judgeTicketAccepted, true},
        {"entry.transferred", 1, false, judgeEntryTransferred},
        {"entry.carried", 1, true, judgeEntryCarried},
        {"entry.undone", 1, false, judgeEntryUndone},
        {"station.opened", 1, false, judgeStationOpened},
        {"station.paused", 1, false, judgeStationPaused},
        {"station.closed", 1, false, judgeStationClosed},
        {"station.released", 1, true, judgeStationReleased},
        {"help.requested", 1, false, judgeHelpRequested},
        {"help.answered", 1, false, judgeHelpAnswered},
    };
    return table;
}

const OpType* findOpType(std::string_view name) {
    for (const OpType& type : opTypes())
        if (type.name == name) return &type;
    return nullptr;
}

std::int64_t JudgeContext::timeMsOf(const Op& op) const {
    return clockFlagOf(op).empty() ? op.occurredAtMs : nowMs;
}

std::string JudgeContext::clockFlagOf(const Op& op) const {
    if (bugs::active(bugs::MergeBadClock)) return {};
    if (op.occurredAtMs > nowMs + maxClockLeadMs) return "clock-ahead";
    return op.clock.empty() ? std::string() : "clock-" + op.clock;
}

ports::LocalTime JudgeContext::timeOf(const Op& op) const {
    return clock.local(timeMsOf(op));
}

Judgement judgeFact(const Op& op, JudgeContext& context) {
    const OpType* type = findOpType(op.type);
    if (type == nullptr) return {std::string(kept), "unknown-type", {}, {}};
    if (op.version > type->version) return {std::string(kept), "later-version", {}, {}};
    if (type->registryOnly) return reject("registry-only", "a device wrote an op of the registry");
    // The hash is what the chain holds of the attachment: one without the other proves nothing.
    if (op.attachment.empty() != op.attachmentHash.empty())
        return reject("attachment-without-hash", "the attachment and its hash come together");
    if (op.version < type->version) {
        const auto now = upcast(op, type->version);
        return now ? judgeFact(*now, context) : reject(now.error().code, now.error().detail);
    }
    auto judged = type->judge(op, context);
    if (!judged) return reject(judged.error().code, judged.error().detail);
    return std::move(*judged);
}

void apply(store::Database& database, const std::string& site,
           const std::vector<store::Record>& rows, std::int64_t rev) {
    for (const store::Record& row : rows)
        store::upsert(database, site, row, rev);
}

} // namespace menzhen::ops
