// SPDX-License-Identifier: Apache-2.0
// Who is woken when a site's log grows: the open event streams, by scope. An event only says how
// far the log has come; it may be dropped or repeated, and a stream keeps at most the newest
// unsent. Thread: any.
#pragma once

#include "app/registry/http/httpserver.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace menzhen::registry {

class Live {
public:
    /// Adds a stream and tells it at once how far the site has come.
    void follow(const std::string& site, EventStream stream);
    void advanced(const std::string& site, std::int64_t through, const std::string& epoch);

private:
    struct Site {
        std::string lastEvent;
        std::map<std::uint64_t, EventStream> streams;
    };

    std::mutex guard_;
    std::map<std::string, Site> sites_;
    std::uint64_t nextId_ = 1;
};

} // namespace menzhen::registry
