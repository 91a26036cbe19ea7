// SPDX-License-Identifier: Apache-2.0
// A station and a board, in one process over loopback, with real certificates.
#include "drivers/crypto/authority.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"
#include "drivers/link/zonelistener.h"
#include "drivers/link/zonesender.h"
#include "drivers/link/zonetext.h"

#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <mutex>

using namespace menzhen;
using crypto::Authority;
using link::TlsIdentity;
using link::ZoneListener;
using link::ZoneSender;
using ports::ZoneRow;

namespace {

constexpr std::int64_t now = 1'795'391'400;
constexpr int patienceMs = 15'000;

ZoneRow called(const char* entry, int calls = 1, std::int64_t seq = 57) {
    ZoneRow row;
    row.opDevice = "S1";
    row.opIncarnation = 1;
    row.opSeq = seq;
    row.id = entry;
    row.queue = "CARD-D01";
    row.number = "C018";
    row.mask = "王*";
    row.state = "called";
    row.room = "3诊室";
    row.calledAtMs = now * 1000;
    row.calls = calls;
    row.departmentZh = "心内科";
    row.departmentEn = "Cardiology";
    return row;
}

class ZoneLinkTest : public QObject {
    Q_OBJECT

    Authority open(const char* name) {
        return Authority::open(suite_, chance_, folder_.path().toStdString() + "/" + name, now)
            .value();
    }

    link::IdentityNow identity(const Authority& by, const char* role, const char* expects) {
        const auto key = suite_.generateKey();
        TlsIdentity its;
        its.authorityPem = own_.certificate().pem;
        its.certificatePem = by.issueDevice("HA", role, "X1", key->publicKey(), now).pem;
        its.keyPem = key->privatePem();
        const auto use = expects == std::string("display") ? crypto::CertificateUse::Server
                                                           : crypto::CertificateUse::Client;
        its.judge = [this, use, expects](const std::vector<core::Bytes>& chain) {
            if (chain.empty()) return std::string("certificate-missing");
            const auto word = crypto::judgeCertificate(own_.certificate(), chain.front(), use, now);
            if (!word.problem.empty()) return word.problem;
            return std::string(word.certificate.role == expects ? "" : "certificate-use");
        };
        return [its] { return its; };
    }

    void listen(const char* role = "display", std::uint16_t at = 0) {
        auto made = ZoneListener::listen(
            flow_, {"127.0.0.1", at}, identity(own_, role, "counter"),
            [this](const ZoneRow& row) {
                const std::lock_guard lock(guard_);
                heard_.push_back(row);
            },
            [this](const std::string&, const std::string& problem) {
                const std::lock_guard lock(guard_);
                refused_.push_back(problem);
            });
        QVERIFY2(made, made ? "" : made.error().detail.c_str());
        board_ = std::move(*made);
        port_ = board_->port();
    }

    void connectStation(const link::IdentityNow& identity) {
        link::ZoneLimits limits;
        limits.backoffFromMs = 20;
        limits.backoffToMs = 50;
        station_ = std::make_unique<ZoneSender>(
            flow_, std::vector<link::ZoneAddress>{{"127.0.0.1", port_}}, identity, limits);
    }

    void tell(const ZoneRow& row) {
        flow_.runAndWait([&] { station_->tell(row); });
    }

    std::vector<ZoneRow> heard() {
        const std::lock_guard lock(guard_);
        return heard_;
    }

    std::vector<std::string> refused() {
        const std::lock_guard lock(guard_);
        return refused_;
    }

    QTemporaryDir folder_;
    const crypto::OpenSslCrypto suite_;
    crypto::SystemChance chance_;
    Authority own_ = open("own");
    Authority foreign_ = open("foreign");
    link::FlowThread flow_;
    std::unique_ptr<ZoneListener> board_;
    std::unique_ptr<ZoneSender> station_;
    std::uint16_t port_ = 0;
    std::mutex guard_;
    std::vector<ZoneRow> heard_;
    std::vector<std::string> refused_;

private slots:

    void cleanup() {
        station_.reset();
        board_.reset();
        heard_.clear();
        refused_.clear();
    }

    void linesReadBack() {
        ZoneRow row = called("00aa");
        row.sensitive = true;
        QVERIFY(link::zoneRowFrom(link::zoneLine(row)) == row);
        for (const char* bad :
             {"", "{}", "[]", "nonsense", R"({"v":2})", R"({"v":1,"op":["S1",1]})",
              R"({"v":1,"op":["S1",1,1],"id":"","queue":"","number":"A","mask":"","state":""})"})
            QVERIFY2(!link::zoneRowFrom(bad), bad);
        QByteArray control = link::zoneLine(called("00aa"));
        control.replace("C018", "C\\u0007");
        QVERIFY(!link::zoneRowFrom(control));
    }

    void aBoardHearsItsStation() {
        listen();
        connectStation(identity(own_, "counter", "display"));
        tell(called("a"));
        tell(called("b"));
        QTRY_COMPARE_WITH_TIMEOUT(heard().size(), std::size_t{2}, patienceMs);
        QVERIFY(heard()[0] == called("a") && heard()[1] == called("b"));
        QVERIFY(refused().empty());
    }

    void aBoardThatWasAwayHearsTheNewest() {
        listen();
        const std::uint16_t port = port_;
        board_.reset();
        connectStation(identity(own_, "counter", "display"));
        tell(called("a", 1, 57));
        tell(called("b", 1, 58));
        tell(called("a", 2, 59));
        QTest::qWait(100);
        listen("display", port);
        QTRY_COMPARE_WITH_TIMEOUT(heard().size(), std::size_t{2}, patienceMs);
        QVERIFY(heard()[0] == called("b", 1, 58) && heard()[1] == called("a", 2, 59));
    }

    void nobodyButAStationOfTheSiteIsHeard() {
        listen();
        connectStation(identity(own_, "kiosk", "display"));
        tell(called("a"));
        QTRY_VERIFY_WITH_TIMEOUT(!refused().empty(), patienceMs);
        QCOMPARE(refused()[0], std::string("certificate-use"));
        station_.reset();
        connectStation(identity(foreign_, "counter", "display"));
        tell(called("a"));
        QTRY_COMPARE_WITH_TIMEOUT(refused().back(), std::string("certificate-foreign"), patienceMs);
        QVERIFY(heard().empty());
    }

    void aStationTellsNobodyButABoard() {
        listen("counter"); // a station that poses as a board
        connectStation(identity(own_, "counter", "display"));
        tell(called("a"));
        QTest::qWait(300);
        QVERIFY(heard().empty());
    }

    void strangersHarmNobody() {
        listen();
        std::vector<std::unique_ptr<QTcpSocket>> silent;
        for (int i = 0; i < 20; ++i) {
            silent.push_back(std::make_unique<QTcpSocket>());
            silent.back()->connectToHost("127.0.0.1", port_);
            QVERIFY(silent.back()->waitForConnected(patienceMs));
            if (i % 2 == 0) silent.back()->write("GET / HTTP/1.1\r\n\r\n");
        }
        connectStation(identity(own_, "counter", "display"));
        tell(called("a"));
        QTRY_COMPARE_WITH_TIMEOUT(heard().size(), std::size_t{1}, patienceMs);
    }
};

} // namespace

QTEST_GUILESS_MAIN(ZoneLinkTest)
#include "tst_zonelink.moc"
