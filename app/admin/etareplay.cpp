// SPDX-License-Identifier: Apache-2.0
// `menzhen eta-replay FILE [--json] [--score]`: waiting times as a seam (queue rules, 7). The
// queue's events go in, and besides
//   {"do":"history","doctor":"A","minutes":[6.5,9]}   what was measured before today
//   {"do":"pause","station":"A","minutes":10}         from the last `now` on; null: no end known
//   {"do":"eta","id":"B1","now":515}   {"ahead":4,"from":531,"to":552} or
//   {"ahead":4,"why":"paused"}
//   {"do":"score"}                     how many calls fell inside what was said before
// --score answers the score of the whole file alone. A doctor is a station.
#include "app/admin/commands.h"
#include "app/admin/queueevent.h"
#include "app/admin/replay.h"
#include "app/core/queueahead.h"
#include "app/core/waitingline.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>

namespace menzhen::admin {

namespace {

using core::Result;
using nlohmann::json;

constexpr std::size_t mostMinutes = 100'000; ///< of one history

/// A station as its events told of it.
struct Told {
    std::string calls; ///< whom it called last
    int calledAt = -1;
    bool paused = false;
    std::optional<double> pausedUntil; ///< none while paused: no end known
};

struct Said {
    core::ClockRange range;
};

/// How good the ranges were.
struct Score {
    int asked = 0;    ///< etas
    int answered = 0; ///< with a range
    int inside = 0;
    int before = 0;
    int beyond = 0;
    std::vector<int> widths; ///< of those that were called
};

class Etas {
public:
    Result<ReplayAnswer> take(const std::string& name, const json& event);
    void startAnew();
    ReplayAnswer score() const;

private:
    Result<ReplayAnswer> history(const json& event);
    Result<ReplayAnswer> pause(const json& event);
    Result<ReplayAnswer> eta(const json& event);
    Result<ReplayAnswer> queueEvent(const std::string& name, const json& event);
    void occupied(Told& told, int until);
    bool stillThere(const Told& told) const;
    void called(const std::string& station, const std::string& id, int now, bool side);
    core::WaitingLine line(int now, const std::map<std::string, int, std::less<>>& ahead) const;

    QueueEvents events_;
    core::Pace pace_;
    std::map<std::string, Told> stations_;
    std::map<std::string, std::vector<Said>> said_; ///< by id, until it is called
    std::map<std::string, core::ClockRange> shown_;
    int now_ = 0;
    int firstBand_ = -1;
    bool begun_ = false;
    Score score_;
};

void Etas::startAnew() {
    const Score kept = score_;
    *this = Etas();
    score_ = kept;
}

Result<ReplayAnswer> Etas::history(const json& event) {
    const auto doctor = readText(event, "doctor");
    if (!doctor) return tl::unexpected(doctor.error());
    const auto minutes = event.find("minutes");
    if (minutes == event.end() || !minutes->is_array() || minutes->size() > mostMinutes)
        return core::badData("malformed", "\"minutes\" must be a list of numbers");
    for (const json& one : *minutes)
        if (!one.is_number() || !(one.get<double>() >= 0))
            return core::badData("malformed", "\"minutes\" must be numbers, 0 or more");
    for (const json& one : *minutes)
        pace_.earlier.push_back(one.get<double>());
    stations_[*doctor];
    ReplayAnswer answer;
    answer["result"] = "ok";
    return answer;
}

Result<ReplayAnswer> Etas::pause(const json& event) {
    const auto station = readStation(event);
    if (!station) return tl::unexpected(station.error());
    const auto minutes = event.find("minutes");
    const bool open = minutes == event.end() || minutes->is_null();
    if (!open && (!minutes->is_number() || !(minutes->get<double>() >= 0)))
        return core::badData("malformed", "\"minutes\" must be a number, 0 or more, or null");
    if (event.contains("now")) {
        const auto now = readNow(event);
        if (!now) return tl::unexpected(now.error());
        now_ = *now;
    }
    Told& told = stations_[*station];
    if (!stillThere(told)) occupied(told, now_);
    told.calls.clear(); // how long it takes without the pause nobody knows
    told.paused = true;
    told.pausedUntil.reset();
    if (!open) told.pausedUntil = now_ + minutes->get<double>();
    ReplayAnswer answer;
    answer["result"] = "ok";
    return answer;
}

bool Etas::stillThere(const Told& told) const {
    const core::QueueEntry* entry = events_.queue().find(told.calls);
    return entry && entry->state == core::EntryState::Called;
}

/// The station's last call lasted until now.
void Etas::occupied(Told& told, int until) {
    if (!told.calls.empty() && until > told.calledAt) pace_.today.push_back(until - told.calledAt);
    told.calls.clear();
}

void Etas::called(const std::string& station, const std::string& id, int now, bool side) {
    Told& told = stations_[station];
    told.calls = id;
    told.calledAt = now;
    told.paused = false;
    ++(side ? pace_.sideCalls : pace_.ordinaryCalls);
    begun_ = true;
    shown_.erase(id);
    const auto said = said_.find(id);
    if (said == said_.end()) return;
    for (const Said& one : said->second) {
        score_.widths.push_back(one.range.to - one.range.from);
        ++(now < one.range.from ? score_.before
           : now > one.range.to ? score_.beyond
                                : score_.inside);
    }
    said_.erase(said);
}

Result<ReplayAnswer> Etas::queueEvent(const std::string& name, const json& event) {
    auto answer = events_.take(name, event);
    if (!answer) return answer;
    if (event.contains("now")) now_ = std::max(now_, event["now"].get<int>());
    if (name == "register" && (firstBand_ < 0 || event["band"].get<int>() < firstBand_))
        firstBand_ = event["band"].get<int>();
    // A finish bears no time. While others wait, the next call follows at once; else idle begins.
    if (name == "finish" && core::peopleAhead(events_.queue(), now_).empty())
        for (auto& [station, told] : stations_)
            if (told.calls == event["id"]) occupied(told, now_);
    if (name == "call_next") {
        const std::string station = *readStation(event);
        occupied(stations_[station], now_);
        if ((*answer)["result"].is_string())
            called(station, (*answer)["result"].get<std::string>(), now_,
                   !(*answer)["reason"].get<std::string>().starts_with("N:"));
    }
    return answer;
}

core::WaitingLine Etas::line(int now, const std::map<std::string, int, std::less<>>& ahead) const {
    core::WaitingLine line = core::waitingLine(events_.queue(), now, ahead);
    line.begun = begun_;
    line.begins = firstBand_;
    for (const auto& [name, told] : stations_) {
        if (told.paused && !told.pausedUntil) continue;
        core::WaitingStation station;
        if (stillThere(told)) station.busyFor = now - told.calledAt;
        if (told.paused) station.pausedFor = std::max(*told.pausedUntil - now, 0.0);
        line.stations.push_back(station);
    }
    // Nobody has called yet, and nothing tells of doctors: there will be one.
    if (stations_.empty()) line.stations.emplace_back();
    return line;
}

Result<ReplayAnswer> Etas::eta(const json& event) {
    const auto id = readText(event, "id");
    if (!id) return tl::unexpected(id.error());
    const auto now = readNow(event);
    if (!now) return tl::unexpected(now.error());
    const core::QueueEntry* entry = events_.queue().find(*id);
    if (!entry) return core::badData("unknown-entry", "nobody is registered as \"" + *id + "\"");
    now_ = std::max(now_, *now);
    const auto ahead = core::peopleAhead(events_.queue(), *now);
    const auto place = ahead.find(*id);
    if (place == ahead.end()) return core::refused(std::string(toText(entry->state)), "not here");
    ++score_.asked;
    ReplayAnswer answer;
    answer["ahead"] = place->second;
    const core::WaitingLine waiting = line(*now, ahead);
    const auto times = core::callTimes(waiting, pace_);
    const auto time = times.find(*id);
    if (time == times.end()) {
        answer["why"] = std::string(core::toText(
            waiting.stations.empty() ? core::NoTime::Paused : core::NoTime::NoHistory));
        shown_.erase(*id);
        return answer;
    }
    std::optional<core::ClockRange> before;
    if (const auto shown = shown_.find(*id); shown != shown_.end()) before = shown->second;
    const core::ClockRange range = shown_[*id] = core::shownRange(time->second, before);
    ++score_.answered;
    said_[*id].push_back({range});
    answer["from"] = range.from;
    answer["to"] = range.to;
    return answer;
}

ReplayAnswer Etas::score() const {
    const auto called = static_cast<double>(score_.widths.size());
    const auto share = [&](int count) {
        return called > 0 ? std::round(count / called * 1000) / 1000 : 0.0;
    };
    std::vector<int> widths = score_.widths;
    std::sort(widths.begin(), widths.end());
    ReplayAnswer answer;
    answer["asked"] = score_.asked;
    answer["answered"] = score_.answered;
    answer["called"] = widths.size();
    answer["inside"] = share(score_.inside);
    answer["before"] = share(score_.before);
    answer["beyond"] = share(score_.beyond);
    answer["width_median"] = widths.empty() ? 0 : widths[widths.size() / 2];
    return answer;
}

Result<ReplayAnswer> Etas::take(const std::string& name, const json& event) {
    if (name == "history") return history(event);
    if (name == "pause") return pause(event);
    if (name == "eta") return eta(event);
    if (name == "score") return score();
    if (QueueEvents::knows(name)) return queueEvent(name, event);
    return core::badData("malformed", "nothing is called \"" + name + "\"");
}

} // namespace

int runEtaReplay(const std::vector<std::string>& args) {
    const auto call = readReplayCall("eta-replay", args, {"--score"});
    if (!call) return exitUsage;
    Etas etas;
    ReplayHandler handler;
    handler.quiet = !call->flags.empty();
    handler.startAnew = [&] { etas.startAnew(); };
    handler.take = [&](const std::string& name, const json& event) {
        return etas.take(name, event);
    };
    const int status = replayFile("eta-replay", call->file, handler);
    if (handler.quiet && status != exitUsage) std::cout << etas.score().dump() << std::endl;
    return status;
}

} // namespace menzhen::admin
