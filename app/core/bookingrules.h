// SPDX-License-Identifier: Apache-2.0
// Who may book what and when. Pure judgement: facts in, the first rule that says no out; no clock,
// no store. Whoever asks turns the moments of a refusal into UTC. docs/booking-rules.md lists every
// rule with its source, parameter and words; a test holds that list against bookingRules().
// Days are yyyymmdd and minutes local, both of the site's clock.
#pragma once

#include "app/core/hospital.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

struct BookingRule {
    std::string_view id;   ///< "B3"
    std::string_view code; ///< of the refusal: "not-released"
    std::string_view says; ///< the detail: one English sentence, what to do included
};

/// In the order of their ids.
std::span<const BookingRule> bookingRules();

struct LocalMoment {
    Day day = 0;
    Minute minute = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 of <=> for a pointer
    friend auto operator<=>(const LocalMoment&, const LocalMoment&) = default;
};

struct BookingRefusal {
    std::string_view code;
    std::optional<LocalMoment> opensAt;
    std::optional<LocalMoment> untilAt;
};

/// What a refusal says beside its words, for a program: {"opens_at", UTC ms}, {"waitlist", 1}.
struct RefusalNote {
    std::string name;
    std::int64_t value = 0;

    friend bool operator==(const RefusalNote&, const RefusalNote&) = default;
};

/// The refusal as an error: Refused, with its rule's words and behind them the notes, as in "that
/// day opens for booking later today (opens_at 1795388400000)". A code without a rule is a bug.
Error refusalOf(std::string_view code, const std::vector<RefusalNote>& notes = {});
/// Id of the rule that a code belongs to; empty: of none.
std::string_view ruleOf(std::string_view code);
/// The notes of such an error, taken out of its detail.
std::vector<RefusalNote> takeNotes(Error& error);

/// Pools that are sold where the patient stands: their slots of today stay open to whoever may not
/// book ahead.
bool isOnSite(std::string_view channel);

/// Ages of the pool for the old and of who needs a guardian come from the policy.
inline constexpr std::string_view elderChannel = "ELDER";

struct WhenFacts {
    LocalMoment now;
    Day day = 0;         ///< that is wanted
    bool onSite = false; ///< asked at a kiosk or window
};

/// Past days, the release, the reach of booking, the calendar: "session-over", "too-far-ahead",
/// "not-released", "closed-day", "too-late-to-book".
std::optional<BookingRefusal> judgeDay(const BookingPolicy& policy, const WhenFacts& facts);
/// Whether a day's waiting list takes anybody, and offers what comes back, now.
bool waitlistIsOpen(const BookingPolicy& policy, const LocalMoment& now, Day day);
/// When a day opens for booking.
LocalMoment releaseOf(const BookingPolicy& policy, Day day);

struct SessionFacts {
    bool open = true;
    bool stopped = false; ///< staff stopped it; else it was closed
    Minute end = 0;
    bool bookable = true;   ///< the department's; on site it is open today all the same
    bool switchedOn = true; ///< the hospital's switch
};

/// "booking-off", "department-not-bookable", "session-stopped", "session-closed", "session-over".
std::optional<BookingRefusal> judgeSession(const SessionFacts& session, const WhenFacts& facts);

/// The pools that a channel may sell from, the best first; empty: all of them, since what was kept
/// back for others is released before the session's end. Somebody of `elderAge` on site also gets
/// the pool for the old. `age` below 0: not known.
std::vector<std::string> poolsFor(const BookingPolicy& policy, std::string_view channel, int age,
                                  const WhenFacts& facts, Minute sessionEnd);
/// "elders-only": the pool for the old is asked for by somebody younger, or not on site.
std::optional<BookingRefusal> judgePool(const BookingPolicy& policy, std::string_view channel,
                                        int age);

struct PersonFacts {
    int age = 0;
    bool hasGuardian = false;
    bool sameDepartmentDay = false; ///< a live registration there that day
    int liveThatDay = 0;            ///< registrations of any department
    int liveAhead = 0;              ///< bookings of today and later
    std::vector<Day> noshows;       ///< ascending
};

/// "guardian-needed", "same-department-day", "person-limit", "suspended".
std::optional<BookingRefusal> judgePerson(const BookingPolicy& policy, const PersonFacts& person,
                                          const WhenFacts& facts);
/// First day on which booking ahead is open again; nothing: it is open.
std::optional<Day> suspendedUntil(const BookingPolicy& policy, std::span<const Day> noshows,
                                  Day today);

struct HolderFacts {
    int liveAhead = 0;        ///< bookings made from this phone, of today and later
    int people = 0;           ///< different patients of those
    bool knownPatient = true; ///< the one to be booked is among them
};

/// "holder-limit", "too-many-dependants".
std::optional<BookingRefusal> judgeHolder(const BookingPolicy& policy, const HolderFacts& holder);

/// "too-late-to-cancel" (untilAt: when it was still possible), for a band of a day.
std::optional<BookingRefusal> judgeCancel(const BookingPolicy& policy, LocalMoment now, Day day,
                                          Minute band);

/// What a phone shows may be so old before it cannot be booked (domain.md T5).
inline constexpr std::int64_t staleAvailabilityMs = 5 * 60'000;
/// "stale-availability". Milliseconds UTC of the registry's own clock, 0: not said.
std::optional<BookingRefusal> judgeAge(std::int64_t asOfMs, std::int64_t nowMs);

} // namespace menzhen::core
