// SPDX-License-Identifier: Apache-2.0
// Copies that are harder to tell: a registry that is restored twice, one that went on before
// anybody told it, what a dead program had said and a bad network brings late (sync.md 1.3, 1.4).
// Most were found by the simulator.
#include "drivers/sim/disk.h"
#include "tests/db/sync/restoredagain.h"

using namespace menzhen;
using nlohmann::json;
using test::book;
using test::Clinic;
using test::copyStore;
using test::monday;
using test::projectionOf;
using test::RestoredAgain;
using test::storeOfTest;
using test::TinyDevice;

namespace {

// Seeds 57, 72, 226 with everything: the second copy is older than the epoch that the first restore
// had begun, and nobody took the devices' word for that epoch.
TEST_F(RestoredAgain, WhatTwoEpochsLostComesBack) {
    auto kiosk = start("k1", 1);
    settle(*kiosk);
    saveRegistry();
    const json first = book(*clinic, "甲");
    settle(*kiosk);
    restoreRegistry();
    kiosk->courier->liveBroke();
    clinic->clock.nowMs += 30'000;
    settle(*kiosk);
    EXPECT_EQ(stateOf(first), "booked");
    const json second = book(*clinic, "乙");
    settle(*kiosk);
    const std::string epoch = clinic->clerk->epoch();
    restoreRegistry();
    EXPECT_EQ(stateOf(first), "gone");
    kiosk->courier->liveBroke();
    clinic->clock.nowMs += 30'000;
    settle(*kiosk);
    EXPECT_NE(clinic->clerk->epoch(), epoch);
    EXPECT_EQ(stateOf(first), "booked");
    EXPECT_EQ(stateOf(second), "booked");
    EXPECT_EQ(projectionOf(*kiosk->database, "T1"), projectionOf(*clinic->database, "T1"));
}

// Seeds 6, 57 and 72 with everything: an op that could not be read is in no page, so the next one
// of its device cannot follow; what the registry had done about that one was written all the same,
// and made an entry of nothing but a call.
TEST_F(RestoredAgain, WhatLeansOnAnOpThatIsMissingIsNotWrittenWithoutIt) {
    auto kiosk = start("k1", 1);
    settle(*kiosk);
    saveRegistry();
    ASSERT_TRUE(kiosk->commit("future.thing", {{"note", std::string(70'000, 'x')}}));
    printOwn(*kiosk);
    settle(*kiosk);
    callFirst();
    settle(*kiosk);
    restoreRegistry();
    kiosk->courier->liveBroke();
    clinic->clock.nowMs += 30'000;
    settle(*kiosk);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM entry"), 1);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM entry WHERE number = 'A01-01' AND "
                                       "queue = 'DEPA-D1' AND state IN ('waiting', 'staged')"),
              1);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM op WHERE type = 'ticket.issued' AND "
                                       "verdict = 'rejected'"),
              0);
    EXPECT_EQ(projectionOf(*kiosk->database, "T1"), projectionOf(*clinic->database, "T1"));
}

// What a copy wrote before anybody told it has the keys of what was lost.
TEST_F(RestoredAgain, WhatWasLostUnderKeysThatWereUsedAgainComesBackUnderOthers) {
    auto kiosk = start("k1", 1);
    settle(*kiosk);
    saveRegistry();
    const json lost = book(*clinic, "甲");
    settle(*kiosk);
    restoreRegistry();
    const json early = book(*clinic, "乙"); // before the first contact, in the same slot
    kiosk->courier->liveBroke();
    clinic->clock.nowMs += 30'000;
    settle(*kiosk);
    EXPECT_EQ(stateOf(lost), "booked");
    EXPECT_EQ(stateOf(early), "booked");
    EXPECT_EQ(projectionOf(*kiosk->database, "T1"), projectionOf(*clinic->database, "T1"));
}

// Seed 1239: whoever began from a snapshot has no page of what lies before it.
TEST_F(RestoredAgain, PageBeforeWhichOneIsMissingIsNotWrittenInOldOrder) {
    auto kiosk = start("k1", 1);
    settle(*kiosk);
    saveRegistry();
    const std::string lostEpoch = clinic->clerk->epoch();
    printOwn(*kiosk);
    settle(*kiosk);
    auto late = other(5);
    settle(*late); // begins here
    callFirst();
    settle(*late);
    restoreRegistry();
    comeBack(*late);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM entry"), 0) << "a call of nobody";
    comeBack(*kiosk);
    comeBack(*late);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM entry WHERE number = 'A01-01' AND "
                                       "queue = 'DEPA-D1'"),
              1);
    EXPECT_EQ(projectionOf(*kiosk->database, "T1"), projectionOf(*clinic->database, "T1"));
    EXPECT_EQ(projectionOf(*late->database, "T1"), projectionOf(*clinic->database, "T1"));
}

// Seed 1: the incarnation was given by the registry that was lost.
TEST_F(RestoredAgain, WhatLeansOnAnUnknownIncarnationIsNotWrittenWithoutIt) {
    auto kiosk = start("k1", 1);
    help(*kiosk);
    settle(*kiosk);
    kiosk.reset();
    copyStore(storeOfTest("k1"), storeOfTest("copy"));
    kiosk = start("k1", 2);
    help(*kiosk);
    settle(*kiosk);
    kiosk.reset();
    auto witness = other(5);
    settle(*witness);
    saveRegistry();
    auto restored = start("copy", 3);
    settle(*restored);
    ASSERT_EQ(incarnation(*restored), 2);
    printOwn(*restored);
    settle(*restored);
    callFirst();
    settle(*witness);
    restoreRegistry();
    comeBack(*witness);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM entry"), 0) << "a call of nobody";
    comeBack(*restored);
    comeBack(*witness);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM entry WHERE number = 'A01-01' AND "
                                       "queue = 'DEPA-D1'"),
              1);
    EXPECT_EQ(projectionOf(*restored->database, "T1"), projectionOf(*clinic->database, "T1"));
}

TEST_F(RestoredAgain, WhatCameBackWholeIsNotAskedForAgain) {
    auto kiosk = start("k1", 1);
    auto second = other(5);
    settle(*kiosk);
    settle(*second);
    saveRegistry();
    const std::string lostEpoch = clinic->clerk->epoch();
    const std::int64_t copied = clinic->rev();
    const json lost = book(*clinic, "甲");
    settle(*kiosk);
    settle(*second);
    const std::int64_t through = clinic->rev();
    restoreRegistry();
    comeBack(*kiosk);
    const std::int64_t after =
        count(*clinic->database, "SELECT rev FROM epoch WHERE parent = '" + lostEpoch + "'");
    EXPECT_GT(after, copied);
    EXPECT_EQ(after, through);
    EXPECT_EQ(stateOf(lost), "booked");
    comeBack(*second);
    EXPECT_EQ(count(*clinic->database, "SELECT count(*) FROM booking"), 1);
    EXPECT_FALSE(alarms().contains("returned-late"));
    EXPECT_EQ(projectionOf(*second->database, "T1"), projectionOf(*clinic->database, "T1"));
}

TEST_F(RestoredAgain, AnotherHospitalsLogIsNotTakenForALostOne) {
    auto kiosk = start("k1", 1);
    help(*kiosk);
    settle(*kiosk);
    const std::string epoch = clinic->clerk->epoch();
    clinic->must([&](clerk::Clerk& c) {
        return c.introduceDevice({{"id", "K02"},
                                  {"role", "kiosk"},
                                  {"public_key", test::publicKeyOf(*clinic)},
                                  {"epoch", "0011223344556677"},
                                  {"revision", 900},
                                  {"epochs", {"0011223344556677", "8899aabbccddeeff"}}});
    });
    EXPECT_EQ(clinic->clerk->epoch(), epoch);
    EXPECT_TRUE(alarms().empty());
}

// A program that has ended said it, and the network brought it after its successor's ops.
TEST_F(RestoredAgain, WhatADeadProgramHadSaidIsNoRestoredStore) {
    auto kiosk = start("k1", 1);
    help(*kiosk);
    settle(*kiosk);
    kiosk.reset();
    kiosk = start("k1", 2);
    const auto late = kiosk->courier->next();
    ASSERT_TRUE(late && late->path.ends_with("/devices"));
    kiosk.reset();
    kiosk = start("k1", 3);
    help(*kiosk);
    settle(*kiosk);
    EXPECT_EQ(test::serve(*clinic, *late).status, 200);
    help(*kiosk);
    settle(*kiosk);
    EXPECT_TRUE(alarms().empty());
    EXPECT_EQ(incarnation(*kiosk), 1);
    EXPECT_EQ(helpsAtRegistry(), 3);
}

// Nor does it when it was as far as its successor: the successor is then refused once.
TEST_F(RestoredAgain, WhatADeadProgramHadSaidIsNoClone) {
    auto kiosk = start("k1", 1);
    help(*kiosk);
    settle(*kiosk);
    kiosk.reset();
    kiosk = start("k1", 2);
    const auto late = kiosk->courier->next();
    kiosk.reset();
    kiosk = start("k1", 3);
    settle(*kiosk);
    EXPECT_EQ(test::serve(*clinic, *late).status, 200);
    help(*kiosk);
    settle(*kiosk);
    EXPECT_TRUE(alarms().empty());
    EXPECT_EQ(incarnation(*kiosk), 1);
    EXPECT_EQ(helpsAtRegistry(), 2);
}

// Seed 275 with everything: the registry was restored while nothing came through, and the op that
// waited was taken at a revision which the device had passed.
TEST_F(RestoredAgain, AfterSilenceADeviceIntroducesItselfFirst) {
    auto kiosk = start("k1", 1);
    settle(*kiosk);
    help(*kiosk);
    auto request = kiosk->courier->next();
    ASSERT_TRUE(request && request->path.ends_with("/ops"));
    kiosk->courier->answered(core::fail(core::ErrorKind::Offline, "timeout"));
    clinic->clock.nowMs += sync::backoffToMs;
    request = kiosk->courier->next();
    ASSERT_TRUE(request);
    EXPECT_TRUE(request->path.ends_with("/devices")) << request->path;
}

// Seed 11762: a disk that cannot be read says nothing about what waits on it.
TEST(UnreadableStore, IsNeitherUpToDateNorIntroduced) {
    twin::Disk disk(7);
    const auto clinic = Clinic::small(1, 4);
    TinyDevice kiosk(*clinic, "K01", "K1/store.db", 1, test::publicKeyOf(*clinic));
    ASSERT_TRUE(kiosk.settle());
    ASSERT_TRUE(kiosk.commit("help.requested", {{"help", "0000000000000001"}, {"screen", "home"}}));
    disk.failAfter("K1", 1, 1'000'000);
    (void)kiosk.commit("help.requested", {{"help", "0000000000000002"}, {"screen", "home"}});
    kiosk.courier->committed();
    EXPECT_FALSE(kiosk.courier->state().upToDate);
    kiosk.courier->liveBroke();
    clinic->clock.nowMs += sync::backoffToMs;
    EXPECT_FALSE(kiosk.courier->next());
    disk.restart("K1");
    clinic->clock.nowMs += sync::backoffToMs;
    EXPECT_TRUE(kiosk.settle());
}

} // namespace
