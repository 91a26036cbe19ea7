// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/alerts.h"

#include "app/clerk/messages.h"
#include "app/clerk/visitview.h"
#include "app/core/queueahead.h"

namespace menzhen::clerk {

namespace {

constexpr std::int64_t messageWorthMs = 30 * 60'000; ///< a call that is older tells nobody anything

struct Follower {
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
    bool message = false;
};

std::vector<ops::QueueKey> touchedQueues(Clerk& clerk, std::int64_t after, int today) {
    store::Query query(clerk.log().database(),
                       "SELECT DISTINCT half, queue FROM entry WHERE site = "
                       "? AND day = ? AND rev > ?");
    query.bind(clerk.site()).bind(today).bind(after);
    std::vector<ops::QueueKey> keys;
    while (query.step())
        keys.push_back({today, query.text(0), query.text(1)});
    return keys;
}

std::vector<Follower> followersOf(Clerk& clerk, const ops::QueueKey& key) {
    store::Query query(
        clerk.log().database(),
        "SELECT v.holder, v.visit, e.id, e.number, e.state, e.room, e.zone, e.lang, e.calls, "
        "e.misses, coalesce(a.ahead, ?), coalesce(a.message, 0) FROM entry e JOIN visit_holder v "
        "ON v.site = e.site AND v.day = e.day AND v.visit = CASE e.booking WHEN '' THEN e.id ELSE "
        "e.booking END LEFT JOIN visit_alert a ON a.holder = v.holder AND a.site = v.site AND "
        "a.visit = v.visit WHERE e.site = ? AND e.day = ? AND e.half = ? AND e.queue = ? AND "
        "e.state IN ('waiting', 'staged', 'called', 'missed')");
    query.bind(usualAlertAhead).bind(clerk.site()).bind(key.day).bind(key.half).bind(key.id);
    std::vector<Follower> followers;
    while (query.step())
        followers.push_back({query.text(0), query.text(1), query.text(2), query.text(3),
                             query.text(4), query.text(5), query.text(6), query.text(7),
                             query.integer(8), query.integer(9), query.integer(10),
                             query.integer(11) != 0});
    return followers;
}

/// False: it fired before.
bool firesNow(Clerk& clerk, const Follower& who, const std::string& kind, std::int64_t nth,
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

std::string textOf(const Follower& who, const FiredAlert& alert) {
    const bool english = who.lang == "en";
    if (alert.kind == "called")
        return english ? "Number " + who.number + ": please go to room " + who.room + " now."
                       : who.number + "号,请到" + who.room + "诊室就诊。";
    if (alert.kind == "missed")
        return english ? "Number " + who.number +
                             ": you were called. Scan your ticket or the code in zone " + who.zone +
                             " to queue again."
                       : who.number + "号已过号,请在" + who.zone + "区扫票或扫码重新报到。";
    const std::string ahead = std::to_string(alert.ahead);
    return english ? "Number " + who.number + ": " + ahead + " before you. Please come to zone " +
                         who.zone + "."
                   : who.number + "号,前面还有" + ahead + "人,请到" + who.zone + "区候诊。";
}

void sendMessage(Clerk& clerk, Sealing& sealing, int day, const Follower& who,
                 const FiredAlert& alert) {
    if (!who.message || !clerk.sendsMessages()) return;
    const auto person = clerk.people().get(day, who.visit);
    if (!person || !*person || (*person)->phone.empty()) return;
    const std::int64_t now = clerk.log().clock().utcMs();
    // A full outbox loses the message; the page shows the alert all the same.
    (void)queueMessage(clerk.log().database(), sealing,
                       {clerk.site(), alert.kind, (*person)->phone, textOf(who, alert), who.lang,
                        now + messageWorthMs},
                       now);
}

/// The alert that a follower's state calls for now; an empty kind: none.
FiredAlert wantedBy(Clerk& clerk, const Follower& who,
                    const std::map<std::string, int, std::less<>>& ahead, std::int64_t& nth) {
    FiredAlert alert{clerk.site(), who.visit, {}, 0};
    if (who.state == "called" || who.state == "missed") {
        alert.kind = who.state;
        nth = who.state == "called" ? who.calls : who.misses;
        return alert;
    }
    nth = who.misses;
    const auto place = ahead.find(who.entry);
    if (place == ahead.end() || who.wantedAhead < 0 || place->second > who.wantedAhead)
        return alert;
    alert.kind = "ahead";
    alert.ahead = place->second;
    return alert;
}

} // namespace

std::vector<FiredAlert> fireAlerts(Clerk& clerk, std::int64_t after) {
    std::vector<FiredAlert> fired;
    const ports::LocalTime now = clerk.log().clock().now();
    Sealing sealing(clerk.log().database(), clerk.log().crypto(), clerk.keys(),
                    clerk.log().chance());
    for (const ops::QueueKey& key : touchedQueues(clerk, after, now.day)) {
        const std::vector<Follower> followers = followersOf(clerk, key);
        if (followers.empty()) continue;
        const auto queue = clerk.log().queues().open(key);
        if (!queue) continue;
        const auto ahead = core::peopleAhead(**queue, now.minute);
        for (const Follower& who : followers) {
            std::int64_t nth = 0;
            FiredAlert alert = wantedBy(clerk, who, ahead, nth);
            if (alert.kind.empty() || !firesNow(clerk, who, alert.kind, nth, alert.ahead)) continue;
            sendMessage(clerk, sealing, key.day, who, alert);
            fired.push_back(std::move(alert));
        }
    }
    return fired;
}

} // namespace menzhen::clerk
