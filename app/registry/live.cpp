// SPDX-License-Identifier: Apache-2.0
#include "app/registry/live.h"

#include <vector>

namespace menzhen::registry {

namespace {

constexpr const char* eventName = "through";

} // namespace

void Live::follow(const std::string& site, EventStream stream) {
    std::string event;
    std::uint64_t id = 0;
    {
        const std::lock_guard lock(guard_);
        id = nextId_++;
        Site& s = sites_[site];
        s.streams.emplace(id, stream);
        event = s.lastEvent;
    }
    if (!event.empty()) stream.send(eventName, event);
    // Runs on the io thread, or here and now when the stream is closed already.
    stream.onClosed([this, site, id] {
        EventStream last; // dropped outside the lock: it may close the stream
        const std::lock_guard lock(guard_);
        Site& s = sites_[site];
        if (const auto found = s.streams.find(id); found != s.streams.end()) {
            last = std::move(found->second);
            s.streams.erase(found);
        }
    });
}

void Live::advanced(const std::string& site, std::int64_t through, const std::string& epoch) {
    const std::string event =
        "{\"through\":" + std::to_string(through) + ",\"epoch\":\"" + epoch + "\"}";
    std::vector<EventStream> streams;
    {
        const std::lock_guard lock(guard_);
        Site& s = sites_[site];
        s.lastEvent = event;
        streams.reserve(s.streams.size());
        for (const auto& [id, stream] : s.streams)
            streams.push_back(stream);
    }
    for (const EventStream& stream : streams)
        stream.send(eventName, event);
}

} // namespace menzhen::registry
