// SPDX-License-Identifier: Apache-2.0
#include "app/ops/hospitalpolicy.h"

#include "app/ops/weekdays.h"

#include <limits>
#include <map>

namespace menzhen::ops {

namespace {

constexpr int maxOfflineWalkins = 99;
constexpr int maxBookings = 1000;
constexpr int maxAge = 150;
constexpr int maxLotterySeconds = 3600;
constexpr int anyInt = std::numeric_limits<int>::max();

/// "band start - 30 min" is the one form there is so far; nothing for any other.
std::optional<int> cancelLeadFrom(std::string_view text) {
    constexpr std::string_view before = "band start - ";
    constexpr std::string_view after = " min";
    if (!text.starts_with(before) || !text.ends_with(after)) return std::nullopt;
    if (text.size() <= before.size() + after.size()) return std::nullopt;
    text.remove_prefix(before.size());
    text.remove_suffix(after.size());
    int minutes = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        minutes = minutes * 10 + (c - '0');
        if (minutes > maxCancelLeadMinutes) return std::nullopt;
    }
    return minutes;
}

int readCancelLead(const LocatedValue& policy, int fallback) {
    const std::string text = policy.mayText("cancel_until");
    if (text.empty()) return fallback;
    const auto minutes = cancelLeadFrom(text);
    if (!minutes)
        policy.problemAt("cancel_until", "write \"band start - 30 min\", at most two days");
    return minutes.value_or(fallback);
}

/// A value of queue_rules in the form core understands; nothing for a form it never takes.
/// "23:00 the day before"; left out: the list never closes.
int readWaitlistCloses(const LocatedValue& waitlist) {
    constexpr std::string_view after = " the day before";
    const std::string text = waitlist.mayText("closes");
    if (text.empty()) return core::waitlistNeverCloses;
    const std::string_view before =
        std::string_view(text).substr(0, text.size() - std::min(text.size(), after.size()));
    const auto minute = text.ends_with(after) ? core::parseMinute(before) : std::nullopt;
    if (!minute) waitlist.problemAt("closes", "write \"23:00 the day before\"");
    return minute.value_or(core::waitlistNeverCloses);
}

std::optional<core::ParameterValue> parameterValue(const LocatedJson& node) {
    using Kind = LocatedJson::Kind;
    if (node.kind == Kind::Flag) return node.flag;
    if (node.kind == Kind::Integer) return node.integer;
    if (node.kind == Kind::Text) return node.text;
    if (node.kind == Kind::List) {
        std::vector<std::int64_t> numbers;
        for (const LocatedJson& item : node.items) {
            if (item.kind != Kind::Integer) return std::nullopt;
            numbers.push_back(item.integer);
        }
        return numbers;
    }
    if (node.kind != Kind::Object) return std::nullopt;
    std::map<std::string, std::int64_t> named;
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        if (node.items[i].kind != Kind::Integer) return std::nullopt;
        named.emplace(node.keys[i], node.items[i].integer);
    }
    return named;
}

void readLimits(const LocatedValue& from, core::BookingPolicy& made) {
    made.onePerDepartmentDay = from.mayFlag("one_per_department_day", made.onePerDepartmentDay);
    const LocatedValue limits = from.mayObject("limits");
    made.personDayLimit = limits.mayInteger("person_day", 1, maxBookings, made.personDayLimit);
    made.personOpenLimit = limits.mayInteger("person_open", 1, maxBookings, made.personOpenLimit);
    made.holderOpenLimit = limits.mayInteger("phone_open", 1, maxBookings, made.holderOpenLimit);
    made.guardianAge = from.mayInteger("guardian_age", 0, maxAge, made.guardianAge);
    made.elderAge = from.mayInteger("elder_age", 0, maxAge, made.elderAge);
    made.reserveReleaseMinutes = from.mayInteger("reserve_release_minutes", 0, core::minutesPerDay,
                                                 made.reserveReleaseMinutes);
    const LocatedValue lottery = from.mayObject("lottery");
    made.lotteryEnabled = lottery.mayFlag("enabled", made.lotteryEnabled);
    made.lotterySeconds = lottery.mayInteger("seconds", 1, maxLotterySeconds, made.lotterySeconds);
}

/// {"closed":["2027-01-01"],"worked_as":{"2027-01-09":"FRI"}}
core::WorkCalendar readCalendar(const LocatedValue& from) {
    core::WorkCalendar made;
    for (const std::string& text : from.mayTexts("closed")) {
        const auto day = core::parseDay(text);
        if (day)
            made.closed.insert(*day);
        else
            from.problemAt("closed", "a day like \"2027-01-01\" is wanted, not '" + text + "'");
    }
    const LocatedValue swapped = from.mayObject("worked_as");
    for (const std::string& text : swapped.node().keys) {
        const auto day = core::parseDay(text);
        const auto weekday = weekdayFrom(swapped.needText(text));
        if (day && weekday)
            made.workedAs.emplace(*day, *weekday);
        else
            swapped.problemAt(text, "write \"2027-01-09\": \"FRI\", a day and a weekday");
    }
    return made;
}

} // namespace

std::optional<core::PickupIdentity> readPickupIdentity(const LocatedValue& from) {
    const std::string text = from.mayText("identity_at_pickup");
    const auto when = core::pickupIdentityFrom(text);
    if (!text.empty() && !when)
        from.problemAt("identity_at_pickup",
                       "'" + text + "' is unknown, allowed are always, contested, never");
    return when;
}

core::BookingPolicy readBookingPolicy(const LocatedValue& from) {
    core::BookingPolicy made;
    made.advanceDaysMin = from.needInteger("advance_days_min", 0, maxAdvanceDays);
    made.advanceDaysMax = from.needInteger("advance_days_max", 0, maxAdvanceDays);
    made.sameDayAllowed = from.needFlag("same_day_allowed");
    made.releaseTime = from.needMinute("release_time");
    made.bandMinutes = from.needInteger("band_minutes", 1, core::minutesPerDay);
    made.holdMinutes = from.needInteger("hold_minutes", 1, core::minutesPerDay);
    made.cancelLeadMinutes = readCancelLead(from, made.cancelLeadMinutes);
    const LocatedValue waitlist = from.mayObject("waitlist");
    made.waitlistEnabled = waitlist.mayFlag("enabled", false);
    made.waitlistPayMinutes =
        waitlist.mayInteger("pay_within_minutes", 1, core::minutesPerDay, made.waitlistPayMinutes);
    made.waitlistClosesMinute = readWaitlistCloses(waitlist);
    const LocatedValue noshow = from.mayObject("noshow");
    made.noshowCount = noshow.mayInteger("count", 1, anyInt, made.noshowCount);
    made.noshowWindowDays = noshow.mayInteger("window_days", 1, anyInt, made.noshowWindowDays);
    made.suspendDays = noshow.mayInteger("suspend_days", 1, maxAdvanceDays, made.suspendDays);
    made.returnValidityDays =
        from.mayInteger("return_validity_days", 0, maxAdvanceDays, made.returnValidityDays);
    made.maxDependants =
        from.mayObject("book_for_others").mayInteger("max_dependants", 0, 100, made.maxDependants);
    made.offlineWalkins =
        from.mayInteger("offline_walkins", 0, maxOfflineWalkins, made.offlineWalkins);
    made.pickupIdentity = readPickupIdentity(from).value_or(made.pickupIdentity);
    readLimits(from, made);
    made.calendar = readCalendar(from.mayObject("calendar"));
    if (made.advanceDaysMin > made.advanceDaysMax)
        from.problemAt("advance_days_min", "this is more than advance_days_max");
    return made;
}

core::QueueParameters readQueueRules(const LocatedValue& from) {
    core::QueueParameters made;
    for (const std::string& key : from.node().keys) {
        const auto value = parameterValue(*from.node().find(key));
        const auto done = value ? core::setParameter(made, key, *value)
                                : core::badData("bad-value", "whole numbers are wanted");
        if (!done) from.problemAt(key, done.error().detail);
    }
    return made;
}

} // namespace menzhen::ops
