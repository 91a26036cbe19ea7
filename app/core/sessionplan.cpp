// SPDX-License-Identifier: Apache-2.0
#include "app/core/sessionplan.h"

#include "app/core/check.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <numeric>
#include <tuple>

namespace menzhen::core {

namespace {

constexpr int firstAfternoonNumber = 501;

Result<void> checkTemplate(const Hospital& hospital, const SessionTemplate& session) {
    const std::string id = sessionId(session.practitioner, session.half);
    if (!findDepartment(hospital, session.department))
        return badData("unknown-reference",
                       "session " + id + " names a department that is not there");
    if (!findFee(hospital, session.fee))
        return badData("unknown-reference", "session " + id + " names a fee that is not there");
    const bool timed = session.start >= 0 && session.start < session.end &&
                       session.end <= minutesPerDay && hospital.bookingPolicy.bandMinutes > 0;
    if (!timed || session.capacity < 1 || session.capacity > maxSessionCapacity)
        return badData("bad-template", "session " + id + " has a time or capacity out of bounds");
    return {};
}

/// A session with its slots, still without numbers and day.
PlannedSession shapeOf(const Hospital& hospital, const SessionTemplate& from) {
    PlannedSession session;
    session.id = sessionId(from.practitioner, from.half);
    session.practitioner = from.practitioner;
    session.department = from.department;
    session.half = from.half;
    session.start = from.start;
    session.end = from.end;
    session.room = from.room;
    session.isVirtual = from.isVirtual;
    session.link = from.link;
    if (!from.isVirtual) session.zone = findDepartment(hospital, from.department)->zone;
    session.queue = queueId(from);
    session.pooled = from.pooled;
    session.feeCode = from.fee;
    session.feeFen = findFee(hospital, from.fee)->amountFen;
    session.capacity = from.capacity;
    session.extraMax = from.extraMax;

    const auto dealt = from.isVirtual ? std::vector<std::size_t>{}
                                      : dealChannels(from.capacity, hospital.channels);
    session.slots.reserve(std::size_t(from.capacity));
    for (int i = 0; i < from.capacity; ++i) {
        PlannedSlot slot;
        slot.slot = i + 1;
        slot.band =
            bandOfSlot(i, from.capacity, from.start, from.end, hospital.bookingPolicy.bandMinutes);
        if (from.isVirtual) slot.channel = virtualChannel;
        if (!dealt.empty()) slot.channel = hospital.channels[dealt[std::size_t(i)]].code;
        session.slots.push_back(std::move(slot));
    }
    return session;
}

/// Numbers all slots of one department and half-day. `sessions` are ordered by id.
Result<void> numberSlots(const Department& department,
                         const std::vector<PlannedSession*>& sessions) {
    using Place = std::tuple<Minute, std::size_t, std::size_t>; // band, session, slot
    std::vector<Place> places;
    for (std::size_t s = 0; s < sessions.size(); ++s)
        for (std::size_t i = 0; i < sessions[s]->slots.size(); ++i)
            places.emplace_back(sessions[s]->slots[i].band, s, i);
    if (places.size() > std::size_t(maxNumbersPerHalfDay))
        return badData("too-many-numbers", "department " + department.code + " has " +
                                               std::to_string(places.size()) +
                                               " slots in one half-day; three digits carry " +
                                               std::to_string(maxNumbersPerHalfDay));
    std::sort(places.begin(), places.end());
    int number = sessions.front()->half == HalfDay::Morning ? 1 : firstAfternoonNumber;
    for (const auto& [band, session, slot] : places)
        sessions[session]->slots[slot].number = ticketNumber(department.prefix, number++);
    return {};
}

/// One weekday's sessions, ordered by id, numbered; the day itself is filled in later, because
/// every Monday looks the same.
Result<std::vector<PlannedSession>> planWeekday(const Hospital& hospital, Weekday weekday) {
    std::vector<PlannedSession> sessions;
    for (const SessionTemplate& from : hospital.sessionTemplates) {
        if (from.weekday != weekday) continue;
        if (const auto checked = checkTemplate(hospital, from); !checked)
            return tl::unexpected(checked.error());
        sessions.push_back(shapeOf(hospital, from));
    }
    std::sort(sessions.begin(), sessions.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    const auto twice =
        std::adjacent_find(sessions.begin(), sessions.end(),
                           [](const auto& a, const auto& b) { return a.id == b.id; });
    if (twice != sessions.end())
        return badData("bad-template", "session " + twice->id + " stands twice on one weekday");

    std::map<std::pair<std::string, HalfDay>, std::vector<PlannedSession*>> halfDays;
    for (PlannedSession& session : sessions)
        halfDays[{session.department, session.half}].push_back(&session);
    for (const auto& [key, together] : halfDays)
        if (const auto done = numberSlots(*findDepartment(hospital, key.first), together); !done)
            return tl::unexpected(done.error());
    return sessions;
}

} // namespace

int bandCount(Minute start, Minute end, int bandMinutes) {
    return std::max(1, (end - start) / bandMinutes);
}

Minute bandOfSlot(int index, int count, Minute start, Minute end, int bandMinutes) {
    MENZHEN_CHECK(index >= 0 && index < count, "bandOfSlot: no such slot");
    return start + index * bandCount(start, end, bandMinutes) / count * bandMinutes;
}

std::vector<int> shareOut(int slots, std::span<const Channel> channels) {
    std::int64_t total = 0;
    for (const Channel& channel : channels)
        total += channel.sharePpm;
    std::vector<int> shares(channels.size(), 0);
    if (total <= 0) return shares;

    std::vector<std::int64_t> remainders;
    int left = slots;
    for (std::size_t k = 0; k < channels.size(); ++k) {
        const std::int64_t exact = std::int64_t(slots) * channels[k].sharePpm;
        shares[k] = int(exact / total);
        remainders.push_back(exact % total);
        left -= shares[k];
    }
    std::vector<std::size_t> order(channels.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
    for (std::size_t i = 0; left > 0; ++i, --left)
        ++shares[order[i]];
    return shares;
}

std::vector<std::size_t> dealChannels(int slots, std::span<const Channel> channels) {
    std::vector<int> left = shareOut(slots, channels);
    int remaining = std::accumulate(left.begin(), left.end(), 0);
    std::vector<std::size_t> dealt;
    dealt.reserve(std::size_t(remaining));
    while (remaining > 0)
        for (std::size_t k = 0; k < left.size(); ++k) {
            if (left[k] == 0) continue;
            --left[k];
            --remaining;
            dealt.push_back(k);
        }
    return dealt;
}

std::string ticketNumber(std::string_view prefix, int number) {
    MENZHEN_CHECK(number >= 1 && number <= 999, "ticketNumber: three digits, from 001");
    char digits[8];
    std::snprintf(digits, sizeof digits, "%03d", number);
    return std::string(prefix) + digits;
}

Result<std::vector<PlannedSession>> planSessions(const Hospital& hospital, Day firstDay, int days) {
    if (!isDay(firstDay) || days < 0 || days > maxPlannedDays)
        return badData("bad-range", "sessions are planned for 0 to " +
                                        std::to_string(maxPlannedDays) +
                                        " days from a real day on");
    std::map<Weekday, std::vector<PlannedSession>> week;
    std::vector<PlannedSession> plan;
    for (Day day = firstDay; days > 0; --days, day = nextDay(day)) {
        const auto planned = plannedWeekday(hospital.bookingPolicy.calendar, day);
        if (!planned) continue;
        const Weekday weekday = *planned;
        auto known = week.find(weekday);
        if (known == week.end()) {
            auto made = planWeekday(hospital, weekday);
            if (!made) return tl::unexpected(made.error());
            known = week.emplace(weekday, std::move(*made)).first;
        }
        for (const PlannedSession& session : known->second) {
            plan.push_back(session);
            plan.back().day = day;
        }
    }
    return plan;
}

} // namespace menzhen::core
