// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/authority.h"
#include "drivers/crypto/keyfile.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace menzhen;
using crypto::Authority;
using crypto::CertificateUse;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t now = 1'795'391'400;

class CertificateTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "menzhen-ca-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        root_ = pattern;
    }

    void TearDown() override { fs::remove_all(root_); }

    Authority open(const char* folder) {
        return Authority::open(suite_, chance_, root_ / folder, now).value();
    }

    crypto::Certificate kiosk(const Authority& authority) {
        return authority.issueDevice("HA", "kiosk", "K1", key_->publicKey(), now);
    }

    static std::string judged(const Authority& authority, core::ByteView der,
                              CertificateUse use = CertificateUse::Client, std::int64_t at = now) {
        return crypto::judgeCertificate(authority.certificate(), der, use, at).problem;
    }

    fs::path root_;
    const crypto::OpenSslCrypto suite_;
    crypto::SystemChance chance_;
    std::unique_ptr<ports::PrivateKey> key_ = suite_.generateKey();
};

} // namespace

TEST_F(CertificateTest, AnAuthorityIsMadeOnceAndFoundAgain) {
    const Authority first = open("keys");
    const Authority again = open("keys");
    EXPECT_EQ(again.certificate(), first.certificate());
    EXPECT_EQ(again.fingerprint(), suite_.fingerprint(first.certificate().key));

    struct stat about {};

    for (const char* name : {"authority.pem", "authority.crt"}) {
        ASSERT_EQ(::stat((root_ / "keys" / name).c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0777U, 0600U) << name;
    }
    ASSERT_EQ(::stat((root_ / "keys").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0700U);
}

TEST_F(CertificateTest, AnAuthorityWithAnotherKeysCertificateIsRefused) {
    (void)open("one");
    (void)open("two");
    fs::remove(root_ / "one" / "authority.crt");
    fs::rename(root_ / "two" / "authority.crt", root_ / "one" / "authority.crt");
    EXPECT_EQ(Authority::open(suite_, chance_, root_ / "one", now).error().code, "bad-key");
}

TEST_F(CertificateTest, SaysWhoseItIs) {
    const Authority authority = open("keys");
    const crypto::Certificate issued = kiosk(authority);
    EXPECT_EQ(issued.site, "HA");
    EXPECT_EQ(issued.role, "kiosk");
    EXPECT_EQ(issued.device, "K1");
    EXPECT_EQ(issued.key, key_->publicKey());
    EXPECT_EQ(issued.notBefore, now);
    EXPECT_EQ(issued.notAfter, now + 7 * 86'400);
    EXPECT_EQ(crypto::readCertificate(issued.pem).value(), issued);
    EXPECT_NE(kiosk(authority).der, issued.der) << "every one has a serial of its own";
}

TEST_F(CertificateTest, IsJudgedInOneOrder) {
    const Authority authority = open("keys");
    const crypto::Certificate issued = kiosk(authority);
    EXPECT_EQ(judged(authority, issued.der), "");
    EXPECT_EQ(judged(authority, issued.der, CertificateUse::Client, issued.notAfter), "");
    EXPECT_EQ(judged(authority, issued.der, CertificateUse::Client, issued.notAfter + 1),
              "certificate-expired");
    EXPECT_EQ(judged(authority, issued.der, CertificateUse::Client, 0), "")
        << "a dead battery's clock";
    EXPECT_EQ(judged(authority, issued.der, CertificateUse::Server), "certificate-use");
    EXPECT_EQ(judged(open("other"), issued.der), "certificate-foreign");
    EXPECT_EQ(judged(authority, authority.certificate().der), "certificate-use");
    EXPECT_EQ(judged(authority, core::asBytes("nonsense")), "certificate-malformed");
    EXPECT_EQ(judged(authority, {}), "certificate-malformed");
}

TEST_F(CertificateTest, NamesThatImitateOursAreForeign) {
    const Authority authority = open("keys");
    // The same subject and issuer text, another key.
    const crypto::Certificate forged = kiosk(open("forger"));
    EXPECT_EQ(judged(authority, forged.der), "certificate-foreign");
}

TEST_F(CertificateTest, NoBytesMakeItCrash) {
    const Authority authority = open("keys");
    const core::Bytes good = kiosk(authority).der;
    std::array<std::uint8_t, 4> drawn{};
    for (int i = 0; i < 500; ++i) {
        core::Bytes bad = good;
        chance_.fill(drawn);
        const std::size_t at = (drawn[0] * 256U + drawn[1]) % bad.size();
        bad[at] = static_cast<std::uint8_t>(bad[at] ^ (1U << (drawn[2] % 8U)));
        if (drawn[3] % 4 == 0) bad.resize(at);
        EXPECT_NE(judged(authority, bad), "") << "byte " << at;
    }
}

TEST_F(CertificateTest, ABoardServesItsZoneAndAKioskServesNobody) {
    const Authority authority = open("keys");
    const auto board = authority.issueDevice("HA", "display", "B1", key_->publicKey(), now);
    EXPECT_EQ(judged(authority, board.der, CertificateUse::Server), "");
    EXPECT_EQ(judged(authority, board.der, CertificateUse::Client), "");
    const auto server =
        authority.issueServer(key_->publicKey(), {"menzhen.example", "127.0.0.1"}, now);
    EXPECT_EQ(judged(authority, server.der, CertificateUse::Server), "");
    EXPECT_EQ(judged(authority, server.der, CertificateUse::Client), "certificate-use");
    EXPECT_EQ(server.role, crypto::registryRole);
}

TEST_F(CertificateTest, IsRenewedAtAThird) {
    const crypto::Certificate issued = kiosk(open("keys"));
    EXPECT_FALSE(crypto::isRenewable(issued, now + 2 * 86'400));
    EXPECT_TRUE(crypto::isRenewable(issued, now + 8 * 86'400 / 3));
    EXPECT_TRUE(crypto::isRenewable(issued, now + 70 * 86'400));
}
