// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/choices.h"

#include "app/core/calendar.h"
#include "app/ops/fields.h"
#include "app/ops/sessionstop.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

using store::Record;

struct Wish {
    std::string choice;
    int day = 0;         ///< 0: any
    std::string session; ///< empty: any
    std::int64_t band = -1;
    std::string holder;
};

core::Result<Wish> readWish(const json& body) {
    ops::FieldReader read(body);
    Wish wish;
    wish.choice = read.text("choice", 1, 8);
    wish.day = static_cast<int>(read.optionalInteger("day", 19700101, 99991231, 0));
    wish.session = read.optionalText("session", 12);
    wish.band = read.optionalInteger("band", 0, 1439, -1);
    wish.holder = read.optionalText("holder", 32, "anonymous");
    if (wish.choice != "move" && wish.choice != "rebook" && wish.choice != "cancel")
        read.complain("choice", "must be move, rebook or cancel");
    if (wish.day != 0 && !core::isDay(wish.day)) read.complain("day", "is no date (yyyymmdd)");
    if (const auto error = read.error()) return tl::unexpected(*error);
    return wish;
}

/// Sessions of the booking's department that may have a free slot, the earliest first.
std::vector<std::pair<int, std::string>> sessionsFor(Clerk& clerk, const Record& booking,
                                                     const Wish& wish) {
    store::Query query(
        clerk.log().database(),
        "SELECT day, id FROM session WHERE site = ?1 AND day >= ?2 AND state = "
        "'open' AND department = (SELECT department FROM session WHERE site = ?1 "
        "AND day = ?3 AND id = ?4) AND class = (SELECT class FROM session WHERE site "
        "= ?1 AND day = ?3 AND id = ?4) AND (?5 = 0 OR day = ?5) AND (?6 = '' OR "
        "id = ?6) ORDER BY day, start_minute, id LIMIT ?7");
    query.bind(clerk.site()).bind(clerk.log().clock().now().day).bind(booking.integer("day"));
    query.bind(booking.text("session")).bind(wish.day).bind(wish.session).bind(maxRebookSessions);
    std::vector<std::pair<int, std::string>> found;
    while (query.step())
        found.emplace_back(static_cast<int>(query.integer(0)), query.text(1));
    return found;
}

/// A hold for this booking that was taken before: who asks again may mean another slot.
void letGo(Clerk& clerk, const std::string& booking) {
    const auto held = store::select(clerk.log().database(), clerk.site(), "slot",
                                    "AND hold <> '' AND replaces = ?", {booking});
    for (const Record& slot : held)
        (void)clerk.releaseHold(slot.text("hold"));
}

Answer holdAnother(Clerk& clerk, const Record& booking, const Wish& wish) {
    letGo(clerk, booking.text("id"));
    const auto before = store::find(clerk.log().database(), clerk.site(), "session",
                                    {booking.integer("day"), booking.text("session")});
    for (const auto& [day, session] : sessionsFor(clerk, booking, wish)) {
        json body{{"day", day},
                  {"session", session},
                  {"channel", booking.text("channel")},
                  {"holder", wish.holder}};
        if (wish.band >= 0) body["band"] = wish.band;
        auto held = clerk.holdInstead(body, booking.text("id"));
        if (!held) continue;
        (*held)["replaces"] = booking.text("id");
        (*held)["credit_fen"] = before ? before->integer("amount_fen") : 0;
        return held;
    }
    return core::refused("no-free-slot", "nothing is free there: choose another day or doctor");
}

Answer chooseWithTicket(Clerk& clerk, const std::string& ticket, const Wish& wish) {
    const std::int64_t today = clerk.log().clock().now().day;
    const auto entry = store::find(clerk.log().database(), clerk.site(), "entry", {today, ticket});
    if (!entry) return core::refused("unknown-visit", "no such visit");
    const auto stop = store::find(clerk.log().database(), clerk.site(), "session_stop",
                                  {today, entry->text("session")});
    if (!stop) return core::refused("not-stopped", "the session takes place as it was booked");
    if (wish.choice != "move")
        return core::refused("already-used", "the ticket was printed: ask the staff");
    return json{{"visit", ticket}, {"choice", wish.choice}, {"state", entry->text("state")}};
}

} // namespace

Answer chooseAfterStop(Clerk& clerk, const std::string& visit, const json& body) {
    const auto wish = readWish(body);
    if (!wish) return tl::unexpected(wish.error());
    const auto found =
        store::select(clerk.log().database(), clerk.site(), "booking", "AND id = ?", {visit});
    if (found.empty()) return chooseWithTicket(clerk, visit, *wish);
    const Record& booking = found.front();
    const auto answered = clerk.log().author({"stop.answered",
                                              static_cast<int>(booking.integer("day")),
                                              {{"booking", visit}, {"choice", wish->choice}},
                                              wish->holder,
                                              {}});
    if (!answered) return tl::unexpected(answered.error());
    json answer{{"visit", visit}, {"choice", wish->choice}, {"state", booking.text("state")}};
    if (wish->choice == "cancel") answer["state"] = "cancelled";
    if (wish->choice == "rebook") {
        auto held = holdAnother(clerk, booking, *wish);
        if (!held) return held; // the wish stands: staff see who still wants a slot
        answer["hold"] = std::move(*held);
    }
    answer["revision"] = clerk.rev();
    return answer;
}

std::vector<std::string> choicesOf(store::Database& database, const std::string& site,
                                   const Record& booking) {
    const std::int64_t day = booking.integer("day");
    const std::string& session = booking.text("session");
    const std::string& state = booking.text("state");
    const std::string& chosen = booking.text("stop_choice");
    if (!store::find(database, site, "session_stop", {day, session}) || state == "redeemed")
        return {};
    if (state == "cancelled")
        return chosen == "hospital" ? std::vector<std::string>{"rebook"}
                                    : std::vector<std::string>{};
    std::vector<std::string> choices;
    if (ops::servingSession(database, site, day, session)) choices.emplace_back("move");
    choices.emplace_back("rebook");
    choices.emplace_back("cancel");
    return choices;
}

} // namespace menzhen::clerk
