// SPDX-License-Identifier: Apache-2.0
#include "app/registry/problems.h"

#include <gtest/gtest.h>

using namespace menzhen::registry;

namespace {

std::string codeOf(const std::string& body) {
    HttpRequest request;
    request.body = body;
    const auto read = parseBody(request);
    return read ? "good" : read.error().code;
}

std::string nested(int depth) {
    const auto times = static_cast<std::size_t>(depth);
    return std::string(times, '[') + std::string(times, ']');
}

TEST(RegistryBodies, AreReadOrRefused) {
    EXPECT_EQ(codeOf(""), "body-missing");
    EXPECT_EQ(codeOf("{"), "malformed-json");
    EXPECT_EQ(codeOf("{\"a\":\"\xff\"}"), "malformed-json");
    EXPECT_EQ(codeOf(R"({"a":[1,2]})"), "good");
}

TEST(RegistryBodies, AreNotNestedWithoutEnd) {
    EXPECT_EQ(codeOf(nested(maxJsonDepth)), "good");
    EXPECT_EQ(codeOf(nested(maxJsonDepth + 1)), "malformed-json");
    EXPECT_EQ(codeOf(nested(1'000'000)), "malformed-json");
    // Brackets inside texts are letters.
    EXPECT_EQ(codeOf("{\"a\":\"" + std::string(100, '[') + "\\\"[[\"}"), "good");
    EXPECT_EQ(codeOf(R"(["\\"])"), "good");
}

TEST(RegistryProblems, HaveTheStatusOfTheirKind) {
    using menzhen::core::ErrorKind;
    EXPECT_EQ(problemOf({ErrorKind::Data, "bad-field", ""}).status, 400);
    EXPECT_EQ(problemOf({ErrorKind::Refused, "unknown-hold", ""}).status, 404);
    EXPECT_EQ(problemOf({ErrorKind::Refused, "locked", ""}).status, 403);
    EXPECT_EQ(problemOf({ErrorKind::Refused, "no-free-slot", ""}).status, 409);
    EXPECT_EQ(problemOf({ErrorKind::Device, "store-full", ""}).status, 503);
    EXPECT_EQ(problemOf({ErrorKind::Bug, "bad-queue", ""}).status, 500);
}

} // namespace
