// SPDX-License-Identifier: Apache-2.0
#include "app/flows/board.h"

#include "db/sync/boardreplica.h"
#include "db/sync/syncstate.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr std::size_t maxHallSessions = 200;
// So long a station has to send what it did while the registry was away.
constexpr std::int64_t heardGraceMs = 60'000;

core::BoardRow shown(const sync::BoardRow& row) {
    return {row.id,
            row.queue,
            row.number,
            row.sensitive ? std::string() : row.mask,
            core::entryStateFrom(row.state).value_or(core::EntryState::Finished),
            row.room,
            row.place,
            row.calledAtMs,
            row.calls,
            row.heardAtMs};
}

TicketName nameIn(const json& object, const std::string& stem) {
    return {object.value(stem + "_zh", std::string()), object.value(stem + "_en", std::string())};
}

} // namespace

BoardHall boardHallFrom(const std::string& text) {
    BoardHall hall;
    try {
        const json object = json::parse(text);
        hall.hospital = nameIn(object, "hospital");
        hall.floor = object.value("floor", 0);
        for (const json& s : object.at("sessions")) {
            if (hall.sessions.size() == maxHallSessions) break;
            hall.sessions.push_back(
                {s.value("room", std::string()), s.value("queue", std::string()),
                 s.value("half", std::string()), s.value("start", 0), s.value("end", 0),
                 nameIn(s, "department"), nameIn(s, "doctor"), nameIn(s, "title")});
        }
    } catch (const json::exception&) {
        return hall; // names and hours are an extra: without them the calls still stand there
    }
    return hall;
}

Board::Board(sync::BoardReplica& replica, ports::Announcer& announcer, const ports::Clock& clock)
    : replica_(replica), announcer_(announcer), clock_(clock),
      alive_(std::make_shared<bool>(true)) {}

core::Result<BoardNews> Board::read(const sync::SyncState& state) {
    BoardNews news;
    news.contact.current = state.connected && !state.waitingForTrust && state.problem.empty();
    news.contact.waitingForTrust = state.waitingForTrust;
    news.contact.hasData = state.hasData;
    news.contact.problem = state.problem;
    const auto dataAt = replica_.dataAtMs();
    if (!dataAt) return tl::unexpected(dataAt.error());
    // A registry that refuses this board answers, but says nothing of the queues.
    news.contact.dataAtMs = dataAt->value_or(0);
    if (state.problem.empty())
        news.contact.dataAtMs = std::max(state.lastContactMs, news.contact.dataAtMs);

    if (const auto settled = settleHeard(news.contact.current && state.upToDate); !settled)
        return tl::unexpected(settled.error());
    const auto rows = replica_.rows();
    if (!rows) return tl::unexpected(rows.error());
    for (const sync::BoardRow& row : *rows)
        news.rows.push_back(shown(row));
    const auto stations = replica_.stations();
    if (!stations) return tl::unexpected(stations.error());
    for (const sync::BoardStation& s : *stations)
        news.stations.push_back({s.id, s.room, s.queue, s.state, s.reason, s.pausedUntilMs});
    const auto hall = replica_.hall();
    if (!hall) return tl::unexpected(hall.error());
    news.hall = boardHallFrom(*hall);

    if (!state.connected) catchingUp_ = true;
    auto fresh = freshRows(news.contact.current);
    if (!fresh) return tl::unexpected(fresh.error());
    news.fresh = std::move(*fresh);
    if (news.contact.current && state.upToDate) catchingUp_ = false;
    return news;
}

BoardNews Board::readOrProblem(const sync::SyncState& state) {
    auto news = read(state);
    if (news) return std::move(*news);
    BoardNews none;
    none.contact.problem = news.error().code;
    return none;
}

core::Result<void> Board::noteAnnounced() {
    while (!announced_.empty()) {
        const auto& [id, calls] = *announced_.begin();
        if (auto done = replica_.announced(id, calls); !done) return done;
        announced_.erase(announced_.begin());
    }
    return {};
}

core::Result<std::vector<core::BoardRow>> Board::freshRows(bool current) {
    (void)noteAnnounced();
    // A store that was copied or a board that was off: nothing is said before somebody speaks, the
    // registry or a station of the zone.
    const auto heard = replica_.heardCalls();
    if (!heard) return tl::unexpected(heard.error());
    std::vector<core::BoardRow> calls;
    for (const sync::BoardRow& row : *heard)
        calls.push_back(shown(row));
    if (current) {
        const auto news = replica_.newCalls();
        if (!news) return tl::unexpected(news.error());
        for (const sync::BoardRow& row : *news)
            if (std::none_of(heard->begin(), heard->end(),
                             [&row](const sync::BoardRow& h) { return h.id == row.id; }))
                calls.push_back(shown(row));
    }
    std::erase_if(calls, [this](const core::BoardRow& row) {
        return announced_.contains({row.id, row.calls});
    });
    auto fresh = core::freshCalls({}, calls, catchingUp_, clock_.utcMs());
    for (const core::BoardRow& row : calls) {
        if (std::find(fresh.begin(), fresh.end(), row) != fresh.end()) continue;
        if (const auto done = replica_.announced(row.id, row.calls); !done)
            return tl::unexpected(done.error());
    }
    return fresh;
}

core::Result<bool> Board::hear(const ports::ZoneRow& row) {
    return replica_.hear(row);
}

core::Result<void> Board::settleHeard(bool current) {
    const std::int64_t now = clock_.utcMs();
    if (!current)
        currentSinceMs_ = 0;
    else if (currentSinceMs_ == 0)
        currentSinceMs_ = now;
    if (!current || now - currentSinceMs_ < heardGraceMs) return {};
    if (const auto done = replica_.forgetHeard(now - heardGraceMs); !done)
        return tl::unexpected(done.error());
    return {};
}

void Board::announce(const core::BoardRow& row, const std::string& key,
                     std::function<void(std::string problem)> ended) {
    core::CallWords words{row.number, row.room, row.mask, core::SpokenLanguage::Chinese,
                          row.mask.empty()};
    announcer_.announce({key, words},
                        [this, alive = std::weak_ptr<bool>(alive_), id = row.id, calls = row.calls,
                         ended = std::move(ended)](const core::Result<ports::Spoken>& spoken) {
                            if (alive.expired()) return;
                            std::string problem = spoken ? std::string() : spoken.error().code;
                            announced_.emplace(id, calls);
                            if (const auto done = noteAnnounced(); !done && problem.empty())
                                problem = done.error().code;
                            ended(std::move(problem));
                        });
}

void Board::stop() {
    alive_.reset();
    announcer_.stop();
}

} // namespace menzhen::flows
