// SPDX-License-Identifier: Apache-2.0
// What readCode and judgeCode decide, with a stand-in for the signature: damage to bytes and real
// signatures are in tests/system/code_reference.py, which is written independently.
#include "app/core/base45.h"
#include "app/core/cbor.h"
#include "app/core/signedcode.h"

#include <gtest/gtest.h>

using namespace menzhen::core;

namespace {

constexpr Kid kid{1, 2, 3, 4};
constexpr Kid otherKid{9, 9, 9, 9};
constexpr std::int64_t midnight = 1'795'363'200;

CodeClaims booking() {
    CodeClaims claims;
    claims.issuer = "DEMO";
    claims.notBefore = midnight;
    claims.expires = midnight + 86'400;
    claims.cti = {0, 1, 2, 3, 4, 5, 6, 7};
    claims.day = 20261123;
    claims.session = "D001-AM";
    claims.slot = 12;
    claims.idHash = Bytes(8, 0xab);
    return claims;
}

CodeClaims ticket() {
    CodeClaims claims = booking();
    claims.slot = 0;
    claims.ticket = TicketClaims{"CARD", "C001", 480, "K01", 1, 77};
    return claims;
}

std::string textOf(const CodeClaims& claims, const Kid& id = kid) {
    return codeText(claims, id, Signature{});
}

/// A key whose signatures all hold, or none.
TrustedKey key(bool holds, const Kid& id = kid) {
    TrustedKey trusted;
    trusted.kid = id;
    trusted.key.spki = Bytes{static_cast<std::uint8_t>(holds)};
    return trusted;
}

class Judge {
public:
    std::vector<TrustedKey> trust{key(true)};
    CodeContext context;

    Judge() {
        context.now = midnight + 3600;
        context.verify = [](const PublicKey& public_, ByteView, ByteView) {
            return public_.spki == Bytes{1};
        };
    }

    std::string operator()(const CodeClaims& claims) {
        context.trust = trust;
        const auto said = judgeCode(readCode(textOf(claims)).value(), context);
        if (said && *said != claims) return "other claims";
        return said ? "good" : codeReasonName(said.error());
    }
};

} // namespace

TEST(SignedCode, GoesThereAndBack) {
    for (const CodeClaims& claims : {booking(), ticket()}) {
        const auto code = readCode(textOf(claims));
        ASSERT_TRUE(code);
        EXPECT_EQ(code->claims, claims);
        EXPECT_EQ(code->kid, kid);
        EXPECT_EQ(code->toBeSigned, codeToBeSigned(claims, kid));
    }
    EXPECT_LT(textOf(ticket()).size(), 250U);
}

// From python3-cbor2.
TEST(SignedCode, GoldenBytesOfABooking) {
    EXPECT_EQ(toHex(codeToBeSigned(booking(), kid)),
              "846a5369676e61747572653149a2012604440102030440583ba5016444454d4f041a6b046300"
              "051a6b031180074800010203040506073a0001000085001a0135290367443030312d414d0c48"
              "abababababababab");
}

TEST(SignedCode, StripsLineEndsAndTabsOnly) {
    const std::string text = textOf(booking());
    EXPECT_TRUE(readCode("\r\n\t" + text + "\t\r\n"));
    EXPECT_EQ(readCode(" " + text).error(), CodeReason::NotOurs);
    EXPECT_EQ(readCode(text.substr(0, 10) + "\n" + text.substr(10)).error(), CodeReason::BadBase45);
    EXPECT_EQ(readCode(std::string(codeMostBytes, 'A')).error(), CodeReason::NotOurs);
    EXPECT_EQ(readCode(std::string(codeMostBytes + 1, 'A')).error(), CodeReason::TooLong);
    EXPECT_EQ(readCode(std::string(codeMostBytes, 'A') + "\r\n").error(), CodeReason::NotOurs);
    EXPECT_EQ(readCode("").error(), CodeReason::NotOurs);
    EXPECT_EQ(readCode("mz1:BB8").error(), CodeReason::NotOurs);
    EXPECT_EQ(readCode("MZ1:").error(), CodeReason::BadCbor);
}

TEST(SignedCode, Ranges) {
    const auto good = [](auto change) {
        CodeClaims claims = ticket();
        change(claims);
        return areWellFormed(claims);
    };
    EXPECT_TRUE(areWellFormed(booking()));
    EXPECT_TRUE(good([](CodeClaims& c) { c.session = "一二三四"; })) << "12 bytes";
    EXPECT_FALSE(good([](CodeClaims& c) { c.session = "一二三四x"; }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.session.clear(); }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.issuer = "DEMO1"; }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.day = 20260229; }));
    EXPECT_TRUE(good([](CodeClaims& c) { c.day = 20280229; }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.day = 261123; }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.day = 20261323; }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.slot = 1000; }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.slot = -1; }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.expires = std::int64_t{1} << 53; }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.notBefore = -1; }));
    EXPECT_TRUE(good([](CodeClaims& c) { c.idHash.clear(); }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.idHash.pop_back(); }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.ticket->device = "K0001"; }));
    EXPECT_FALSE(good([](CodeClaims& c) { c.ticket->seq = -1; }));
    CodeClaims slotless = booking();
    slotless.slot = 0;
    EXPECT_FALSE(areWellFormed(slotless)) << "only a ticket may be without slot";
}

TEST(SignedCode, TimesAreHalfOpen) {
    Judge judge;
    const auto at = [&judge](std::int64_t now) {
        judge.context.now = now;
        return judge(booking());
    };
    EXPECT_EQ(at(midnight - 1), "too-early");
    EXPECT_EQ(at(midnight), "good");
    EXPECT_EQ(at(midnight + 86'399), "good");
    EXPECT_EQ(at(midnight + 86'400), "expired");
}

TEST(SignedCode, SiteScopeAndRevocation) {
    Judge judge;
    judge.context.isRevoked = [](const Cti& cti) { return cti == booking().cti; };
    EXPECT_EQ(judge(booking()), "revoked-id");
    EXPECT_EQ(judge(ticket()), "good") << "the list is about bookings alone";
    judge.context.site = "DEMO";
    EXPECT_EQ(judge(ticket()), "good");
    judge.context.site = "DEM";
    EXPECT_EQ(judge(booking()), "other-site");
    judge.trust[0].scopes = 2;
    EXPECT_EQ(judge(booking()), "wrong-scope");
    judge.context.site = "DEMO";
    EXPECT_EQ(judge(ticket()), "good");
}

TEST(SignedCode, KeysAreHeldAgainstNow) {
    Judge judge;
    TrustedKey& only = judge.trust[0];
    only.from = midnight + 3601;
    EXPECT_EQ(judge(booking()), "key-not-valid");
    only.from = midnight + 3600;
    EXPECT_EQ(judge(booking()), "good");
    only.until = midnight + 3600;
    EXPECT_EQ(judge(booking()), "key-not-valid");
    only.until = midnight + 3601;
    only.revokedAfter = midnight + 3600;
    EXPECT_EQ(judge(booking()), "key-revoked");
    only.revokedAfter = midnight + 3601;
    EXPECT_EQ(judge(booking()), "good");
}

TEST(SignedCode, ARevokedKeyProvesOnlyWhatTheLogKnows) {
    Judge judge;
    judge.trust[0].revokedAfter = midnight;
    judge.context.isKnown = [](const Cti& cti) { return cti == booking().cti; };
    EXPECT_EQ(judge(booking()), "good");
    CodeClaims unknown = booking();
    unknown.cti[0] = 99;
    EXPECT_EQ(judge(unknown), "key-revoked");
    judge.trust[0].key.spki = {0};
    EXPECT_EQ(judge(booking()), "bad-signature") << "a known id excuses no signature";
}

TEST(SignedCode, EqualKidsAreAllTried) {
    Judge judge;
    judge.trust = {key(true, otherKid)};
    EXPECT_EQ(judge(booking()), "unknown-key");
    judge.trust = {key(true, otherKid), key(false), key(true)};
    EXPECT_EQ(judge(booking()), "good");
    judge.trust = {key(false), key(true)};
    judge.trust[1].until = midnight;
    EXPECT_EQ(judge(booking()), "bad-signature") << "the first key's reason";
    std::swap(judge.trust[0], judge.trust[1]);
    EXPECT_EQ(judge(booking()), "key-not-valid") << "the first key's reason";
    judge.trust = {key(false), key(true)};
    judge.trust[1].scopes = 2;
    EXPECT_EQ(judge(booking()), "wrong-scope") << "the second did verify";
}
