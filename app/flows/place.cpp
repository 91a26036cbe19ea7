// SPDX-License-Identifier: Apache-2.0
#include "app/flows/place.h"

#include "app/core/calendar.h"
#include "app/flows/ownnumber.h"
#include "app/ops/entry.h"
#include "app/ops/queuebook.h"
#include "db/store/records.h"
#include "db/sync/journal.h"

#include <algorithm>

namespace menzhen::flows {

using core::EntryState;

std::optional<int> peopleAhead(core::Queue queue, const std::string& id,
                               std::vector<std::string> stations, int nowMinute) {
    const core::QueueEntry* me = queue.find(id);
    if (me == nullptr) return std::nullopt;
    if (me->state == EntryState::Called || me->state == EntryState::Finished) return 0;
    if (me->state != EntryState::Waiting && me->state != EntryState::Staged) return std::nullopt;
    const std::optional<std::string> pin = me->pin;
    for (const auto& [station, places] : queue.staged())
        if (std::find(stations.begin(), stations.end(), station) == stations.end())
            stations.push_back(station);
    if (pin && std::find(stations.begin(), stations.end(), *pin) == stations.end())
        stations.push_back(*pin);
    if (stations.empty()) stations.emplace_back("imagined");
    int ahead = 0;
    for (int calls = 0; calls < maxSimulatedCalls;) {
        bool someone = false;
        for (const std::string& station : stations) {
            const core::Called called = queue.callNext(station, nowMinute);
            if (!called.id) continue;
            if (*called.id == id) return ahead;
            someone = true;
            ++calls;
            if (!pin || *pin == station) ++ahead;
        }
        if (!someone) break;
    }
    return std::nullopt;
}

std::vector<std::string> stationsOf(const FlowContext& context, int day, const std::string& half,
                                    const std::string& queue) {
    std::vector<std::string> ids;
    for (const store::Record& station :
         store::select(context.database(), context.site(), "station",
                       "AND day = ? AND half = ? AND queue = ? AND (state = 'open' OR (state = "
                       "'paused' AND paused_until > 0)) ORDER BY id",
                       {std::int64_t{day}, half, queue}))
        ids.push_back(station.text("id"));
    return ids;
}

namespace {

/// When the registry was last heard of, as the hall's clock shows it; empty: it answers now.
std::string asOf(const FlowContext& context) {
    const auto age = context.dataAgeMs();
    if (!context.cutOff() || !age) return {};
    return core::formatMinute(context.clock.local(context.clock.utcMs() - *age).minute);
}

} // namespace

core::Result<Place> readPlace(const FlowContext& context, int day, const std::string& paper) {
    const std::string ticket = ops::entryOfTicket(context.database(), context.site(), day, paper);
    const auto row =
        store::find(context.database(), context.site(), "entry", {std::int64_t{day}, ticket});
    if (!row) return core::refused("unknown-ticket", "no such ticket on this day");
    Place place;
    place.ticket = ticket;
    place.day = day;
    place.number = row->text("number");
    place.masked = row->text("masked");
    place.session = sessionOrName(context, day, row->text("session")).value_or(SessionView{});
    // Sent over to another queue: where one waits now counts, not what was booked.
    if (place.session.queue != row->text("queue") || place.session.half != row->text("half")) {
        auto now = sessionOfQueue(context, day, row->text("half"), row->text("queue"));
        if (!now) now = serviceView(context, day, row->text("half"), row->text("queue"));
        if (now) place.session = std::move(*now);
    }
    place.state = row->text("state");
    place.lane = row->text("lane");
    place.late = row->integer("late") != 0;
    place.misses = static_cast<int>(row->integer("misses"));
    place.band = static_cast<int>(row->integer("band"));
    place.slot = static_cast<int>(row->integer("slot"));
    // A booking that was numbered here has a time that only its booking knows.
    const bool bandKnown = row->text("booking").empty() || !isOwnNumber(place.number);
    if (bandKnown && !place.session.service) place.bandText = bandText(context, place.band);
    place.asOf = asOf(context);
    place.shortCode = dashed(row->text("short_code"));
    place.pageUrl = pageUrl(context, row->text("short_code"));
    place.language = row->text("lang");
    if (place.state == "expected")
        place.checkInFrom = core::formatMinute(opensAt(context, place.band));
    if (place.state == "called") place.room = row->text("room");
    const ops::QueueKey key{day, row->text("half"), row->text("queue")};
    const auto queue = context.journal.queues().open(key);
    if (queue)
        place.ahead = peopleAhead(**queue, ticket, stationsOf(context, day, key.half, key.id),
                                  context.clock.now().minute);
    const bool waits = place.state == "waiting" || place.state == "staged";
    if (place.ahead && waits && context.callRange)
        place.callRange = context.callRange(key.half, key.id, *place.ahead);
    return place;
}

core::Result<Place> placeOf(const FlowContext& context, int day, const std::string& ticket) {
    core::Result<Place> place = core::refused("unknown-ticket");
    const auto done = context.database().read([&]() -> core::Result<void> {
        place = readPlace(context, day, ticket);
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return place;
}

} // namespace menzhen::flows
