// SPDX-License-Identifier: Apache-2.0
// Server-Sent Events over real sockets.
#include "tests/app/registry/http/serverfixture.h"

namespace menzhen::registry {
namespace {

class EventStreamTest : public ServerFixture {
protected:
    RawClient follow() {
        RawClient client(port);
        client.say(get("/live"));
        const auto head = client.hear(true);
        EXPECT_TRUE(head && head->status == 200 &&
                    head->headers.at("content-type") == "text/event-stream");
        return client;
    }
};

TEST_F(EventStreamTest, EventsArrive) {
    start();
    RawClient client = follow();
    const EventStream live = stream(0);
    for (int i = 0; i < 50; ++i) {
        EXPECT_TRUE(live.send("rev", std::to_string(i)));
        EXPECT_EQ(client.hearEvent(), "event: rev\ndata: " + std::to_string(i));
    }
    EXPECT_EQ(server->stats().openStreams, 1u);
}

// A reader that stands still costs one unsent event, and when it reads on, it gets the newest.
TEST_F(EventStreamTest, TheNewestWinsForASlowReader) {
    start();
    RawClient client(port, 4096);
    client.say(get("/live"));
    client.hear(true);
    const EventStream live = stream(0);
    const std::string padding(20'000, 'x');
    int last = 0;
    EXPECT_TRUE(eventually([&] {
        for (int i = 0; i < 100; ++i)
            live.send("rev", std::to_string(++last) + padding);
        return server->stats().coalescedEvents > 500;
    }));
    const std::string newest = "event: rev\ndata: " + std::to_string(last) + padding;
    int heard = 0;
    for (std::optional<std::string> event; (event = client.hearEvent()); ++heard)
        if (*event == newest) break;
    EXPECT_LT(heard, last - 500);
    EXPECT_GT(heard, 0);
}

TEST_F(EventStreamTest, SilentStreamsCarryAHeartbeat) {
    ServerLimits limits;
    limits.heartbeatMs = 50;
    start(limits);
    RawClient client = follow();
    EXPECT_EQ(client.hearEvent(), ":");
    EXPECT_EQ(client.hearEvent(), ":");
    stream(0).send("", "7");
    std::optional<std::string> event;
    while ((event = client.hearEvent()) == ":") {
    }
    EXPECT_EQ(event, "data: 7");
}

TEST_F(EventStreamTest, ReadersThatDoNotReadAreDropped) {
    ServerLimits limits;
    limits.streamWriteMs = 200;
    start(limits);
    RawClient slow(port, 4096);
    slow.say(get("/live"));
    slow.hear(true);
    RawClient good = follow();
    const EventStream slowLive = stream(0);
    const EventStream goodLive = stream(1);
    const std::string padding(20'000, 'x');
    EXPECT_TRUE(eventually([&] {
        slowLive.send("rev", padding);
        return closedStreams == 1;
    }));
    EXPECT_EQ(server->stats().droppedSlowClients, 1u);
    EXPECT_FALSE(slowLive.isOpen());
    goodLive.send("rev", "1");
    EXPECT_EQ(good.hearEvent(), "event: rev\ndata: 1");
}

TEST_F(EventStreamTest, SixtyAbortedClientsHarmNobody) {
    start();
    RawClient good = follow();
    std::vector<RawClient> clients;
    for (int i = 0; i < 60; ++i)
        clients.push_back(follow());
    stream(60);
    for (std::size_t i = 0; i < 60; ++i) {
        stream(i + 1).send("rev", "1");
        if (i % 2 == 0)
            clients[i].reset();
        else
            clients[i].close();
        stream(i + 1).send("rev", "2");
    }
    EXPECT_TRUE(eventually([&] { return closedStreams == 60; }));
    EXPECT_EQ(server->stats().openStreams, 1u);
    stream(0).send("rev", "3");
    EXPECT_EQ(good.hearEvent(), "event: rev\ndata: 3");
}

TEST_F(EventStreamTest, TooManyStreamsGetA503) {
    ServerLimits limits;
    limits.maxEventStreams = 2;
    start(limits);
    RawClient one = follow();
    RawClient two = follow();
    RawClient three(port);
    EXPECT_EQ(three.ask(get("/live"))->code(), "too-many-streams");
    EXPECT_FALSE(stream(2).isOpen());
    EXPECT_EQ(closedStreams, 1);
    one.close();
    EXPECT_TRUE(eventually([&] { return server->stats().openStreams == 1; }));
    follow();
}

TEST_F(EventStreamTest, ClosingAndDroppingEndTheStream) {
    start();
    RawClient closed = follow();
    RawClient dropped = follow();
    stream(0).send("rev", "last");
    stream(0).close();
    EXPECT_EQ(closed.hearEvent(), "event: rev\ndata: last");
    EXPECT_FALSE(closed.hearEvent());
    EXPECT_TRUE(closed.hearEnd());
    stream(1);
    dropStreams();
    EXPECT_FALSE(dropped.hearEvent());
    EXPECT_TRUE(dropped.hearEnd());
    EXPECT_TRUE(eventually([&] { return closedStreams == 2; }));
}

TEST_F(EventStreamTest, StoppingEndsStreamsCleanly) {
    start();
    RawClient client = follow();
    stream(0);
    server->stop();
    EXPECT_FALSE(client.hearEvent());
    EXPECT_EQ(closedStreams, 1);
}

TEST_F(EventStreamTest, OldClientsGetPlainText) {
    start();
    RawClient client(port);
    client.say("GET /live HTTP/1.0\r\n\r\n");
    const auto head = client.hear(true);
    EXPECT_EQ(head->headers.count("transfer-encoding"), 0u);
    EXPECT_EQ(head->headers.at("connection"), "close");
    stream(0).close();
    EXPECT_TRUE(client.hearEnd());
}

} // namespace
} // namespace menzhen::registry
