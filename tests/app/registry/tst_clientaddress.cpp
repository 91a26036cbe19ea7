// SPDX-License-Identifier: Apache-2.0
#include "app/registry/clientaddress.h"

#include <gtest/gtest.h>

using menzhen::registry::TrustedProxies;

namespace {

TEST(ClientAddress, NobodyIsBelievedUnlessNamed) {
    const TrustedProxies none;
    EXPECT_EQ(none.clientOf("203.0.113.9", "198.51.100.1"), "203.0.113.9");
    const TrustedProxies one({"10.0.0.5"});
    EXPECT_EQ(one.clientOf("10.0.0.6", "198.51.100.1"), "10.0.0.6");
    EXPECT_EQ(one.clientOf("10.0.0.5", "198.51.100.1"), "198.51.100.1");
    EXPECT_EQ(one.clientOf("10.0.0.5", ""), "10.0.0.5");
}

TEST(ClientAddress, WhatAPhoneWroteItselfIsNotRead) {
    const TrustedProxies proxies({"10.0.0.5"});
    // The phone claims to be 192.0.2.1; the proxy adds what it saw.
    EXPECT_EQ(proxies.clientOf("10.0.0.5", "192.0.2.1, 198.51.100.1"), "198.51.100.1");
    EXPECT_EQ(proxies.clientOf("10.0.0.5", "10.0.0.5, 198.51.100.1"), "198.51.100.1");
}

TEST(ClientAddress, AChainOfOwnProxiesIsFollowed) {
    const TrustedProxies proxies({"10.0.0.0/24", "fd00::/8"});
    EXPECT_EQ(proxies.clientOf("10.0.0.5", "198.51.100.1,10.0.0.9"), "198.51.100.1");
    EXPECT_EQ(proxies.clientOf("fd12::1", "192.0.2.1, 2001:db8::7 ,10.0.0.9"), "2001:db8::7");
    EXPECT_EQ(proxies.clientOf("10.0.0.5", "10.0.0.7, 10.0.0.9"), "10.0.0.7"); // all are ours
}

TEST(ClientAddress, NonsenseStopsTheReading) {
    const TrustedProxies proxies({"10.0.0.0/8"});
    for (const char* text : {"unknown", "198.51.100.1:443", "<script>", ",", "198.51.100.1, x"})
        EXPECT_EQ(proxies.clientOf("10.0.0.5", text), "10.0.0.5") << text;
    std::string many = "198.51.100.1";
    for (int i = 0; i < 100; ++i)
        many += ", 10.0.0.1";
    EXPECT_EQ(proxies.clientOf("10.0.0.5", many), "10.0.0.1");
}

TEST(ClientAddress, NetworksEndWhereTheirBitsDo) {
    const TrustedProxies proxies({"10.1.128.0/17", "192.0.2.7"});
    EXPECT_TRUE(proxies.trusts("10.1.128.0"));
    EXPECT_TRUE(proxies.trusts("10.1.255.255"));
    EXPECT_FALSE(proxies.trusts("10.1.127.255"));
    EXPECT_TRUE(proxies.trusts("::ffff:10.1.200.3")); // as a socket for both kinds says it
    EXPECT_FALSE(proxies.trusts("192.0.2.8"));
    EXPECT_FALSE(proxies.trusts("nobody"));
}

} // namespace
