// SPDX-License-Identifier: Apache-2.0
#include "app/ops/codecheck.h"
#include "drivers/crypto/opensslcrypto.h"

#include <gtest/gtest.h>

using namespace menzhen;

namespace {

const crypto::OpenSslCrypto suite;

core::CodeClaims booking() {
    core::CodeClaims claims;
    claims.issuer = "DEMO";
    claims.notBefore = 1'795'363'200;
    claims.expires = claims.notBefore + 86'400;
    claims.day = 20261123;
    claims.session = "D001-AM";
    claims.slot = 12;
    return claims;
}

} // namespace

TEST(CodeCheck, MadeHereIsGoodHere) {
    const auto key = suite.generateKey();
    const std::string text = ops::makeCode(*key, booking());
    core::TrustedKey trusted;
    trusted.kid = key->kid();
    trusted.key = key->publicKey();
    core::CodeContext context;
    context.trust = {&trusted, 1};
    context.now = booking().notBefore;
    EXPECT_EQ(ops::checkCode(suite, text, context).value(), booking());
    EXPECT_NE(ops::makeCode(*key, booking()), text) << "one content, two signatures";

    trusted.key = suite.generateKey()->publicKey();
    EXPECT_EQ(ops::checkCode(suite, text, context).error(), core::CodeReason::BadSignature);
    EXPECT_EQ(ops::checkCode(suite, "MZ1", context).error(), core::CodeReason::NotOurs);
}

// From tests/system/code_reference.py.
TEST(CodeCheck, ShortCodes) {
    EXPECT_EQ(ops::shortCode(suite, core::Cti{0, 1, 2, 3, 4, 5, 6, 7}), "HQZ3-4NXC");
    EXPECT_EQ(ops::shortCode(suite, core::Cti{255, 255, 255, 255, 255, 255, 255, 255}),
              "WDAJ-3EKS");
    EXPECT_EQ(ops::shortCode(suite, core::Cti{}), "VHRA-0D3A");
}
