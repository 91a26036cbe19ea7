// SPDX-License-Identifier: Apache-2.0
// The same server behind TLS: who is let in, what the others hear, and that nobody who is slow,
// silent, wrong or gone harms the rest.
#include "drivers/crypto/authority.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"
#include "tests/app/registry/http/serverfixture.h"

#include <filesystem>

using namespace menzhen;
using namespace menzhen::registry;

namespace {

constexpr std::int64_t now = 1'795'391'400;

class TlsServer : public ServerFixture {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "menzhen-tls-XXXXXX");
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        authority.emplace(open("own"));
        foreign.emplace(open("foreign"));
    }

    void TearDown() override {
        ServerFixture::TearDown();
        std::filesystem::remove_all(folder);
    }

    crypto::Authority open(const char* name) {
        return crypto::Authority::open(suite, chance, folder / name, now).value();
    }

    TlsSetup setup() {
        TlsSetup setup;
        setup.certificate = serverCertificate();
        setup.asksForCertificate = true;
        setup.judge = [this](core::ByteView der) {
            if (der.empty()) return Peer{{}, {}, {}, {}, "certificate-missing"};
            auto judged = crypto::judgeCertificate(authority->certificate(), der,
                                                   crypto::CertificateUse::Client, now);
            return Peer{judged.certificate.device,
                        judged.certificate.site,
                        judged.certificate.role,
                        {},
                        judged.problem};
        };
        setup.onRefused = [this](const std::string& who, const std::string& problem) {
            const std::lock_guard lock(guard);
            log.push_back(who + " " + problem);
        };
        return setup;
    }

    ServerCertificate serverCertificate() {
        const auto key = suite.generateKey();
        return {authority->issueServer(key->publicKey(), {"127.0.0.1"}, now).pem +
                    authority->certificate().pem,
                key->privatePem()};
    }

    test::TlsIdentity device(const crypto::Authority& by, std::int64_t at = now) {
        const auto key = suite.generateKey();
        return {by.issueDevice("HA", "kiosk", "K1", key->publicKey(), at).pem, key->privatePem()};
    }

    std::vector<std::string> logged() {
        const std::lock_guard lock(guard);
        return log;
    }

    std::filesystem::path folder;
    const crypto::OpenSslCrypto suite;
    crypto::SystemChance chance;
    std::optional<crypto::Authority> authority;
    std::optional<crypto::Authority> foreign;
    std::mutex guard;
    std::vector<std::string> log;
};

} // namespace

TEST_F(TlsServer, KnowsWhoAsks) {
    start({}, setup());
    test::TlsClient tls(device(*authority));
    RawClient client(port, tls);
    ASSERT_TRUE(client.isConnected());
    EXPECT_EQ(client.ask(get("/who"))->body, "HA/kiosk/K1");
    EXPECT_EQ(client.ask(post("/echo", "{}"))->body, "{}") << "the connection is kept";
    EXPECT_EQ(client.ask(post("/echo", std::string(900'000, 'a')))->body.size(), 900'000U);
    EXPECT_EQ(client.ask(get("/big/3000000"))->body.size(), 3'000'000U);
    EXPECT_TRUE(logged().empty());
}

TEST_F(TlsServer, TellsEveryWrongCertificateWhatIsWrong) {
    start({}, setup());
    const std::pair<test::TlsIdentity, std::string> cases[] = {
        {{}, "certificate-missing"},
        {device(*foreign), "certificate-foreign"},
        {device(*authority, now - 8 * 86'400), "certificate-expired"},
    };
    for (const auto& [identity, problem] : cases) {
        test::TlsClient tls(identity);
        RawClient client(port, tls);
        ASSERT_TRUE(client.isConnected()) << problem;
        const auto answer = client.ask(get("/who"));
        ASSERT_TRUE(answer) << problem;
        EXPECT_EQ(answer->status, 403);
        EXPECT_EQ(answer->code(), problem);
        EXPECT_EQ(client.ask(get("/nothing"))->status, 404);
        // A body that nobody will read is not waited for.
        EXPECT_EQ(
            client.ask("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n")->code(),
            problem);
        EXPECT_TRUE(logged().back().ends_with(problem)) << logged().back();
    }
}

TEST_F(TlsServer, RenewsForTheExpired) {
    start({}, setup());
    test::TlsClient tls(device(*authority, now - 8 * 86'400));
    EXPECT_EQ(RawClient(port, tls).ask(post("/renewal", "{}"))->body, "K1 certificate-expired");
    EXPECT_EQ(logged().back(), "K1 certificate-expired");
}

TEST_F(TlsServer, AsksNobodyOnThePublicSide) {
    TlsSetup open = setup();
    open.asksForCertificate = false;
    start({}, std::move(open));
    test::TlsClient tls;
    EXPECT_EQ(RawClient(port, tls).ask(get("/who"))->body, "//");
}

TEST_F(TlsServer, AReconnectIsResumedAndJudgedAnew) {
    start({}, setup());
    test::TlsClient tls(device(*authority));
    for (int i = 0; i < 3; ++i) {
        RawClient client(port, tls);
        EXPECT_EQ(client.ask(get("/who"))->body, "HA/kiosk/K1");
        EXPECT_EQ(client.tls().isResumed(), i > 0);
    }
    EXPECT_EQ(server->stats().resumedSessions, 2U);
}

TEST_F(TlsServer, StreamsEvents) {
    start({}, setup());
    test::TlsClient tls(device(*authority));
    RawClient client(port, tls);
    client.say(get("/live"));
    EXPECT_EQ(client.hear(true)->status, 200);
    stream(0).send("through", "7");
    EXPECT_EQ(client.hearEvent(), "event: through\ndata: 7");
    client.close();
    EXPECT_TRUE(eventually([&] { return closedStreams == 1; }));
}

TEST_F(TlsServer, ASilentHandshakeIsCutOff) {
    ServerLimits limits;
    limits.handshakeMs = 40;
    start(limits, setup());
    RawClient silent(port);
    EXPECT_TRUE(silent.hearEnd());
    RawClient half(port);
    half.say("\x16\x03\x01");
    EXPECT_TRUE(half.hearEnd());
    EXPECT_EQ(server->stats().droppedSlowClients, 2U);
}

TEST_F(TlsServer, PlainHttpIsNoTls) {
    start({}, setup());
    RawClient plain(port);
    plain.say(get("/who"));
    EXPECT_TRUE(plain.hearEnd());
    EXPECT_TRUE(eventually([&] { return server->stats().failedHandshakes == 1; }));
    EXPECT_TRUE(eventually([&] { return logged().size() == 1; }));
}

TEST_F(TlsServer, ClientsThatVanishHarmNobody) {
    ServerLimits limits;
    limits.handshakeMs = 200;
    start(limits, setup());
    test::TlsClient tls(device(*authority));
    RawClient steady(port, tls);
    std::vector<RawClient> silent;
    for (int i = 0; i < 60; ++i) {
        silent.emplace_back(port);
        RawClient broken(port);
        broken.say(i % 2 == 0 ? std::string("\x16\x03\x01\x02\x00\x01", 6)
                              : std::string(300, '\xff'));
        broken.reset();
        RawClient shaken(port, tls);
        shaken.say("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n{");
        shaken.reset();
        ASSERT_EQ(steady.ask(get("/who"))->status, 200);
    }
    EXPECT_TRUE(eventually([&] { return server->stats().openConnections == 1; }));
}

TEST_F(TlsServer, TakesANewCertificateWhileItRuns) {
    start({}, setup());
    test::TlsClient tls(device(*authority));
    RawClient before(port, tls);
    const ServerCertificate fresh = serverCertificate();
    server->renew(fresh);
    test::TlsClient other(device(*authority));
    EXPECT_TRUE(eventually([&] {
        RawClient after(port, other);
        return fresh.chain.starts_with(after.tls().serverCertificatePem());
    }));
    EXPECT_EQ(before.ask(get("/who"))->status, 200) << "an open connection goes on";
    server->renew({"nonsense", "nonsense"});
    EXPECT_TRUE(eventually([&] { return !logged().empty(); }));
    EXPECT_EQ(RawClient(port, tls).ask(get("/who"))->status, 200) << "the last good one stays";
}

TEST_F(TlsServer, WithoutTlsItStaysOnTheLoopback) {
    EXPECT_EQ(HttpServer({}).start("0.0.0.0:0").error().code, "listen-not-loopback");
    HttpServer wide({});
    EXPECT_TRUE(wide.start("0.0.0.0:0", setup()));
    TlsSetup broken = setup();
    broken.certificate.key = suite.generateKey()->privatePem();
    EXPECT_EQ(HttpServer({}).start("127.0.0.1:0", broken).error().code, "tls-certificate");
}
