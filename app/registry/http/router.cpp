// SPDX-License-Identifier: Apache-2.0
#include "app/registry/http/router.h"

#include "app/core/check.h"
#include "app/core/target.h"

#include <set>

namespace menzhen::registry {

namespace {

bool isName(const std::string& segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool fits(const Route& route, const std::vector<std::string>& segments) {
    if (route.segments.size() != segments.size()) return false;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (isName(route.segments[i]) ? segments[i].empty() : route.segments[i] != segments[i])
            return false;
    }
    return true;
}

// Both fit the same path: the one with a literal where the other has its first name.
bool isCloser(const Route& one, const Route& other) {
    for (std::size_t i = 0; i < one.segments.size(); ++i) {
        const bool name = isName(one.segments[i]);
        if (name != isName(other.segments[i])) return !name;
    }
    return false;
}

bool sameShape(const Route& one, const Route& other) {
    if (one.segments.size() != other.segments.size()) return false;
    for (std::size_t i = 0; i < one.segments.size(); ++i) {
        const bool bothNames = isName(one.segments[i]) && isName(other.segments[i]);
        if (!bothNames && one.segments[i] != other.segments[i]) return false;
    }
    return true;
}

std::string joined(const std::set<std::string>& methods) {
    std::string text;
    for (const std::string& method : methods)
        text += (text.empty() ? "" : ", ") + method;
    return text;
}

} // namespace

void Router::add(std::string method, std::string pattern, Handler handler, RouteOptions options) {
    MENZHEN_CHECK(pattern.starts_with('/'), "a route's pattern starts with a slash");
    Route route{std::move(method), std::move(pattern), std::move(handler), options, {}};
    for (const std::string_view segment : core::splitPath(route.pattern))
        route.segments.emplace_back(segment);
    for (const Route& known : routes_)
        MENZHEN_CHECK(known.method != route.method || !sameShape(known, route),
                      "a route was added twice");
    routes_.push_back(std::move(route));
}

Router::Match Router::match(std::string_view method,
                            const std::vector<std::string>& segments) const {
    const std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;
    Match match;
    std::set<std::string> methods;
    for (const Route& route : routes_) {
        if (!fits(route, segments)) continue;
        methods.insert(route.method);
        if (route.method == "GET") methods.insert("HEAD");
        methods.insert("OPTIONS");
        if (route.method != wanted) continue;
        if (!match.route || isCloser(route, *match.route)) match.route = &route;
    }
    match.allow = joined(methods);
    if (!match.route) return match;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::string& segment = match.route->segments[i];
        if (isName(segment))
            match.parameters.emplace(segment.substr(1, segment.size() - 2), segments[i]);
    }
    return match;
}

} // namespace menzhen::registry
