// SPDX-License-Identifier: Apache-2.0
#include "app/registry/http/router.h"

#include "app/core/target.h"
#include "app/registry/http/responsetext.h"

#include <gtest/gtest.h>

namespace menzhen::registry {
namespace {

Router::Match match(const Router& router, std::string_view method, std::string_view path) {
    return router.match(method, menzhen::core::parseTarget(path)->segments);
}

Router sample() {
    Router router;
    for (const auto& [method, pattern] : {
             std::pair{"GET", "/v1/sites/{site}/bookings/{id}"},
             std::pair{"DELETE", "/v1/sites/{site}/bookings/{id}"},
             std::pair{"GET", "/v1/sites/{site}/bookings/mine"},
             std::pair{"POST", "/v1/sites/{site}/queues/{id}/call-next"},
             std::pair{"GET", "/"},
         })
        router.add(method, pattern, [](HttpRequest, Responder) {});
    return router;
}

TEST(Router, FindsTheClosestRoute) {
    const Router router = sample();
    EXPECT_EQ(match(router, "GET", "/v1/sites/H001/bookings/7").route->pattern,
              "/v1/sites/{site}/bookings/{id}");
    EXPECT_EQ(match(router, "GET", "/v1/sites/H001/bookings/mine").route->pattern,
              "/v1/sites/{site}/bookings/mine");
    EXPECT_EQ(match(router, "HEAD", "/").route->pattern, "/");
    const auto call = match(router, "POST", "/v1/sites/H001/queues/a%2Fb/call-next");
    EXPECT_EQ(call.parameters.at("site"), "H001");
    EXPECT_EQ(call.parameters.at("id"), "a/b");
}

TEST(Router, SaysWhatAPathAllows) {
    const Router router = sample();
    const auto wrong = match(router, "PATCH", "/v1/sites/H001/bookings/7");
    EXPECT_EQ(wrong.route, nullptr);
    EXPECT_EQ(wrong.allow, "DELETE, GET, HEAD, OPTIONS");
    EXPECT_EQ(match(router, "DELETE", "/v1/sites/H001/bookings/mine").route->pattern,
              "/v1/sites/{site}/bookings/{id}");
    for (const char* unknown : {"/v1", "/v1/sites//bookings/7", "/v1/sites/H001/bookings/7/",
                                "/v1/sites/H001/bookings", "/V1/sites/H001/bookings/7"})
        EXPECT_EQ(match(router, "GET", unknown).allow, "") << unknown;
}

TEST(RouterDeath, RefusesTheSameShapeTwice) {
    Router router = sample();
    EXPECT_DEATH(router.add("GET", "/v1/sites/{s}/bookings/{other}", {}), "added twice");
}

TEST(ResponseText, KeepsHeadersInTheirLine) {
    HttpResponse response = json(200, "{}");
    EXPECT_TRUE(isSendable(response));
    response.headers = {{"Location", "/a\r\nSet-Cookie: x=y"}};
    EXPECT_FALSE(isSendable(response));
    response.headers = {{"A: b", "c"}};
    EXPECT_FALSE(isSendable(response));
}

TEST(ResponseText, EventsOfSeveralLines) {
    EXPECT_EQ(eventText("rev", "7"), "event: rev\ndata: 7\n\n");
    EXPECT_EQ(eventText("", "a\nb\r\nc\rd"), "data: a\ndata: b\ndata: c\ndata: d\n\n");
    EXPECT_EQ(eventText("", ""), "data: \n\n");
    EXPECT_EQ(chunkText("hello hello hello"), "11\r\nhello hello hello\r\n");
}

TEST(HttpMessage, ProblemsAreProblemDetails) {
    EXPECT_EQ(problem(404, "no-such-queue", "No queue \"x\".").body,
              R"({"type":"urn:menzhen:problem:no-such-queue","title":"Not Found","status":404,)"
              R"("detail":"No queue \"x\".","code":"no-such-queue"})");
    const HttpResponse slowDown = tooManyRequests(1200, "Slow down.");
    EXPECT_EQ(slowDown.status, 429);
    EXPECT_EQ(slowDown.headers.at(0).second, "2");
}

} // namespace
} // namespace menzhen::registry
