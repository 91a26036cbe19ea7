// SPDX-License-Identifier: Apache-2.0
// A request and its answer as values: all that the protocols know of HTTP.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace menzhen::payment {

/// What a platform is told at one moment. `nonce`: 32 characters nobody can foresee.
struct Moment {
    std::int64_t nowMs = 0; ///< UTC
    std::string nonce;
};

struct HttpRequest {
    std::string method; ///< "GET" or "POST"
    std::string url;    ///< whole; path and query as they are signed
    std::vector<std::string> headers;
    std::string body;
    bool clientCertificate = false; ///< mutual TLS
    /// Never by itself a second time: its second answer would speak of a code that is used up.
    bool once = false;
};

struct HttpAnswer {
    std::string fault; ///< empty, or "no-answer" "answer-size" "busy": then there is nothing else
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case; repeated ones joined
    std::string body;                           ///< the bytes as they came
};

} // namespace menzhen::payment
