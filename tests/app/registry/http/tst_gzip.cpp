// SPDX-License-Identifier: Apache-2.0
#include "app/registry/http/gzip.h"

#include "app/registry/http/responsetext.h"

#include <gtest/gtest.h>
#include <random>

namespace menzhen::registry {
namespace {

constexpr std::size_t kRoom = 1 << 20;

TEST(Gzip, ComesBackAsItWas) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    for (const std::size_t size : {0u, 1u, 15u, 16384u, 16385u, 300'000u}) {
        std::string plain(size, '\0');
        for (char& byte : plain)
            byte = static_cast<char>(chance() % 17);
        const auto packed = gzipPack(plain);
        ASSERT_TRUE(packed);
        const Unpacked back = gzipUnpack(*packed, kRoom);
        EXPECT_EQ(back.fault, GzipFault::None);
        EXPECT_EQ(back.plain, plain);
    }
}

TEST(Gzip, StopsAtTheLimit) {
    const auto bomb = gzipPack(std::string(50 * 1024 * 1024, '\0'));
    ASSERT_TRUE(bomb);
    EXPECT_LT(bomb->size(), 400'000u);
    const Unpacked stopped = gzipUnpack(*bomb, kRoom);
    EXPECT_EQ(stopped.fault, GzipFault::TooLarge);
    EXPECT_TRUE(stopped.plain.empty());
}

TEST(Gzip, EveryCutIsDamage) {
    const std::string packed = *gzipPack("the quick brown fox");
    for (std::size_t size = 0; size < packed.size(); ++size)
        EXPECT_EQ(gzipUnpack(packed.substr(0, size), kRoom).fault, GzipFault::Damaged) << size;
    EXPECT_EQ(gzipUnpack(packed + "x", kRoom).fault, GzipFault::Damaged);
    std::string flipped = packed;
    flipped[flipped.size() - 5] ^= 1;
    EXPECT_EQ(gzipUnpack(flipped, kRoom).fault, GzipFault::Damaged);
}

TEST(Gzip, MembersFollowEachOther) {
    const Unpacked both = gzipUnpack(*gzipPack("one ") + *gzipPack("two"), kRoom);
    EXPECT_EQ(both.fault, GzipFault::None);
    EXPECT_EQ(both.plain, "one two");
}

TEST(Gzip, AcceptEncoding) {
    for (const char* yes : {"gzip", "deflate, gzip;q=1.0, *;q=0.5", "GZIP", "br;q=0.9,gzip;q=0.1",
                            "*", " gzip ; q=0.5"})
        EXPECT_TRUE(acceptsGzip(yes)) << yes;
    for (const char* no : {"", "identity", "gzip;q=0", "gzip; q=0.0", "gzipped", "br, deflate"})
        EXPECT_FALSE(acceptsGzip(no)) << no;
}

} // namespace
} // namespace menzhen::registry
