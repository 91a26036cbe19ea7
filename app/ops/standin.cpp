// SPDX-License-Identifier: Apache-2.0
#include "app/ops/standin.h"

#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "app/ops/takeback.h"

namespace menzhen::ops {

namespace {

using nlohmann::json;

std::string textOf(const json& object, const char* name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

json fieldsOf(const store::LoggedOp& op) {
    return json::parse(op.fields, nullptr, false);
}

/// Whom the registry called; empty: nobody was there.
std::string calledBy(const store::LoggedOp& executed) {
    const json outcome = json::parse(executed.outcome, nullptr, false);
    if (!outcome.is_object() || !outcome.contains("entry")) return {};
    for (const json& row : outcome["entry"])
        if (row.contains("called_at")) return textOf(row, "id");
    return {};
}

StandIn compareCall(const Op& op, const store::LoggedOp& executed) {
    const OpType* type = findOpType(op.type);
    if (op.type == "call.withdrawn")
        return calledBy(executed).empty() ? StandIn::Independent : StandIn::Other;
    if (op.type == "entry.finished")
        return textOf(op.fields, "entry") == textOf(fieldsOf(executed), "finish")
                   ? StandIn::Same
                   : StandIn::Independent;
    if (type == nullptr || !type->calls) return StandIn::Independent;
    const std::string called = calledBy(executed);
    std::string entry = textOf(op.fields, "entry");
    if (entry.empty()) entry = textOf(op.fields, "ticket");
    if (called == entry) return StandIn::Same;
    return called.empty() ? StandIn::Independent : StandIn::Other;
}

StandIn compareHold(const Op& op, const store::LoggedOp& executed) {
    if (op.type != "ticket.issued") return StandIn::Independent;
    return textOf(op.fields, "hold") == textOf(fieldsOf(executed), "hold") ? StandIn::Confirms
                                                                           : StandIn::Other;
}

} // namespace

StandIn compare(const Op& op, const store::LoggedOp& executed) {
    if (executed.type == "entry.called" || executed.type == "entry.chosen")
        return compareCall(op, executed);
    if (executed.type == "slot.held") return compareHold(op, executed);
    return StandIn::Independent;
}

core::Result<void> takeBackExecuted(Judgement& judgement, JudgeContext& context,
                                    const store::LoggedOp& executed) {
    const json fields = fieldsOf(executed);
    if (executed.type == "entry.called" || executed.type == "entry.chosen")
        return takeBack(judgement, context, executed.day, textOf(fields, "station"),
                        calledBy(executed));
    // Its number was never shown: the slot is as free as it was.
    const auto slot = slotOfHold(context, textOf(fields, "hold"));
    if (!slot) return core::refused("unknown-hold", "the hold has ended already");
    store::Record row = slotKey(*slot);
    row.set("state", "free").set("hold", "").set("holder", "").set("expires_at", 0);
    judgement.rows.push_back(std::move(row));
    return {};
}

} // namespace menzhen::ops
