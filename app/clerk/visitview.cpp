// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/visitview.h"

#include "app/clerk/browsing.h"
#include "app/clerk/choices.h"
#include "app/clerk/clerk.h"
#include "app/clerk/holders.h"
#include "app/clerk/recall.h"
#include "app/clerk/smsline.h"
#include "app/clerk/visitbills.h"
#include "app/clerk/visits.h"
#include "app/core/calendar.h"

#include <algorithm>
#include <set>

namespace menzhen::clerk {

namespace {

using store::Record;

core::Result<std::string> holderOf(Views& views, const Asker& asker) {
    auto holder = knownHolder(views.database(), asker.crypto, asker.token);
    if (!holder) return core::refused("no-holder", "this phone holds nothing yet");
    return *holder;
}

/// A visit that the asker follows, and whose it is.
struct Followed {
    std::string holder;
    Visit visit;
};

core::Result<Followed> followedBy(Views& views, const std::string& holder, const std::string& id) {
    store::Query query(views.database(),
                       "SELECT day FROM visit_holder WHERE holder = ? AND site = ? AND visit = ?");
    query.bind(holder).bind(views.site()).bind(id);
    if (query.step())
        if (auto visit =
                findVisit(views.database(), views.site(), id, static_cast<int>(query.integer(0))))
            return Followed{holder, std::move(*visit)};
    return core::refused("unknown-visit", "no such visit");
}

core::Result<Followed> followed(Views& views, const Asker& asker, const std::string& id) {
    const auto holder = holderOf(views, asker);
    if (!holder) return tl::unexpected(holder.error());
    return followedBy(views, *holder, id);
}

int earlyOpen(const Record& organization) {
    const auto rules = ops::queueParametersFromJson(organization.text("queue_rules"));
    return rules ? rules->earlyOpen : core::QueueParameters().earlyOpen;
}

json doctorOf(Views& views, const Visit& visit) {
    if (!visit.session || visit.session->integer("pooled") != 0) return nullptr;
    const auto p = store::find(views.database(), views.site(), "practitioner",
                               {visit.session->text("practitioner")});
    if (!p) return nullptr;
    json row{{"id", p->text("id")}};
    for (const char* name : {"name_zh", "name_en", "title_zh", "title_en"})
        row[name] = p->text(name);
    return row;
}

json departmentOf(const Visit& visit) {
    if (!visit.department)
        return {{"code", ""}, {"name_zh", ""}, {"name_en", ""}, {"sensitive", false}};
    const Record& d = *visit.department;
    return {{"code", d.text("id")},
            {"name_zh", d.text("zh")},
            {"name_en", d.text("en")},
            {"sensitive", d.integer("sensitive") != 0}};
}

json feeLines(Views& views, const Visit& visit) {
    json lines = json::array();
    if (!visit.session) return lines;
    const auto fee =
        store::find(views.database(), views.site(), "fee", {visit.session->text("fee")});
    lines.push_back({{"label_zh", fee ? fee->text("zh") : "挂号费"},
                     {"label_en", fee ? fee->text("en") : "Registration"},
                     {"fen", visit.session->integer("amount_fen")}});
    if (const std::int64_t fen = smsFenOf(views.database(), views.site(), visit.id); fen > 0)
        lines.push_back({{"label_zh", "短信通知"}, {"label_en", "Text message"}, {"fen", fen}});
    return lines;
}

/// Of the registration's slot (ops/feepaid.cpp).
std::string feeState(Views& views, const Visit& visit) {
    const Record* of = visit.booking ? &*visit.booking : visit.entry ? &*visit.entry : nullptr;
    if (of == nullptr) return {};
    const auto slot =
        store::find(views.database(), views.site(), "slot",
                    {std::int64_t{visit.day}, of->text("session"), of->integer("slot")});
    return slot ? slot->text("fee_state") : std::string();
}

/// The latest moment at which the entry checked in, as the log has it; 0: it did not.
std::int64_t arrivedAt(Views& views, const Visit& visit) {
    store::Query query(views.database(),
                       "SELECT coalesce(max(min(occurred_at, received_at)), 0) FROM op WHERE site "
                       "= ? AND day = ? AND json_extract(fields, '$.entry') = ? AND type = "
                       "'entry.checked_in' AND verdict <> 'rejected'");
    query.bind(views.site()).bind(visit.day).bind(visit.entry->text("id"));
    query.step();
    return query.integer(0);
}

/// Reasons that the rules give; whatever staff typed stays with staff.
std::string reasonClass(const std::string& reason) {
    return core::callReasonFrom(reason) ? reason : "chosen";
}

/// Who was called since the entry is here although behind it in the plain order of its lane.
json passedBy(Views& views, const Visit& visit, const Line& line) {
    json list = json::array();
    const std::int64_t since = arrivedAt(views, visit);
    const core::QueueEntry* own = line.queue.find(visit.entry->text("id"));
    if (since == 0 || own == nullptr) return list;
    const core::LanePlace mine = core::lanePlace(*own, line.queue.parameters());
    store::Query query(views.database(),
                       "SELECT id, called_at, reason FROM entry WHERE site = ? AND day = ? AND "
                       "half = ? AND queue = ? AND called_at > ? ORDER BY called_at");
    query.bind(views.site()).bind(visit.day).bind(visit.half()).bind(visit.queue()).bind(since);
    while (query.step()) {
        const core::QueueEntry* other = line.queue.find(query.text(0));
        if (other == nullptr || other == own) continue;
        const std::string reason = query.text(2);
        const bool plain = reason.starts_with("N:") && own->lane == core::Lane::N;
        if (plain && core::lanePlace(*other, line.queue.parameters()) < mine) continue;
        list.push_back({{"at", query.integer(1)}, {"reason", reasonClass(reason)}});
    }
    return list;
}

json waitingPart(Views& views, const Visit& visit) {
    json part{{"ahead", nullptr},
              {"from", nullptr},
              {"to", nullptr},
              {"why", nullptr},
              {"passed_by", json::array()}};
    const std::string state = visit.state();
    if (state != "waiting" && state != "staged") return part;
    part["why"] = core::toText(core::NoTime::NoHistory);
    const Line* line =
        views.recall().lines.of(views.database(), views.site(), visit.queueKey(), views.clock());
    if (line == nullptr) return part;
    if (const auto ahead = line->ahead.find(visit.entry->text("id")); ahead != line->ahead.end())
        part["ahead"] = ahead->second;
    if (const auto range = line->ranges.find(visit.entry->text("id"));
        range != line->ranges.end()) {
        part["from"] = range->second.from;
        part["to"] = range->second.to;
        part["why"] = nullptr;
    } else if (line->why) {
        part["why"] = core::toText(*line->why);
    }
    part["passed_by"] = passedBy(views, visit, *line);
    return part;
}

json alertOf(Views& views, const std::string& holder, const Visit& visit) {
    store::Query query(views.database(), "SELECT ahead, minutes, message FROM visit_alert WHERE "
                                         "holder = ? AND site = ? AND visit = ?");
    query.bind(holder).bind(views.site()).bind(visit.id);
    if (!query.step())
        return {{"ahead", usualAlertAhead}, {"minutes", nullptr}, {"message", false}};
    const auto orNull = [](std::int64_t value) { return value < 0 ? json() : json(value); };
    return {{"ahead", orNull(query.integer(0))},
            {"minutes", orNull(query.integer(1))},
            {"message", query.integer(2) != 0}};
}

json firedAlerts(Views& views, const std::string& holder, const Visit& visit) {
    store::Query query(views.database(), "SELECT kind, at, ahead FROM alert_fired WHERE holder = ? "
                                         "AND site = ? AND visit = ? ORDER BY at, kind");
    query.bind(holder).bind(views.site()).bind(visit.id);
    json list = json::array();
    while (query.step())
        list.push_back(
            {{"kind", query.text(0)}, {"at", query.integer(1)}, {"ahead", query.integer(2)}});
    return list;
}

/// The session's room until somebody calls from another.
std::string roomOf(const Visit& visit) {
    if (visit.entry && !visit.entry->text("room").empty()) return visit.entry->text("room");
    return visit.session && visit.session->integer("pooled") == 0 ? visit.session->text("room")
                                                                  : std::string();
}

/// What the patient of a stopped session may choose; null: there is nothing to choose.
json choicesNow(Views& views, const Visit& visit) {
    if (!visit.booking) return nullptr;
    const auto choices = choicesOf(views.database(), views.site(), *visit.booking);
    return choices.empty() ? json() : json(choices);
}

json codeOf(Views& views, const Visit& visit) {
    const SiteKeys* keys = views.recall().keys;
    const std::string state = visit.state();
    const bool opens = state == "booked" && visit.day >= views.clock().now().day;
    // A kiosk has nothing to do for a visit by video.
    if (!visit.booking || !opens || keys == nullptr || visit.isVirtual()) return nullptr;
    return bookingCode(views.site(), views.clock(), *keys, *visit.booking);
}

json whenAndWhere(Views& views, const Visit& visit, const Record& organization,
                  const Terms& terms) {
    const int band = visit.band();
    const bool placed = !visit.isVirtual();
    return {{"day", visit.day},
            {"band", band},
            {"band_end", std::min(band + terms.policy.bandMinutes, core::minutesPerDay)},
            {"opens", std::max(band - earlyOpen(organization), 0)},
            {"latest", visit.latest()},
            {"session", visit.session ? visit.session->text("id") : std::string()},
            {"half", visit.half()},
            {"zone", visit.zone()},
            {"class", visit.session ? classOf(*visit.session) : "AMB"},
            {"floor", placed && visit.department ? visit.department->integer("floor") : 0},
            {"building_zh", placed ? terms.buildingZh : std::string()},
            {"building_en", placed ? terms.buildingEn : std::string()},
            {"room", roomOf(visit)},
            {"queue", visit.queue()},
            {"text_zh", visitText(views.database(), views.site(), visit, terms, "zh")},
            {"text_en", visitText(views.database(), views.site(), visit, terms, "en")}};
}

core::Result<json> visitJson(Views& views, const std::string& holder, const Visit& visit) {
    const auto organization =
        store::find(views.database(), views.site(), "organization", {views.site()});
    if (!organization) return core::refused("unknown-visit", "no such visit");
    const Terms terms = readTerms(*organization);
    json row{{"id", visit.id},
             {"site", views.site()},
             {"hospital_zh", organization->text("name_zh")},
             {"hospital_en", organization->text("name_en")},
             {"kind", visit.booking ? "booking" : "ticket"},
             {"state", visit.state()},
             {"number", visit.number()},
             {"short_code", visit.shortCode()},
             {"code", codeOf(views, visit)},
             {"department", departmentOf(visit)},
             {"doctor", doctorOf(views, visit)},
             {"masked", visit.masked()},
             {"fee_fen", visit.session ? visit.session->integer("amount_fen") : 0},
             {"lines", feeLines(views, visit)},
             {"fee_state", feeState(views, visit)},
             {"choices", choicesNow(views, visit)},
             {"alert", alertOf(views, holder, visit)},
             {"alerts", firedAlerts(views, holder, visit)},
             {"now", showNow(views.clock())},
             {"as_of", views.clock().utcMs()}};
    row.update(whenAndWhere(views, visit, *organization, terms));
    row.update(waitingPart(views, visit));
    return row;
}

struct Listed {
    std::string site;
    std::string visit;
    int day = 0;
};

/// The nearest day first, past ones last.
std::vector<Listed> listedOf(Views& views, const std::string& holder) {
    const int today = views.clock().now().day;
    store::Query query(
        views.database(),
        "SELECT site, visit, day FROM visit_holder WHERE holder = ? AND day >= ? "
        "ORDER BY day < ?, CASE WHEN day < ? THEN -day ELSE day END, made_at LIMIT ?");
    query.bind(holder)
        .bind(core::addDays(today, -visitsBackDays))
        .bind(today)
        .bind(today)
        .bind(maxVisitsListed);
    std::vector<Listed> list;
    while (query.step())
        list.push_back({query.text(0), query.text(1), static_cast<int>(query.integer(2))});
    return list;
}

} // namespace

core::Result<json> showMe(Views& views, const Asker& asker) {
    const auto holder = holderOf(views, asker);
    if (!holder) return tl::unexpected(holder.error());
    json visits = json::array();
    for (const Listed& listed : listedOf(views, *holder)) {
        Views site(views.database(), listed.site, views.clock(), &views.recall());
        const auto visit = findVisit(views.database(), listed.site, listed.visit, listed.day);
        if (!visit) continue;
        auto row = visitJson(site, *holder, *visit);
        if (row) visits.push_back(std::move(*row));
    }
    return json{{"patients", patientsOf(views.database(), *holder)},
                {"visits", std::move(visits)},
                {"as_of", views.clock().utcMs()}};
}

core::Result<json> showVisit(Views& views, const Asker& asker, const std::string& id) {
    const auto found = followed(views, asker, id);
    if (!found) return tl::unexpected(found.error());
    return visitJson(views, found->holder, found->visit);
}

core::Result<json> showVisitOf(Views& views, const std::string& holder, const std::string& id) {
    const auto found = followedBy(views, holder, id);
    if (!found) return tl::unexpected(found.error());
    return visitJson(views, found->holder, found->visit);
}

core::Result<std::string> followedVisitId(Views& views, const Asker& asker, const std::string& id) {
    const auto found = followed(views, asker, id);
    if (!found) return tl::unexpected(found.error());
    return found->visit.id;
}

core::Result<json> showBills(Views& views, const Asker& asker, const std::string& id) {
    const auto found = followed(views, asker, id);
    if (!found) return tl::unexpected(found.error());
    const Visit& visit = found->visit;
    return json{{"bills", billsOf(views, visit, feeLines(views, visit), feeState(views, visit))}};
}

core::Result<std::string> queueOfVisit(Views& views, const Asker& asker, const std::string& id) {
    const auto found = followed(views, asker, id);
    if (!found) return tl::unexpected(found.error());
    const Visit& visit = found->visit;
    return std::to_string(visit.day) + "/" + visit.half() + "/" + visit.queue();
}

} // namespace menzhen::clerk
