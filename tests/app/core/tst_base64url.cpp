// SPDX-License-Identifier: Apache-2.0
#include "app/core/base64url.h"

#include <gtest/gtest.h>

using namespace menzhen::core;

TEST(Base64Url, ExamplesOfRfc4648WithoutPadding) {
    EXPECT_EQ(toBase64Url(asBytes("")), "");
    EXPECT_EQ(toBase64Url(asBytes("f")), "Zg");
    EXPECT_EQ(toBase64Url(asBytes("fo")), "Zm8");
    EXPECT_EQ(toBase64Url(asBytes("foo")), "Zm9v");
    EXPECT_EQ(toBase64Url(asBytes("foob")), "Zm9vYg");
    EXPECT_EQ(toBase64Url(asBytes("fooba")), "Zm9vYmE");
    EXPECT_EQ(toBase64Url(Bytes{0xfb, 0xff, 0xbf}), "-_-_");
}
