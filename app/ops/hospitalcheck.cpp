// SPDX-License-Identifier: Apache-2.0
#include "app/ops/hospitalcheck.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

namespace menzhen::ops {

namespace {

using core::HalfDay;
using core::Hospital;
using core::Weekday;

/// What is added to a practitioner's id to make a session's: "-AM".
constexpr std::size_t sessionSuffixBytes = 3;
constexpr std::size_t maxLinkBytes = 200;

bool isIdCharacter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

void checkId(const LocatedValue& from, std::string_view key, const std::string& id,
             std::size_t mostBytes) {
    if (!std::all_of(id.begin(), id.end(), isIdCharacter))
        from.problemAt(key, "'" + id + "' has other characters than A-Z, a-z, 0-9, - and _");
    if (id.size() > mostBytes)
        from.problemAt(key, "'" + id + "' has " + std::to_string(id.size()) +
                                " characters, at most " + std::to_string(mostBytes) +
                                " are allowed");
}

void checkPrefix(const LocatedValue& from, const std::string& prefix) {
    const bool letters =
        std::all_of(prefix.begin(), prefix.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!letters)
        from.problemAt("prefix", "'" + prefix + "' has other characters than the letters A to Z");
    else if (prefix.size() > 2)
        from.problemAt("prefix", "'" + prefix + "' has " + std::to_string(prefix.size()) +
                                     " letters, 1 or 2 are allowed");
}

/// A reference that is there must lead somewhere; an empty one has been complained of already.
template <class Found>
void checkKnown(const LocatedValue& from, std::string_view key, const std::string& name,
                const Found* found, std::string_view what) {
    if (!found && !name.empty())
        from.problemAt(key, "there is no " + std::string(what) + " '" + name + "'");
}

void checkDepartments(const Hospital& hospital, const LocatedValue& from) {
    const auto places = from.mayObjects("departments");
    checkUnique(places, "code", "department");
    checkUnique(places, "prefix", "department's prefix");
    for (std::size_t i = 0; i < places.size(); ++i) {
        checkId(places[i], "code", hospital.departments[i].code, core::maxSessionIdBytes);
        checkPrefix(places[i], hospital.departments[i].prefix);
    }
}

void checkPractitioners(const Hospital& hospital, const LocatedValue& from) {
    const auto places = from.mayObjects("practitioners");
    checkUnique(places, "id", "practitioner");
    for (std::size_t i = 0; i < places.size(); ++i) {
        const core::Practitioner& each = hospital.practitioners[i];
        checkId(places[i], "id", each.id, core::maxSessionIdBytes - sessionSuffixBytes);
        if (core::findDepartment(hospital, each.id))
            places[i].problemAt("id",
                                "'" + each.id + "' is also a department; a queue has one name");
        checkKnown(places[i], "department", each.department,
                   core::findDepartment(hospital, each.department), "department");
    }
}

void checkChannels(const Hospital& hospital, const LocatedValue& from) {
    checkUnique(from.mayObjects("channels"), "code", "channel");
    std::int64_t sum = 0;
    for (const core::Channel& channel : hospital.channels)
        sum += channel.sharePpm;
    if (std::abs(sum - core::wholeShare) > shareTolerancePpm && from.has("channels"))
        from.problemAt("channels", "the shares sum to " + std::to_string(sum / 10000) + "." +
                                       std::to_string(sum / 1000 % 10) + " %, not to 100 %");
}

bool isMinute(const LocatedValue& from, std::string_view key) {
    const LocatedJson* found = from.node().find(key);
    return found && core::parseMinute(found->text);
}

/// A visit by video has no place, and its page opens from a phone.
void checkVirtual(const Hospital& hospital, const core::SessionTemplate& session,
                  const LocatedValue& place) {
    if (!session.isVirtual) {
        if (!session.link.empty()) place.problemAt("link", "only a session of class VR has one");
        return;
    }
    if (!session.room.empty()) place.problemAt("room", "a session of class VR has no room");
    if (session.pooled) place.problemAt("queue", "a session of class VR is \"personal\"");
    const bool plain = std::all_of(session.link.begin(), session.link.end(),
                                   [](char c) { return c > ' ' && c < 127 && c != '"'; });
    if (!session.link.starts_with("https://") || !plain || session.link.size() > maxLinkBytes)
        place.problemAt("link", "an address that begins with https:// is wanted, at most " +
                                    std::to_string(maxLinkBytes) + " bytes");
    const bool sold = std::any_of(hospital.channels.begin(), hospital.channels.end(),
                                  [](const auto& one) { return one.code == core::virtualChannel; });
    if (!sold)
        place.problemAt("class", "a session of class VR is booked by " +
                                     std::string(core::virtualChannel) +
                                     ", which is no channel here");
}

void checkTemplate(const Hospital& hospital, const core::SessionTemplate& session,
                   const LocatedValue& place) {
    const core::Department* department = core::findDepartment(hospital, session.department);
    checkKnown(place, "department", session.department, department, "department");
    checkKnown(place, "practitioner", session.practitioner,
               core::findPractitioner(hospital, session.practitioner), "practitioner");
    checkKnown(place, "fee", session.fee, core::findFee(hospital, session.fee), "fee");
    if (department && !department->hasSlots())
        place.problemAt("department",
                        "'" + session.department + "' is no clinic, so it has no sessions");
    if (department && !session.room.empty() &&
        std::find(department->rooms.begin(), department->rooms.end(), session.room) ==
            department->rooms.end())
        place.problemAt("room", "'" + session.room + "' is no room of " + session.department);
    checkVirtual(hospital, session, place);
    if (session.start >= session.end && isMinute(place, "start") && isMinute(place, "end"))
        place.problemAt("end", "the session ends at " + core::formatMinute(session.end) +
                                   ", not after its start at " + core::formatMinute(session.start));
}

/// One doctor and one room are in one place at a time.
void checkDoubleUse(const Hospital& hospital, const std::vector<LocatedValue>& places) {
    using Use = std::tuple<Weekday, HalfDay, std::string>;
    std::map<Use, std::string> rooms;
    std::map<Use, std::string> practitioners;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const core::SessionTemplate& each = hospital.sessionTemplates[i];
        const auto claim = [&](auto& taken, std::string_view key, const std::string& name) {
            if (name.empty()) return;
            const auto [first, free] =
                taken.try_emplace(Use{each.weekday, each.half, name}, places[i].path());
            if (!free)
                places[i].problemAt(key, "'" + name + "' is used twice in one half-day, first by " +
                                             first->second);
        };
        claim(rooms, "room", each.room);
        claim(practitioners, "practitioner", each.practitioner);
    }
}

void checkNumbers(const Hospital& hospital, const LocatedValue& from) {
    std::map<std::tuple<std::string, Weekday, HalfDay>, int> slots;
    for (const core::SessionTemplate& each : hospital.sessionTemplates)
        slots[{each.department, each.weekday, each.half}] += each.capacity;
    static constexpr const char* days[]{"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"};
    const auto places = from.mayObjects("departments");
    for (const auto& [key, count] : slots) {
        const auto& [code, weekday, half] = key;
        if (count <= core::maxNumbersPerHalfDay) continue;
        for (std::size_t i = 0; i < places.size(); ++i)
            if (hospital.departments[i].code == code)
                places[i].problem("its sessions have " + std::to_string(count) + " slots on " +
                                  days[int(weekday) - 1] + " " + std::string(core::toText(half)) +
                                  ", at most " + std::to_string(core::maxNumbersPerHalfDay) +
                                  " numbers fit a half-day");
    }
}

} // namespace

void checkUnique(const std::vector<LocatedValue>& all, std::string_view key,
                 std::string_view what) {
    std::set<std::string> seen;
    for (const LocatedValue& each : all) {
        const LocatedJson* found = each.node().find(key);
        if (!found || found->kind != LocatedJson::Kind::Text || found->text.empty()) continue;
        if (!seen.insert(found->text).second)
            each.problemAt(key, "'" + found->text + "' is already another " + std::string(what));
    }
}

void checkHospital(const core::Hospital& hospital, const LocatedValue& from) {
    checkId(from, "id", hospital.organization.id, core::maxSiteIdBytes);
    checkDepartments(hospital, from);
    checkPractitioners(hospital, from);
    checkUnique(from.mayObjects("fees"), "code", "fee");
    checkUnique(from.mayObjects("charge_items"), "code", "charge item");
    checkChannels(hospital, from);
    const LocatedValue policy = from.mayObject("booking_policy");
    if (policy.has("band_minutes") &&
        hospital.bookingPolicy.bandMinutes != hospital.queueRules.band)
        policy.problemAt("band_minutes", "queue_rules.band says " +
                                             std::to_string(hospital.queueRules.band) +
                                             "; both must be the same");
    for (const std::string& code : from.mayTexts("sensitive_services"))
        if (!core::findDepartment(hospital, code))
            from.problemAt("sensitive_services", "there is no department '" + code + "'");

    const auto places = from.mayObjects("schedule_templates");
    for (std::size_t i = 0; i < places.size(); ++i)
        checkTemplate(hospital, hospital.sessionTemplates[i], places[i]);
    checkDoubleUse(hospital, places);
    checkNumbers(hospital, from);
}

} // namespace menzhen::ops
