// SPDX-License-Identifier: Apache-2.0
// entry.called_offline: a station that is cut off called somebody: of its staged list, pinned to
// it, or, in an emergency, anybody, with a text (sync.md 1.9).
//   fields: {"queue":"CARD-D01","half":"AM","station":"S1","room":"301","entry":"HEX16",
//            "reason":"N:on-turn","finish":"HEX16","text":"..."}   finish, text may be left out
// Where another station called the patient first (its op has the lower revision): compensated,
// "superseded"; the registry authors one call.superseded for it. Counters stay.
//
// call.superseded: the call of a station lost against one with a lower revision. No miss, nobody's
// place changes; both stations show it.
//   fields: {"entry":"HEX16","station":"S1","winner":"S2"}
//
// call.withdrawn: a station does something else than what it had asked for without hearing an
// answer (its `request`). Nothing is called for that any more; what was, is taken back (standin.h).
//   fields: {"station":"S1"}
//
// entry.chosen: staff called somebody by choice while connected; the text is listed daily.
//   fields: as entry.called_offline, text wanted, without reason
#include "app/ops/choice.h"
#include "app/ops/fields.h"
#include "app/ops/types.h"

namespace menzhen::ops {

namespace {

constexpr std::size_t maxTextBytes = 200;

struct Asked {
    QueueKey key;
    ChosenCall call;
};

core::Result<Asked> readCall(const Op& op) {
    FieldReader read(op.fields);
    Asked asked{{op.day, {}, {}}, {}};
    asked.key.id = read.text("queue", 1, 12);
    asked.key.half = read.text("half", 2, 2);
    asked.call.station = read.text("station", 1, 12);
    asked.call.room = read.optionalText("room", 32);
    asked.call.entry = read.text("entry", 1, 32);
    asked.call.finish = read.optionalText("finish", 32);
    asked.call.alone = read.optionalFlag("alone", false);
    asked.call.reason = read.optionalText("reason", 32);
    asked.call.text = read.optionalText("text", maxTextBytes);
    if (const auto error = read.error()) return tl::unexpected(*error);
    return asked;
}

} // namespace

Judged judgeEntryCalledOffline(const Op& op, JudgeContext& context) {
    auto asked = readCall(op);
    if (!asked) return tl::unexpected(asked.error());
    if (!asked->call.text.empty()) {
        asked->call.kind = "emergency";
        asked->call.reason = "emergency";
    }
    return callByChoice(op, context, asked->key, asked->call);
}

Judged judgeEntryChosen(const Op& op, JudgeContext& context) {
    auto asked = readCall(op);
    if (!asked) return tl::unexpected(asked.error());
    if (asked->call.text.empty())
        return core::badData("text-missing", "text: say why this patient is called now");
    asked->call.kind = "chosen";
    asked->call.reason = "chosen";
    return callByChoice(op, context, asked->key, asked->call);
}

Judged judgeCallWithdrawn(const Op& op, JudgeContext&) {
    FieldReader read(op.fields);
    read.text("station", 1, 12);
    if (const auto error = read.error()) return tl::unexpected(*error);
    return Judgement{};
}

Judged judgeCallSuperseded(const Op& op, JudgeContext& context) {
    FieldReader read(op.fields);
    const std::string entry = read.text("entry", 1, 32);
    const std::string station = read.text("station", 1, 12);
    const std::string winner = read.text("winner", 1, 12);
    if (const auto error = read.error()) return tl::unexpected(*error);
    Judgement judgement;
    judgement.rows.push_back(store::Record("superseded")
                                 .set("day", op.day)
                                 .set("entry", entry)
                                 .set("station", station)
                                 .set("winner", winner)
                                 .set("at", context.timeMsOf(op)));
    return judgement;
}

} // namespace menzhen::ops
