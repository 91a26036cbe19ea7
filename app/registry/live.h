// SPDX-License-Identifier: Apache-2.0
// Who is woken when a site's log grows: the open event streams of the scopes that were touched. An
// event only says how far the log has come; it may be dropped or repeated, and a stream keeps at
// most the newest unsent.
//
// A thread of its own looks at what the commits touched and sends, so that the writer does not wait
// for a thousand streams. The first commit after a pause is told at once; those of the next
// `coalesceMs` become one event: a hundred ops a second for 1,200 devices would be 120,000
// messages. A phone follows its visit (event `visit`) and costs nothing while nothing moves in the
// visit's queue. Thread: any.
#pragma once

#include "app/registry/http/httpserver.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace menzhen::registry {

inline constexpr int liveCoalesceMs = 50; ///< between two events of a site

struct LiveStats {
    std::uint64_t rounds = 0;   ///< looks at what commits had touched
    std::uint64_t events = 0;   ///< sent to streams; the first of each is not counted
    std::uint64_t replaced = 0; ///< streams closed for a newer one of the same device
};

class Live {
public:
    /// Those of `scopes` that a site's revisions in (after, through] touched, as
    /// clerk::touchedScopes names them: a stream of a scope with leftMark is told and closed.
    /// Called on the live thread; too many are harmless.
    using Touched = std::function<std::vector<std::string>(const std::string& site,
                                                           std::int64_t after, std::int64_t through,
                                                           const std::vector<std::string>& scopes)>;

    explicit Live(Touched touched, int coalesceMs = liveCoalesceMs);
    ~Live(); ///< stops; the servers whose streams it knows have ended before
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;

    /// Adds a stream and tells it at once how far the site has come. A device has one stream a
    /// scope: an older one gets the event `replaced`, {"why":"newer-connection"}, and is closed. An
    /// empty `device` is nobody's: any number.
    void follow(const std::string& site, const std::string& scope, const std::string& device,
                const EventStream& stream);
    /// Event `alert` with `data` to whoever follows that visit.
    void alert(const std::string& site, const std::string& visit, const std::string& data);
    /// `site` has come to revision `through`.
    void advanced(const std::string& site, std::int64_t through, const std::string& epoch);
    void stop();
    LiveStats stats() const;

private:
    using Moment = std::chrono::steady_clock::time_point;

    struct Follower {
        std::string scope;
        std::string device;
        EventStream stream;
    };

    struct Site {
        std::string epoch;
        std::int64_t through = 0; ///< where the log stands
        std::int64_t told = -1;   ///< how far the streams were woken
        std::string toldEpoch;
        Moment nextAt{};
        std::map<std::uint64_t, Follower> followers;

        bool isAhead() const { return told != through || toldEpoch != epoch; }
    };

    struct Round {
        std::string site;
        std::int64_t after = 0;
        std::int64_t through = 0;
        bool everybody = false; ///< another epoch
        std::string epoch;
        std::vector<std::string> scopes;
    };

    void run();
    Site* due(Moment now, Moment& next, std::string& name);
    Round begin(Site& site, const std::string& name);
    void send(const Round& round);
    void forget(const std::string& site, std::uint64_t id);

    const Touched touched_;
    const std::chrono::milliseconds coalesce_;
    mutable std::mutex guard_;
    std::condition_variable wake_;
    std::map<std::string, Site> sites_;
    std::uint64_t nextId_ = 1;
    bool stopping_ = false;
    LiveStats stats_;
    std::thread thread_;
};

} // namespace menzhen::registry
