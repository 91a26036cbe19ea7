// SPDX-License-Identifier: Apache-2.0
#include "app/display/boardlines.h"

#include <algorithm>
#include <tuple>

namespace menzhen::display {

namespace {

/// Noon of the schedule: the session of a queue that is on now, else the day's next, else none.
const flows::BoardSession* sessionFor(const flows::BoardHall& hall, const std::string& queue,
                                      const std::string& room, int minute) {
    const flows::BoardSession* best = nullptr;
    const auto rank = [&](const flows::BoardSession& s) {
        return std::tuple(s.endMinute <= minute, s.room != room, s.startMinute);
    };
    for (const flows::BoardSession& session : hall.sessions)
        if (session.queue == queue && (!best || rank(session) < rank(*best))) best = &session;
    return best;
}

TicketName doctorWords(const flows::BoardSession& session) {
    TicketName words = session.doctor;
    if (!words.zh.empty() && !session.title.zh.empty()) words.zh += " " + session.title.zh;
    return words;
}

const flows::BoardStation* stationOf(const flows::BoardNews& news, const core::BoardLine& line) {
    for (const flows::BoardStation& station : news.stations)
        if (station.queue == line.queue && (station.room == line.room || line.room.empty()))
            return &station;
    return nullptr;
}

TicketName statusWords(LineState state) {
    switch (state) {
    case LineState::Calling:
        return {"就诊中", "With doctor"};
    case LineState::Fresh:
        return {"请就诊", "Go in now"};
    case LineState::Ready:
        return {"即将叫号", "Starting soon"};
    case LineState::Closed:
        return {"已停诊", "Closed"};
    case LineState::Paused:
        return {"暂停接诊", "Paused"};
    case LineState::Quiet:
        break;
    }
    return {"暂无候诊", "No one waiting"};
}

/// Every open room has its line, also when nobody waits there.
std::vector<core::BoardLine> allLines(const flows::BoardNews& news, core::BoardView view) {
    std::vector<core::BoardLine> lines = std::move(view.lines);
    for (const flows::BoardStation& station : news.stations) {
        if (station.queue.empty() || station.room.empty() || station.state == "closed") continue;
        const auto same = [&](const core::BoardLine& line) {
            return line.queue == station.queue && line.room == station.room;
        };
        if (std::any_of(lines.begin(), lines.end(), same)) continue;
        // A queue that waits without a room gets that of the station which serves it.
        const auto roomless = std::find_if(lines.begin(), lines.end(), [&](const auto& line) {
            return line.queue == station.queue && line.room.empty();
        });
        if (roomless != lines.end())
            roomless->room = station.room;
        else
            lines.push_back({station.queue, station.room, {}, {}});
    }
    std::stable_sort(lines.begin(), lines.end(), [](const auto& left, const auto& right) {
        return core::doorOrder(left.room, right.room);
    });
    return lines;
}

} // namespace

std::string Line::spokenName() const {
    std::string text = roomWords(room).zh + ":";
    if (!number.empty()) text += number + " " + (mask.empty() ? "" : mask + " ");
    text += status.zh + (detail.zh.empty() ? "" : " " + detail.zh);
    if (!next.empty()) {
        text += ",请准备";
        for (const std::string& one : next)
            text += " " + one;
    }
    text += ". " + roomWords(room).en + ": " + (number.empty() ? "" : number + " ") + status.en;
    return text;
}

Lines linesFrom(const flows::BoardNews& news, const ports::Clock& clock,
                const std::function<bool(const std::string& rowId)>& marked) {
    core::BoardView view = core::boardView(news.rows);
    Lines result;
    for (const core::BoardRow& row : view.missed)
        result.missed.push_back(row.number);
    const int minute = clock.now().minute;
    const std::vector<core::BoardLine> lines = allLines(news, std::move(view));
    for (const core::BoardLine& from : lines) {
        Line line;
        line.key = from.queue + "/" + from.room;
        line.room = from.room;
        for (const core::BoardRow& row : from.next)
            line.next.push_back(row.number);
        const flows::BoardSession* session = sessionFor(news.hall, from.queue, from.room, minute);
        if (line.room.empty() && session) line.room = session->room;
        // In a pool the doctors of a queue share it: then the room's line names no doctor.
        const auto ofQueue = std::count_if(
            news.hall.sessions.begin(), news.hall.sessions.end(), [&](const auto& other) {
                return session && other.queue == from.queue && other.half == session->half;
            });
        if (session) line.department = session->department;
        if (session && ofQueue == 1) line.detail = doctorWords(*session);
        line.state = from.next.empty() ? LineState::Quiet : LineState::Ready;
        if (!from.called.empty()) {
            const core::BoardRow& current = from.called.front();
            line.number = current.number;
            line.mask = current.mask;
            line.rowId = current.id;
            line.told =
                current.heardUtcMs > 0 && clock.utcMs() - current.heardUtcMs < core::kToldMs;
            line.state = marked(current.id) ? LineState::Fresh : LineState::Calling;
        }
        line.status = statusWords(line.state);
        const flows::BoardStation* station = stationOf(news, from);
        if (station && station->state == "paused" && line.state != LineState::Fresh) {
            line.state = LineState::Paused;
            const std::string until = station->pausedUntilMs > 0
                                          ? timeText(clock.local(station->pausedUntilMs))
                                          : std::string();
            line.status = statusWords(line.state);
            line.detail = pausedWords(station->reason, until);
        } else if (station && station->state == "closed" && from.called.empty()) {
            line.state = LineState::Closed;
            line.status = statusWords(line.state);
        }
        result.lines.push_back(std::move(line));
    }
    // Rooms found by their session take their place among the doors.
    std::stable_sort(result.lines.begin(), result.lines.end(),
                     [](const auto& a, const auto& b) { return core::doorOrder(a.room, b.room); });
    return result;
}

} // namespace menzhen::display
