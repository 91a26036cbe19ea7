// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/waitlist.h"

#include "app/clerk/holdrules.h"
#include "app/clerk/personread.h"
#include "app/clerk/personrules.h"
#include "app/core/calendar.h"
#include "app/core/timeunits.h"
#include "app/ops/fields.h"
#include "app/ops/policyjson.h"
#include "app/ops/slots.h"
#include "db/store/records.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

using store::Query;
using store::Record;

struct Wish {
    int day = 0;
    std::string department;
    std::string session;
    std::string holder;
    std::string lang;
};

core::Result<Wish> readWish(Clerk& clerk, const json& body) {
    ops::FieldReader read(body);
    Wish wish;
    wish.day = static_cast<int>(read.integer("day", 19700101, 99991231));
    wish.department = read.optionalText("department", 12);
    wish.session = read.optionalText("session", 12);
    wish.holder = read.optionalText("holder", 32, "anonymous");
    wish.lang = read.optionalText("lang", 8, "zh");
    if (!core::isDay(wish.day)) read.complain("day", "is no date (yyyymmdd)");
    if (wish.department.empty() && wish.session.empty())
        read.complain("department", "or a session is wanted");
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (wish.session.empty()) return wish;
    const auto session = store::find(clerk.log().database(), clerk.site(), "session",
                                     {std::int64_t{wish.day}, wish.session});
    if (!session) return core::refused("unknown-session", "no such session on that day");
    wish.department = session->text("department");
    return wish;
}

/// A place that a phone could have at once: then there is nothing to wait for.
bool isFree(Clerk& clerk, const Wish& wish) {
    Query query(
        clerk.log().database(),
        "SELECT 1 FROM slot t JOIN session s ON s.site = t.site AND s.day = t.day AND s.id "
        "= t.session WHERE t.site = ?1 AND t.day = ?2 AND s.department = ?3 AND (?4 = '' OR "
        "s.id = ?4) AND s.state = 'open' AND t.state = 'free' AND t.channel = 'PHONE' AND "
        "t.release_at <= ?5 AND (t.day > ?6 OR t.band > ?7) LIMIT 1");
    const ports::LocalTime now = clerk.log().clock().now();
    query.bind(clerk.site()).bind(wish.day).bind(wish.department).bind(wish.session);
    query.bind(clerk.log().clock().utcMs()).bind(now.day).bind(now.minute);
    return query.step();
}

core::Result<void> mayJoin(Clerk& clerk, const Wish& wish, const Person& person) {
    const ports::Clock& clock = clerk.log().clock();
    const core::BookingPolicy policy = ops::policyOf(clerk.log().database(), clerk.site());
    const ports::LocalTime now = clock.now();
    const core::WhenFacts when{{now.day, now.minute}, wish.day, false};
    if (!core::waitlistIsOpen(policy, when.now, wish.day))
        return tl::unexpected(core::refusalOf("waitlist-closed"));
    if (const auto no = core::judgeDay(policy, when)) return tl::unexpected(errorOf(*no, clock));
    if (auto may = mayWait({clerk.log().database(), clerk.site(), clock, clerk.people(), person},
                           wish.department, when);
        !may)
        return may;
    if (isFree(clerk, wish)) return tl::unexpected(core::refusalOf("slots-free"));
    return {};
}

std::optional<Record> rowOf(Clerk& clerk, const std::string& id, const std::string& holder) {
    const int today = clerk.log().clock().now().day;
    auto rows = store::select(clerk.log().database(), clerk.site(), "waitlist",
                              "AND day >= ? AND id = ?", {std::int64_t{today}, id});
    if (rows.empty()) return std::nullopt;
    if (!holder.empty() && rows.front().text("holder") != holder) return std::nullopt;
    return std::move(rows.front());
}

/// Places of a session that came back, or that nobody took: the earliest first. Those of pools that
/// are sold on the spot only once somebody gave them back.
std::vector<Record> offered(Clerk& clerk, const Record& session) {
    const ports::LocalTime now = clerk.log().clock().now();
    const std::int64_t day = session.integer("day");
    const std::int64_t after = day == now.day ? now.minute : -1;
    return store::select(clerk.log().database(), clerk.site(), "slot",
                         "AND day = ? AND session = ? AND state = 'free' AND band > ? AND (channel "
                         "= 'PHONE' OR release_at > ?) ORDER BY band, slot LIMIT ?",
                         {day, session.text("id"), after, clerk.log().clock().utcMs(),
                          std::int64_t{maxOffersPerSweep}});
}

std::optional<Record> firstWaiting(Clerk& clerk, const Record& session) {
    auto rows =
        store::select(clerk.log().database(), clerk.site(), "waitlist",
                      "AND day = ? AND department = ? AND state = 'waiting' AND (session = "
                      "'' OR session = ?) ORDER BY place LIMIT 1",
                      {session.integer("day"), session.text("department"), session.text("id")});
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

bool offer(Clerk& clerk, const Record& slot, const Record& waiting, int payMinutes) {
    const ports::Clock& clock = clerk.log().clock();
    const int day = static_cast<int>(slot.integer("day"));
    const std::int64_t begins = clock.utcMsOf(day, static_cast<int>(slot.integer("band")));
    const std::int64_t expires = std::min(clock.utcMs() + payMinutes * core::msPerMinute, begins);
    const auto held = clerk.log().author({"slot.held",
                                          day,
                                          {{"session", slot.text("session")},
                                           {"slot", slot.integer("slot")},
                                           {"hold", clerk.drawId(8)},
                                           {"holder", waiting.text("holder")},
                                           {"channel", ops::phoneChannel},
                                           {"pools", json::array()},
                                           {"waitlist", waiting.text("id")},
                                           {"expires_at", expires}},
                                          waiting.text("holder"),
                                          {}});
    return held.has_value();
}

} // namespace

Answer joinWaitlist(Clerk& clerk, const json& body) {
    const auto person = readPerson(body, clerk.log().clock().now().day);
    if (!person) return tl::unexpected(person.error());
    return joinWaitlist(clerk, body, *person);
}

Answer joinWaitlist(Clerk& clerk, const json& body, const Person& person) {
    if (const auto ready = clerk.notRecovering(); !ready) return tl::unexpected(ready.error());
    const auto wish = readWish(clerk, body);
    if (!wish) return tl::unexpected(wish.error());
    if (const auto may = mayJoin(clerk, *wish, person); !may) return tl::unexpected(may.error());
    const std::string id = clerk.drawId(8);
    // Without the lobby's index of the person: no device looks for who waits, and mayWait() has
    // found out by the registry's own whether he waits already.
    json fields{{"waitlist", id},
                {"department", wish->department},
                {"holder", wish->holder},
                {"lang", wish->lang}};
    if (!wish->session.empty()) fields["session"] = wish->session;
    const auto joined =
        clerk.log().author({"waitlist.joined", wish->day, fields, wish->holder, clerk.request()});
    if (!joined) return tl::unexpected(joined.error());
    clerk.people().put(wish->day, id, person);
    return json{{"waitlist", id},           {"place", joined->rows.front().integer("place")},
                {"day", wish->day},         {"department", wish->department},
                {"session", wish->session}, {"revision", joined->rev}};
}

Answer leaveWaitlist(Clerk& clerk, const std::string& id, const std::string& holder) {
    const auto row = rowOf(clerk, id, holder);
    if (!row) return core::refused("unknown-waitlist", "nobody waits under that id");
    if (row->text("state") == "offered")
        (void)clerk.releaseHold(row->text("hold"));
    else if (const auto left = clerk.log().author({"waitlist.left",
                                                   static_cast<int>(row->integer("day")),
                                                   {{"waitlist", id}},
                                                   row->text("holder"),
                                                   {}});
             !left)
        return tl::unexpected(left.error());
    return json{{"waitlist", id}, {"state", "left"}, {"revision", clerk.rev()}};
}

Answer waitlistState(Clerk& clerk, const std::string& id, const std::string& holder) {
    const auto row = rowOf(clerk, id, holder);
    if (!row) return core::refused("unknown-waitlist", "nobody waits under that id");
    Query query(clerk.log().database(),
                "SELECT count(*) FROM waitlist WHERE site = ? AND day = ? AND department = ? AND "
                "state = 'waiting' AND place < ? AND (session = '' OR session = ? OR ? = '')");
    query.bind(clerk.site()).bind(row->integer("day")).bind(row->text("department"));
    query.bind(row->integer("place")).bind(row->text("session")).bind(row->text("session"));
    query.step();
    json answer{{"waitlist", id},
                {"state", row->text("state")},
                {"place", row->integer("place")},
                {"ahead", query.integer(0)},
                {"day", row->integer("day")},
                {"department", row->text("department")},
                {"session", row->text("session")}};
    if (row->text("state") == "offered")
        if (auto hold = clerk.showHold(row->text("hold"))) answer["hold"] = std::move(*hold);
    return answer;
}

int offerReturned(Clerk& clerk, int day, const std::string& sessionId) {
    const auto session = store::find(clerk.log().database(), clerk.site(), "session",
                                     {std::int64_t{day}, sessionId});
    if (!session || session->text("state") != "open") return 0;
    if (!firstWaiting(clerk, *session) || !bookingIsOn(clerk.log().database(), clerk.site()))
        return 0;
    const core::BookingPolicy policy = ops::policyOf(clerk.log().database(), clerk.site());
    const ports::LocalTime now = clerk.log().clock().now();
    if (!core::waitlistIsOpen(policy, {now.day, now.minute}, day)) return 0;
    const int minutes = policy.waitlistPayMinutes;
    int offers = 0;
    for (const Record& slot : offered(clerk, *session)) {
        const auto next = firstWaiting(clerk, *session);
        if (!next || !offer(clerk, slot, *next, minutes)) break;
        ++offers;
    }
    return offers;
}

int sweepWaitlist(Clerk& clerk) {
    std::vector<std::pair<int, std::string>> sessions;
    {
        Query query(clerk.log().database(),
                    "SELECT DISTINCT s.day, s.id FROM waitlist w JOIN session s ON s.site = w.site "
                    "AND s.day = w.day AND s.department = w.department WHERE w.site = ? AND w.day "
                    ">= ? AND w.state = 'waiting' AND (w.session = '' OR w.session = s.id) ORDER "
                    "BY s.day, s.start_minute, s.id");
        query.bind(clerk.site()).bind(clerk.log().clock().now().day);
        while (query.step())
            sessions.emplace_back(static_cast<int>(query.integer(0)), query.text(1));
    }
    int offers = 0;
    for (const auto& [day, session] : sessions)
        if (offers < maxOffersPerSweep) offers += offerReturned(clerk, day, session);
    return offers;
}

bool someoneWaits(store::Database& database, const std::string& site, int day,
                  const std::string& session) {
    Query query(database,
                "SELECT 1 FROM waitlist w JOIN session s ON s.site = w.site AND s.day = w.day AND "
                "s.department = w.department WHERE w.site = ? AND w.day = ? AND s.id = ? AND "
                "w.state = 'waiting' AND (w.session = '' OR w.session = s.id) LIMIT 1");
    query.bind(site).bind(day).bind(session);
    return query.step();
}

} // namespace menzhen::clerk
