// SPDX-License-Identifier: Apache-2.0
// What a station says of the patient whom it called.
//   entry.recalled        fields: {"entry":"HEX16"}             called again, same room
//   entry.missed          fields: {"entry":"HEX16"}             did not come
//   entry.left_for_tests  fields: {"entry":"HEX16","pin":"S1"}  pin: who must see the results, or
//   "" entry.finished        fields: {"entry":"HEX16"}
#include "app/ops/choice.h"
#include "app/ops/elsewhere.h"
#include "app/ops/fields.h"
#include "app/ops/takeback.h"

namespace menzhen::ops {

namespace {

core::Result<OpenedEntry> openNamed(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string id = read.text("entry", 1, 32);
    if (const auto error = read.error()) return tl::unexpected(*error);
    return openEntry(context, op.day, id);
}

/// A station that lost its patient to another one says what became of them: nobody's place
/// changes. That it saw them all the same is a second encounter, and stays.
std::optional<Judgement> ofTheLoser(const Op& op, JudgeContext& context, const OpenedEntry& entry) {
    const std::string& station = op.id.device;
    if (entry.station == station || !lostTo(context, op.day, entry.id, station))
        return std::nullopt;
    const bool finished = op.type == "entry.finished";
    Judgement judgement{
        std::string(compensated), finished ? "second-encounter" : "superseded", {}, {}};
    if (finished)
        judgement.rows.push_back(store::Record("superseded")
                                     .set("day", op.day)
                                     .set("entry", entry.id)
                                     .set("station", station)
                                     .set("finished_at", context.timeMsOf(op)));
    return judgement;
}

Judged moved(const Op& op, JudgeContext& context, const OpenedEntry& entry, const char* what,
             const core::Result<core::Changes>& changes) {
    if (!changes) return tl::unexpected(asRefusal(changes.error()));
    Judgement judgement;
    addRows(judgement, context, entry.key, *changes);
    shareServing(judgement, context, op.day, entry.id, false);
    if (entry.state != "called") return judgement; // nobody's call: the patient asked to go
    const auto reason = core::callReasonFrom(entry.reason).value_or(core::CallReason::OnTurn);
    remember(judgement, context, entry.key, *changes,
             {entry.station, what, entry.id, {}, reason, context.timeMsOf(op)});
    return judgement;
}

} // namespace

Judged judgeEntryRecalled(const Op& op, JudgeContext& context) {
    auto entry = openNamed(op, context);
    if (!entry) return tl::unexpected(entry.error());
    if (auto lost = ofTheLoser(op, context, *entry)) return std::move(*lost);
    if (entry->state != "called")
        return core::refused("refused:" + entry->state, "only a called patient is called again");
    Judgement judgement;
    judgement.rows.push_back(entryKey(op.day, entry->id)
                                 .set("called_at", context.timeMsOf(op))
                                 .set("calls", entry->calls + 1));
    return judgement;
}

Judged judgeEntryMissed(const Op& op, JudgeContext& context) {
    auto entry = openNamed(op, context);
    if (!entry) return tl::unexpected(entry.error());
    if (auto lost = ofTheLoser(op, context, *entry)) return std::move(*lost);
    auto missed = entry->queue->miss(entry->id);
    if (!missed) return tl::unexpected(asRefusal(missed.error()));
    return moved(op, context, *entry, "missed", missed->changes);
}

Judged judgeEntryLeftForTests(const Op& op, JudgeContext& context) {
    auto entry = openNamed(op, context);
    if (!entry) return tl::unexpected(entry.error());
    if (auto lost = ofTheLoser(op, context, *entry)) return std::move(*lost);
    FieldReader read(op.fields);
    const std::string pin = read.optionalText("pin", 12);
    if (const auto error = read.error()) return tl::unexpected(*error);
    return moved(op, context, *entry, "tests",
                 entry->queue->onLeave(entry->id, pin.empty() ? std::nullopt : std::optional(pin)));
}

Judged judgeEntryFinished(const Op& op, JudgeContext& context) {
    auto entry = openNamed(op, context);
    if (!entry) return tl::unexpected(entry.error());
    if (auto lost = ofTheLoser(op, context, *entry)) return std::move(*lost);
    return moved(op, context, *entry, "finished", entry->queue->finish(entry->id));
}

} // namespace menzhen::ops
