// SPDX-License-Identifier: Apache-2.0
// What a handler receives and what it answers. Plain values, UTF-8, no Boost.
// Thread: values; copy them to wherever the answer is made.
#pragma once

#include "app/registry/http/tls.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace menzhen::registry {

struct HttpRequest {
    std::string
        method;       ///< upper case, as sent: "GET", "POST" ... (HEAD is served by GET's handler)
    std::string path; ///< percent-decoded, without the query: "/v1/sites/H001/sessions"
    std::map<std::string, std::string> query; ///< decoded; of a repeated key the first counts
    std::map<std::string, std::string>
        headers;         ///< names in lower case; repeated ones joined by ", "
    std::string body;    ///< whole; chunks joined and gzip undone
    std::string address; ///< numeric address of the client, no port
    Peer peer;           ///< who its certificate names; empty over plain HTTP
    std::map<std::string, std::string> pathParameters; ///< decoded values of the pattern's {names}
    std::string target; ///< path and query as sent: signatures of payment platforms cover it

    /// GET, or HEAD, which comes to the same handler: asks, and changes nothing.
    bool onlyReads() const;

    /// The values, or an empty string when there is none.
    const std::string& parameter(const std::string& name) const; ///< of the path
    const std::string& queryValue(const std::string& name) const;
    const std::string& header(const std::string& lowerCaseName) const;
};

struct HttpResponse {
    int status = 200;
    std::string body;
    std::string contentType = "application/json";
    /// Further headers. The server writes Content-Length, Date, Connection and Content-Encoding
    /// itself, and `Cache-Control: no-store` unless one is given here. A body that is already
    /// encoded brings its own Content-Encoding and is left as it is. A value with a line break
    /// turns the answer into a 500.
    std::vector<std::pair<std::string, std::string>> headers;
    /// Makes the answer, on the server's io thread, instead of what stands above: a busy thread
    /// need not write a long text, nor take apart what the request had needed (let go of with it).
    std::function<HttpResponse()> later{};
    /// Nothing is sent and the connection is cut, as a network that fails does it (the sandbox's
    /// faults). What stands above counts for nothing then.
    bool hangUp = false;
};

/// `body` is JSON text.
HttpResponse json(int status, std::string body);

/// An error as problem details (RFC 9457), application/problem+json:
/// {"type":"urn:menzhen:problem:CODE","title":"Not Found","status":404,"detail":...,"code":"CODE"}.
/// `code` is stable, lower-case with dashes; `detail` is one English sentence without personal
/// data.
HttpResponse problem(int status, std::string_view code, std::string_view detail);

/// 429 with Retry-After (whole seconds, rounded up).
HttpResponse tooManyRequests(int retryAfterMs, std::string_view detail);

/// The reason phrase of a status ("Not Found"); "Unknown" for one that we never send.
std::string_view reasonPhrase(int status);

} // namespace menzhen::registry
