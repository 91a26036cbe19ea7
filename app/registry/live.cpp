// SPDX-License-Identifier: Apache-2.0
#include "app/registry/live.h"

#include "app/clerk/scopes.h"

#include <algorithm>
#include <pthread.h>
#include <set>

namespace menzhen::registry {

namespace {

constexpr const char* eventName = "through";
constexpr const char* visitEventName = "visit";
constexpr const char* alertName = "alert";
constexpr const char* replacedName = "replaced";
constexpr const char* replacedText = R"({"why":"newer-connection"})";
constexpr std::chrono::hours longPause{1};

std::string eventOf(std::int64_t through, const std::string& epoch) {
    return "{\"through\":" + std::to_string(through) + ",\"epoch\":\"" + epoch + "\"}";
}

bool isVisit(const std::string& scope) {
    return scope.starts_with(clerk::visitScopePrefix);
}

/// A phone need not know of epochs.
std::string dataFor(const std::string& scope, std::int64_t through, const std::string& epoch) {
    return isVisit(scope) ? "{\"through\":" + std::to_string(through) + "}"
                          : eventOf(through, epoch);
}

const char* nameFor(const std::string& scope) {
    return isVisit(scope) ? visitEventName : eventName;
}

} // namespace

Live::Live(Touched touched, int coalesceMs)
    : touched_(std::move(touched)), coalesce_(coalesceMs), thread_([this] { run(); }) {}

Live::~Live() {
    stop();
    std::map<std::string, Site> last; // dropped outside the lock: dropping closes the streams
    const std::lock_guard lock(guard_);
    last.swap(sites_);
}

void Live::stop() {
    {
        const std::lock_guard lock(guard_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

LiveStats Live::stats() const {
    const std::lock_guard lock(guard_);
    return stats_;
}

void Live::follow(const std::string& site, const std::string& scope, const std::string& device,
                  const EventStream& stream) {
    std::string event;
    std::uint64_t id = 0;
    std::vector<EventStream> older;
    {
        const std::lock_guard lock(guard_);
        id = nextId_++;
        Site& s = sites_[site];
        for (const auto& [known, follower] : s.followers)
            if (!device.empty() && follower.device == device && follower.scope == scope)
                older.push_back(follower.stream);
        stats_.replaced += older.size();
        s.followers.emplace(id, Follower{scope, device, stream});
        if (!s.epoch.empty()) event = dataFor(scope, s.through, s.epoch);
    }
    for (const EventStream& other : older) {
        other.send(replacedName, replacedText);
        other.close();
    }
    if (!event.empty()) stream.send(nameFor(scope), event);
    // Runs on the io thread, or here and now when the stream is closed already.
    stream.onClosed([this, site, id] { forget(site, id); });
}

void Live::forget(const std::string& site, std::uint64_t id) {
    EventStream last; // dropped outside the lock: it may close the stream
    const std::lock_guard lock(guard_);
    Site& s = sites_[site];
    if (const auto found = s.followers.find(id); found != s.followers.end()) {
        last = std::move(found->second.stream);
        s.followers.erase(found);
    }
}

void Live::advanced(const std::string& site, std::int64_t through, const std::string& epoch) {
    const std::lock_guard lock(guard_);
    Site& s = sites_[site];
    if (s.told < 0) { // the first word of a site: nobody can follow from before it
        s.told = through;
        s.toldEpoch = epoch;
    }
    s.through = through;
    s.epoch = epoch;
    wake_.notify_one();
}

/// A site whose streams are to be told now; else `next` is the moment to look again.
Live::Site* Live::due(Moment now, Moment& next, std::string& name) {
    for (auto& [id, site] : sites_) {
        if (!site.isAhead()) continue;
        if (site.nextAt <= now) {
            name = id;
            return &site;
        }
        next = std::min(next, site.nextAt);
    }
    return nullptr;
}

Live::Round Live::begin(Site& site, const std::string& name) {
    Round round;
    round.site = name;
    round.after = site.told;
    round.through = site.through;
    round.everybody = site.toldEpoch != site.epoch || site.through < site.told;
    round.epoch = site.epoch;
    std::set<std::string> scopes;
    for (const auto& [id, follower] : site.followers)
        scopes.insert(follower.scope);
    round.scopes.assign(scopes.begin(), scopes.end());
    site.told = site.through;
    site.toldEpoch = site.epoch;
    site.nextAt = std::chrono::steady_clock::now() + coalesce_;
    ++stats_.rounds;
    return round;
}

void Live::run() {
    pthread_setname_np(pthread_self(), "live");
    std::unique_lock lock(guard_);
    while (!stopping_) {
        const Moment now = std::chrono::steady_clock::now();
        Moment next = now + longPause;
        std::string name;
        Site* site = due(now, next, name);
        if (site == nullptr) {
            wake_.wait_until(lock, next);
            continue;
        }
        Round round = begin(*site, name);
        lock.unlock();
        if (!round.everybody && !round.scopes.empty())
            round.scopes = touched_(round.site, round.after, round.through, round.scopes);
        std::sort(round.scopes.begin(), round.scopes.end());
        send(round);
        lock.lock();
    }
}

void Live::send(const Round& round) {
    struct Told {
        EventStream stream;
        bool visit = false;
        bool left = false;
    };

    std::vector<Told> told;
    const auto has = [&round](const std::string& scope) {
        return std::binary_search(round.scopes.begin(), round.scopes.end(), scope);
    };
    {
        const std::lock_guard lock(guard_);
        for (const auto& [id, follower] : sites_[round.site].followers) {
            const bool visit = isVisit(follower.scope);
            const bool left = visit && has(clerk::leftMark + follower.scope);
            if (left || has(follower.scope)) told.push_back({follower.stream, visit, left});
        }
        stats_.events += told.size();
    }
    const std::string forDevices = dataFor({}, round.through, round.epoch);
    const std::string forPhones = dataFor(clerk::visitScopePrefix, round.through, round.epoch);
    for (const Told& each : told) {
        each.stream.send(each.visit ? visitEventName : eventName,
                         each.visit ? forPhones : forDevices);
        if (each.left) each.stream.close();
    }
}

void Live::alert(const std::string& site, const std::string& visit, const std::string& data) {
    const std::string wanted = clerk::visitScope(visit, {});
    std::vector<EventStream> streams;
    {
        const std::lock_guard lock(guard_);
        for (const auto& [id, follower] : sites_[site].followers)
            if (follower.scope.starts_with(wanted)) streams.push_back(follower.stream);
        stats_.events += streams.size();
    }
    for (const EventStream& stream : streams)
        stream.send(alertName, data);
}

} // namespace menzhen::registry
