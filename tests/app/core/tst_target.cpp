// SPDX-License-Identifier: Apache-2.0
#include "app/core/target.h"

#include <gtest/gtest.h>

using namespace menzhen::core;

namespace {

TEST(Target, IsTakenApart) {
    const auto target = parseTarget("/v1/a%20b/%E9%97%A8?day=2026-07-06&x=a+b%26&x=2&flag&=e");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/v1/a b/\xE9\x97\xA8");
    EXPECT_EQ(target->query.at("day"), "2026-07-06");
    EXPECT_EQ(target->query.at("x"), "a b&");
    EXPECT_EQ(target->query.at("flag"), "");
    EXPECT_EQ(parseTarget("http://host:80/a?b=c")->path, "/a");
    EXPECT_EQ(parseTarget("http://host")->path, "/");
    for (const char* bad : {"", "a", "*", "/%", "/%4", "/%zz", "/%00", "/a/../b", "/%2e%2e/b",
                            "/./a", "/a?x=%0", "/a?x=%00"})
        EXPECT_FALSE(parseTarget(bad)) << bad;
}

} // namespace
