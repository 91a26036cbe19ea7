// SPDX-License-Identifier: Apache-2.0
// What a station sees: its queues, the patient, the waiting list in the order of call, figures.
#include "app/core/timeunits.h"
#include "app/flows/callnext.h"

#include "app/ops/queuebook.h"
#include "app/ops/takeback.h"
#include "db/store/records.h"
#include "db/sync/journal.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace menzhen::flows {

namespace {

using store::Record;

constexpr int longestVisitMinutes = 120; ///< a longer gap between two calls was a break

using Rows = std::map<std::string, Record>;

Rows rowsOf(const FlowContext& context, const ops::QueueKey& key) {
    Rows rows;
    for (Record& row : store::select(context.database(), context.site(), "entry",
                                     "AND day = ? AND half = ? AND queue = ?",
                                     {std::int64_t{key.day}, key.half, key.id})) {
        std::string id = row.text("id");
        rows.emplace(std::move(id), std::move(row));
    }
    return rows;
}

WaitingView waitingView(const core::QueueParameters& rules, const Record& row, std::string reason) {
    WaitingView view;
    view.id = row.text("id");
    view.number = row.text("number");
    view.masked = row.text("masked");
    view.kind = row.text("kind");
    view.lane = row.text("lane");
    view.state = row.text("state");
    view.reason = std::move(reason);
    view.pin = row.text("pin");
    view.band = static_cast<int>(row.integer("band"));
    view.bandText = bandText(rules, view.band);
    view.misses = static_cast<int>(row.integer("misses"));
    view.late = row.integer("late") != 0;
    return view;
}

/// In the order in which this station would call them, then those of other stations.
std::vector<WaitingView> waitingList(const FlowContext& context, core::Queue queue,
                                     const Rows& rows) {
    std::vector<WaitingView> list;
    std::set<std::string> listed;
    const int now = context.clock.now().minute;
    const core::QueueParameters rules = queue.parameters();
    while (list.size() < maxListed) {
        const core::Called called = queue.callNext(context.device(), now);
        if (!called.id) break;
        listed.insert(*called.id);
        if (const auto row = rows.find(*called.id); row != rows.end())
            list.push_back(
                waitingView(rules, row->second, std::string(core::toText(called.reason))));
    }
    for (const auto& [id, row] : rows) {
        const std::string& state = row.text("state");
        if (list.size() < maxListed && (state == "waiting" || state == "staged") &&
            !listed.contains(id))
            list.push_back(waitingView(rules, row, {}));
    }
    return list;
}

std::optional<int> medianMinutes(const Rows& rows, const std::string& station) {
    std::vector<const Record*> calls;
    for (const auto& [id, row] : rows)
        if (row.text("station") == station && row.integer("called_at") > 0) calls.push_back(&row);
    std::sort(calls.begin(), calls.end(), [](const Record* a, const Record* b) {
        return a->integer("called_at") < b->integer("called_at");
    });
    std::vector<int> minutes;
    for (std::size_t i = 1; i < calls.size(); ++i) {
        const auto gap = (calls[i]->integer("called_at") - calls[i - 1]->integer("called_at")) /
                         core::msPerMinute;
        if (calls[i - 1]->text("state") == "finished" && gap <= longestVisitMinutes)
            minutes.push_back(static_cast<int>(gap));
    }
    if (minutes.empty()) return std::nullopt;
    std::sort(minutes.begin(), minutes.end());
    return minutes[minutes.size() / 2];
}

StationFigures figuresOf(const FlowContext& context, const Rows& rows) {
    StationFigures figures;
    const int now = context.clock.now().minute;
    for (const auto& [id, row] : rows) {
        const std::string& state = row.text("state");
        if (state == "finished" && row.text("station") == context.device()) ++figures.finished;
        if (state != "waiting" && state != "staged") continue;
        ++figures.waiting;
        // Returns and misses wait since they came back, not since their band.
        const std::string& lane = row.text("lane");
        if (lane == "N" || lane == "P" || lane == "E")
            figures.longestWaitMinutes =
                std::max(figures.longestWaitMinutes, now - static_cast<int>(row.integer("band")));
    }
    figures.medianMinutes = medianMinutes(rows, context.device());
    return figures;
}

QueueView queueView(const FlowContext& context, const Record& row) {
    QueueView view;
    view.id = row.text("id");
    view.half = row.text("half");
    view.zone = row.text("zone");
    view.now = view.half == halfDayNow(context);
    for (const Record& session :
         store::select(context.database(), context.site(), "session",
                       "AND day = ? AND half = ? AND queue = ? ORDER BY room",
                       {row.integer("day"), view.half, view.id})) {
        const auto of = sessionOf(context, context.today(), session.text("id"));
        if (!of->pooled) view.doctor = of->doctor;
        const std::string& room = session.text("room");
        if (view.rooms.empty() || view.rooms.back() != room) view.rooms.push_back(room);
    }
    if (const auto department = store::find(context.database(), context.site(), "department",
                                            {row.text("department")})) {
        view.department = {department->text("zh"), department->text("en")};
        // A queue without sessions (laboratory, counters) is served in its department's rooms.
        const auto rooms = nlohmann::json::parse(department->text("rooms"), nullptr, false);
        if (view.rooms.empty() && rooms.is_array())
            for (const auto& room : rooms)
                if (room.is_string()) view.rooms.push_back(room.get<std::string>());
    }
    store::Query count(context.database(),
                       "SELECT count(*) FILTER (WHERE state IN ('waiting', 'staged')), count(*) "
                       "FILTER (WHERE state = 'expected') FROM entry WHERE site = ? AND day = ? "
                       "AND half = ? AND queue = ?");
    count.bind(context.site()).bind(row.integer("day")).bind(view.half).bind(view.id);
    count.step();
    view.waiting = static_cast<int>(count.integer(0));
    view.expected = static_cast<int>(count.integer(1));
    return view;
}

PatientView patientView(const FlowContext& context, const Record& row) {
    PatientView view;
    view.id = row.text("id");
    view.number = row.text("number");
    view.masked = row.text("masked");
    view.kind = row.text("kind");
    view.lane = row.text("lane");
    view.reason = row.text("reason");
    view.room = row.text("room");
    view.bandText = bandText(context, static_cast<int>(row.integer("band")));
    view.misses = static_cast<int>(row.integer("misses"));
    view.late = row.integer("late") != 0;
    view.calls = static_cast<int>(row.integer("calls"));
    view.calledAtMs = row.integer("called_at");
    return view;
}

/// Where that entry is being served: its room, else its station.
std::string roomOf(const FlowContext& context, const std::string& entry) {
    if (entry.empty()) return {};
    const auto row = store::find(context.database(), context.site(), "entry",
                                 {std::int64_t{context.today()}, entry});
    if (!row) return {};
    return row->text("room").empty() ? row->text("station") : row->text("room");
}

std::vector<CollisionView> collisionsOf(const FlowContext& context) {
    std::vector<CollisionView> views;
    const std::int64_t now = context.clock.utcMs();
    for (const Record& row :
         store::select(context.database(), context.site(), "superseded",
                       "AND day = ? AND (station = ? OR winner = ?) AND at > ? ORDER BY at DESC",
                       {std::int64_t{context.today()}, context.device(), context.device(),
                        now - collisionShownMs})) {
        CollisionView view;
        view.lost = row.text("station") == context.device();
        view.other = view.lost ? row.text("winner") : row.text("station");
        view.both = row.integer("finished_at") > 0;
        view.atMs = row.integer("at");
        const auto station =
            store::find(context.database(), context.site(), "station", {view.other});
        if (station && !station->text("room").empty()) view.other = station->text("room");
        const auto entry = store::find(context.database(), context.site(), "entry",
                                       {std::int64_t{context.today()}, row.text("entry")});
        if (entry) view.number = entry->text("number");
        views.push_back(std::move(view));
    }
    return views;
}

} // namespace

bool CallNext::caughtUp() const {
    if (!answered_) return true;
    const auto row = store::find(context_.database(), context_.site(), "entry",
                                 {std::int64_t{context_.today()}, answered_->id});
    return row && row->integer("rev") >= answeredRev_;
}

std::optional<PatientView> CallNext::currentPatient() const {
    if (!caughtUp()) return answered_;
    for (const Record& row :
         store::select(context_.database(), context_.site(), "entry",
                       "AND day = ? AND station = ? AND state = 'called' ORDER BY called_at DESC",
                       {std::int64_t{context_.today()}, context_.device()}))
        if (!seenOff_.contains(row.text("id"))) return patientView(context_, row);
    return std::nullopt;
}

std::optional<UndoView> CallNext::lastAct() const {
    UndoView last;
    std::int64_t atMs = 0;
    if (!caughtUp()) {
        last = {"called", answered_->id, answered_->number, 0};
        atMs = answered_->calledAtMs;
    } else {
        const auto memory = store::find(context_.database(), context_.site(), "takeback",
                                        {std::int64_t{context_.today()}, context_.device()});
        if (!memory || memory->text("entry").empty()) return std::nullopt;
        const auto entry = store::find(context_.database(), context_.site(), "entry",
                                       {std::int64_t{context_.today()}, memory->text("entry")});
        last = {memory->text("what"), memory->text("entry"), entry ? entry->text("number") : "", 0};
        atMs = memory->integer("at");
    }
    last.untilMs = atMs + ops::undoMs;
    if (context_.clock.utcMs() > last.untilMs) return std::nullopt;
    return last;
}

Desk CallNext::readDesk() const {
    Desk desk;
    desk.station = context_.device();
    desk.ageMs = context_.dataAgeMs();
    const auto row =
        store::find(context_.database(), context_.site(), "station", {context_.device()});
    if (!row || row->integer("day") != context_.today() || row->text("state") == "closed")
        return desk;
    desk.state = row->text("state") == "paused" ? Desk::State::Paused : Desk::State::Open;
    desk.staff = row->text("staff");
    desk.room = row->text("room");
    desk.zone = row->text("zone");
    desk.pauseReason = row->text("reason");
    desk.pausedUntilMs = row->integer("paused_until");
    desk.patient = currentPatient();
    desk.undo = lastAct();
    desk.cutOff = isCutOff();
    desk.claimLeftMs = claimLeftMs();
    desk.listLeft = static_cast<int>(ownPromises(*row).size());
    desk.collisions = collisionsOf(context_);
    const ops::QueueKey key{static_cast<int>(row->integer("day")), row->text("half"),
                            row->text("queue")};
    const auto queueRow = store::find(context_.database(), context_.site(), "queue",
                                      {std::int64_t{key.day}, key.half, key.id});
    if (queueRow) desk.queue = queueView(context_, *queueRow);
    Rows rows = rowsOf(context_, key);
    if (answered_ && !caughtUp()) rows.erase(answered_->id); // called, the store does not know yet
    desk.figures = figuresOf(context_, rows);
    for (const auto& [id, entry] : rows)
        if (entry.text("state") == "missed")
            desk.missed.push_back(waitingView(queueRules(context_), entry, {}));
    if (const auto queue = context_.journal.queues().open(key))
        desk.waiting = waitingList(context_, **queue, rows);
    for (WaitingView& view : desk.waiting)
        view.elsewhere = roomOf(context_, rows.at(view.id).text("elsewhere"));
    for (const WaitingView& view : desk.waiting)
        if (desk.next.size() < static_cast<std::size_t>(nextShown) && !view.reason.empty())
            desk.next.push_back(view);
    return desk;
}

core::Result<Desk> CallNext::desk() const {
    Desk desk;
    const auto done = context_.database().read([&]() -> core::Result<void> {
        desk = readDesk();
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return desk;
}

core::Result<std::vector<QueueView>> CallNext::queues() const {
    std::vector<QueueView> views;
    const auto done = context_.database().read([&]() -> core::Result<void> {
        for (const Record& row : store::select(context_.database(), context_.site(), "queue",
                                               "AND day = ? ORDER BY department, id, half",
                                               {std::int64_t{context_.today()}}))
            views.push_back(queueView(context_, row));
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    std::stable_sort(views.begin(), views.end(),
                     [](const QueueView& a, const QueueView& b) { return a.now && !b.now; });
    return views;
}

} // namespace menzhen::flows
