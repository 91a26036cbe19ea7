// SPDX-License-Identifier: Apache-2.0
#include "app/flows/hall.h"

#include "app/core/calendar.h"
#include "app/core/hospital.h"
#include "app/ops/queuebook.h"
#include "app/ops/sessionstop.h"
#include "app/ops/slots.h"
#include "db/store/records.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

constexpr int afternoonOpensMinutes = 30;
constexpr std::size_t shortCodeHalf = 4;

using store::Record;

std::optional<Record> standing(const FlowContext& context, const char* table,
                               const std::string& id) {
    return store::find(context.database(), context.site(), table, {id});
}

/// What stands beside the numbers of the hospital's policy; an object.
nlohmann::json factsOf(const FlowContext& context) {
    const auto row = standing(context, "organization", context.site());
    auto facts =
        row ? nlohmann::json::parse(row->text("policy"), nullptr, false) : nlohmann::json();
    return facts.is_object() ? facts : nlohmann::json::object();
}

std::string textIn(const nlohmann::json& from, const char* object, const char* name) {
    const auto inner = from.find(object);
    if (inner == from.end() || !inner->is_object()) return {};
    const auto found = inner->find(name);
    return found != inner->end() && found->is_string() ? found->get<std::string>() : std::string();
}

TicketName floorHint(int floor) {
    if (floor == 0) return {};
    return {std::to_string(floor) + "楼", "floor " + std::to_string(floor)};
}

TicketName roomHint(const FlowContext& context, int floor) {
    const nlohmann::json facts = factsOf(context);
    TicketName hint{textIn(facts, "building", "zh"), textIn(facts, "building", "en")};
    if (floor == 0) return hint;
    hint.zh += std::to_string(floor) + "楼";
    hint.en += (hint.en.empty() ? "floor " : ", floor ") + std::to_string(floor);
    return hint;
}

void fillDepartment(const FlowContext& context, SessionView& view) {
    const auto d = standing(context, "department", view.departmentId);
    if (!d) return;
    view.department = {d->text("zh"), d->text("en")};
    view.sensitive = d->integer("sensitive") != 0;
    view.where.floor = static_cast<int>(d->integer("floor"));
    view.where.floorHint = floorHint(view.where.floor);
    view.where.roomHint = roomHint(context, view.where.floor);
}

void fillDoctor(const std::optional<Record>& practitioner, SessionView& view) {
    if (!practitioner) return;
    if (!view.pooled) view.doctor = {practitioner->text("name_zh"), practitioner->text("name_en")};
    view.title = {practitioner->text("title_zh"), practitioner->text("title_en")};
}

/// Whoever takes the patients of a stopped session over sees them: his name, room and queue.
void fillStandIn(const FlowContext& context, SessionView& view) {
    const auto serving = ops::servingSession(context.database(), context.site(), view.day, view.id);
    if (!serving) return;
    view.open = true;
    view.standIn = true;
    view.pooled = serving->integer("pooled") != 0;
    view.queue = serving->text("queue");
    view.where.zone = serving->text("zone");
    view.where.room = view.pooled ? std::string() : serving->text("room");
    view.startMinute = static_cast<int>(serving->integer("start_minute"));
    view.endMinute = static_cast<int>(serving->integer("end_minute"));
    view.doctor = {};
    fillDoctor(standing(context, "practitioner", serving->text("practitioner")), view);
}

/// Whether this doctor's other sessions are of a pool.
bool poolsElsewhere(const FlowContext& context, const std::string& practitioner) {
    const auto rows =
        store::select(context.database(), context.site(), "session",
                      "AND practitioner = ? ORDER BY day DESC LIMIT 1", {practitioner});
    return !rows.empty() && rows.front().integer("pooled") != 0;
}

} // namespace

TicketName hospitalName(const FlowContext& context) {
    const auto row = standing(context, "organization", context.site());
    return row ? TicketName{row->text("name_zh"), row->text("name_en")} : TicketName{};
}

StaffedCounter staffedCounter(const FlowContext& context) {
    for (const auto& row : store::select(context.database(), context.site(), "department")) {
        if (row.text("kind") != "counter") continue;
        return {{row.text("zh"), row.text("en")},
                floorHint(static_cast<int>(row.integer("floor"))),
                row.text("zone")};
    }
    return {};
}

EmergencyPlace emergencyPlace(const FlowContext& context) {
    const nlohmann::json facts = factsOf(context);
    return {{textIn(facts, "emergency", "place_zh"), textIn(facts, "emergency", "place_en")},
            textIn(facts, "emergency", "phone")};
}

core::QueueParameters queueRules(const FlowContext& context) {
    const auto row = standing(context, "organization", context.site());
    if (!row) return {};
    return ops::queueParametersFromJson(row->text("queue_rules")).value_or(core::QueueParameters{});
}

std::optional<SessionView> sessionOf(const FlowContext& context, int day, const std::string& id) {
    const auto row =
        store::find(context.database(), context.site(), "session", {std::int64_t{day}, id});
    if (!row) return std::nullopt;
    SessionView view;
    view.id = id;
    view.day = day;
    view.half = row->text("half");
    view.departmentId = row->text("department");
    view.pooled = row->integer("pooled") != 0;
    view.queue = row->text("queue");
    view.where.zone = row->text("zone");
    if (!view.pooled) view.where.room = row->text("room");
    view.amountFen = row->integer("amount_fen");
    view.amountText = core::formatFen(view.amountFen);
    view.startMinute = static_cast<int>(row->integer("start_minute"));
    view.endMinute = static_cast<int>(row->integer("end_minute"));
    view.open = row->text("state") == "open";
    view.isVirtual = ops::isVirtual(*row);
    fillDepartment(context, view);
    fillDoctor(standing(context, "practitioner", row->text("practitioner")), view);
    if (const auto f = standing(context, "fee", row->text("fee")))
        view.feeName = {f->text("zh"), f->text("en")};
    return view;
}

std::optional<SessionView> sessionByName(const FlowContext& context, int day,
                                         const std::string& id) {
    const std::size_t dash = id.rfind('-');
    if (dash == std::string::npos) return std::nullopt;
    const std::string practitioner = id.substr(0, dash);
    const auto p = standing(context, "practitioner", practitioner);
    SessionView view;
    view.half = id.substr(dash + 1);
    if (!p || (view.half != "AM" && view.half != "PM")) return std::nullopt;
    view.id = id;
    view.day = day;
    view.planned = false;
    view.departmentId = p->text("department");
    view.pooled = poolsElsewhere(context, practitioner);
    view.queue = view.pooled ? view.departmentId : practitioner;
    if (const auto d = standing(context, "department", view.departmentId))
        view.where.zone = d->text("zone");
    fillDepartment(context, view);
    fillDoctor(p, view);
    return view;
}

std::optional<SessionView> sessionOrName(const FlowContext& context, int day,
                                         const std::string& id) {
    auto planned = sessionOf(context, day, id);
    if (!planned) return sessionByName(context, day, id);
    if (!planned->open) fillStandIn(context, *planned);
    return planned;
}

std::optional<SessionView> sessionOfQueue(const FlowContext& context, int day,
                                          const std::string& half, const std::string& queue) {
    const auto rows = store::select(context.database(), context.site(), "session",
                                    "AND day = ? AND half = ? AND queue = ? AND state = 'open' "
                                    "ORDER BY start_minute, id LIMIT 1",
                                    {std::int64_t{day}, half, queue});
    if (rows.empty()) return std::nullopt;
    return sessionOf(context, day, rows.front().text("id"));
}

std::optional<SessionView> serviceView(const FlowContext& context, int day, const std::string& half,
                                       const std::string& department) {
    const auto row = standing(context, "department", department);
    if (!row || row->text("kind") == core::toText(core::DepartmentKind::Clinic))
        return std::nullopt;
    SessionView view;
    view.id = department;
    view.day = day;
    view.half = half;
    view.departmentId = department;
    view.queue = department;
    view.pooled = true;
    view.service = true;
    view.where.zone = row->text("zone");
    fillDepartment(context, view);
    return view;
}

core::TicketFee feeOf(const SessionView& session) {
    return session.amountFen > 0 || !session.planned ? core::TicketFee::AtWindow
                                                     : core::TicketFee::None;
}

std::string prefixOf(const FlowContext& context, const std::string& department) {
    const auto row = standing(context, "department", department);
    return row ? row->text("prefix") : std::string();
}

std::string bandText(const FlowContext& context, int band) {
    return bandText(queueRules(context), band);
}

std::string bandText(const core::QueueParameters& rules, int band) {
    const int end = std::min(band + rules.band, core::minutesPerDay);
    return core::formatMinute(band) + "-" + core::formatMinute(end);
}

int opensAt(const FlowContext& context, int band) {
    return opensAt(queueRules(context), band);
}

int opensAt(const core::QueueParameters& rules, int band) {
    return std::max(0, band - rules.earlyOpen);
}

std::string dashed(const std::string& shortCode) {
    if (shortCode.size() != 2 * shortCodeHalf) return shortCode;
    return shortCode.substr(0, shortCodeHalf) + "-" + shortCode.substr(shortCodeHalf);
}

std::string pageUrl(const FlowContext& context, const std::string& shortCode) {
    if (context.publicUrl.empty()) return {};
    return context.publicUrl + "/v#" + dashed(shortCode);
}

std::string halfDayNow(const FlowContext& context) {
    const ports::LocalTime now = context.clock.now();
    store::Query query(context.database(),
                       "SELECT coalesce(min(start_minute), 1440) FROM session WHERE site = ? AND "
                       "day = ? AND half = 'PM'");
    query.bind(context.site()).bind(now.day);
    query.step();
    return now.minute >= query.integer(0) - afternoonOpensMinutes ? "PM" : "AM";
}

} // namespace menzhen::flows
