// SPDX-License-Identifier: Apache-2.0
// The simulated link keeps what ports/registrylink.h promises of every driver.
#include "drivers/sim/link.h"

#include <gtest/gtest.h>

using namespace menzhen;

namespace {

class TwinLink : public testing::Test {
protected:
    void SetUp() override {
        network.serveWith(
            [this](const std::string&,
                   const ports::LinkRequest& request) -> std::optional<ports::LinkResponse> {
                if (!serverUp) return std::nullopt;
                if (!request.path.empty()) ++served;
                return ports::LinkResponse{200, "{}", {}};
            });
    }

    void ask() {
        link.request({"GET", "/x", {}, {}, {}, 500},
                     [this](const core::Result<ports::LinkResponse>& answer) {
                         heard.push_back(answer ? std::to_string(answer->status)
                                                : answer.error().code);
                     });
    }

    twin::Timeline timeline{0};
    twin::Network network{timeline, 3};
    twin::Life life = twin::newLife();
    twin::Link link{timeline, network, "K1", life, 1};
    bool serverUp = true;
    int served = 0;
    std::vector<std::string> heard;
};

TEST_F(TwinLink, AnswersOnceAndLater) {
    network.of("K1").repeatPercent = 100;
    ask();
    EXPECT_TRUE(heard.empty());
    timeline.runUntil(10'000);
    EXPECT_EQ(heard, std::vector<std::string>{"200"});
    EXPECT_EQ(served, 2); // the second delivery is answered to nobody
}

TEST_F(TwinLink, SilenceIsATimeoutInItsBudget) {
    network.of("K1").answers = false;
    ask();
    timeline.runUntil(499);
    EXPECT_TRUE(heard.empty());
    timeline.runUntil(500);
    EXPECT_EQ(heard, std::vector<std::string>{"timeout"});
    EXPECT_EQ(served, 1); // one way: it was executed
}

TEST_F(TwinLink, NobodyThereIsToldAtOnceAndStopAnswers) {
    serverUp = false;
    ask();
    timeline.runUntil(100);
    EXPECT_EQ(heard, std::vector<std::string>{"no-answer"});
    network.of("K1").requests = false;
    ask();
    link.stop();
    timeline.runUntil(5000);
    EXPECT_EQ(heard, (std::vector<std::string>{"no-answer", "stopped"}));
}

TEST_F(TwinLink, ChannelOpensBreaksAndComesBack) {
    std::vector<std::string> channel;
    link.follow(
        "/live", [&](const std::string& data) { channel.push_back(data); },
        [&](ports::LinkState state) {
            channel.push_back(state == ports::LinkState::Connected ? "up" : "down");
        });
    timeline.runUntil(1000);
    network.wake("7");
    timeline.runUntil(2000);
    serverUp = false;
    network.serverDied();
    timeline.runUntil(3000);
    serverUp = true;
    timeline.runUntil(40'000);
    EXPECT_EQ(channel, (std::vector<std::string>{"up", "7", "down", "up"}));
}

TEST_F(TwinLink, DeadProgramHearsNothing) {
    ask();
    *life = false;
    timeline.runUntil(5000);
    EXPECT_TRUE(heard.empty());
}

} // namespace
