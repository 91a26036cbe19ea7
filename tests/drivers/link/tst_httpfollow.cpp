// SPDX-License-Identifier: Apache-2.0
// The device's live channel: woken up, broken, silent, refused, followed anew.
#include "linkbench.h"

using namespace menzhen;
using link::LinkLimits;
using test::eventually;
using test::getting;

class HttpFollowTest : public QObject, test::LinkBench {
    Q_OBJECT

private slots:

    void init() { setUp(); }

    void cleanup() { tearDown(); }

    void wakesUp();
    void reconnectsAfterTheServerDied();
    void reconnectsWhenTheStreamIsClosed();
    void noticesASilentStream();
    void refusedStreamsAreDisconnected();
    void stopEndsFollowing();
    void followReplacesFollow();
};

void HttpFollowTest::wakesUp() {
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

void HttpFollowTest::reconnectsAfterTheServerDied() {
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

void HttpFollowTest::reconnectsWhenTheStreamIsClosed() {
    forget();
    follow("/live");
    QVERIFY(eventually([&] { return states() == "+"; }));
    registry_->endStreams();
    QVERIFY(eventually([&] { return states() == "+-+"; }));
}

void HttpFollowTest::noticesASilentStream() {
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

void HttpFollowTest::refusedStreamsAreDisconnected() {
    forget();
    follow("/status/403");
    QVERIFY(eventually([&] { return registry_->stats().requests >= 3; }));
    QCOMPARE(states(), std::string("-"));
    forget();
    follow("/big"); // a 200 that is no event stream
    QVERIFY(eventually([&] { return states() == "-"; }));
    QVERIFY(wakes().empty());
}

void HttpFollowTest::stopEndsFollowing() {
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

void HttpFollowTest::followReplacesFollow() {
    forget();
    follow("/live");
    QVERIFY(eventually([&] { return states() == "+"; }));
    follow("/live");
    QVERIFY(eventually([&] { return states() == "++" && registry_->stats().openStreams == 1; }));
    registry_->wake("1");
    QVERIFY(eventually([&] { return wakes().size() == 1; }));
}

QTEST_GUILESS_MAIN(HttpFollowTest)
#include "tst_httpfollow.moc"
