// SPDX-License-Identifier: Apache-2.0
// Whoever is too large, too slow, too many or gone: refused readably, and nobody else notices.
#include "app/registry/http/gzip.h"
#include "tests/app/registry/http/serverfixture.h"

namespace menzhen::registry {
namespace {

class ServerLimitsTest : public ServerFixture {
protected:
    void expectAlive() { EXPECT_EQ(RawClient(port).ask(get("/hello/x"))->status, 200); }
};

// The client sends everything before it reads, as simple ones do, and still gets to see the 413.
TEST_F(ServerLimitsTest, TooLargeBodiesGetAReadable413) {
    start();
    for (const std::size_t size : {std::size_t{1024 * 1024 + 1}, std::size_t{20 * 1024 * 1024}}) {
        RawClient client(port);
        client.say(post("/echo", std::string(size, 'x')));
        const auto answer = client.hear();
        ASSERT_TRUE(answer) << size;
        EXPECT_EQ(answer->status, 413);
        EXPECT_EQ(answer->code(), "body-too-large");
        EXPECT_EQ(answer->headers.at("connection"), "close");
    }
    RawClient exact(port);
    EXPECT_EQ(exact.ask(post("/echo", std::string(1024 * 1024, 'x')))->status, 200);
}

TEST_F(ServerLimitsTest, EachRouteMayHaveItsOwnBodyLimit) {
    start();
    EXPECT_EQ(RawClient(port).ask(post("/small", "0123456789"))->status, 200);
    EXPECT_EQ(RawClient(port).ask(post("/small", "01234567890"))->status, 413);
    RawClient chunked(port);
    chunked.say("POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    chunked.say("9\r\n012345678\r\n2\r\n90\r\n0\r\n\r\n");
    EXPECT_EQ(chunked.hear()->status, 413);
}

TEST_F(ServerLimitsTest, ZipBombsStopAtTheLimit) {
    start();
    const std::string bomb = *gzipPack(std::string(200 * 1024 * 1024, '\0'));
    ASSERT_LT(bomb.size(), 1024u * 1024u);
    const auto answer = RawClient(port).ask(post("/echo", bomb, "Content-Encoding: gzip\r\n"));
    EXPECT_EQ(answer->code(), "body-too-large");
    const auto broken = RawClient(port).ask(post("/echo", "x", "Content-Encoding: gzip\r\n"));
    EXPECT_EQ(broken->code(), "bad-gzip");
    expectAlive();
}

TEST_F(ServerLimitsTest, TooLargeHeadersGetAReadable431) {
    start();
    const std::string fits(15 * 1024, 'a');
    EXPECT_EQ(RawClient(port).ask(get("/hello/x", "X: " + fits + "\r\n"))->status, 200);
    for (const std::size_t size : {17u * 1024u, 4u * 1024u * 1024u}) {
        RawClient client(port);
        client.say(get("/hello/x", "X: " + std::string(size, 'a') + "\r\n"));
        const auto answer = client.hear();
        ASSERT_TRUE(answer) << size;
        EXPECT_EQ(answer->status, 431);
    }
    RawClient longChunk(port);
    longChunk.say("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;x=");
    longChunk.say(std::string(40 * 1024, 'a'));
    EXPECT_EQ(longChunk.hear()->status, 400);
}

TEST_F(ServerLimitsTest, RequestsThatSmuggleAreRefused) {
    start();
    RawClient client(port);
    client.say(
        "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /hello/x HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(client.hear()->status, 400);
    EXPECT_FALSE(client.hear());
    RawClient rest(port); // a body nobody reads must not be taken for the next request
    rest.say(post("/nowhere", get("/hello/x")));
    EXPECT_EQ(rest.hear()->status, 404);
    EXPECT_FALSE(rest.hear());
}

TEST_F(ServerLimitsTest, HalfSentRequestsAreEnded) {
    ServerLimits limits;
    limits.headerMs = 150;
    limits.bodyMs = 150;
    limits.idleMs = 60'000;
    start(limits);
    RawClient header(port);
    header.say("GET /hello/x HTT");
    EXPECT_EQ(header.hear()->status, 408);
    EXPECT_TRUE(header.hearEnd());
    RawClient body(port);
    body.say("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n012");
    EXPECT_EQ(body.hear()->status, 408);
    EXPECT_TRUE(eventually([&] { return server->stats().droppedSlowClients == 2; }));
    expectAlive();
}

// A byte now and then keeps no connection: the deadline is that of the whole header.
TEST_F(ServerLimitsTest, SlowlorisHarmsNobody) {
    ServerLimits limits;
    limits.headerMs = 300;
    start(limits);
    std::vector<RawClient> slow;
    for (int i = 0; i < 200; ++i)
        slow.emplace_back(port).say("GET /hello/x HTTP/1.1\r\n");
    for (int round = 0; round < 20; ++round) {
        for (RawClient& client : slow)
            client.say("X");
        expectAlive();
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    for (RawClient& client : slow)
        EXPECT_EQ(client.hear()->status, 408);
}

TEST_F(ServerLimitsTest, IdleConnectionsEnd) {
    ServerLimits limits;
    limits.idleMs = 100;
    start(limits);
    RawClient client(port);
    EXPECT_EQ(client.ask(get("/hello/x"))->status, 200);
    EXPECT_TRUE(client.hearEnd());
    RawClient silent(port);
    EXPECT_TRUE(silent.hearEnd());
}

TEST_F(ServerLimitsTest, AHandlerThatTakesTooLongIsAnsweredFor) {
    ServerLimits limits;
    limits.requestMs = 100;
    start(limits);
    RawClient client(port);
    client.say(get("/kept"));
    const auto answer = client.hear();
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->code(), "deadline");
    EXPECT_EQ(answer->headers.at("retry-after"), "1");
    takeKept(1).at(0).send(json(200, "\"late\""));
    EXPECT_TRUE(eventually([&] { return server->stats().droppedAnswers == 1; }));
    EXPECT_EQ(client.ask(get("/hello/x"))->body, "\"x\"");
}

TEST_F(ServerLimitsTest, ReadersThatDoNotReadAreCutOff) {
    ServerLimits limits;
    limits.writeMs = 200;
    start(limits);
    RawClient client(port, 4096);
    client.say(get("/big/30000000"));
    EXPECT_TRUE(eventually([&] { return server->stats().droppedSlowClients == 1; }));
    expectAlive();
}

TEST_F(ServerLimitsTest, TooManyConnectionsFromOneAddressGetA503) {
    ServerLimits limits;
    limits.maxConnectionsPerAddress = 5;
    start(limits);
    std::vector<RawClient> clients;
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(clients.emplace_back(port).ask(get("/hello/x"))->status, 200);
    const auto answer = RawClient(port).hear();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->code(), "too-many-connections");
    EXPECT_EQ(answer->headers.at("retry-after"), "5");
    clients.pop_back();
    EXPECT_TRUE(eventually([&] {
        const auto again = RawClient(port).ask(get("/hello/x"));
        return again && again->status == 200;
    }));
}

TEST_F(ServerLimitsTest, IdleConnectionsMakeRoomAndBusyOnesDoNot) {
    ServerLimits limits;
    limits.maxConnections = 3;
    start(limits);
    RawClient busy(port);
    busy.say(get("/kept"));
    const auto kept = takeKept(1);
    std::vector<RawClient> idle;
    for (int i = 0; i < 10; ++i) // each new one takes the place of the longest idle
        EXPECT_EQ(idle.emplace_back(port).ask(get("/hello/x"))->status, 200) << i;
    EXPECT_TRUE(idle.front().hearEnd());
    std::vector<Responder> all = kept;
    for (int i = 0; i < 2; ++i) {
        idle.emplace_back(port).say(get("/kept"));
        for (const Responder& responder : takeKept(1))
            all.push_back(responder);
    }
    EXPECT_EQ(RawClient(port).hear()->status, 503);
    all.front().send(json(200, "{}"));
    EXPECT_EQ(busy.hear()->status, 200);
}

TEST_F(ServerLimitsTest, TwoThousandIdleConnectionsHarmNobody) {
    start();
    std::vector<RawClient> idle;
    for (int i = 0; i < 2000; ++i) {
        RawClient& client = idle.emplace_back(port);
        ASSERT_TRUE(client.isConnected()) << i;
        ASSERT_TRUE(i % 2 != 0 || client.ask(get("/hello/x"))->status == 200) << i;
    }
    EXPECT_TRUE(eventually([&] { return server->stats().openConnections == 2000; }));
    expectAlive();
    idle.clear();
    EXPECT_TRUE(eventually([&] { return server->stats().openConnections == 0; }));
}

TEST_F(ServerLimitsTest, ClientsThatVanishLeaveNothing) {
    start();
    for (int i = 0; i < 300; ++i) {
        RawClient client(port);
        const std::string request = i % 3 == 0 ? get("/hello/x") : post("/echo", "0123456789");
        client.say(request.substr(0, static_cast<std::size_t>(i) % request.size()));
        if (i % 2 == 0) client.reset();
    }
    EXPECT_TRUE(eventually([&] { return server->stats().openConnections == 0; }));
    expectAlive();
}

} // namespace
} // namespace menzhen::registry
