// SPDX-License-Identifier: Apache-2.0
// Which handler answers which path. Filled before the server starts and never changed after.
// Thread: building is single-threaded; reading is safe from any thread.
#pragma once

#include "app/registry/http/httpmessage.h"
#include "app/registry/http/responder.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::registry {

/// Runs on the server's io thread and must not block: it checks, posts to its own thread and
/// returns. An exception that leaves it becomes a 500.
using Handler = std::function<void(HttpRequest, Responder)>;

struct RouteOptions {
    std::size_t maxBodyBytes = 0; ///< after gzip is undone; 0 = ServerLimits::maxBodyBytes
    int requestMs = 0;            ///< the handler's budget; 0 = ServerLimits::requestMs
    /// Served to a client whose certificate is missing or no good, where one is asked for.
    bool forStrangers = false;
};

struct Route {
    std::string method;
    std::string pattern; ///< as given: "/v1/sites/{site}/queues/{id}/call-next"
    Handler handler;
    RouteOptions options;
    std::vector<std::string> segments; ///< of the pattern
};

class Router {
public:
    /// `method` in upper case; HEAD and OPTIONS are answered by the server. Pattern: literal
    /// segments and whole-segment {names}; a literal wins over a name. The same method and pattern
    /// (names aside) twice is a bug.
    void add(std::string method, std::string pattern, Handler handler, RouteOptions options = {});

    struct Match {
        const Route* route = nullptr; ///< null: see `allow`
        std::map<std::string, std::string> parameters;
        std::string allow; ///< "GET, HEAD, OPTIONS": the path is known; empty: it is not
    };

    /// `segments` are the decoded segments of the path.
    Match match(std::string_view method, const std::vector<std::string>& segments) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    std::vector<Route> routes_;
};

} // namespace menzhen::registry
