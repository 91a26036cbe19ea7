// SPDX-License-Identifier: Apache-2.0
#include "app/registry/http/httpmessage.h"

#include <array>
#include <nlohmann/json.hpp>

namespace menzhen::registry {

namespace {

const std::string& valueOf(const std::map<std::string, std::string>& map, const std::string& key) {
    static const std::string empty;
    const auto found = map.find(key);
    return found == map.end() ? empty : found->second;
}

struct Reason {
    int status;
    std::string_view phrase;
};

// RFC 9110 section 15 and RFC 6585; only what this server and its handlers send.
constexpr std::array<Reason, 32> kReasons = {{
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {425, "Too Early"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {507, "Insufficient Storage"},
}};

constexpr int kMsPerSecond = 1000;

} // namespace

bool HttpRequest::onlyReads() const {
    return method == "GET" || method == "HEAD";
}

const std::string& HttpRequest::parameter(const std::string& name) const {
    return valueOf(pathParameters, name);
}

const std::string& HttpRequest::queryValue(const std::string& name) const {
    return valueOf(query, name);
}

const std::string& HttpRequest::header(const std::string& lowerCaseName) const {
    return valueOf(headers, lowerCaseName);
}

HttpResponse json(int status, std::string body) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

HttpResponse problem(int status, std::string_view code, std::string_view detail) {
    // Ordered as a person reads it. Bytes that are no UTF-8 are replaced, never thrown about.
    nlohmann::ordered_json body;
    body["type"] = "urn:menzhen:problem:" + std::string(code);
    body["title"] = std::string(reasonPhrase(status));
    body["status"] = status;
    body["detail"] = std::string(detail);
    body["code"] = std::string(code);
    HttpResponse response;
    response.status = status;
    response.contentType = "application/problem+json";
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return response;
}

HttpResponse tooManyRequests(int retryAfterMs, std::string_view detail) {
    HttpResponse response = problem(429, "too-many-requests", detail);
    const int seconds = (retryAfterMs + kMsPerSecond - 1) / kMsPerSecond;
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
    return response;
}

std::string_view reasonPhrase(int status) {
    for (const Reason& reason : kReasons)
        if (reason.status == status) return reason.phrase;
    return "Unknown";
}

} // namespace menzhen::registry
