// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/logpage.h"

#include <gtest/gtest.h>

namespace {

using namespace menzhen;
using nlohmann::json;

store::LoggedOp op() {
    store::LoggedOp op;
    op.rev = 7;
    op.device = "K1";
    op.incarnation = 2;
    op.seq = 9;
    op.type = "help.requested";
    op.version = 1;
    op.day = 20261123;
    op.occurredAtMs = 1'700'000'000'000;
    op.actor = "nurse \"a\"\\\n";
    op.verdict = "applied";
    op.fields = R"({"screen":"候诊"})";
    op.outcome = R"({"help":[]})";
    op.hash = core::Bytes(2, 0xab);
    return op;
}

TEST(LogPage, SaysAnOpAsItCameAndWhatCameOfIt) {
    clerk::LogPage page;
    page.addOutcome(op());
    const json answer = json::parse(page.text({{"after", 6}}));
    EXPECT_EQ(answer["after"], 6);
    const json expected = {{"revision", 7},
                           {"verdict", "applied"},
                           {"code", ""},
                           {"op",
                            {{"device", "K1"},
                             {"incarnation", 2},
                             {"seq", 9},
                             {"type", "help.requested"},
                             {"version", 1},
                             {"day", 20261123},
                             {"occurred_at", 1'700'000'000'000},
                             {"actor", "nurse \"a\"\\\n"},
                             {"request", ""},
                             {"fields", {{"screen", "候诊"}}}}},
                           {"outcome", {{"help", json::array()}}}};
    EXPECT_EQ(answer["ops"], json::array({expected}));
}

TEST(LogPage, ForwardsMembersThatItDoesNotKnow) {
    store::LoggedOp later = op();
    later.extra = R"({"colour":"red","was":[1,4]})";
    clerk::LogPage page;
    page.addOwn(later);
    page.addOwn(op());
    const json answer = json::parse(page.text(json::object()));
    ASSERT_EQ(answer["ops"].size(), 2U);
    EXPECT_EQ(answer["ops"][0]["op"]["colour"], "red");
    EXPECT_EQ(answer["ops"][0]["op"]["was"], json({1, 4}));
    EXPECT_EQ(answer["ops"][0]["hash"], "abab");
    EXPECT_FALSE(answer["ops"][0].contains("outcome"));
    EXPECT_FALSE(answer["ops"][1]["op"].contains("colour"));
}

TEST(LogPage, OfNothingIsAnEmptyList) {
    EXPECT_EQ(json::parse(clerk::LogPage().text({{"after", 1}})),
              json({{"after", 1}, {"ops", json::array()}}));
}

TEST(LogPage, ReplacesBytesThatAreNoText) {
    store::LoggedOp damaged = op();
    damaged.actor = "\xff";
    clerk::LogPage page;
    page.addOutcome(damaged);
    EXPECT_FALSE(json::parse(page.text({{"after", 1}}), nullptr, false).is_discarded());
}

} // namespace
