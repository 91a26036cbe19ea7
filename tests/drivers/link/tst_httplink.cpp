// SPDX-License-Identifier: Apache-2.0
// The device's requests to the registry's real server, and to servers that misbehave.
#include "linkbench.h"

using namespace menzhen;
using link::LinkLimits;
using ports::LinkRequest;
using ports::LinkResponse;
using test::eventually;
using test::getting;
using test::patienceMs;
using test::RudeServer;

class HttpLinkTest : public QObject, test::LinkBench {
    Q_OBJECT

private slots:

    void init() { setUp(); }

    void cleanup() { tearDown(); }

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
};

void HttpLinkTest::answers() {
    LinkRequest request;
    request.method = "POST";
    request.path = "/echo";
    request.body = R"({"a":1})";
    request.idempotencyKey = "K-1";
    request.authorization = "Bearer t";
    request.timeoutMs = patienceMs;
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
    request.timeoutMs = patienceMs;
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
            link_->request(getting(path, i % 3 == 0 ? 30 : patienceMs),
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

QTEST_GUILESS_MAIN(HttpLinkTest)
#include "tst_httplink.moc"
