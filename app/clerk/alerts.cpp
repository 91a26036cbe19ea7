// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/alerts.h"

#include "app/clerk/forecast.h"
#include "app/clerk/messages.h"
#include "app/clerk/visitview.h"
#include "app/core/queueahead.h"

#include <algorithm>
#include <optional>

namespace menzhen::clerk {

namespace {

constexpr std::int64_t messageWorthMs = 30 * 60'000; ///< a call that is older tells nobody anything

struct AlertFollower {
    std::string holder;
    std::string visit;
    std::string entry;
    std::string number;
    std::string state;
    std::string room;
    std::string zone;
    std::string lang;
    std::int64_t calls = 0;
    std::int64_t misses = 0;
    std::int64_t wantedAhead = usualAlertAhead;
    std::int64_t wantedMinutes = -1;
    bool message = false;
};

/// Whether anybody follows a visit of the day: nobody else is told anything.
bool isFollowed(Clerk& clerk, int today) {
    store::Query query(clerk.log().database(),
                       "SELECT 1 FROM visit_holder WHERE site = ? AND day = ? LIMIT 1");
    return query.bind(clerk.site()).bind(today).step();
}

/// Zone by zone, so that the index by zone and revision finds the few entries that were touched
/// among all of the day.
std::vector<ops::QueueKey> touchedQueues(Clerk& clerk, std::int64_t after, int today) {
    store::Query query(
        clerk.log().database(),
        "WITH RECURSIVE z (zone) AS (SELECT min(zone) FROM entry WHERE site = ?1 AND day = ?2 "
        "UNION ALL SELECT (SELECT min(e.zone) FROM entry e WHERE e.site = ?1 AND e.day = ?2 AND "
        "e.zone > z.zone) FROM z WHERE z.zone IS NOT NULL) SELECT DISTINCT e.half, e.queue FROM z "
        "CROSS JOIN entry e ON e.zone = z.zone WHERE e.site = ?1 AND e.day = ?2 AND e.rev > ?3");
    query.bind(clerk.site()).bind(today).bind(after);
    std::vector<ops::QueueKey> keys;
    while (query.step())
        keys.push_back({today, query.text(0), query.text(1)});
    return keys;
}

std::vector<AlertFollower> followersOf(Clerk& clerk, const ops::QueueKey& key) {
    store::Query query(
        clerk.log().database(),
        "SELECT v.holder, v.visit, e.id, e.number, e.state, e.room, e.zone, e.lang, e.calls, "
        "e.misses, coalesce(a.ahead, ?), coalesce(a.minutes, -1), coalesce(a.message, 0) FROM "
        "entry e JOIN visit_holder v "
        "ON v.site = e.site AND v.day = e.day AND v.visit = CASE e.booking WHEN '' THEN e.id ELSE "
        "e.booking END LEFT JOIN visit_alert a ON a.holder = v.holder AND a.site = v.site AND "
        "a.visit = v.visit WHERE e.site = ? AND e.day = ? AND e.half = ? AND e.queue = ? AND "
        "e.state IN ('waiting', 'staged', 'called', 'missed')");
    query.bind(usualAlertAhead).bind(clerk.site()).bind(key.day).bind(key.half).bind(key.id);
    std::vector<AlertFollower> followers;
    while (query.step())
        followers.push_back({query.text(0), query.text(1), query.text(2), query.text(3),
                             query.text(4), query.text(5), query.text(6), query.text(7),
                             query.integer(8), query.integer(9), query.integer(10),
                             query.integer(11), query.integer(12) != 0});
    return followers;
}

/// False: it fired before.
bool firesNow(Clerk& clerk, const AlertFollower& who, const std::string& kind, std::int64_t nth,
              std::int64_t ahead) {
    store::Database& database = clerk.log().database();
    {
        store::Query query(database, "SELECT 1 FROM alert_fired WHERE holder = ? AND site = ? AND "
                                     "visit = ? AND kind = ? AND nth = ?");
        query.bind(who.holder).bind(clerk.site()).bind(who.visit).bind(kind).bind(nth);
        if (query.step()) return false;
    }
    store::Query(database, "INSERT INTO alert_fired (holder, site, visit, kind, nth, at, ahead) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(who.holder)
        .bind(clerk.site())
        .bind(who.visit)
        .bind(kind)
        .bind(nth)
        .bind(clerk.log().clock().utcMs())
        .bind(ahead)
        .run();
    return true;
}

std::string clockText(int minute) {
    constexpr int minutesPerHour = 60;
    const std::string rest = std::to_string(minute % minutesPerHour);
    return std::to_string(minute / minutesPerHour) + (rest.size() < 2 ? ":0" : ":") + rest;
}

std::string alertText(const AlertFollower& who, const FiredAlert& alert) {
    const bool english = who.lang == "en";
    if (alert.kind == "called")
        return english ? "Number " + who.number + ": please go to room " + who.room + " now."
                       : who.number + "号,请到" + who.room + "诊室就诊。";
    if (alert.kind == "missed")
        return english ? "Number " + who.number +
                             ": you were called. Scan your ticket or the code in zone " + who.zone +
                             " to queue again."
                       : who.number + "号已过号,请在" + who.zone + "区扫票或扫码重新报到。";
    if (alert.kind == "time") {
        const std::string span =
            clockText(alert.range.from) + (english ? " to " : "至") + clockText(alert.range.to);
        return english ? "Number " + who.number + ": your call is expected from " + span +
                             ". Please come to zone " + who.zone + "."
                       : who.number + "号,预计" + span + "叫号,请到" + who.zone + "区候诊。";
    }
    const std::string ahead = std::to_string(alert.ahead);
    return english ? "Number " + who.number + ": " + ahead + " before you. Please come to zone " +
                         who.zone + "."
                   : who.number + "号,前面还有" + ahead + "人,请到" + who.zone + "区候诊。";
}

void sendMessage(Clerk& clerk, Sealing& sealing, int day, const AlertFollower& who,
                 const FiredAlert& alert) {
    if (!who.message || !clerk.sendsMessages()) return;
    const auto person = clerk.people().get(day, who.visit);
    if (!person || !*person || (*person)->phone.empty()) return;
    const std::int64_t now = clerk.log().clock().utcMs();
    // A full outbox loses the message; the page shows the alert all the same.
    (void)queueMessage(clerk.log().database(), sealing,
                       {clerk.site(), alert.kind, (*person)->phone, alertText(who, alert), who.lang,
                        now + messageWorthMs},
                       now);
}

/// How a queue stands now, for its followers.
struct Standing {
    std::map<std::string, int, std::less<>> ahead;
    Forecast forecast; ///< reckoned only when somebody wants to know the time
    int minute = 0;
};

Standing standingOf(Clerk& clerk, const ops::QueueKey& key, const core::Queue& queue,
                    const std::vector<AlertFollower>& followers) {
    Standing standing;
    standing.minute = clerk.log().clock().now().minute;
    standing.ahead = core::peopleAhead(queue, standing.minute);
    const bool timed = std::any_of(followers.begin(), followers.end(),
                                   [](const AlertFollower& who) { return who.wantedMinutes >= 0; });
    if (timed)
        standing.forecast = forecastOf(clerk.log().database(), clerk.site(), key, queue,
                                       standing.ahead, clerk.log().clock());
    return standing;
}

struct Wanted {
    FiredAlert alert;
    std::int64_t nth = 0;
};

/// What a follower's state calls for now, whether it fired before or not.
std::vector<Wanted> wantedBy(Clerk& clerk, const AlertFollower& who, const Standing& standing) {
    std::vector<Wanted> all;
    const FiredAlert none{clerk.site(), who.visit, {}, 0, {}};
    if (who.state == "called" || who.state == "missed") {
        all.push_back({none, who.state == "called" ? who.calls : who.misses});
        all.back().alert.kind = who.state;
        return all;
    }
    const auto place = standing.ahead.find(who.entry);
    if (place != standing.ahead.end() && who.wantedAhead >= 0 && place->second <= who.wantedAhead) {
        all.push_back({none, who.misses});
        all.back().alert.kind = "ahead";
        all.back().alert.ahead = place->second;
    }
    const auto times = standing.forecast.times.find(who.entry);
    if (times == standing.forecast.times.end() || who.wantedMinutes < 0) return all;
    // The earliest moment counts: whoever comes by then misses nothing.
    const core::ClockRange range = core::shownRange(times->second, std::nullopt);
    if (range.from - standing.minute > who.wantedMinutes) return all;
    all.push_back({none, who.misses});
    all.back().alert.kind = "time";
    all.back().alert.ahead = place == standing.ahead.end() ? 0 : place->second;
    all.back().alert.range = range;
    return all;
}

std::vector<FiredAlert> fireIn(Clerk& clerk, const std::vector<ops::QueueKey>& keys) {
    std::vector<FiredAlert> fired;
    Sealing sealing(clerk.log().database(), clerk.log().crypto(), clerk.keys(),
                    clerk.log().chance());
    for (const ops::QueueKey& key : keys) {
        const std::vector<AlertFollower> followers = followersOf(clerk, key);
        if (followers.empty()) continue;
        const auto queue = clerk.log().queues().open(key);
        if (!queue) continue;
        const Standing standing = standingOf(clerk, key, **queue, followers);
        for (const AlertFollower& who : followers)
            for (Wanted& wanted : wantedBy(clerk, who, standing)) {
                FiredAlert& alert = wanted.alert;
                if (!firesNow(clerk, who, alert.kind, wanted.nth, alert.ahead)) continue;
                sendMessage(clerk, sealing, key.day, who, alert);
                fired.push_back(std::move(alert));
            }
    }
    return fired;
}

/// Today's queues in which somebody who waits set minutes.
std::vector<ops::QueueKey> timedQueues(Clerk& clerk, int today) {
    store::Query query(clerk.log().database(),
                       "SELECT DISTINCT e.half, e.queue FROM entry e JOIN visit_holder v ON v.site "
                       "= e.site AND v.day = e.day AND v.visit = CASE e.booking WHEN '' THEN e.id "
                       "ELSE e.booking END JOIN visit_alert a ON a.holder = v.holder AND a.site = "
                       "v.site AND a.visit = v.visit WHERE e.site = ? AND e.day = ? AND e.state IN "
                       "('waiting', 'staged') AND a.minutes >= 0");
    query.bind(clerk.site()).bind(today);
    std::vector<ops::QueueKey> keys;
    while (query.step())
        keys.push_back({today, query.text(0), query.text(1)});
    return keys;
}

} // namespace

std::vector<FiredAlert> fireAlerts(Clerk& clerk, std::int64_t after) {
    const int today = clerk.log().clock().now().day;
    if (!isFollowed(clerk, today)) return {};
    return fireIn(clerk, touchedQueues(clerk, after, today));
}

std::vector<FiredAlert> fireTimeAlerts(Clerk& clerk) {
    const int today = clerk.log().clock().now().day;
    if (!isFollowed(clerk, today)) return {};
    return fireIn(clerk, timedQueues(clerk, today));
}

} // namespace menzhen::clerk
