// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/browsing.h"

#include "app/clerk/opendays.h"
#include "app/clerk/recall.h"
#include "app/clerk/smsline.h"
#include "app/clerk/visits.h"
#include "app/core/calendar.h"
#include "app/core/timeunits.h"
#include "app/ops/slots.h"
#include "db/store/records.h"

#include <algorithm>
#include <map>
#include <set>

namespace menzhen::clerk {

namespace {

using store::Record;

/// The code of fees for the special clinic (特需) in hospital files.
constexpr const char* specialFee = "SPECIAL";
constexpr core::Day firstUtcDay = 19700101;

Directory& directoryOf(Views& views) {
    Directory& directory = views.recall().directory;
    directory.refresh(views.database(), views.clock().monotonicMs());
    return directory;
}

const char* kindOf(HitKind kind) {
    switch (kind) {
    case HitKind::Hospital:
        return "hospital";
    case HitKind::Department:
        return "department";
    case HitKind::Doctor:
        break;
    }
    return "doctor";
}

/// Fees of a department's sessions in the days that may be booked.
struct FeeSpan {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

std::map<std::string, FeeSpan> feesByDepartment(Views& views, const Terms& terms) {
    const int today = views.clock().now().day;
    store::Query query(views.database(),
                       "SELECT department, min(amount_fen), max(amount_fen) FROM session WHERE "
                       "site = ? AND day BETWEEN ? AND ? AND state = 'open' GROUP BY department");
    query.bind(views.site()).bind(today).bind(core::addDays(today, terms.policy.advanceDaysMax));
    std::map<std::string, FeeSpan> fees;
    while (query.step())
        fees[query.text(0)] = {query.integer(1), query.integer(2)};
    return fees;
}

std::string orElse(const std::string& text, const char* fallback) {
    return text.empty() ? fallback : text;
}

json departmentRow(const Record& d, const std::map<std::string, FeeSpan>& fees,
                   const Terms& terms) {
    const auto fee = fees.find(d.text("id"));
    const bool hasSessions = fee != fees.end();
    const bool bookable = d.text("kind") == "clinic" && d.integer("bookable") != 0;
    json row{{"code", d.text("id")},
             {"name_zh", d.text("zh")},
             {"name_en", d.text("en")},
             {"floor", d.integer("floor")},
             {"zone", d.text("zone")},
             {"kind", d.text("kind")},
             {"bookable", bookable && hasSessions && !terms.bookingOff},
             {"reason", nullptr},
             {"instead_zh", ""},
             {"instead_en", ""},
             {"sensitive", d.integer("sensitive") != 0},
             {"fee_from", hasSessions ? json(fee->second.from) : json()},
             {"fee_to", hasSessions ? json(fee->second.to) : json()}};
    if (!bookable)
        row.update(
            {{"reason", "on-site-only"},
             {"instead_zh", orElse(d.text("instead_zh"), "请到医院,在自助机或人工窗口办理")},
             {"instead_en", orElse(d.text("instead_en"), "On site only: at a kiosk or a window")}});
    else if (terms.bookingOff)
        row.update({{"reason", "booking-off"},
                    {"instead_zh", terms.noticeZh},
                    {"instead_en", terms.noticeEn}});
    else if (!hasSessions)
        row.update({{"reason", "no-sessions"},
                    {"instead_zh", "近期没有门诊,请向医院咨询"},
                    {"instead_en", "No sessions in the coming days: please ask the hospital"}});
    return row;
}

json orNull(bool there, std::int64_t value) {
    return there ? json(value) : json();
}

json dayRow(const OpenDay& day) {
    return {{"day", day.day},
            {"open", day.open},
            {"why", day.open ? json() : json(day.why)},
            {"opens_at", orNull(day.opensAtMs > 0, day.opensAtMs)},
            {"free", day.free},
            {"sessions", day.sessions},
            {"fee_from", orNull(day.feeFromFen >= 0, day.feeFromFen)}};
}

json nameRow(const Record& practitioner) {
    json row{{"id", practitioner.text("id")}, {"kind", practitioner.text("kind")}};
    for (const char* name : {"name_zh", "name_en", "title_zh", "title_en"})
        row[name] = practitioner.text(name);
    return row;
}

json doctorRow(const Record& practitioner, const std::vector<Offer>& offers) {
    std::set<std::int64_t> fees;
    bool special = false;
    for (const Offer& offer : offers) {
        if (offer.session.text("practitioner") != practitioner.text("id") ||
            offer.state == "stopped")
            continue;
        fees.insert(offer.session.integer("amount_fen"));
        special = special || offer.session.text("fee") == specialFee;
    }
    json row = nameRow(practitioner);
    row["fees"] = fees;
    row["special"] = special;
    return row;
}

json sessionRow(const Offer& offer) {
    const Record& s = offer.session;
    return {{"day", s.integer("day")},
            {"id", s.text("id")},
            {"half", s.text("half")},
            {"start", s.integer("start_minute")},
            {"end", s.integer("end_minute")},
            {"fee_fen", s.integer("amount_fen")},
            {"special", s.text("fee") == specialFee},
            {"class", classOf(s)},
            {"free", offer.free},
            {"state", offer.state}};
}

bool weekendOnly(const std::vector<Offer>& offers) {
    return !offers.empty() && std::all_of(offers.begin(), offers.end(), [](const Offer& offer) {
        const int day = static_cast<int>(offer.session.integer("day"));
        return core::weekdayOf(day) >= core::Weekday::Saturday;
    });
}

core::Result<Record> organizationOf(Views& views) {
    auto found = store::find(views.database(), views.site(), "organization", {views.site()});
    if (!found) return core::refused("unknown-site", "this registry does not hold that site");
    return *found;
}

} // namespace

json showNow(const ports::Clock& clock) {
    const std::int64_t at = clock.utcMs();
    const ports::LocalTime now = clock.local(at);
    const std::int64_t localMinutes =
        std::int64_t{core::daysBetween(firstUtcDay, now.day)} * core::minutesPerDay + now.minute;
    return {{"at", at},
            {"day", now.day},
            {"minute", now.minute},
            {"offset_minutes", localMinutes - at / core::msPerMinute}};
}

json showRegions(Views& views) {
    Directory& directory = directoryOf(views);
    json list = json::array();
    for (const Region& region : directory.regions())
        list.push_back({{"code", region.code},
                        {"name_zh", region.nameZh},
                        {"name_en", region.nameEn},
                        {"hospitals", directory.hospitals(region.code, "").size()}});
    return {{"regions", std::move(list)}};
}

json showHospitals(Views& views, const std::string& region, const std::string& text) {
    json list = json::array();
    for (const HospitalRow* row : directoryOf(views).hospitals(region, text)) {
        const Terms terms = termsOf(views.database(), row->site); // a switch counts at once
        list.push_back({{"site", row->site},
                        {"name_zh", row->nameZh},
                        {"name_en", row->nameEn},
                        {"city_zh", row->cityZh},
                        {"region", row->region},
                        {"kind", row->kind},
                        {"booking", terms.bookingOff ? "off" : "on"},
                        {"notice_zh", terms.noticeZh},
                        {"notice_en", terms.noticeEn}});
    }
    return {{"hospitals", std::move(list)}};
}

json searchNames(Views& views, const std::string& text, std::size_t limit) {
    json list = json::array();
    for (const Hit& hit : directoryOf(views).search(text, limit))
        list.push_back({{"type", kindOf(hit.kind)},
                        {"site", hit.site},
                        {"id", hit.id},
                        {"name_zh", hit.nameZh},
                        {"name_en", hit.nameEn},
                        {"of_zh", hit.ofZh},
                        {"of_en", hit.ofEn}});
    return {{"hits", std::move(list)}};
}

core::Result<json> showSite(Views& views) {
    const auto o = organizationOf(views);
    if (!o) return tl::unexpected(o.error());
    const Terms terms = readTerms(*o);
    return json{{"site", views.site()},
                {"name_zh", o->text("name_zh")},
                {"name_en", o->text("name_en")},
                {"city_zh", o->text("city_zh")},
                {"region", regionOfCity(views.recall().directory.regions(), o->text("city_zh"))},
                {"kind", o->text("kind")},
                {"emergency",
                 {{"place_zh", terms.emergencyZh},
                  {"place_en", terms.emergencyEn},
                  {"phone", terms.emergencyPhone}}},
                {"booking", terms.bookingOff ? "off" : "on"},
                {"notice_zh", terms.noticeZh},
                {"notice_en", terms.noticeEn},
                {"policy",
                 {{"advance_days_max", terms.policy.advanceDaysMax},
                  {"release_time", terms.policy.releaseTime},
                  {"hold_minutes", terms.policy.holdMinutes},
                  {"cancel_lead_minutes", terms.policy.cancelLeadMinutes},
                  {"same_day", terms.policy.sameDayAllowed},
                  {"max_dependants", terms.policy.maxDependants},
                  {"waitlist", terms.policy.waitlistEnabled},
                  {"sms_fen", views.recall().messages ? json(smsLineFen) : json()}}},
                {"now", showNow(views.clock())}};
}

core::Result<json> showDepartments(Views& views) {
    const auto o = organizationOf(views);
    if (!o) return tl::unexpected(o.error());
    const Terms terms = readTerms(*o);
    const auto fees = feesByDepartment(views, terms);
    json list = json::array();
    for (const Record& d :
         store::select(views.database(), views.site(), "department", "ORDER BY kind, floor, id"))
        list.push_back(departmentRow(d, fees, terms));
    return json{{"departments", std::move(list)}, {"as_of", views.clock().utcMs()}};
}

core::Result<json> showDepartment(Views& views, const std::string& id, const std::string& channel) {
    const auto o = organizationOf(views);
    if (!o) return tl::unexpected(o.error());
    const auto d = store::find(views.database(), views.site(), "department", {id});
    if (!d) return core::refused("unknown-department", "no such department");
    const Terms terms = readTerms(*o);
    json page = departmentRow(*d, feesByDepartment(views, terms), terms);
    const auto offers =
        offersOf(views.database(), views.site(), views.clock(), terms, "department", id, channel);
    json doctors = json::array();
    for (const Record& p : store::select(views.database(), views.site(), "practitioner",
                                         "AND department = ? ORDER BY id", {id}))
        doctors.push_back(doctorRow(p, offers));
    json days = json::array();
    for (const OpenDay& day : openDays(offers, views.clock(), terms))
        days.push_back(dayRow(day));
    page["doctors"] = std::move(doctors);
    page["days"] = std::move(days);
    page["as_of"] = views.clock().utcMs();
    return page;
}

core::Result<json> showPractitioner(Views& views, const std::string& id) {
    const auto o = organizationOf(views);
    if (!o) return tl::unexpected(o.error());
    const auto p = store::find(views.database(), views.site(), "practitioner", {id});
    if (!p) return core::refused("unknown-practitioner", "no such doctor");
    const Terms terms = readTerms(*o);
    json page = nameRow(*p);
    const auto d =
        store::find(views.database(), views.site(), "department", {p->text("department")});
    if (!d) return core::refused("unknown-practitioner", "the doctor is in no department");
    page["department"] = departmentRow(*d, feesByDepartment(views, terms), terms);
    const auto offers = offersOf(views.database(), views.site(), views.clock(), terms,
                                 "practitioner", id, ops::phoneChannel);
    json sessions = json::array();
    for (const Offer& offer : offers)
        sessions.push_back(sessionRow(offer));
    page["sessions"] = std::move(sessions);
    page["note"] = weekendOnly(offers) ? json("weekend-only") : json();
    page["as_of"] = views.clock().utcMs();
    return page;
}

} // namespace menzhen::clerk
