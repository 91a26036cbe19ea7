// SPDX-License-Identifier: Apache-2.0
// From the weekly templates of a hospital to the sessions of real days, each slot with its band,
// its channel and its number (design: architecture.md section 3, "Numbers"). A pure function: the
// same hospital and days give the same plan everywhere.
//
//   Bands   A session of m minutes has floor(m / band_minutes) bands, at least one, counted from
//   its
//           own start: 08:00-11:30 has 7. Slot i of n (from 0) is in band floor(i * bands / n).
//   Shares  Channel k gets floor(n * share / sum of shares) slots; what is left goes one each to
//   the
//           largest remainders, ties to the channel that stands first in the file.
//   Dealing The channels take turns in file order, one slot each a turn, slots ascending; a channel
//           whose share is used up is passed over. So every channel has early slots.
//   Numbers Prefix and three digits, counted over all sessions of one department and half-day in
//   the
//           order (band, session id, place in the session): mornings from 001, afternoons from 501.
#pragma once

#include "app/core/hospital.h"

#include <span>

namespace menzhen::core {

/// The longest range of days planned at once; a hospital books some weeks ahead, not years.
inline constexpr int maxPlannedDays = 370;

struct PlannedSlot {
    int slot = 0;        ///< place in its session, from 1
    Minute band = 0;     ///< its start, minutes after local midnight
    std::string channel; ///< code; empty when the hospital has no channels
    std::string number;  ///< as printed and called: "C047"

    friend bool operator==(const PlannedSlot&, const PlannedSlot&) = default;
};

/// FHIR Schedule: one doctor's half-day.
struct PlannedSession {
    std::string id; ///< practitioner + "-AM" / "-PM"; unique within a day
    std::string practitioner;
    std::string department;
    Day day = 0;
    HalfDay half = HalfDay::Morning;
    Minute start = 0;
    Minute end = 0;
    std::string room;
    std::string zone;
    std::string queue; ///< practitioner, or department when pooled
    bool pooled = false;
    std::string feeCode;
    Fen feeFen = 0;
    int capacity = 0;
    int extraMax = 0;
    bool isVirtual = false; ///< without room and zone; its slots are virtualChannel's
    std::string link;
    std::vector<PlannedSlot> slots; ///< `capacity` of them, ascending

    friend bool operator==(const PlannedSession&, const PlannedSession&) = default;
};

/// The sessions of `days` days from `firstDay` on, ordered by day, then id. Closed days have none,
/// and a day worked as another weekday has that one's (core/workcalendar.h).
/// Errors (Data): "too-many-numbers" when one department has more than maxNumbersPerHalfDay slots
/// in a half-day; "unknown-reference" when a template names a department or fee that is not there;
/// "bad-range" when `days` is negative or above maxPlannedDays, or firstDay is no day;
/// "bad-template" when capacity, times or band_minutes are out of bounds, or one session stands
/// twice on a weekday.
Result<std::vector<PlannedSession>> planSessions(const Hospital& hospital, Day firstDay, int days);

/// The parts, for whoever adds slots later or checks a plan.
int bandCount(Minute start, Minute end, int bandMinutes);
/// Start of the band of slot `index` (from 0) of `count`.
Minute bandOfSlot(int index, int count, Minute start, Minute end, int bandMinutes);
/// Slots per channel, in the order of `channels`; they sum to `slots` unless there is no share at
/// all.
std::vector<int> shareOut(int slots, std::span<const Channel> channels);
/// The channel (index into `channels`) of each of `slots` slots, dealt as described above.
std::vector<std::size_t> dealChannels(int slots, std::span<const Channel> channels);
/// "C", 47 -> "C047". Numbers are 1 to 999.
std::string ticketNumber(std::string_view prefix, int number);

} // namespace menzhen::core
