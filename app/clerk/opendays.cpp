// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/opendays.h"

#include "app/core/calendar.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

using store::Record;

/// What is asked of the store for every session.
struct Asking {
    store::Database& database;
    const std::string& site;
    const ports::Clock& clock;
    const Terms& terms;
    const std::string& channel;
};

int freeSlots(const Asking& asking, const Record& session, std::int64_t earliestBand,
              bool allPools) {
    store::Query query(asking.database,
                       "SELECT count(*) FROM slot WHERE site = ? AND day = ? AND session = ? AND "
                       "state = 'free' AND (? OR channel = ?) AND release_at <= ? AND band >= ?");
    query.bind(asking.site)
        .bind(session.integer("day"))
        .bind(session.text("id"))
        .bind(allPools ? 1 : 0)
        .bind(asking.channel)
        .bind(asking.clock.utcMs())
        .bind(earliestBand);
    query.step();
    return static_cast<int>(query.integer(0));
}

/// A refusal of the booking rules, as a calendar shows it.
std::string stateOf(std::string_view refusal) {
    if (refusal == "not-released" || refusal == "too-far-ahead") return "not-released";
    if (refusal == "closed-day") return "closed-day";
    if (refusal == "session-over" || refusal == "too-late-to-book") return "over";
    return "stopped";
}

Offer offerOf(const Asking& asking, bool bookable, Record session) {
    const Terms& terms = asking.terms;
    const ports::LocalTime now = asking.clock.now();
    const int day = static_cast<int>(session.integer("day"));
    const core::WhenFacts when{{now.day, now.minute}, day, core::isOnSite(asking.channel)};
    const core::SessionFacts facts{session.text("state") == "open", true,
                                   static_cast<int>(session.integer("end_minute")), bookable,
                                   !terms.bookingOff};
    Offer offer{std::move(session)};
    auto refusal = core::judgeDay(terms.policy, when);
    if (!refusal) refusal = core::judgeSession(facts, when);
    if (refusal) {
        offer.state = stateOf(refusal->code);
        return offer;
    }
    // A band is sold until its own start lies one band behind (ops/slotheld.cpp).
    const std::int64_t earliest = day == now.day ? now.minute - terms.policy.bandMinutes + 1 : 0;
    const bool allPools = core::poolsFor(terms.policy, asking.channel, -1, when, facts.end).empty();
    offer.free = freeSlots(asking, offer.session, earliest, allPools);
    offer.state = offer.free > 0 ? "open" : "full";
    return offer;
}

bool isBookable(store::Database& database, const std::string& site, const std::string& department) {
    const auto row = store::find(database, site, "department", {department});
    return !row || row->integer("bookable") != 0;
}

/// The reason that helps most, of those that the sessions of one day have.
std::string whyOf(const std::vector<std::string>& states) {
    for (const char* why : {"not-released", "closed-day", "full", "stopped", "over"})
        if (std::find(states.begin(), states.end(), why) != states.end()) return why;
    return "no-session";
}

} // namespace

std::vector<Offer> offersOf(store::Database& database, const std::string& site,
                            const ports::Clock& clock, const Terms& terms, std::string_view column,
                            const std::string& value, const std::string& channel) {
    const Asking asking{database, site, clock, terms, channel};
    const int today = clock.now().day;
    std::vector<Offer> offers;
    const std::string tail = "AND day BETWEEN ? AND ? AND " + std::string(column) +
                             " = ? ORDER BY day, start_minute, id";
    for (Record& session :
         store::select(database, site, "session", tail,
                       {std::int64_t{today},
                        std::int64_t{core::addDays(today, terms.policy.advanceDaysMax)}, value})) {
        const bool bookable = isBookable(database, site, session.text("department"));
        offers.push_back(offerOf(asking, bookable, std::move(session)));
    }
    return offers;
}

std::vector<OpenDay> openDays(const std::vector<Offer>& offers, const ports::Clock& clock,
                              const Terms& terms) {
    const int today = clock.now().day;
    std::vector<OpenDay> days;
    for (int ahead = 0; ahead <= terms.policy.advanceDaysMax; ++ahead) {
        OpenDay day{core::addDays(today, ahead)};
        std::vector<std::string> states;
        for (const Offer& offer : offers) {
            if (offer.session.integer("day") != day.day) continue;
            states.push_back(offer.state);
            ++day.sessions;
            day.free += offer.free;
            const std::int64_t fee = offer.session.integer("amount_fen");
            if (offer.state != "stopped" && (day.feeFromFen < 0 || fee < day.feeFromFen))
                day.feeFromFen = fee;
        }
        day.open = day.free > 0;
        if (!day.open) day.why = whyOf(states);
        if (states.empty() && core::isClosed(terms.policy.calendar, day.day))
            day.why = "closed-day";
        const core::LocalMoment opens = core::releaseOf(terms.policy, day.day);
        if (day.why == "not-released") day.opensAtMs = clock.utcMsOf(opens.day, opens.minute);
        days.push_back(std::move(day));
    }
    return days;
}

} // namespace menzhen::clerk
