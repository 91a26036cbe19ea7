// SPDX-License-Identifier: Apache-2.0
// The texts that are written by hand for speed are those that the JSON library would write.
#include "app/ops/judgement.h"
#include "app/ops/op.h"
#include "drivers/crypto/opensslcrypto.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;

namespace {

core::Bytes digestOf(const std::string& text) {
    const core::Digest digest = crypto::OpenSslCrypto().sha256(core::asBytes(text));
    return {digest.begin(), digest.end()};
}

ops::Op sample() {
    ops::Op op;
    op.id = {"K01", 2, 40517};
    op.type = "ticket.issued";
    op.day = 20261123;
    op.occurredAtMs = 1795391400000;
    op.actor = "老王 \"quoted\" \\ \n";
    op.request = "r1";
    op.fields = {{"masked", "张*"}, {"a", {1, 2, json::object()}}, {"z", nullptr}};
    return op;
}

TEST(Op, HashIsThatOfItsCanonicalJson) {
    const crypto::OpenSslCrypto crypto;
    ops::Op op = sample();
    EXPECT_EQ(ops::hashOf(op, crypto), digestOf(ops::toJson(op).dump()));
    op.attachmentHash = std::string(64, 'a');
    EXPECT_EQ(ops::hashOf(op, crypto), digestOf(ops::toJson(op).dump()));
    const ops::ReadyOp ready = ops::makeReady(op, crypto);
    EXPECT_EQ(ready.hash, ops::hashOf(op, crypto));
    EXPECT_EQ(ready.fieldsText, op.fields.dump());
}

TEST(Op, ReadsBackWhatItWrote) {
    const auto read = ops::opFromJson(ops::toJson(sample()));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(ops::toJson(*read), ops::toJson(sample()));
    EXPECT_FALSE(ops::opFromJson(json{{"device", "K01"}}));
}

TEST(Judgement, RowsAsTextAreRowsAsJson) {
    std::vector<store::Record> rows;
    rows.emplace_back("entry").set("day", 20261123).set("id", "0011").set("masked", "张*\n\"\\");
    rows.emplace_back("queue").set("day", 20261123).set("half", "AM").set("id", "A").set("p", -1);
    rows.emplace_back("entry").set("day", 20261123).set("id", "0022").set("state", "");
    EXPECT_EQ(json::parse(ops::rowsToText(rows)), ops::rowsToJson(rows));
    EXPECT_EQ(ops::rowsToText({}), "{}");
    std::string damaged;
    ops::addJsonText(damaged, "a\xff");
    EXPECT_EQ(damaged, "\"a\xef\xbf\xbd\"");
}

} // namespace
