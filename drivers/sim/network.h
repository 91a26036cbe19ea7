// SPDX-License-Identifier: Apache-2.0
// The way between every device and the registry: each message takes its time, may be lost, come
// twice or late, and either direction may be cut.
#pragma once

#include "app/ports/registrylink.h"
#include "drivers/sim/chance.h"
#include "drivers/sim/timeline.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace menzhen::twin {

class Link;

/// How it is between one device and the registry.
struct Weather {
    bool requests = true;  ///< what the device sends arrives
    bool answers = true;   ///< what the registry sends arrives
    int losePercent = 0;   ///< of the messages, either way
    int repeatPercent = 0; ///< of the requests arrive a second time, later
    int slowestMs = 20;    ///< a message takes 1 to so many: more of them may overtake
};

class Network {
public:
    /// Nothing: nobody is there, or the registry stopped before its answer left.
    using Serve = std::function<std::optional<ports::LinkResponse>(const std::string& device,
                                                                   const ports::LinkRequest&)>;
    using Reply = std::function<void(const core::Result<ports::LinkResponse>&)>;

    Network(Timeline& timeline, std::uint64_t seed) : timeline_(timeline), chance_(seed, "net") {}

    void serveWith(Serve serve) { serve_ = std::move(serve); }

    Weather& of(const std::string& device) { return weather_[device]; }

    void clear() { weather_.clear(); }

    /// `reply` runs at most once a request that arrives, or with "no-answer" when nobody listens.
    void send(const std::string& device, const ports::LinkRequest& request, const Reply& reply);
    /// The registry's live channel says something to everybody who follows.
    void wake(const std::string& data);
    /// The registry's program ended: its open channels break.
    void serverDied();

    // For Link.
    bool reaches(const std::string& device);

    void join(Link* link) { links_.insert(link); }

    void leave(Link* link) { links_.erase(link); }

    int delayMs(const std::string& device);

    int drawMs(int from, int to) { return chance_.between(from, to); }

private:
    void deliver(const std::string& device, const ports::LinkRequest& request, const Reply& reply,
                 int delayMs);

    /// By number: the order of addresses is no part of a seed.
    struct ByNumber {
        bool operator()(const Link* a, const Link* b) const;
    };

    Timeline& timeline_;
    Chance chance_;
    Serve serve_;
    std::map<std::string, Weather> weather_;
    std::set<Link*, ByNumber> links_;
};

} // namespace menzhen::twin
