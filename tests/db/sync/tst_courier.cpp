// SPDX-License-Identifier: Apache-2.0
#include "tests/db/sync/tinyhall.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;
using test::TinyDevice;

namespace {

ports::LinkResponse problem(int status, const std::string& code, const std::string& detail = {}) {
    return {status, json{{"code", code}, {"detail", detail}}.dump(), std::nullopt};
}

struct Hall {
    std::unique_ptr<Clinic> clinic = Clinic::small(1, 4);
    std::string key = test::publicKeyOf(*clinic);
    TinyDevice kiosk{*clinic, "K01", ":memory:", 1, key};
    int helps = 0;

    void help() {
        char id[17];
        std::snprintf(id, sizeof id, "%016d", ++helps);
        ASSERT_TRUE(kiosk.commit("help.requested", {{"help", id}, {"screen", "home"}}));
    }

    /// The next request, whenever the courier wants to make it.
    ports::LinkRequest ask() {
        for (int i = 0; i < 100; ++i) {
            while (kiosk.courier->hasWork())
                (void)kiosk.courier->work();
            if (const auto request = kiosk.courier->next()) return *request;
            clinic->clock.nowMs = std::max(clinic->clock.nowMs + 1, *kiosk.courier->wakeAtMs());
        }
        return {};
    }

    const sync::SyncState& state() { return kiosk.courier->state(); }
};

std::string tailOf(const ports::LinkRequest& request) {
    return request.method + " " + request.path.substr(request.path.rfind('/'));
}

std::size_t opsIn(const ports::LinkRequest& request) {
    return json::parse(request.body)["ops"].size();
}

TEST(Courier, IntroducesLoadsSendsPullsAndRests) {
    Hall hall;
    hall.help();
    std::vector<std::string> steps;
    for (int i = 0; i < 4; ++i) {
        const auto request = hall.ask();
        steps.push_back(tailOf(request).substr(0, 9));
        hall.kiosk.courier->answered(serve(*hall.clinic, request));
    }
    while (hall.kiosk.courier->hasWork())
        (void)hall.kiosk.courier->work();
    EXPECT_EQ(steps,
              (std::vector<std::string>{"POST /dev", "GET /snap", "POST /ops", "GET /ops?"}));
    EXPECT_FALSE(hall.kiosk.courier->next());
    EXPECT_TRUE(hall.state().upToDate);
    EXPECT_EQ(hall.state().pendingOps, 0);
    EXPECT_EQ(hall.state().cursor, hall.clinic->rev());
    EXPECT_EQ(*hall.kiosk.courier->wakeAtMs(), hall.clinic->clock.nowMs + sync::pollEveryMs);
}

TEST(Courier, OneRequestIsUnderWayAtATime) {
    Hall hall;
    const auto request = hall.kiosk.courier->next();
    ASSERT_TRUE(request);
    EXPECT_FALSE(hall.kiosk.courier->next());
    EXPECT_FALSE(hall.kiosk.courier->wakeAtMs());
    hall.kiosk.courier->answered(serve(*hall.clinic, *request));
    EXPECT_TRUE(hall.kiosk.courier->next());
}

TEST(Courier, WakeUpOnlyMakesItAsk) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    const std::int64_t cursor = hall.state().cursor;
    const std::string epoch = hall.clinic->clerk->epoch();
    for (const std::string& data :
         {json{{"through", cursor}, {"epoch", epoch}}.dump(), std::string("nonsense"),
          std::string("{\"through\":\"x\",\"epoch\":1}"), std::string("[]")}) {
        hall.kiosk.courier->woken(data);
        EXPECT_FALSE(hall.kiosk.courier->next()) << data;
    }
    hall.kiosk.courier->woken(json{{"through", cursor + 3}, {"epoch", epoch}}.dump());
    EXPECT_EQ(hall.state().cursor, cursor);
    EXPECT_FALSE(hall.state().upToDate);
    const auto request = hall.kiosk.courier->next();
    ASSERT_TRUE(request);
    EXPECT_NE(request->path.find("&after=" + std::to_string(cursor) + "&"), std::string::npos);
}

TEST(Courier, WakeUpDuringAPullIsNotForgotten) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    hall.kiosk.courier->woken(
        json{{"through", hall.state().cursor + 1}, {"epoch", hall.clinic->clerk->epoch()}}.dump());
    const auto pull = hall.kiosk.courier->next();
    ASSERT_TRUE(pull);
    const auto early = serve(*hall.clinic, *pull);
    hall.clinic->must([](clerk::Clerk& c) {
        return c.hold({{"day", monday}, {"session", "DEPA-D1-AM"}, {"channel", "KIOSK"}});
    });
    hall.kiosk.courier->woken(
        json{{"through", hall.clinic->rev()}, {"epoch", hall.clinic->clerk->epoch()}}.dump());
    hall.kiosk.courier->answered(early);
    (void)hall.kiosk.courier->work();
    EXPECT_TRUE(hall.kiosk.courier->next()) << "the later wake-up was lost";
}

TEST(Courier, BacksOffWithJitterAndHonoursRetryAfter) {
    Hall hall;
    std::int64_t longest = 0;
    for (int i = 0; i < 40; ++i) {
        (void)hall.ask();
        hall.kiosk.courier->answered(core::fail(core::ErrorKind::Offline, "no-answer"));
        const std::int64_t wait = *hall.kiosk.courier->wakeAtMs() - hall.clinic->clock.nowMs;
        EXPECT_GE(wait, sync::backoffLeastMs);
        EXPECT_LE(wait, i == 0 ? sync::backoffFromMs : sync::backoffToMs);
        longest = std::max(longest, wait);
    }
    EXPECT_GT(longest, 10'000) << "it never grew";
    (void)hall.ask();
    hall.kiosk.courier->answered(ports::LinkResponse{503, {}, 120'000});
    EXPECT_GE(*hall.kiosk.courier->wakeAtMs() - hall.clinic->clock.nowMs, 120'000);
    EXPECT_FALSE(hall.state().connected);
    (void)hall.ask();
    hall.kiosk.courier->answered(ports::LinkResponse{429, {}, 2'000'000'000});
    EXPECT_LE(*hall.kiosk.courier->wakeAtMs() - hall.clinic->clock.nowMs, sync::maxRetryAfterMs);
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_TRUE(hall.state().connected);
}

TEST(Courier, LiveChannelThatOpensEndsTheWaiting) {
    Hall hall;
    for (int i = 0; i < 8; ++i) {
        (void)hall.ask();
        hall.kiosk.courier->answered(core::fail(core::ErrorKind::Offline, "no-answer"));
    }
    EXPECT_FALSE(hall.kiosk.courier->next());
    hall.kiosk.courier->liveOpened();
    EXPECT_TRUE(hall.kiosk.courier->next());
}

TEST(Courier, WaitsUntilSomebodyTrustsIt) {
    Hall hall;
    const json waiting{{"id", "K01"},         {"state", "waiting"}, {"fingerprint", "00"},
                       {"incarnation", 1},    {"last_seq", 0},      {"device_is_behind", false},
                       {"epoch", "00000000"}, {"revision", 0}};
    const auto first = hall.ask();
    hall.kiosk.courier->answered(ports::LinkResponse{200, waiting.dump(), std::nullopt});
    EXPECT_TRUE(hall.state().waitingForTrust);
    EXPECT_TRUE(hall.state().connected);
    EXPECT_FALSE(hall.state().upToDate);
    EXPECT_EQ(*hall.kiosk.courier->wakeAtMs() - hall.clinic->clock.nowMs, sync::trustEveryMs);
    const auto again = hall.ask();
    EXPECT_EQ(tailOf(again), "POST /devices");
    EXPECT_NE(again.idempotencyKey, first.idempotencyKey) << "would be answered as before";
    hall.kiosk.courier->answered(serve(*hall.clinic, again));
    EXPECT_FALSE(hall.state().waitingForTrust);
    ASSERT_TRUE(hall.kiosk.settle());
}

TEST(Courier, StatesThatNeedAPersonAreNamed) {
    struct Case {
        int status;
        const char* code;
        const char* problem;
    };

    for (const Case& c :
         {Case{409, "other-key", "other-key"}, Case{400, "bad-field", "refused:bad-field"},
          Case{404, "unknown-site", "refused:unknown-site"}}) {
        Hall hall;
        (void)hall.ask();
        hall.kiosk.courier->answered(problem(c.status, c.code));
        EXPECT_EQ(hall.state().problem, c.problem);
        EXPECT_GT(*hall.kiosk.courier->wakeAtMs(), hall.clinic->clock.nowMs);
        ASSERT_TRUE(hall.kiosk.settle());
        EXPECT_EQ(hall.state().problem, "");
    }
}

TEST(Courier, BatchIsHalvedWhenItIsTooLargeAndGrowsAgain) {
    Hall hall;
    for (int i = 0; i < 40; ++i)
        hall.help();
    ASSERT_EQ(tailOf(hall.ask()), "POST /devices");
    hall.kiosk.courier->answered(core::fail(core::ErrorKind::Offline, "no-answer"));
    std::vector<std::size_t> sizes;
    for (int i = 0; i < 60 && !hall.state().upToDate; ++i) {
        const auto request = hall.ask();
        if (tailOf(request) == "POST /ops") sizes.push_back(opsIn(request));
        if (tailOf(request) == "POST /ops" && opsIn(request) > 10)
            hall.kiosk.courier->answered(problem(413, "body-too-large"));
        else
            hall.kiosk.courier->answered(serve(*hall.clinic, request));
        while (hall.kiosk.courier->hasWork())
            (void)hall.kiosk.courier->work();
    }
    ASSERT_GE(sizes.size(), 4U);
    EXPECT_EQ(sizes[0], 40U);
    EXPECT_EQ(sizes[1], 20U);
    EXPECT_EQ(sizes[2], 10U);
    EXPECT_TRUE(hall.state().upToDate);
    EXPECT_EQ(hall.state().pendingOps, 0);
}

TEST(Courier, BatchStaysBelowItsBytes) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    for (int i = 0; i < 1200; ++i)
        hall.help();
    const auto request = hall.ask();
    EXPECT_EQ(tailOf(request), "POST /ops");
    EXPECT_LE(request.body.size(), sync::maxBatchBytes + 100);
    EXPECT_LE(opsIn(request), 1000U);
    EXPECT_GT(opsIn(request), 500U);
    hall.kiosk.courier->answered(serve(*hall.clinic, request));
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.state().pendingOps, 0);
}

TEST(Courier, ForkAsksForAnotherIncarnation) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    hall.help();
    const auto request = hall.ask();
    ASSERT_EQ(tailOf(request), "POST /ops");
    hall.kiosk.courier->answered(problem(409, "fork", "this op came before with other content"));
    EXPECT_EQ(hall.state().problem, "fork");
    EXPECT_EQ(hall.state().pendingOps, 1);
    EXPECT_EQ(tailOf(hall.ask()), "POST /devices");
    hall.kiosk.courier->answered(core::fail(core::ErrorKind::Offline, "no-answer"));
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.state().problem, "");
    EXPECT_EQ(hall.state().pendingOps, 0);
}

TEST(Courier, WatchdogTearsDownAndThenBeginsAnew) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.kiosk.courier->watchdog(), sync::Rescue::None);
    hall.help();
    auto stuck = hall.ask(); // nobody ever answers: a link that broke its promise
    ASSERT_EQ(tailOf(stuck), "POST /ops");
    EXPECT_EQ(hall.kiosk.courier->watchdog(), sync::Rescue::None);
    hall.clinic->clock.nowMs += sync::tearDownAfterMs;
    EXPECT_EQ(hall.kiosk.courier->watchdog(), sync::Rescue::TearDown);
    EXPECT_EQ(hall.kiosk.courier->watchdog(), sync::Rescue::None) << "once";
    EXPECT_EQ(tailOf(hall.ask()), "POST /devices") << "it goes on without that answer";
    hall.clinic->clock.nowMs += sync::restartAfterMs - sync::tearDownAfterMs;
    EXPECT_EQ(hall.kiosk.courier->watchdog(), sync::Rescue::Restart);
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.state().pendingOps, 0);
    EXPECT_EQ(hall.kiosk.courier->watchdog(), sync::Rescue::None);
}

TEST(Courier, RefusedBatchDoesNotKeepPullsWaiting) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    hall.help();
    int pulls = 0;
    for (int i = 0; i < 12; ++i) {
        const auto request = hall.ask();
        if (tailOf(request) == "POST /ops") {
            hall.kiosk.courier->answered(problem(500, "internal"));
            hall.kiosk.courier->woken(
                json{{"through", hall.state().cursor + 1}, {"epoch", hall.clinic->clerk->epoch()}}
                    .dump());
        } else {
            ++pulls;
            hall.kiosk.courier->answered(serve(*hall.clinic, request));
        }
    }
    EXPECT_GE(pulls, 3);
    EXPECT_EQ(hall.state().problem, "refused:internal");
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.state().problem, "");
}

TEST(Courier, RegistryThatLostOpsGetsThemAgain) {
    Hall hall;
    hall.help();
    hall.help();
    ASSERT_TRUE(hall.kiosk.settle());
    hall.help();
    const auto request = hall.ask();
    ASSERT_EQ(opsIn(request), 1U);
    hall.kiosk.courier->answered(problem(409, "seq-gap", "1"));
    EXPECT_EQ(hall.state().problem, "seq-gap");
    const auto again = hall.ask();
    ASSERT_EQ(tailOf(again), "POST /devices");
    json place = json::parse(serve(*hall.clinic, again).body);
    place["last_seq"] = 0; // a copy of before
    hall.kiosk.courier->answered(ports::LinkResponse{200, place.dump(), std::nullopt});
    EXPECT_EQ(hall.state().pendingOps, 3);
    const auto all = hall.ask();
    ASSERT_EQ(tailOf(all), "POST /ops");
    EXPECT_EQ(opsIn(all), 3U);
    hall.kiosk.courier->answered(serve(*hall.clinic, all));
    ASSERT_TRUE(hall.kiosk.settle());
}

TEST(Courier, StoreThatWasLostGetsItsHistoryAndAnotherIncarnation) {
    Hall hall;
    hall.help();
    ASSERT_TRUE(hall.kiosk.settle());
    TinyDevice copy(*hall.clinic, "K01", ":memory:", 3, hall.key); // its store was lost
    ASSERT_TRUE(copy.settle());
    EXPECT_EQ(copy.courier->state().problem, "");
    EXPECT_EQ(copy.journal->nextId()->incarnation, 2);
    EXPECT_EQ(copy.journal->nextId()->seq, 1);
}

TEST(Courier, OtherLogMeansSnapshotAndKeepsTheOutbox) {
    Hall hall;
    hall.help();
    ASSERT_TRUE(hall.kiosk.settle());
    hall.help();
    auto restored = Clinic::small(1, 4);
    restored->clock.nowMs = hall.clinic->clock.nowMs;
    for (int i = 0; i < 40; ++i) {
        while (hall.kiosk.courier->hasWork())
            (void)hall.kiosk.courier->work();
        if (const auto request = hall.kiosk.courier->next())
            hall.kiosk.courier->answered(serve(*restored, *request));
        else
            hall.clinic->clock.nowMs = *hall.kiosk.courier->wakeAtMs();
        restored->clock.nowMs = hall.clinic->clock.nowMs;
    }
    EXPECT_TRUE(hall.state().upToDate);
    EXPECT_EQ(hall.state().cursor, restored->rev());
    EXPECT_EQ(test::projectionOf(*hall.kiosk.database, "T1"),
              test::projectionOf(*restored->database, "T1"));
    std::int64_t helps = 0;
    (void)restored->database->read([&]() -> core::Result<void> {
        store::Query q(*restored->database, "SELECT count(*) FROM help");
        q.step();
        helps = q.integer(0);
        return {};
    });
    EXPECT_EQ(helps, 2) << "what the registry had acknowledged before is offered again";
}

TEST(Courier, NewDayBringsASnapshot) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.kiosk.replica->cursor()->day, monday);
    hall.clinic->clock.set(20261124, 5);
    ASSERT_TRUE(hall.kiosk.settle());
    const auto pull = hall.ask();
    ASSERT_EQ(tailOf(pull).substr(0, 9), "GET /ops?");
    hall.kiosk.courier->answered(serve(*hall.clinic, pull));
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(hall.kiosk.replica->cursor()->day, 20261124);
}

TEST(Courier, TakesSmallSlicesWhileSomebodyStandsThere) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    TinyDevice other(*hall.clinic, "K02", ":memory:", 4, test::publicKeyOf(*hall.clinic));
    for (int i = 0; i < 200; ++i) {
        char id[17];
        std::snprintf(id, sizeof id, "%016d", 1000 + i);
        ASSERT_TRUE(other.commit("help.requested", {{"help", id}, {"screen", "home"}}));
    }
    ASSERT_TRUE(other.settle());
    hall.kiosk.courier->setOccupied(true);
    hall.kiosk.courier->liveOpened();
    const auto pull = hall.kiosk.courier->next();
    ASSERT_TRUE(pull);
    const std::int64_t before = hall.state().cursor;
    hall.kiosk.courier->answered(serve(*hall.clinic, *pull));
    ASSERT_TRUE(hall.kiosk.courier->work());
    EXPECT_LE(hall.state().cursor - before, 64 + 2);
    int slices = 1;
    while (hall.kiosk.courier->hasWork()) {
        (void)hall.kiosk.courier->work();
        ++slices;
    }
    EXPECT_EQ(slices, 4);
    EXPECT_EQ(hall.state().cursor, hall.clinic->rev());
    EXPECT_EQ(test::projectionOf(*hall.kiosk.database, "T1"),
              test::projectionOf(*hall.clinic->database, "T1"));
}

TEST(Courier, AsksForTheNextPageWhileOneIsWritten) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    TinyDevice other(*hall.clinic, "K02", ":memory:", 4, test::publicKeyOf(*hall.clinic));
    for (int i = 0; i < 7; ++i)
        ASSERT_TRUE(other.commit("help.requested", {{"help", "000000000000010" + std::to_string(i)},
                                                    {"screen", "home"}}));
    ASSERT_TRUE(other.settle());
    // Pages of two ops, so that a few make a long tail.
    const auto small = [&](ports::LinkRequest request) {
        const std::size_t at = request.path.find("limit=1000");
        if (at != std::string::npos) request.path.replace(at, 10, "limit=2");
        return serve(*hall.clinic, request);
    };
    hall.kiosk.courier->liveOpened();
    int ahead = 0;
    std::optional<ports::LinkRequest> asked = hall.kiosk.courier->next();
    for (int steps = 0; asked && steps < 20; ++steps) {
        hall.kiosk.courier->answered(small(*asked));
        asked = hall.kiosk.courier->next();
        if (asked && hall.kiosk.courier->hasWork()) {
            ++ahead;
            EXPECT_EQ(tailOf(*asked).substr(0, 9), "GET /ops?");
            EXPECT_FALSE(hall.kiosk.courier->next()) << "one request is under way at a time";
            if (ahead == 2) { // its answer comes after the page before it was written
                while (hall.kiosk.courier->hasWork())
                    (void)hall.kiosk.courier->work();
            }
        }
        if (asked) continue;
        while (hall.kiosk.courier->hasWork())
            (void)hall.kiosk.courier->work();
        asked = hall.kiosk.courier->next();
    }
    EXPECT_GE(ahead, 2);
    EXPECT_EQ(hall.state().cursor, hall.clinic->rev());
    EXPECT_EQ(test::projectionOf(*hall.kiosk.database, "T1"),
              test::projectionOf(*hall.clinic->database, "T1"));
    // What is kept for a restored registry is every page, in its place.
    const std::int64_t before = hall.state().cursor;
    EXPECT_TRUE(hall.kiosk.database->read([&]() -> core::Result<void> {
        store::Query q(*hall.kiosk.database,
                       "SELECT count(*) FROM pulled AS p WHERE NOT EXISTS (SELECT 1 FROM pulled AS "
                       "n WHERE n.after = p.through) AND p.through <> ?");
        q.bind(before);
        q.step();
        EXPECT_EQ(q.integer(0), 0);
        return {};
    }));
}

TEST(Courier, APageThatWasAskedAheadOfOneThatCameToNothingIsDropped) {
    Hall hall;
    ASSERT_TRUE(hall.kiosk.settle());
    TinyDevice other(*hall.clinic, "K02", ":memory:", 4, test::publicKeyOf(*hall.clinic));
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(other.commit("help.requested", {{"help", "000000000000010" + std::to_string(i)},
                                                    {"screen", "home"}}));
    ASSERT_TRUE(other.settle());
    const auto small = [&](ports::LinkRequest request) {
        request.path.replace(request.path.find("limit=1000"), 10, "limit=2");
        return serve(*hall.clinic, request);
    };
    hall.kiosk.courier->liveOpened();
    auto page = small(*hall.kiosk.courier->next());
    json damaged = json::parse(page.body);
    damaged["after"] = damaged["after"].get<std::int64_t>() - 1; // does not begin at the cursor
    hall.kiosk.courier->answered(ports::LinkResponse{200, damaged.dump(), {}});
    const auto ahead = hall.kiosk.courier->next();
    ASSERT_TRUE(ahead);
    (void)hall.kiosk.courier->work();
    EXPECT_FALSE(hall.kiosk.courier->hasWork());
    hall.kiosk.courier->answered(small(*ahead));
    EXPECT_FALSE(hall.kiosk.courier->hasWork()) << "it begins behind a page that is not there";
    ASSERT_TRUE(hall.kiosk.settle());
    EXPECT_EQ(test::projectionOf(*hall.kiosk.database, "T1"),
              test::projectionOf(*hall.clinic->database, "T1"));
}

} // namespace
