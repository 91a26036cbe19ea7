// SPDX-License-Identifier: Apache-2.0
// Vectors from Python: hashlib.scrypt, hmac and cryptography's HKDF.
#include "app/ops/personindex.h"
#include "drivers/crypto/opensslcrypto.h"

#include <gtest/gtest.h>

using namespace menzhen;

namespace {

const crypto::OpenSslCrypto indexSuite;

core::Bytes lobbySecret() {
    core::Bytes secret(32);
    for (std::size_t i = 0; i < secret.size(); ++i)
        secret[i] = static_cast<std::uint8_t>(i);
    return secret;
}

} // namespace

TEST(PersonIndex, FixedVectors) {
    const core::Bytes key = ops::dayKey(indexSuite, lobbySecret(), "DEMO", 20261123);
    EXPECT_EQ(core::toHex(key), "58aefaf256ca468a7780a5c87f83da2d7d4bfa34b1f96f8eb1fe98d8da2d728a");
    const auto index = [&key](std::string_view number) {
        return core::toHex(ops::personIndex(indexSuite, key, "DEMO", 20261123, number));
    };
    EXPECT_EQ(index("11010519491231002X"), "7142b435370f7c1e");
    EXPECT_EQ(index("11010519491231002x"), "7142b435370f7c1e");
    EXPECT_EQ(
        core::toHex(ops::phoneIndex(indexSuite, key, "DEMO", 20261123, "13800138000", 19491231)),
        "dc80fd77006992f1");
}

TEST(PersonIndex, ChangesWithDayAndSite) {
    const core::Bytes key = ops::dayKey(indexSuite, lobbySecret(), "DEMO", 20261123);
    EXPECT_NE(ops::dayKey(indexSuite, lobbySecret(), "DEMO", 20261124), key);
    EXPECT_NE(ops::dayKey(indexSuite, lobbySecret(), "DEM", 20261123), key);
    EXPECT_NE(ops::personIndex(indexSuite, key, "DEMO", 20261123, "1"),
              ops::personIndex(indexSuite, key, "DEMO", 20261124, "1"));
}
