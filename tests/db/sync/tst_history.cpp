// SPDX-License-Identifier: Apache-2.0
// Restored and cloned devices, restored registries: nothing is lost, nothing happens twice, and
// somebody is told (sync.md 1.3, 1.4).
#include "db/sync/bundle.h"
#include "tests/db/sync/history.h"

using namespace menzhen;
using nlohmann::json;
using test::copyStore;
using test::History;
using test::monday;
using test::projectionOf;
using test::storeOfTest;

namespace {

TEST_F(History, RestoredDeviceGetsItsOwnOpsBackAndAnotherIncarnation) {
    auto kiosk = start("k1", 1);
    help(*kiosk);
    settle(*kiosk);
    kiosk.reset();
    copyStore(storeOfTest("k1"), storeOfTest("copy"));
    kiosk = start("k1", 2);
    help(*kiosk);
    help(*kiosk);
    settle(*kiosk);
    kiosk.reset();
    auto restored = start("copy", 3);
    help(*restored); // before its first contact, under a key that it once used for something else
    settle(*restored);
    EXPECT_EQ(incarnation(*restored), 2);
    EXPECT_EQ(helpsAtRegistry(), 4) << "nothing lost, nothing twice";
    EXPECT_EQ(count(*restored->database, "SELECT count(*) FROM outbox WHERE incarnation = 1"), 3);
    EXPECT_EQ(count(*restored->database, "SELECT count(*) FROM outbox WHERE rev = 0"), 0);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM restamped"), 1);
    EXPECT_FALSE(alarms().empty());
    help(*restored);
    settle(*restored);
    EXPECT_EQ(helpsAtRegistry(), 5);
    EXPECT_EQ(projectionOf(*restored->database, "T1"), projectionOf(*clinic->database, "T1"));
}

TEST_F(History, RestoredDeviceIsNoticedAtItsFirstContactWithoutANewOp) {
    auto kiosk = start("k1", 1);
    settle(*kiosk);
    kiosk.reset();
    copyStore(storeOfTest("k1"), storeOfTest("copy"));
    kiosk = start("k1", 2);
    help(*kiosk);
    settle(*kiosk);
    kiosk.reset();
    auto restored = start("copy", 3);
    settle(*restored);
    EXPECT_EQ(alarms(), std::set<std::string>{"device-restored"});
    EXPECT_EQ(incarnation(*restored), 2);
}

TEST_F(History, OpThatTheRegistryHasUnderTheSameHashIsNotStampedAnew) {
    auto kiosk = start("k1", 1);
    settle(*kiosk);
    help(*kiosk);
    kiosk.reset(); // written, never sent
    copyStore(storeOfTest("k1"), storeOfTest("copy"));
    kiosk = start("k1", 2);
    help(*kiosk);
    settle(*kiosk);
    kiosk.reset();
    auto restored = start("copy", 3); // holds the first as unsent: the registry has it
    help(*restored);
    settle(*restored);
    EXPECT_EQ(helpsAtRegistry(), 3);
    EXPECT_EQ(count(*restored->database, "SELECT count(*) FROM outbox WHERE rev = 0"), 0);
    EXPECT_EQ(projectionOf(*restored->database, "T1"), projectionOf(*clinic->database, "T1"));
}

TEST_F(History, ClonedDevicesGoOnUnderIncarnationsOfTheirOwn) {
    auto first = start("k1", 1);
    help(*first);
    settle(*first);
    first.reset();
    copyStore(storeOfTest("k1"), storeOfTest("copy"));
    first = start("k1", 2);
    auto second = start("copy", 3);
    settle(*first);
    settle(*second);
    for (int round = 0; round < 3; ++round) {
        help(*first);
        help(*second);
        settle(*first);
        settle(*second);
        settle(*first);
    }
    EXPECT_NE(incarnation(*first), incarnation(*second));
    EXPECT_EQ(helpsAtRegistry(), 7);
    EXPECT_FALSE(alarms().empty());
    const std::string truth = projectionOf(*clinic->database, "T1");
    EXPECT_EQ(projectionOf(*first->database, "T1"), truth);
    EXPECT_EQ(projectionOf(*second->database, "T1"), truth);
    EXPECT_EQ(first->courier->state().problem, "");
    EXPECT_EQ(second->courier->state().problem, "");
}

TEST_F(History, CloneThatHasDoneOtherThingsIsAForkAndBothAreKept) {
    auto first = start("k1", 1);
    help(*first);
    settle(*first);
    first.reset();
    copyStore(storeOfTest("k1"), storeOfTest("copy"));
    first = start("k1", 2);
    help(*first);
    settle(*first);
    first.reset();
    auto second = start("copy", 3);
    help(*second);
    help(*second); // one more than the registry knows: only the hashes tell
    settle(*second);
    EXPECT_TRUE(alarms().contains("fork"));
    EXPECT_EQ(incarnation(*second), 2);
    first = start("k1", 4);
    help(*first);
    settle(*first);
    EXPECT_EQ(incarnation(*first), 3) << "the first incarnation is quarantined for both";
    EXPECT_EQ(helpsAtRegistry(), 5);
}

TEST_F(History, RestoredRegistryGetsBackItsOwnOpsAndTheDevices) {
    auto kiosk = start("k1", 1);
    help(*kiosk);
    settle(*kiosk);
    saveRegistry();
    const std::string epoch = clinic->clerk->epoch();
    const json held = clinic->must([](clerk::Clerk& c) {
        return c.hold(
            {{"day", monday}, {"session", "DEPA-D1-AM"}, {"channel", "KIOSK"}, {"holder", "K01"}});
    });
    settle(*kiosk);
    const std::string ticket = "00000000000000a1";
    ASSERT_TRUE(kiosk->commit("ticket.issued", {{"ticket", ticket},
                                                {"kind", "walkin"},
                                                {"session", "DEPA-D1-AM"},
                                                {"slot", held["slot"]},
                                                {"hold", held["hold"]},
                                                {"queue", "DEPA-D1"},
                                                {"half", "AM"},
                                                {"number", held["number"]},
                                                {"band", held["band"]},
                                                {"zone", "1A"},
                                                {"short_code", "7G0MX2A4"},
                                                {"masked", "王*"}}));
    ASSERT_TRUE(kiosk->commit("entry.checked_in", {{"entry", ticket}}));
    settle(*kiosk);
    clinic->must([](clerk::Clerk& c) {
        return c.callNext("DEPA-D1", {{"station", "S1"}, {"half", "AM"}, {"room", "101"}});
    });
    help(*kiosk);
    settle(*kiosk);
    const std::string before = projectionOf(*kiosk->database, "T1");
    restoreRegistry();
    EXPECT_NE(projectionOf(*clinic->database, "T1"), before);
    clinic->clock.nowMs += 30'000;
    settle(*kiosk);
    EXPECT_NE(clinic->clerk->epoch(), epoch);
    EXPECT_TRUE(alarms().contains("registry-restored"));
    EXPECT_EQ(helpsAtRegistry(), 2);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM entry WHERE state = 'called'"), 1)
        << "the registry's own call came back too";
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM slot WHERE state = 'sold'"), 1);
    EXPECT_EQ(projectionOf(*kiosk->database, "T1"), projectionOf(*clinic->database, "T1"));
    EXPECT_EQ(count(*kiosk->database, "SELECT count(*) FROM outbox WHERE rev = 0"), 0);
}

TEST_F(History, RestoredRegistryThatWentOnIsNoticedByItsChain) {
    auto kiosk = start("k1", 1);
    help(*kiosk);
    settle(*kiosk);
    saveRegistry();
    help(*kiosk);
    settle(*kiosk);
    restoreRegistry();
    const std::string epoch = clinic->clerk->epoch();
    // It went on before anybody who knew more came by: the same revisions, other content.
    for (int i = 0; i < 3; ++i)
        clinic->must([](clerk::Clerk& c) {
            return c.hold({{"day", monday}, {"session", "DEPA-D1-AM"}, {"channel", "KIOSK"}});
        });
    kiosk.reset();
    kiosk = start("k1", 2);
    settle(*kiosk);
    EXPECT_NE(clinic->clerk->epoch(), epoch);
    EXPECT_EQ(helpsAtRegistry(), 2);
    EXPECT_EQ(projectionOf(*kiosk->database, "T1"), projectionOf(*clinic->database, "T1"));
}

TEST_F(History, AcknowledgedOpsGoAfterThirtyDaysButTheNewestStays) {
    auto kiosk = start("k1", 1);
    help(*kiosk);
    help(*kiosk);
    settle(*kiosk);
    clinic->clock.nowMs += sync::keepAcknowledgedMs + 86'400'000;
    kiosk->courier->liveOpened();
    settle(*kiosk);
    for (int i = 0; i < 10; ++i)
        (void)kiosk->turn();
    settle(*kiosk);
    EXPECT_EQ(count(*kiosk->database, "SELECT count(*) FROM outbox"), 1);
    EXPECT_EQ(count(*kiosk->database, "SELECT count(*) FROM pulled"), 0);
    help(*kiosk);
    settle(*kiosk);
    EXPECT_EQ(helpsAtRegistry(), 3) << "its seq goes on where it was";
}

TEST_F(History, StoreWithUnsentOpsMustNotBeThrownAway) {
    auto kiosk = start("k1", 1);
    EXPECT_EQ(*sync::whyNotRemove(*kiosk->database, clinic->clock), "");
    help(*kiosk);
    EXPECT_EQ(*sync::whyNotRemove(*kiosk->database, clinic->clock), "unsent");
    settle(*kiosk);
    EXPECT_EQ(*sync::whyNotRemove(*kiosk->database, clinic->clock), "");
    EXPECT_EQ(count(*clinic->database, "SELECT unsent FROM device WHERE id = 'K01'"), 0);
}

TEST_F(History, RowsThatDifferAreNoticedAndFetchedAnew) {
    auto kiosk = start("k1", 1);
    settle(*kiosk);
    const auto rest = [&](std::int64_t ms) {
        clinic->clock.nowMs += ms;
        for (int i = 0; i < 20; ++i)
            (void)kiosk->turn();
    };
    rest(sync::pollEveryMs);
    EXPECT_EQ(kiosk->courier->state().mismatches, 0);
    ASSERT_TRUE(kiosk->database->transact([&]() -> core::Result<void> {
        store::Query(*kiosk->database, "UPDATE slot SET state = 'sold' WHERE slot = 3").run();
        return {};
    }));
    rest(sync::compareEveryMs);
    EXPECT_EQ(kiosk->courier->state().mismatches, 1);
    EXPECT_EQ(projectionOf(*kiosk->database, "T1"), projectionOf(*clinic->database, "T1"));
    EXPECT_EQ(count(*kiosk->database, "SELECT count(*) FROM meta WHERE name = 'digest-mismatch'"),
              1);
    rest(sync::compareEveryMs);
    EXPECT_EQ(kiosk->courier->state().mismatches, 1);
}

TEST_F(History, ClockIsHeldAgainstTheRegistrys) {
    auto kiosk = start("k1", 1);
    EXPECT_TRUE(kiosk->siteClock->isUnset());
    kiosk->journal->onClock([&] { return kiosk->siteClock->isUnset(); });
    help(*kiosk);
    settle(*kiosk);
    EXPECT_FALSE(kiosk->siteClock->isUnset());
    help(*kiosk);
    settle(*kiosk);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM op WHERE code = 'clock-unset'"), 1);
    EXPECT_LE(std::abs(kiosk->siteClock->utcMs() - clinic->clock.nowMs), 1000);
}

} // namespace
