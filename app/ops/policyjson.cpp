// SPDX-License-Identifier: Apache-2.0
#include "app/ops/policyjson.h"

#include "app/ops/lastread.h"
#include "app/ops/weekdays.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using nlohmann::json;

/// One name for writing and reading a number or flag.
template <class Policy, class Visit> void eachField(Policy& p, Visit visit) {
    visit("advance_days_min", p.advanceDaysMin);
    visit("advance_days_max", p.advanceDaysMax);
    visit("same_day_allowed", p.sameDayAllowed);
    visit("release_minute", p.releaseTime);
    visit("band_minutes", p.bandMinutes);
    visit("hold_minutes", p.holdMinutes);
    visit("cancel_lead_minutes", p.cancelLeadMinutes);
    visit("offline_walkins", p.offlineWalkins);
    visit("waitlist", p.waitlistEnabled);
    visit("waitlist_pay_minutes", p.waitlistPayMinutes);
    visit("waitlist_closes_minute", p.waitlistClosesMinute);
    visit("noshow_count", p.noshowCount);
    visit("noshow_window_days", p.noshowWindowDays);
    visit("suspend_days", p.suspendDays);
    visit("return_validity_days", p.returnValidityDays);
    visit("max_dependants", p.maxDependants);
    visit("one_per_department_day", p.onePerDepartmentDay);
    visit("person_day_limit", p.personDayLimit);
    visit("person_open_limit", p.personOpenLimit);
    visit("holder_open_limit", p.holderOpenLimit);
    visit("guardian_age", p.guardianAge);
    visit("elder_age", p.elderAge);
    visit("reserve_release_minutes", p.reserveReleaseMinutes);
    visit("lottery", p.lotteryEnabled);
    visit("lottery_seconds", p.lotterySeconds);
}

/// Who goes before others by a rule: devices give the automatic ones themselves.
json priorityToJson(const std::vector<core::PriorityClass>& classes) {
    json list = json::array();
    for (const core::PriorityClass& c : classes)
        list.push_back(
            {{"code", c.code}, {"lane", c.lane}, {"level", c.level}, {"who_sets", c.whoSets}});
    return list;
}

json calendarToJson(const core::WorkCalendar& calendar) {
    json swapped = json::object();
    for (const auto& [day, weekday] : calendar.workedAs)
        swapped[std::to_string(day)] = toText(weekday);
    return {{"closed", calendar.closed}, {"worked_as", std::move(swapped)}};
}

core::WorkCalendar calendarFromJson(const json& from) {
    core::WorkCalendar calendar;
    if (!from.is_object()) return calendar;
    if (const auto closed = from.find("closed"); closed != from.end() && closed->is_array())
        for (const json& day : *closed)
            if (day.is_number_integer()) calendar.closed.insert(day.get<int>());
    const auto swapped = from.find("worked_as");
    if (swapped == from.end() || !swapped->is_object()) return calendar;
    for (const auto& [day, weekday] : swapped->items()) {
        const auto as =
            weekday.is_string() ? weekdayFrom(weekday.get<std::string>()) : std::nullopt;
        const int number = day.size() == 8 ? std::atoi(day.c_str()) : 0;
        if (as && core::isDay(number)) calendar.workedAs.emplace(number, *as);
    }
    return calendar;
}

} // namespace

json policyToJson(const core::BookingPolicy& policy,
                  const std::vector<core::PriorityClass>& classes) {
    json made = json::object();
    eachField(policy, [&](const char* name, const auto& value) { made[name] = value; });
    made["calendar"] = calendarToJson(policy.calendar);
    made["priority_classes"] = priorityToJson(classes);
    return made;
}

json policyToJson(const core::Hospital& hospital) {
    json made = policyToJson(hospital.bookingPolicy, hospital.priorityClasses);
    const core::Organization& o = hospital.organization;
    if (!o.building.zh.empty()) made["building"] = {{"zh", o.building.zh}, {"en", o.building.en}};
    json emergency = json::object();
    if (!o.emergencyPlace.zh.empty()) {
        emergency["place_zh"] = o.emergencyPlace.zh;
        emergency["place_en"] = o.emergencyPlace.en;
    }
    if (!o.emergencyPhone.empty()) emergency["phone"] = o.emergencyPhone;
    if (!emergency.empty()) made["emergency"] = std::move(emergency);
    return made;
}

core::BookingPolicy policyFromJson(const json& from) {
    core::BookingPolicy policy;
    if (!from.is_object()) return policy;
    eachField(policy, [&](const char* name, auto& value) {
        const auto found = from.find(name);
        if (found == from.end()) return;
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, bool>) {
            if (found->is_boolean()) value = found->template get<bool>();
        } else {
            if (found->is_number_integer()) value = found->template get<int>();
        }
    });
    if (const auto calendar = from.find("calendar"); calendar != from.end())
        policy.calendar = calendarFromJson(*calendar);
    return policy;
}

core::BookingPolicy policyOf(store::Database& database, const std::string& site) {
    const auto organization = store::find(database, site, "organization", {site});
    if (!organization) return {};
    thread_local LastRead<core::BookingPolicy> last;
    return last.of(organization->text("policy"), [](const std::string& text) {
        return policyFromJson(json::parse(text, nullptr, false));
    });
}

} // namespace menzhen::ops
