// SPDX-License-Identifier: Apache-2.0
#include "app/ops/sessionstop.h"

#include "app/ops/fields.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using store::Query;
using store::Record;

core::Result<void> sendOver(SiteLog& log, int day, const std::string& entry, const Record& to,
                            const std::string& actor) {
    const auto done = log.author({"entry.transferred",
                                  day,
                                  {{"entry", entry},
                                   {"to", to.text("queue")},
                                   {"to_half", to.text("half")},
                                   {"why", "stopped"}},
                                  actor,
                                  {}});
    if (!done) return tl::unexpected(done.error());
    return {};
}

std::vector<std::string> openBookings(SiteLog& log, const SessionStop& stop) {
    std::vector<std::string> ids;
    Query query(log.database(), "SELECT id FROM booking WHERE site = ? AND day = ? AND session = ? "
                                "AND state = 'booked' ORDER BY slot");
    query.bind(log.site()).bind(stop.day).bind(stop.session);
    while (query.step())
        ids.push_back(query.text(0));
    return ids;
}

} // namespace

std::optional<Record> servingSession(store::Database& database, const std::string& site,
                                     std::int64_t day, const std::string& session) {
    std::string id = session;
    for (int step = 0; step < maxStandInChain && !id.empty(); ++step) {
        auto row = store::find(database, site, "session", {day, id});
        if (!row || row->text("state") == "open") return row;
        const auto stop = store::find(database, site, "session_stop", {day, id});
        id = stop ? stop->text("to_session") : std::string();
    }
    return std::nullopt;
}

std::vector<std::string> entriesOfStopped(store::Database& database, const std::string& site,
                                          const Record& session) {
    std::vector<std::string> ids;
    Query others(database, "SELECT 1 FROM session WHERE site = ? AND day = ? AND half = ? AND "
                           "queue = ? AND state = 'open' AND id <> ? LIMIT 1");
    others.bind(site).bind(session.integer("day")).bind(session.text("half"));
    others.bind(session.text("queue")).bind(session.text("id"));
    if (others.step()) return ids; // the pool goes on
    Query query(database,
                "SELECT id FROM entry WHERE site = ? AND day = ? AND half = ? AND queue = ? AND "
                "state IN ('expected', 'waiting', 'staged', 'missed', 'onleave') ORDER BY band, "
                "slot, id");
    query.bind(site).bind(session.integer("day")).bind(session.text("half"));
    query.bind(session.text("queue"));
    while (query.step())
        ids.push_back(query.text(0));
    return ids;
}

namespace {

core::Result<void> moveTickets(SiteLog& log, const SessionStop& stop, StoppedSession& stopped) {
    if (stop.to.empty()) return {};
    const std::int64_t day = stop.day;
    const auto session = store::find(log.database(), log.site(), "session", {day, stop.session});
    const auto to = store::find(log.database(), log.site(), "session", {day, stop.to});
    for (const std::string& entry : entriesOfStopped(log.database(), log.site(), *session)) {
        if (auto gone = sendOver(log, stop.day, entry, *to, stop.actor); !gone) return gone;
        ++stopped.moved;
    }
    return {};
}

} // namespace

core::Result<StoppedSession> stopSession(SiteLog& log, const SessionStop& stop) {
    nlohmann::json fields{
        {"session", stop.session}, {"choice", stop.choice}, {"reason", stop.reason}};
    if (!stop.to.empty()) fields["to"] = stop.to;
    const auto done = log.author({"session.stopped", stop.day, fields, stop.actor, {}});
    if (!done) return tl::unexpected(done.error());
    StoppedSession stopped;
    const std::vector<std::string> bookings = openBookings(log, stop);
    if (stop.choice == "cancel") {
        for (const std::string& booking : bookings) {
            const auto cancelled = log.author(
                {"booking.cancelled",
                 stop.day,
                 {{"booking", booking}, {"why", "hospital"}, {"release_at", log.clock().utcMs()}},
                 stop.actor,
                 {}});
            if (!cancelled) return tl::unexpected(cancelled.error());
            ++stopped.cancelled;
        }
    } else {
        stopped.booked = static_cast<int>(bookings.size());
        if (auto moved = moveTickets(log, stop, stopped); !moved)
            return tl::unexpected(moved.error());
    }
    stopped.rev = log.rev();
    return stopped;
}

core::Result<void> followStop(SiteLog& log, const Op& issued) {
    FieldReader read(issued.fields);
    const std::string ticket = read.optionalText("ticket", 16);
    const std::string name = read.optionalText("session", 12);
    if (name.empty() || read.error()) return {};
    const std::int64_t day = issued.day;
    const auto session = store::find(log.database(), log.site(), "session", {day, name});
    if (!session || session->text("state") == "open") return {};
    const auto to = servingSession(log.database(), log.site(), day, name);
    const auto entry = store::find(log.database(), log.site(), "entry", {day, ticket});
    // Whoever stands in a pool that goes on, or was sent elsewhere by hand, stays there.
    const bool left = entry && entry->text("queue") == session->text("queue") &&
                      !entriesOfStopped(log.database(), log.site(), *session).empty();
    if (!to || !left || to->text("queue") == entry->text("queue") ||
        entry->text("state") == "called")
        return {};
    return sendOver(log, issued.day, ticket, *to, {});
}

} // namespace menzhen::ops
