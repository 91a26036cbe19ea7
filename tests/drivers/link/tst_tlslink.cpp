// SPDX-License-Identifier: Apache-2.0
// The device's link over TLS against the registry's real server, with real certificates.
#include "app/registry/http/httpserver.h"
#include "drivers/crypto/authority.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"
#include "drivers/link/httplink.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <mutex>
#include <optional>

using namespace menzhen;
using crypto::Authority;
using link::FlowThread;
using link::HttpLink;
using registry::HttpRequest;
using registry::Peer;
using registry::Responder;

namespace {

constexpr std::int64_t now = 1'795'391'400;
constexpr std::int64_t week = 7 * 86'400;
constexpr int patienceMs = 15'000;

using Answer = core::Result<ports::LinkResponse>;

/// A network that swallows what the first connection says: it opens, and nothing ever comes back.
class Network : public QTcpServer {
public:
    explicit Network(quint16 to) {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, to] {
            QTcpSocket* near = nextPendingConnection();
            if (++connections == 1) return;
            auto* far = new QTcpSocket(near);
            far->connectToHost(QHostAddress::LocalHost, to);
            connect(near, &QTcpSocket::readyRead, far,
                    [near, far] { far->write(near->readAll()); });
            connect(far, &QTcpSocket::readyRead, near,
                    [near, far] { near->write(far->readAll()); });
        });
    }

    int connections = 0;
};

class TlsLinkTest : public QObject {
    Q_OBJECT

    Authority open(const char* name) {
        const std::string path = folder_.path().toStdString() + "/" + name;
        return Authority::open(suite_, chance_, path, now).value();
    }

    registry::ServerCertificate certificateOf(const Authority& by, const char* role,
                                              std::int64_t from) {
        const auto key = suite_.generateKey();
        const std::string leaf =
            role == std::string("registry")
                ? by.issueServer(key->publicKey(), {"registry.example"}, from).pem
                : by.issueDevice("HA", role, "B1", key->publicKey(), from).pem;
        return {leaf + by.certificate().pem, key->privatePem()};
    }

    void serve(const Authority& by, const char* role = "registry", std::int64_t from = now) {
        registry::Router router;
        router.add("GET", "/who", [this](HttpRequest request, Responder answer) {
            ++requests_;
            answer.send(
                registry::json(200, request.peer.device + " " + request.header("menzhen-clock")));
        });
        router.add("GET", "/live", [this](HttpRequest, Responder answer) {
            const std::lock_guard lock(guard_);
            stream_ = answer.openEvents();
            stream_.send("through", "7");
        });
        registry::TlsSetup setup;
        setup.certificate = certificateOf(by, role, from);
        setup.asksForCertificate = true;
        setup.judge = [&by](core::ByteView der) -> Peer {
            if (der.empty()) return {{}, {}, {}, {}, "certificate-missing"};
            auto judged = crypto::judgeCertificate(by.certificate(), der,
                                                   crypto::CertificateUse::Client, now);
            return {judged.certificate.device, {}, {}, {}, judged.problem};
        };
        server_.emplace(std::move(router));
        const auto port = server_->start("127.0.0.1:0", std::move(setup));
        QVERIFY(port);
        port_ = static_cast<quint16>(*port);
        link_.emplace(flow_, "https://127.0.0.1:" + std::to_string(*port));
    }

    link::TlsIdentity identity(const Authority& pinned, const Authority& by,
                               std::int64_t from = now, const char* device = "K1") {
        const auto key = suite_.generateKey();
        link::TlsIdentity identity;
        identity.authorityPem = pinned.certificate().pem;
        identity.certificatePem = by.issueDevice("HA", "kiosk", device, key->publicKey(), from).pem;
        identity.keyPem = key->privatePem();
        identity.judge = [pinned = pinned.certificate()](const std::vector<core::Bytes>& chain) {
            if (chain.empty()) return std::string("certificate-missing");
            const auto judged = crypto::judgeCertificate(pinned, chain.front(),
                                                         crypto::CertificateUse::Server, now);
            if (!judged.problem.empty()) return judged.problem;
            return std::string(judged.certificate.role == "registry" ? "" : "certificate-use");
        };
        identity.clockMs = [] { return std::int64_t{1234}; };
        return identity;
    }

    void use(link::TlsIdentity identity) {
        flow_.runAndWait([&] { link_->setIdentity(std::move(identity)); });
    }

    Answer ask(int timeoutMs = patienceMs) {
        std::optional<Answer> got;
        flow_.runAndWait([&] {
            ports::LinkRequest request;
            request.path = "/who";
            request.timeoutMs = timeoutMs;
            link_->request(request, [&](Answer answer) { got = std::move(answer); });
        });
        for (int waited = 0; waited < patienceMs; waited += 5) {
            bool there = false;
            flow_.runAndWait([&] { there = got.has_value(); });
            if (there) return *got;
            QTest::qWait(5);
        }
        return core::fail(core::ErrorKind::Bug, "test", "no answer at all");
    }

    std::string problem() {
        const Answer answer = ask();
        return answer ? "answered " + answer->body : answer.error().code;
    }

    QTemporaryDir folder_;
    const crypto::OpenSslCrypto suite_;
    crypto::SystemChance chance_;
    Authority own_ = open("own");
    Authority foreign_ = open("foreign");
    FlowThread flow_;
    std::optional<registry::HttpServer> server_;
    std::optional<HttpLink> link_;
    quint16 port_ = 0; ///< the server's
    std::mutex guard_;
    registry::EventStream stream_;
    std::atomic<int> requests_ = 0;

private slots:

    void init() { requests_ = 0; }

    void cleanup() {
        link_.reset();
        stream_ = {};
        server_.reset();
    }

    void showsItsCertificateAndItsClock() {
        serve(own_);
        use(identity(own_, own_));
        const Answer answer = ask();
        QVERIFY2(answer, answer ? "" : answer.error().detail.c_str());
        QCOMPARE(answer->body, std::string("K1 1234"));
    }

    void saysNothingBeforeItIsEnrolled() {
        serve(own_);
        QCOMPARE(problem(), std::string("not-enrolled"));
        QCOMPARE(server_->stats().acceptedConnections, std::uint64_t{0});
    }

    void saysNothingToAForeignRegistry() {
        serve(foreign_);
        use(identity(own_, own_));
        QCOMPARE(problem(), std::string("certificate-foreign"));
        QCOMPARE(requests_.load(), 0);
    }

    void saysNothingToAnotherDeviceThatPosesAsTheRegistry() {
        serve(own_, "display");
        use(identity(own_, own_));
        QCOMPARE(problem(), std::string("certificate-use"));
        QCOMPARE(requests_.load(), 0);
    }

    void saysNothingToARegistryWhoseCertificateHasExpired() {
        serve(own_, "registry", now - 100 * 86'400);
        use(identity(own_, own_));
        QCOMPARE(problem(), std::string("certificate-expired"));
        QCOMPARE(requests_.load(), 0);
    }

    void doesNotMindACertificateFromTheFuture() {
        // The device's clock is believed for nothing but the end of a certificate.
        serve(own_, "registry", now + 400 * 86'400);
        use(identity(own_, own_));
        QCOMPARE(ask()->status, 200);
    }

    void hearsWhatIsWrongWithItself() {
        serve(own_);
        use(identity(own_, own_, now - week - 1));
        const Answer expired = ask();
        QVERIFY(expired);
        QCOMPARE(expired->status, 403);
        QVERIFY(expired->body.find("certificate-expired") != std::string::npos);
        use(identity(own_, foreign_));
        QVERIFY(ask()->body.find("certificate-foreign") != std::string::npos);
        use(identity(own_, own_, now, "K2"));
        QCOMPARE(ask()->body, std::string("K2 1234"));
    }

    /// A connection that the cut network left in its handshake has no time-out of its own: what is
    /// asked next must not wait on it.
    void asksAnewAfterAConnectionThatNeverSpoke() {
        serve(own_);
        Network network(port_);
        link_.emplace(flow_, "https://127.0.0.1:" + std::to_string(network.serverPort()));
        use(identity(own_, own_));
        const Answer swallowed = ask(500);
        QVERIFY(!swallowed);
        QCOMPARE(swallowed.error().code, std::string("timeout"));
        const Answer answer = ask(3'000);
        QVERIFY2(answer, answer ? "" : answer.error().code.c_str());
        QCOMPARE(network.connections, 2);
    }

    void followsAStream() {
        serve(own_);
        use(identity(own_, own_));
        std::atomic<int> wakes = 0;
        flow_.runAndWait([&] {
            link_->follow(
                "/live", [&](const std::string&) { ++wakes; }, [](ports::LinkState) {});
        });
        QTRY_COMPARE_WITH_TIMEOUT(wakes.load(), 1, patienceMs);
        flow_.runAndWait([&] { link_->stop(); });
    }

    void pinsByTheJudgeAloneWhileItEnrols() {
        serve(own_);
        link::TlsIdentity enrolling;
        std::size_t length = 0;
        enrolling.judge = [&length, mark = own_.certificate().der](const auto& chain) {
            length = chain.size();
            return std::string(!chain.empty() && chain.back() == mark ? "" : "certificate-foreign");
        };
        use(enrolling);
        const Answer spoken = ask();
        QVERIFY2(spoken, spoken ? "" : spoken.error().code.c_str());
        QVERIFY(spoken->body.find("certificate-missing") != std::string::npos);
        QCOMPARE(length, std::size_t{2});
        cleanup();
        serve(foreign_);
        use(enrolling);
        QCOMPARE(problem(), std::string("certificate-foreign"));
        QCOMPARE(requests_.load(), 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(TlsLinkTest)
#include "tst_tlslink.moc"
