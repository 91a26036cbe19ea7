// SPDX-License-Identifier: Apache-2.0
// The device's link against the registry's real server, and against servers that misbehave.
#include "app/registry/http/httpserver.h"
#include "drivers/link/httplink.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

using namespace menzhen;
using link::FlowThread;
using link::HttpLink;
using link::LinkLimits;
using ports::LinkRequest;
using ports::LinkResponse;
using ports::LinkState;
using registry::HttpRequest;
using registry::Responder;

namespace {

constexpr int kPatienceMs = 20'000;

bool eventually(const std::function<bool()>& isTrue) {
    for (int waited = 0; waited < kPatienceMs; waited += 5) {
        if (isTrue()) return true;
        QTest::qWait(5);
    }
    return false;
}

// A server whose live streams and kept answers the test holds in its hand.
class Registry {
public:
    explicit Registry(std::uint16_t wantedPort = 0) {
        registry::Router router;
        router.add("POST", "/echo", [](HttpRequest request, Responder answer) {
            const std::string keys = request.header("idempotency-key") + "|" +
                                     request.header("authorization") + "|" +
                                     request.header("content-encoding") + "|" + request.body;
            answer.send(registry::json(200, keys));
        });
        router.add("GET", "/status/{code}", [](HttpRequest request, Responder answer) {
            const int status = std::stoi(request.parameter("code"));
            if (status == 429) return answer.send(registry::tooManyRequests(3000, "Slow."));
            answer.send(registry::problem(status, "some-code", "Because."));
        });
        router.add("DELETE", "/booking/{id}", [](HttpRequest request, Responder answer) {
            answer.send(registry::json(200, request.method + request.queryValue("why")));
        });
        router.add("GET", "/big", [](HttpRequest, Responder answer) {
            answer.send(registry::json(200, std::string(200'000, 'x')));
        });
        router.add("GET", "/silence", [this](HttpRequest, Responder answer) {
            const std::lock_guard lock(mutex_);
            kept_.push_back(std::move(answer));
        });
        router.add("GET", "/live", [this](HttpRequest, Responder answer) {
            const std::lock_guard lock(mutex_);
            streams_.push_back(answer.openEvents());
        });
        registry::ServerLimits limits;
        limits.heartbeatMs = 100;
        limits.stopMs = 200;
        server_.emplace(std::move(router), limits);
        const auto listening = server_->start("127.0.0.1:" + std::to_string(wantedPort));
        port = listening ? *listening : std::uint16_t{0};
    }

    std::size_t streams() {
        const std::lock_guard lock(mutex_);
        return streams_.size();
    }

    void wake(const std::string& data) {
        const std::lock_guard lock(mutex_);
        for (const registry::EventStream& stream : streams_)
            stream.send("rev", data);
    }

    void endStreams() {
        const std::lock_guard lock(mutex_);
        streams_.clear();
    }

    registry::ServerStats stats() const { return server_->stats(); }

    std::uint16_t port = 0;

private:
    std::mutex mutex_;
    std::vector<Responder> kept_;
    std::vector<registry::EventStream> streams_;
    std::optional<registry::HttpServer> server_;
};

std::string urlOf(std::uint16_t port) {
    return "http://127.0.0.1:" + std::to_string(port);
}

LinkRequest getting(std::string path, int timeoutMs = kPatienceMs) {
    LinkRequest request;
    request.path = std::move(path);
    request.timeoutMs = timeoutMs;
    return request;
}

// Answers on one connection whatever it is told to, then closes.
class RudeServer : public QTcpServer {
public:
    explicit RudeServer(QByteArray answer) {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, answer] {
            QTcpSocket* socket = nextPendingConnection();
            ++connections;
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
    }

    int connections = 0;
};

} // namespace

class HttpLinkTest : public QObject {
    Q_OBJECT
private slots:

    void init() {
        flow_.emplace();
        registry_.emplace();
        makeLink();
    }

    void cleanup() {
        link_.reset();
        flow_.reset();
        registry_.reset();
    }

    void answers();
    void statusesAreAnswers();
    void packsBothWays();
    void keepsItsConnection();
    void nobodyThere();
    void timesOutOnce();
    void brokenAnswersAreNoAnswers_data();
    void brokenAnswersAreNoAnswers();
    void manyAtOnceAnsweredOnce();
    void stopAnswersWhatIsUnderWay();
    void destroyingAnswersWhatIsUnderWay();
    void wakesUp();
    void reconnectsAfterTheServerDied();
    void reconnectsWhenTheStreamIsClosed();
    void noticesASilentStream();
    void refusedStreamsAreDisconnected();
    void stopEndsFollowing();
    void followReplacesFollow();

private:
    void makeLink(LinkLimits limits = {}, std::uint16_t port = 0) {
        limits.backoffFromMs = 50;
        limits.backoffToMs = 200;
        link_.reset();
        link_.emplace(*flow_, urlOf(port > 0 ? port : registry_->port), limits);
    }

    // On the flow thread, waiting with an event loop so that servers on this thread can work.
    core::Result<LinkResponse> ask(LinkRequest request) {
        std::mutex mutex;
        std::optional<core::Result<LinkResponse>> result;
        std::atomic<int> calls{0};
        bool onFlow = false;
        bool inside = false;
        flow_->runAndWait([&] {
            inside = true;
            link_->request(std::move(request), [&](core::Result<LinkResponse> answer) {
                onFlow = flow_->isCurrent() && !inside;
                const std::lock_guard lock(mutex);
                result = std::move(answer);
                ++calls;
            });
            inside = false;
        });
        eventually([&] { return calls > 0; });
        const std::lock_guard lock(mutex);
        if (!onFlow || calls != 1) return core::fail(core::ErrorKind::Bug, "callback");
        return *result;
    }

    void follow(const std::string& path) {
        flow_->runAndWait([&] {
            link_->follow(
                path,
                [this](std::string data) {
                    const std::lock_guard lock(mutex_);
                    wakes_.push_back(std::move(data));
                },
                [this](LinkState state) {
                    const std::lock_guard lock(mutex_);
                    states_ += state == LinkState::Connected ? '+' : '-';
                });
        });
    }

    std::string states() {
        const std::lock_guard lock(mutex_);
        return states_;
    }

    std::vector<std::string> wakes() {
        const std::lock_guard lock(mutex_);
        return wakes_;
    }

    void forget() {
        const std::lock_guard lock(mutex_);
        states_.clear();
        wakes_.clear();
    }

    std::optional<FlowThread> flow_;
    std::optional<Registry> registry_;
    std::optional<HttpLink> link_;
    std::mutex mutex_;
    std::string states_;
    std::vector<std::string> wakes_;
};

void HttpLinkTest::answers() {
    LinkRequest request;
    request.method = "POST";
    request.path = "/echo";
    request.body = R"({"a":1})";
    request.idempotencyKey = "K-1";
    request.authorization = "Bearer t";
    request.timeoutMs = kPatienceMs;
    const auto answer = ask(request);
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body, std::string(R"(K-1|Bearer t||{"a":1})"));
    LinkRequest deletion = getting("/booking/7?why=a%20b");
    deletion.method = "DELETE";
    QCOMPARE(ask(deletion)->body, std::string("DELETEa b"));
}

void HttpLinkTest::statusesAreAnswers() {
    for (const int status :
         {400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 501, 503, 507}) {
        const auto answer = ask(getting("/status/" + std::to_string(status)));
        QVERIFY2(answer.has_value(), std::to_string(status).c_str());
        QCOMPARE(answer->status, status);
        const std::string code = status == 429 ? "too-many-requests" : "some-code";
        QVERIFY2(answer->body.find(code) != std::string::npos, answer->body.c_str());
        QCOMPARE(answer->retryAfterMs, status == 429 ? std::optional(3000) : std::nullopt);
    }
    QCOMPARE(ask(getting("/nowhere"))->status, 404);
}

void HttpLinkTest::packsBothWays() {
    LinkRequest request;
    request.method = "POST";
    request.path = "/echo";
    request.body = std::string(100'000, 'x');
    request.timeoutMs = kPatienceMs;
    QCOMPARE(ask(request)->body, "||gzip|" + request.body);
    QCOMPARE(ask(getting("/big"))->body, std::string(200'000, 'x'));
    LinkLimits limits;
    limits.maxAnswerBytes = 199'999;
    makeLink(limits);
    QCOMPARE(ask(getting("/big")).error().code, std::string("no-answer"));
}

void HttpLinkTest::keepsItsConnection() {
    for (int i = 0; i < 20; ++i)
        QCOMPARE(ask(getting("/status/404"))->status, 404);
    QCOMPARE(registry_->stats().acceptedConnections, std::uint64_t(1));
}

void HttpLinkTest::nobodyThere() {
    QTcpServer closed;
    closed.listen(QHostAddress::LocalHost);
    const std::uint16_t port = closed.serverPort();
    closed.close();
    makeLink({}, port);
    const auto answer = ask(getting("/status/404"));
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().kind, core::ErrorKind::Offline);
    QCOMPARE(answer.error().code, std::string("no-answer"));
}

void HttpLinkTest::timesOutOnce() {
    const auto answer = ask(getting("/silence", 50));
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().kind, core::ErrorKind::Offline);
    QCOMPARE(answer.error().code, std::string("timeout"));
    QCOMPARE(ask(getting("/status/404"))->status, 404);
    QTcpServer deaf; // accepts in the kernel and never says a word
    deaf.listen(QHostAddress::LocalHost);
    makeLink({}, deaf.serverPort());
    QCOMPARE(ask(getting("/status/404", 50)).error().code, std::string("timeout"));
}

void HttpLinkTest::brokenAnswersAreNoAnswers_data() {
    QTest::addColumn<QByteArray>("answer");
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    QTest::newRow("nothing") << QByteArray("\r\n");
    QTest::newRow("not http") << QByteArray("hello, who is there?\r\n\r\n");
    QTest::newRow("half a head") << ok + "Content-Le";
    QTest::newRow("short body") << ok + "Content-Length: 100\r\n\r\n{\"a\":";
    QTest::newRow("short chunk") << ok + "Transfer-Encoding: chunked\r\n\r\n64\r\n{\"a\":";
    QTest::newRow("no last chunk") << ok + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n";
    QTest::newRow("short gzip")
        << ok + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08";
}

void HttpLinkTest::brokenAnswersAreNoAnswers() {
    QFETCH(QByteArray, answer);
    RudeServer rude(answer);
    makeLink({}, rude.serverPort());
    const auto result = ask(getting("/x", 5000));
    QVERIFY2(!result.has_value(), result ? result->body.c_str() : "");
    QCOMPARE(result.error().kind, core::ErrorKind::Offline);
    QCOMPARE(result.error().code, std::string("no-answer"));
}

void HttpLinkTest::manyAtOnceAnsweredOnce() {
    constexpr int kMany = 300;
    std::vector<int> calls(kMany, 0);
    std::atomic<int> total{0};
    flow_->runAndWait([&] {
        for (int i = 0; i < kMany; ++i) {
            // Some are answered, some refused, some run out of time.
            const char* path = i % 3 == 0 ? "/silence" : i % 3 == 1 ? "/big" : "/status/409";
            link_->request(getting(path, i % 3 == 0 ? 30 : kPatienceMs),
                           [&calls, &total, i](const core::Result<LinkResponse>&) {
                               ++calls[std::size_t(i)];
                               ++total;
                           });
        }
    });
    QVERIFY(eventually([&] { return total >= kMany; }));
    flow_->runAndWait([&] { link_->stop(); });
    flow_->runAndWait([&] {
        for (const int count : calls)
            QCOMPARE(count, 1);
    });
}

void HttpLinkTest::stopAnswersWhatIsUnderWay() {
    std::string codes;
    flow_->runAndWait([&] {
        for (int i = 0; i < 10; ++i)
            link_->request(getting("/silence"), [&](core::Result<LinkResponse> answer) {
                codes += answer ? "?" : answer.error().code + ' ';
            });
        link_->stop();
    });
    QCOMPARE(codes, std::string("stopped stopped stopped stopped stopped stopped stopped stopped "
                                "stopped stopped "));
    QCOMPARE(ask(getting("/status/404"))->status, 404);
}

void HttpLinkTest::destroyingAnswersWhatIsUnderWay() {
    int stopped = 0;
    std::function<void(core::Result<LinkResponse>)> again;
    flow_->runAndWait([&] {
        again = [&](const core::Result<LinkResponse>&) {
            if (++stopped == 1) link_->request(getting("/silence"), again);
        };
        link_->request(getting("/silence"), again);
    });
    link_.reset();
    flow_->runAndWait([&] {});
    QCOMPARE(stopped, 2);
}

void HttpLinkTest::wakesUp() {
    forget();
    follow("/live");
    QVERIFY(eventually([&] { return states() == "+"; }));
    for (int i = 1; i <= 20; ++i) {
        registry_->wake(std::to_string(i));
        QVERIFY(eventually([&] { return wakes().size() == std::size_t(i); }));
        QCOMPARE(wakes().back(), std::to_string(i));
    }
    QCOMPARE(states(), std::string("+"));
}

void HttpLinkTest::reconnectsAfterTheServerDied() {
    forget();
    follow("/live");
    QVERIFY(eventually([&] { return states() == "+"; }));
    const std::uint16_t port = registry_->port;
    std::string expected = "+";
    for (int round = 0; round < 3; ++round) {
        registry_.reset();
        expected += '-';
        QVERIFY(eventually([&] { return states() == expected; }));
        QCOMPARE(ask(getting("/status/404")).error().code, std::string("no-answer"));
        registry_.emplace(port);
        QCOMPARE(registry_->port, port);
        expected += '+';
        QVERIFY(eventually([&] { return states() == expected; }));
        registry_->wake("round");
        QVERIFY(eventually([&] { return wakes().size() == std::size_t(round) + 1; }));
        QCOMPARE(ask(getting("/status/404"))->status, 404);
    }
}

void HttpLinkTest::reconnectsWhenTheStreamIsClosed() {
    forget();
    follow("/live");
    QVERIFY(eventually([&] { return states() == "+"; }));
    registry_->endStreams();
    QVERIFY(eventually([&] { return states() == "+-+"; }));
}

void HttpLinkTest::noticesASilentStream() {
    QTcpServer mute; // opens a stream and falls silent, connection after connection
    mute.listen(QHostAddress::LocalHost);
    int connections = 0;
    connect(&mute, &QTcpServer::newConnection, &mute, [&] {
        ++connections;
        mute.nextPendingConnection()->write(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
    });
    LinkLimits limits;
    limits.silentStreamMs = 100;
    makeLink(limits, mute.serverPort());
    forget();
    follow("/live");
    QVERIFY(eventually([&] { return connections >= 3; }));
    QVERIFY(states().starts_with("+-+-"));
    // A stream with heartbeats is never taken for dead, however long nothing happens.
    limits.silentStreamMs = 3000;
    makeLink(limits);
    forget();
    follow("/live");
    QVERIFY(eventually([&] { return states() == "+"; }));
    QTest::qWait(4000);
    QCOMPARE(states(), std::string("+"));
}

void HttpLinkTest::refusedStreamsAreDisconnected() {
    forget();
    follow("/status/403");
    QVERIFY(eventually([&] { return registry_->stats().requests >= 3; }));
    QCOMPARE(states(), std::string("-"));
    forget();
    follow("/big"); // a 200 that is no event stream
    QVERIFY(eventually([&] { return states() == "-"; }));
    QVERIFY(wakes().empty());
}

void HttpLinkTest::stopEndsFollowing() {
    forget();
    follow("/live");
    QVERIFY(eventually([&] { return states() == "+"; }));
    flow_->runAndWait([&] { link_->stop(); });
    QVERIFY(eventually([&] { return registry_->stats().openStreams == 0; }));
    registry_->wake("late");
    QTest::qWait(300);
    QCOMPARE(states(), std::string("+"));
    QVERIFY(wakes().empty());
}

void HttpLinkTest::followReplacesFollow() {
    forget();
    follow("/live");
    QVERIFY(eventually([&] { return states() == "+"; }));
    follow("/live");
    QVERIFY(eventually([&] { return states() == "++" && registry_->stats().openStreams == 1; }));
    registry_->wake("1");
    QVERIFY(eventually([&] { return wakes().size() == 1; }));
}

QTEST_GUILESS_MAIN(HttpLinkTest)
#include "tst_httplink.moc"
