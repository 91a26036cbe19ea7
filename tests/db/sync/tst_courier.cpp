// SPDX-License-Identifier: Apache-2.0
// When the courier asks, waits, gives up and begins anew.
#include "tests/db/sync/courierbench.h"

using namespace menzhen;
using nlohmann::json;
using test::CourierHall;
using test::monday;
using test::problem;
using test::tailOf;

namespace {

TEST(Courier, IntroducesLoadsSendsPullsAndRests) {
    CourierHall hall;
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
    CourierHall hall;
    const auto request = hall.kiosk.courier->next();
    ASSERT_TRUE(request);
    EXPECT_FALSE(hall.kiosk.courier->next());
    EXPECT_FALSE(hall.kiosk.courier->wakeAtMs());
    hall.kiosk.courier->answered(serve(*hall.clinic, *request));
    EXPECT_TRUE(hall.kiosk.courier->next());
}

TEST(Courier, WakeUpOnlyMakesItAsk) {
    CourierHall hall;
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
    CourierHall hall;
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
    CourierHall hall;
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
    CourierHall hall;
    for (int i = 0; i < 8; ++i) {
        (void)hall.ask();
        hall.kiosk.courier->answered(core::fail(core::ErrorKind::Offline, "no-answer"));
    }
    EXPECT_FALSE(hall.kiosk.courier->next());
    hall.kiosk.courier->liveOpened();
    EXPECT_TRUE(hall.kiosk.courier->next());
}

TEST(Courier, WaitsUntilSomebodyTrustsIt) {
    CourierHall hall;
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
        CourierHall hall;
        (void)hall.ask();
        hall.kiosk.courier->answered(problem(c.status, c.code));
        EXPECT_EQ(hall.state().problem, c.problem);
        EXPECT_GT(*hall.kiosk.courier->wakeAtMs(), hall.clinic->clock.nowMs);
        ASSERT_TRUE(hall.kiosk.settle());
        EXPECT_EQ(hall.state().problem, "");
    }
}

TEST(Courier, WatchdogTearsDownAndThenBeginsAnew) {
    CourierHall hall;
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

} // namespace
