// SPDX-License-Identifier: Apache-2.0
// Requests and answers over real sockets.
#include "app/registry/http/gzip.h"
#include "tests/app/registry/http/serverfixture.h"

#include <atomic>

namespace menzhen::registry {
namespace {

std::string quoted(const std::string& text) {
    std::string quoted(1, '"');
    return quoted.append(text).append(1, '"');
}

class HttpServerTest : public ServerFixture {};

TEST_F(HttpServerTest, AnswersAndKeepsTheConnection) {
    start();
    RawClient client(port);
    for (const char* name : {"one", "two", "three"}) {
        const auto answer = client.ask(get(std::string("/hello/") + name));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200);
        EXPECT_EQ(answer->body, quoted(name));
        EXPECT_EQ(answer->headers.at("content-type"), "application/json");
        EXPECT_EQ(answer->headers.at("cache-control"), "no-store");
        EXPECT_EQ(answer->headers.count("connection"), 0u);
    }
    EXPECT_EQ(server->stats().acceptedConnections, 1u);
    EXPECT_EQ(server->stats().answers[2], 3u);
}

TEST_F(HttpServerTest, ClosesWhenAsked) {
    start();
    RawClient client(port);
    const auto answer = client.ask(get("/hello/x", "Connection: close\r\n"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(client.hearEnd());
    RawClient old(port);
    EXPECT_EQ(old.ask("GET /hello/x HTTP/1.0\r\n\r\n")->status, 200);
    EXPECT_TRUE(old.hearEnd());
}

TEST_F(HttpServerTest, PipelinedRequestsAreAnsweredInOrder) {
    start();
    RawClient client(port);
    std::string all;
    for (int i = 0; i < 500; ++i)
        all += i % 2 == 0 ? get("/hello/" + std::to_string(i)) : post("/echo", std::to_string(i));
    std::thread writer([&] { client.say(all); });
    for (int i = 0; i < 500; ++i) {
        const auto answer = client.hear();
        ASSERT_TRUE(answer) << i;
        const std::string number = std::to_string(i);
        EXPECT_EQ(answer->body, i % 2 == 0 ? quoted(number) : number);
    }
    writer.join();
}

TEST_F(HttpServerTest, ChunkedBodiesArriveWhole) {
    start();
    RawClient client(port);
    client.say("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r");
    client.say("\n6;x=y\r\n world\r\n0\r\nTrailer: t\r\n\r\n");
    EXPECT_EQ(client.hear()->body, "hello world");
    EXPECT_EQ(client.ask(get("/hello/x"))->status, 200);
}

TEST_F(HttpServerTest, AnswersHeadOptionsAndWrongMethods) {
    start();
    RawClient client(port);
    client.say("HEAD /hello/abc HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto head = client.hear(true);
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->headers.at("content-length"), "5");
    client.say("HEAD /live HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(client.hear(true)->headers.at("content-type"), "text/event-stream");
    const auto options = client.ask("OPTIONS /hello/abc HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(options->status, 204);
    EXPECT_EQ(options->headers.at("allow"), "GET, HEAD, OPTIONS");
    const auto wrong = client.ask("DELETE /hello/abc HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(wrong->status, 405);
    EXPECT_EQ(wrong->code(), "method-not-allowed");
    EXPECT_EQ(wrong->headers.at("allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n")->status, 204);
    const auto unknown = client.ask(get("/nowhere"));
    EXPECT_EQ(unknown->status, 404);
    EXPECT_EQ(unknown->code(), "no-such-route");
    EXPECT_EQ(unknown->headers.at("content-type"), "application/problem+json");
    EXPECT_EQ(client.ask(get("/hello/%zz"))->code(), "bad-target");
    EXPECT_EQ(server->stats().acceptedConnections, 1u);
}

TEST_F(HttpServerTest, AnswersLaterFromAnotherThread) {
    start();
    constexpr int kClients = 40;
    std::vector<RawClient> clients;
    for (int i = 0; i < kClients; ++i)
        clients.emplace_back(port).say(get("/kept"));
    auto kept = takeKept(kClients);
    ASSERT_EQ(kept.size(), std::size_t{kClients});
    std::thread writer([&] {
        for (const Responder& answer : kept)
            answer.send(json(201, "{}"));
    });
    for (RawClient& client : clients) {
        const auto answer = client.hear();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 201);
    }
    writer.join();
}

TEST_F(HttpServerTest, DroppedAndBrokenAnswersBecomeErrors) {
    start();
    RawClient client(port);
    EXPECT_EQ(client.ask(get("/dropped"))->code(), "no-answer");
    const auto thrown = client.ask(get("/thrown"));
    EXPECT_EQ(thrown->code(), "no-answer");
    EXPECT_EQ(thrown->body.find("personal"), std::string::npos);
    EXPECT_EQ(server->stats().handlerFaults, 1u);
    const auto injected = client.ask(get("/injected"));
    EXPECT_EQ(injected->status, 500);
    EXPECT_EQ(injected->headers.count("set-cookie"), 0u);
    client.say(get("/kept"));
    takeKept(1).clear();
    EXPECT_EQ(client.hear()->code(), "no-answer");
    EXPECT_EQ(client.ask(get("/hello/x"))->status, 200);
}

TEST_F(HttpServerTest, TellsTheTargetAsItWasSent) {
    start();
    RawClient client(port);
    EXPECT_EQ(client.ask(get("/sent?a=%E9%97%A8&b=1+2"))->body, "/sent?a=%E9%97%A8&b=1+2");
}

TEST_F(HttpServerTest, HangsUpWithoutAWord) {
    start();
    RawClient client(port);
    EXPECT_EQ(client.ask(get("/hello/x"))->status, 200);
    EXPECT_FALSE(client.ask(get("/cut")));
    EXPECT_TRUE(client.hearEnd());
    EXPECT_TRUE(eventually([&] { return server->stats().openConnections == 0; }));
}

TEST_F(HttpServerTest, AnswerAfterTheClientLeftIsDropped) {
    start();
    {
        RawClient client(port);
        client.say(get("/kept"));
        auto kept = takeKept(1);
        client.reset();
        kept.at(0).send(json(200, "{}"));
    }
    EXPECT_TRUE(eventually([&] { return server->stats().openConnections == 0; }));
    EXPECT_EQ(RawClient(port).ask(get("/hello/x"))->status, 200);
}

TEST_F(HttpServerTest, HandlesOutliveTheServer) {
    start();
    RawClient client(port);
    client.say(get("/kept"));
    auto kept = takeKept(1);
    RawClient listener(port);
    listener.say(get("/live"));
    const EventStream live = stream(0);
    server.reset();
    kept.at(0).send(json(200, "{}"));
    EXPECT_FALSE(live.isOpen());
    EXPECT_FALSE(live.send("rev", "1"));
    EXPECT_EQ(closedStreams, 1);
}

TEST_F(HttpServerTest, ManyClientsAtOnce) {
    start();
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 16; ++t)
        threads.emplace_back([&, t] {
            RawClient client(port);
            for (int i = 0; i < 100; ++i) {
                const std::string text = std::to_string(t * 1000 + i);
                const auto answer = client.ask(post("/echo", text));
                if (answer && answer->status == 200 && answer->body == text) ++right;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(right, 1600);
    EXPECT_EQ(server->stats().requests, 1600u);
}

TEST_F(HttpServerTest, PacksLargeAnswersForThoseWhoAccept) {
    start();
    RawClient client(port);
    for (const std::size_t size : {1001u, 300'000u}) {
        const auto packed =
            client.ask(get("/big/" + std::to_string(size), "Accept-Encoding: gzip\r\n"));
        ASSERT_TRUE(packed);
        EXPECT_EQ(packed->headers.at("content-encoding"), "gzip");
        EXPECT_EQ(packed->headers.at("vary"), "Accept-Encoding");
        EXPECT_EQ(gzipUnpack(packed->body, size).plain, std::string(size, 'x'));
        EXPECT_EQ(client.ask(get("/big/" + std::to_string(size)))->body.size(), size);
    }
    const auto small = client.ask(get("/big/1000", "Accept-Encoding: gzip\r\n"));
    EXPECT_EQ(small->headers.count("content-encoding"), 0u);
}

TEST_F(HttpServerTest, UnpacksBodies) {
    start();
    RawClient client(port);
    const std::string packed = *gzipPack("[1,2,3]");
    EXPECT_EQ(client.ask(post("/echo", packed, "Content-Encoding: gzip\r\n"))->body, "[1,2,3]");
}

TEST_F(HttpServerTest, ContinuesWhenExpected) {
    start();
    RawClient client(port);
    client.say(
        "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.hear()->status, 100);
    EXPECT_EQ(client.ask("{}")->body, "{}");
    client.say("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 20\r\n"
               "Expect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.hear()->status, 413);
}

TEST_F(HttpServerTest, RefusesAddressesThatAreNotLoopback) {
    for (const auto& [address, code] : {
             std::pair{"0.0.0.0:0", "listen-not-loopback"},
             std::pair{"[::]:0", "listen-not-loopback"},
             std::pair{"192.168.1.1:80", "listen-not-loopback"},
             std::pair{"127.0.0.1", "listen-address"},
             std::pair{"127.0.0.1:", "listen-address"},
             std::pair{"127.0.0.1:99999", "listen-address"},
             std::pair{"hospital:80", "listen-address"},
         }) {
        HttpServer refused{Router()};
        const auto listening = refused.start(address);
        ASSERT_FALSE(listening) << address;
        EXPECT_EQ(listening.error().code, code) << address;
    }
    start();
    HttpServer second{Router()};
    EXPECT_EQ(second.start("127.0.0.1:" + std::to_string(port)).error().code, "listen-failed");
    HttpServer sixth{Router()};
    const auto ipv6 = sixth.start("[::1]:0");
    EXPECT_TRUE(ipv6 || ipv6.error().code == "listen-failed");
}

TEST_F(HttpServerTest, StopLetsAnswersFinish) {
    start();
    RawClient client(port);
    client.say(get("/kept"));
    auto kept = takeKept(1);
    std::thread stopper([&] { server->stop(); });
    kept.at(0).send(json(200, "{}"));
    EXPECT_EQ(client.hear()->status, 200);
    stopper.join();
    server->stop();
    EXPECT_FALSE(RawClient(port).isConnected());
}

} // namespace
} // namespace menzhen::registry
