// SPDX-License-Identifier: Apache-2.0
#include "app/core/bookingrules.h"

#include "app/core/check.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace menzhen::core {

namespace {

constexpr std::array<BookingRule, 29> rules{{
    {"B1", "booking-off", "this hospital takes no bookings now: those made before stay good"},
    {"B2", "department-not-bookable",
     "this department cannot be booked: take a number at a kiosk or window on the day"},
    {"B3", "not-released", "that day opens for booking later today"},
    {"B4", "too-far-ahead", "that day is not open for booking yet"},
    {"B5", "closed-day", "the hospital is closed on that day: choose another"},
    {"B6", "too-late-to-book", "that day is too near to be booked here: come to a kiosk or window"},
    {"B7", "session-over", "the session is over: choose a later one"},
    {"B8", "session-stopped", "the doctor does not come: choose another session"},
    {"B9", "session-closed", "the session was cancelled: choose another"},
    {"B10", "no-free-slot", "nothing is left: choose another band or doctor"},
    {"B11", "elders-only", "these places are kept for old people who are in the hospital"},
    {"B12", "stale-availability", "what was shown is too old to be booked: look again"},
    {"B13", "same-department-day",
     "this person is registered in that department on that day already"},
    {"B14", "person-limit", "this person has as many bookings as one may have"},
    {"B15", "suspended", "booking ahead is closed after missed visits: come on the day itself"},
    {"B16", "guardian-needed",
     "a child is booked by a guardian: name and identity number are wanted"},
    {"B17", "holder-limit", "as many bookings as one phone may have were made from this one"},
    {"B18", "too-many-dependants", "as many people as one phone may book for were booked already"},
    {"B19", "unknown-hold", "the hold is not known or has ended: choose again"},
    {"B20", "hold-expired", "the time to confirm is over: choose again"},
    {"B21", "too-late-to-cancel", "it is too late to cancel here: ask the staff"},
    {"B22", "already-cancelled", "the booking was cancelled before"},
    {"B23", "already-used", "its ticket was printed: ask the staff"},
    {"B24", "drawing",
     "many want this session: the places are drawn at the end of the first minute"},
    {"B25", "drawn-out", "the draw went to others: choose another session or the waiting list"},
    {"B26", "slow-down", "too many tries: wait a minute"},
    {"B27", "waitlist-closed", "there is no waiting list for this: choose another session"},
    {"B28", "slots-free", "a place is free: book it"},
    {"B29", "virtual-visit", "this visit is by video: it is booked and opened on a phone"},
}};

const BookingRule* findRule(std::string_view code) {
    return std::find_if(rules.begin(), rules.end(),
                        [&](const BookingRule& rule) { return rule.code == code; });
}

std::optional<BookingRefusal> refuse(std::string_view code) {
    return BookingRefusal{code, {}, {}};
}

} // namespace

std::span<const BookingRule> bookingRules() {
    return rules;
}

std::string_view ruleOf(std::string_view code) {
    const auto* const found = findRule(code);
    return found == rules.end() ? std::string_view() : found->id;
}

Error refusalOf(std::string_view code, const std::vector<RefusalNote>& notes) {
    const auto* const found = findRule(code);
    MENZHEN_CHECK(found != rules.end(), "a refusal without a booking rule");
    Error error{ErrorKind::Refused, std::string(code), std::string(found->says)};
    for (const RefusalNote& note : notes)
        error.detail += " (" + note.name + " " + std::to_string(note.value) + ")";
    return error;
}

std::vector<RefusalNote> takeNotes(Error& error) {
    std::vector<RefusalNote> notes;
    if (ruleOf(error.code).empty()) return notes;
    while (error.detail.ends_with(')')) {
        const std::size_t open = error.detail.rfind(" (");
        const std::size_t space =
            open == std::string::npos ? open : error.detail.find(' ', open + 2);
        if (space == std::string::npos) return notes;
        const char* const from = error.detail.data() + space + 1;
        const char* const to = error.detail.data() + error.detail.size() - 1;
        RefusalNote note{error.detail.substr(open + 2, space - open - 2), 0};
        const auto [end, failed] = std::from_chars(from, to, note.value);
        if (failed != std::errc{} || end != to) return notes;
        notes.insert(notes.begin(), std::move(note));
        error.detail.resize(open);
    }
    return notes;
}

bool isOnSite(std::string_view channel) {
    return channel == "KIOSK" || channel == "WINDOW" || channel == "RECEPTION" ||
           channel == "EXTRA" || channel == elderChannel;
}

bool waitlistIsOpen(const BookingPolicy& policy, const LocalMoment& now, Day day) {
    if (!policy.waitlistEnabled) return false;
    if (policy.waitlistClosesMinute == waitlistNeverCloses) return day >= now.day;
    return now < LocalMoment{addDays(day, -1), policy.waitlistClosesMinute};
}

LocalMoment releaseOf(const BookingPolicy& policy, Day day) {
    return {addDays(day, -policy.advanceDaysMax), policy.releaseTime};
}

std::optional<BookingRefusal> judgeDay(const BookingPolicy& policy, const WhenFacts& facts) {
    const int ahead = daysBetween(facts.now.day, facts.day);
    if (ahead < 0) return refuse("session-over");
    const LocalMoment opens = releaseOf(policy, facts.day);
    if (ahead > policy.advanceDaysMax) return BookingRefusal{"too-far-ahead", opens, {}};
    if (facts.now < opens) return BookingRefusal{"not-released", opens, {}};
    if (isClosed(policy.calendar, facts.day)) return refuse("closed-day");
    if (facts.onSite) return std::nullopt;
    const int least =
        policy.sameDayAllowed ? policy.advanceDaysMin : std::max(1, policy.advanceDaysMin);
    if (ahead < least) return refuse("too-late-to-book");
    return std::nullopt;
}

std::optional<BookingRefusal> judgeSession(const SessionFacts& session, const WhenFacts& facts) {
    const bool today = facts.day == facts.now.day;
    if (!session.switchedOn) return refuse("booking-off");
    if (!session.bookable && !(facts.onSite && today)) return refuse("department-not-bookable");
    if (!session.open) return refuse(session.stopped ? "session-stopped" : "session-closed");
    if (facts.day < facts.now.day || (today && facts.now.minute >= session.end))
        return refuse("session-over");
    return std::nullopt;
}

std::vector<std::string> poolsFor(const BookingPolicy& policy, std::string_view channel, int age,
                                  const WhenFacts& facts, Minute sessionEnd) {
    const bool today = facts.day == facts.now.day;
    if (today && facts.now.minute >= sessionEnd - policy.reserveReleaseMinutes) return {};
    std::vector<std::string> pools{std::string(channel)};
    if (today && isOnSite(channel) && channel != elderChannel && age >= policy.elderAge)
        pools.emplace_back(elderChannel);
    return pools;
}

std::optional<BookingRefusal> judgePool(const BookingPolicy& policy, std::string_view channel,
                                        int age) {
    if (channel == elderChannel && age < policy.elderAge) return refuse("elders-only");
    return std::nullopt;
}

std::optional<Day> suspendedUntil(const BookingPolicy& policy, std::span<const Day> noshows,
                                  Day today) {
    const std::size_t most = std::size_t(policy.noshowCount);
    std::optional<Day> until;
    for (std::size_t last = most; last <= noshows.size(); ++last) {
        const Day first = noshows[last - most];
        const Day third = noshows[last - 1];
        if (daysBetween(first, third) >= policy.noshowWindowDays) continue;
        const Day open = addDays(third, policy.suspendDays + 1);
        if (today < open) until = open;
    }
    return until;
}

std::optional<BookingRefusal> judgePerson(const BookingPolicy& policy, const PersonFacts& person,
                                          const WhenFacts& facts) {
    if (person.age < policy.guardianAge && !person.hasGuardian) return refuse("guardian-needed");
    if (policy.onePerDepartmentDay && person.sameDepartmentDay)
        return refuse("same-department-day");
    if (person.liveThatDay >= policy.personDayLimit || person.liveAhead >= policy.personOpenLimit)
        return refuse("person-limit");
    const bool stillOpen = facts.onSite && facts.day == facts.now.day;
    const auto until = suspendedUntil(policy, person.noshows, facts.now.day);
    if (until && !stillOpen) return BookingRefusal{"suspended", {}, LocalMoment{*until, 0}};
    return std::nullopt;
}

std::optional<BookingRefusal> judgeHolder(const BookingPolicy& policy, const HolderFacts& holder) {
    if (holder.liveAhead >= policy.holderOpenLimit) return refuse("holder-limit");
    if (!holder.knownPatient && holder.people > policy.maxDependants)
        return refuse("too-many-dependants");
    return std::nullopt;
}

std::optional<BookingRefusal> judgeCancel(const BookingPolicy& policy, LocalMoment now, Day day,
                                          Minute band) {
    const int lead = policy.cancelLeadMinutes;
    // A lead of more than the time since midnight reaches back into the days before.
    const int daysBack = lead <= band ? 0 : (lead - band + minutesPerDay - 1) / minutesPerDay;
    const LocalMoment last{addDays(day, -daysBack), band - lead + daysBack * minutesPerDay};
    if (now > last) return BookingRefusal{"too-late-to-cancel", {}, last};
    return std::nullopt;
}

std::optional<BookingRefusal> judgeAge(std::int64_t asOfMs, std::int64_t nowMs) {
    if (asOfMs > 0 && nowMs - asOfMs > staleAvailabilityMs) return refuse("stale-availability");
    return std::nullopt;
}

} // namespace menzhen::core
