// SPDX-License-Identifier: Apache-2.0
// The target of a request line taken apart (RFC 3986), strictly.
// Thread: pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

struct Target {
    std::string path;                  ///< decoded, for people and logs
    std::vector<std::string> segments; ///< split before they are decoded: %2F splits nothing
    std::map<std::string, std::string>
        query; ///< '+' is a space; the first of a repeated key counts
};

/// Origin form ("/a?b=c") and absolute form ("http://host/a"). Nothing: a bad escape, a zero byte,
/// a "." or ".." segment, or no path at all.
std::optional<Target> parseTarget(std::string_view target);

/// The segments of a path without its query, not decoded: "/a/b" gives "a", "b".
std::vector<std::string_view> splitPath(std::string_view path);

} // namespace menzhen::core
