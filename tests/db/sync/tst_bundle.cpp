// SPDX-License-Identifier: Apache-2.0
// What a device still holds, in a signed file (sync.md 1.16).
#include "db/sync/bundle.h"
#include "tests/db/sync/tinyhall.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;
using test::TinyDevice;

namespace {

struct BundleTest : testing::Test {
    std::unique_ptr<Clinic> clinic = Clinic::small(1, 4);
    std::unique_ptr<ports::PrivateKey> key = clinic->crypto.generateKey();
    TinyDevice kiosk{*clinic, "K01", ":memory:", 1, clinic->crypto.publicPem(key->publicKey())};
    int helps = 0;

    void SetUp() override {
        clinic->clock.set(monday, 485);
        ASSERT_TRUE(kiosk.settle());
    }

    void help() {
        ASSERT_TRUE(
            kiosk.commit("help.requested", {{"help", "000000000000000" + std::to_string(++helps)},
                                            {"screen", "home"}}));
    }

    std::string why() { return *sync::whyNotRemove(*kiosk.database, clinic->clock); }

    std::string written() {
        return *sync::writeBundle(*kiosk.database, "T1", "K01", clinic->clock, *key);
    }

    core::Result<sync::Bundle> read(const std::string& text) {
        return sync::readBundle(text, key->publicKey(), clinic->crypto);
    }
};

TEST_F(BundleTest, HoldsWhatTheRegistryHasNotTaken) {
    EXPECT_EQ(why(), "");
    EXPECT_TRUE(read(written())->ops.empty());
    help();
    help();
    EXPECT_EQ(why(), "unsent");
    const std::string text = written();
    const auto bundle = read(text);
    ASSERT_TRUE(bundle) << bundle.error().code;
    EXPECT_EQ(bundle->site, "T1");
    EXPECT_EQ(bundle->device, "K01");
    EXPECT_EQ(*sync::deviceOfBundle(text), "K01");
    ASSERT_EQ(bundle->ops.size(), 2U);
    EXPECT_EQ(bundle->ops[1]["fields"]["help"], "0000000000000002");
    EXPECT_TRUE(*sync::holdsAll(*bundle, *kiosk.database, clinic->clock));
    help();
    EXPECT_FALSE(*sync::holdsAll(*bundle, *kiosk.database, clinic->clock)) << "written since";
}

TEST_F(BundleTest, WhatItHoldsIsTakenAsFromTheWire) {
    help();
    help();
    const auto bundle = read(written());
    clinic->must([&](clerk::Clerk& clerk) -> core::Result<json> {
        for (const json& item : bundle->ops) {
            const auto taken = clerk.log().accept(*ops::opFromJson(item));
            EXPECT_TRUE(taken && taken->verdict == "applied" && !taken->repeated);
        }
        return json::object();
    });
    ASSERT_TRUE(kiosk.settle()); // the store was not thrown away after all: it hears the verdicts
    EXPECT_EQ(why(), "");
    EXPECT_EQ(test::projectionOf(*kiosk.database, "T1"),
              test::projectionOf(*clinic->database, "T1"));
}

TEST_F(BundleTest, HoldsWhatWasRejectedTodayAndNobodyHasSeen) {
    help();
    help();
    ASSERT_TRUE(kiosk.settle());
    ASSERT_TRUE(kiosk.database->transact([&]() -> core::Result<void> {
        store::Query(*kiosk.database, "UPDATE outbox SET verdict = 'rejected' WHERE seq = 2").run();
        return {};
    }));
    EXPECT_EQ(why(), "dead-letters");
    EXPECT_EQ(read(written())->ops.size(), 1U);
    clinic->clock.set(20261124, 485);
    EXPECT_EQ(why(), "") << "of yesterday: the registry lists it";
}

TEST_F(BundleTest, OneThatWasAlteredOrIsAnothersIsRefused) {
    help();
    const std::string text = written();
    for (std::size_t at = 0; at < text.size() - 1; at += 7) {
        std::string other = text;
        other[at] = static_cast<char>(other[at] ^ 1);
        EXPECT_FALSE(read(other)) << at;
    }
    EXPECT_FALSE(read(text.substr(0, text.size() / 2)));
    EXPECT_FALSE(read(""));
    const auto another = clinic->crypto.generateKey();
    const auto refused = sync::readBundle(text, another->publicKey(), clinic->crypto);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "bad-signature");
}

} // namespace
