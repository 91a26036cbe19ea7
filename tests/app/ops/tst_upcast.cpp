// SPDX-License-Identifier: Apache-2.0
// Ops of programs that are one or two versions behind (sync.md 1.11). No type of ours has a second
// version yet; the table here has one with four.
#include "app/ops/optype.h"
#include "app/ops/upcast.h"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using ops::Upcaster;

namespace {

constexpr const char* type = "tea.served";

core::Result<json> splitName(json fields) {
    const std::string name = fields.value("name", std::string());
    const std::size_t at = name.find(' ');
    if (at == std::string::npos) return core::badData("malformed-op", "name: two words");
    fields.erase("name");
    fields["leaf"] = name.substr(0, at);
    fields["place"] = name.substr(at + 1);
    return fields;
}

core::Result<json> countInFen(json fields) {
    fields["amount_fen"] = fields.value("yuan", std::int64_t{0}) * 100;
    fields.erase("yuan");
    return fields;
}

core::Result<json> addStrength(json fields) {
    fields.emplace("strength", "usual");
    return fields;
}

constexpr std::array<Upcaster, 3> table{
    {{type, 1, splitName}, {type, 2, countInFen}, {type, 3, addStrength}}};

ops::Op opOf(int version, json fields) {
    ops::Op op;
    op.id = {"K1", 1, 7};
    op.type = type;
    op.version = version;
    op.fields = std::move(fields);
    return op;
}

TEST(Upcast, BringsAnOpOfEachOlderVersionToTheShapeOfToday) {
    const json today{
        {"leaf", "green"}, {"place", "Longjing"}, {"amount_fen", 300}, {"strength", "usual"}};
    const auto two =
        ops::upcast(opOf(2, {{"leaf", "green"}, {"place", "Longjing"}, {"yuan", 3}}), 4, table);
    ASSERT_TRUE(two);
    EXPECT_EQ(two->fields, today);
    EXPECT_EQ(two->version, 4);
    const auto three = ops::upcast(
        opOf(3, {{"leaf", "green"}, {"place", "Longjing"}, {"amount_fen", 300}}), 4, table);
    ASSERT_TRUE(three);
    EXPECT_EQ(three->fields, today);
    const auto one = ops::upcast(opOf(1, {{"name", "green Longjing"}, {"yuan", 3}}), 3, table);
    ASSERT_TRUE(one);
    EXPECT_EQ(one->fields, json({{"leaf", "green"}, {"place", "Longjing"}, {"amount_fen", 300}}));
    EXPECT_EQ(one->id, (ops::OpId{"K1", 1, 7}));
    const auto four = ops::upcast(opOf(4, today), 4, table);
    ASSERT_TRUE(four);
    EXPECT_EQ(four->fields, today) << "nothing to do";
}

TEST(Upcast, KeepsFieldsThatItDoesNotKnow) {
    const auto op = ops::upcast(opOf(3, {{"milk", {{"fat", 3}}}}), 4, table);
    ASSERT_TRUE(op);
    EXPECT_EQ(op->fields["milk"]["fat"], 3);
}

TEST(Upcast, WhatIsTooOldOrCannotBeReadIsRefused) {
    const auto old = ops::upcast(opOf(1, {{"name", "green Longjing"}}), 4, table);
    ASSERT_FALSE(old);
    EXPECT_EQ(old.error().code, "version-too-old");
    const auto unreadable = ops::upcast(opOf(1, {{"name", "green"}}), 3, table);
    ASSERT_FALSE(unreadable);
    EXPECT_EQ(unreadable.error().code, "malformed-op");
    ops::Op other = opOf(1, json::object());
    other.type = "coffee.served";
    EXPECT_FALSE(ops::upcast(other, 2, table));
}

TEST(Upcast, EveryTypeTakesTheTwoVersionsBeforeItsOwn) {
    for (const ops::OpType& known : ops::opTypes())
        for (int from = std::max(1, known.version - ops::versionsBack); from < known.version;
             ++from)
            EXPECT_EQ(std::count_if(ops::upcasters().begin(), ops::upcasters().end(),
                                    [&](const Upcaster& u) {
                                        return u.type == known.name && u.from == from;
                                    }),
                      1)
                << known.name << " from version " << from;
}

} // namespace
