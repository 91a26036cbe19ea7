// SPDX-License-Identifier: Apache-2.0
// Wake-ups over real sockets: who hears them, how often, and that none is needed.
#include "app/registry/live.h"

#include "tests/app/registry/http/rawclient.h"

#include <gtest/gtest.h>
#include <optional>

namespace menzhen::registry {

namespace {

constexpr int never = 3'600'000; // an hour between two events: within a test there is one

class LiveStreams : public testing::Test {
protected:
    void start(Live::Touched touched, int coalesceMs) {
        live.emplace(std::move(touched), coalesceMs);
        Router router;
        router.add("GET", "/live", [this](const HttpRequest& request, const Responder& answer) {
            live->follow("HA", request.queryValue("scope"), request.queryValue("device"),
                         answer.openEvents());
        });
        server.emplace(std::move(router));
        const auto listening = server->start("127.0.0.1:0");
        ASSERT_TRUE(listening) << listening.error().detail;
        port = *listening;
    }

    void TearDown() override {
        server.reset();
        live.reset();
    }

    RawClient follower(const std::string& scope, const std::string& device = {}) {
        RawClient client(port);
        client.say(get("/live?scope=" + scope + "&device=" + device));
        EXPECT_EQ(client.hear(true)->status, 200);
        return client;
    }

    static std::string through(int revision, const std::string& epoch = "e1") {
        return "event: through\ndata: {\"through\":" + std::to_string(revision) + ",\"epoch\":\"" +
               epoch + "\"}";
    }

    std::optional<Live> live;
    std::optional<HttpServer> server;
    std::uint16_t port = 0;
};

std::vector<std::string> all(const std::string&, std::int64_t, std::int64_t,
                             const std::vector<std::string>& scopes) {
    return scopes;
}

TEST_F(LiveStreams, ANewStreamHearsAtOnceHowFarTheSiteIs) {
    start(all, 0);
    live->advanced("HA", 7, "e1");
    EXPECT_EQ(follower("lobby").hearEvent(), through(7));
}

TEST_F(LiveStreams, OnlyTouchedScopesAreWoken) {
    // Odd revisions concern the one zone, even ones everybody.
    start([](auto&, auto, std::int64_t to,
             auto& scopes) { return to % 2 == 0 ? scopes : std::vector<std::string>{"board:3A"}; },
          0);
    live->advanced("HA", 10, "e1");
    RawClient concerned = follower("board:3A");
    RawClient other = follower("board:2B");
    EXPECT_EQ(concerned.hearEvent(), through(10));
    EXPECT_EQ(other.hearEvent(), through(10));
    live->advanced("HA", 11, "e1");
    EXPECT_EQ(concerned.hearEvent(), through(11));
    live->advanced("HA", 12, "e1");
    EXPECT_EQ(concerned.hearEvent(), through(12));
    EXPECT_EQ(other.hearEvent(), through(12)) << "11 was not for it";
}

TEST_F(LiveStreams, TheFirstIsToldAtOnceAndTheRestTogether) {
    start(all, never);
    live->advanced("HA", 1, "e1");
    RawClient client = follower("lobby");
    EXPECT_EQ(client.hearEvent(), through(1));
    live->advanced("HA", 2, "e1");
    EXPECT_EQ(client.hearEvent(), through(2));
    for (int i = 3; i <= 100; ++i)
        live->advanced("HA", i, "e1");
    EXPECT_EQ(live->stats().rounds, 1U);
    EXPECT_EQ(live->stats().events, 1U);
    // Whoever comes anew need not wait for the next.
    EXPECT_EQ(follower("lobby").hearEvent(), through(100));
}

TEST_F(LiveStreams, TheNewestArrivesWhateverWasLeftOut) {
    start(all, 1);
    live->advanced("HA", 0, "e1");
    RawClient client = follower("lobby");
    for (int i = 1; i <= 1000; ++i)
        live->advanced("HA", i, "e1");
    std::optional<std::string> heard;
    do
        heard = client.hearEvent();
    while (heard && *heard != through(1000));
    EXPECT_EQ(heard, through(1000));
}

TEST_F(LiveStreams, AnotherEpochWakesEverybody) {
    start([](auto&, auto, auto, auto&) { return std::vector<std::string>(); }, 0);
    live->advanced("HA", 50, "e1");
    RawClient client = follower("board:2B");
    EXPECT_EQ(client.hearEvent(), through(50));
    live->advanced("HA", 20, "e2");
    EXPECT_EQ(client.hearEvent(), through(20, "e2"));
}

TEST_F(LiveStreams, ADeviceHasOneStreamAScope) {
    start(all, 0);
    live->advanced("HA", 1, "e1");
    RawClient first = follower("lobby", "K01");
    RawClient otherDevice = follower("lobby", "K02");
    RawClient otherScope = follower("board:3A", "K01");
    EXPECT_EQ(first.hearEvent(), through(1));
    RawClient second = follower("lobby", "K01");
    EXPECT_EQ(first.hearEvent(), "event: replaced\ndata: {\"why\":\"newer-connection\"}");
    EXPECT_FALSE(first.hearEvent()) << "and that was the last";
    EXPECT_EQ(live->stats().replaced, 1U);
    live->advanced("HA", 2, "e1");
    for (RawClient* stays : {&otherDevice, &otherScope, &second}) {
        EXPECT_EQ(stays->hearEvent(), through(1));
        EXPECT_EQ(stays->hearEvent(), through(2));
    }
}

TEST_F(LiveStreams, WhoReadsNothingHoldsNobodyUp) {
    start(all, 0);
    live->advanced("HA", 0, "e1");
    std::vector<RawClient> silent;
    for (int i = 0; i < 20; ++i) {
        silent.emplace_back(port, 1024);
        silent.back().say(get("/live?scope=lobby"));
    }
    RawClient reader = follower("lobby");
    EXPECT_EQ(reader.hearEvent(), through(0));
    for (int i = 1; i <= 200; ++i) {
        live->advanced("HA", i, "e1");
        EXPECT_EQ(reader.hearEvent(), through(i));
    }
}

} // namespace

} // namespace menzhen::registry
