// SPDX-License-Identifier: Apache-2.0
#include "app/flows/help.h"

#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using test::FlowBench;

namespace {

TEST(FlowHelp, AskedOnceAnsweredOnce) {
    FlowBench bench;
    const auto help = flows::requestHelp(*bench.context, "walk-in.department");
    ASSERT_TRUE(help) << help.error().code;
    EXPECT_TRUE(help->open);
    EXPECT_EQ(help->device, "K01");
    EXPECT_EQ(flows::requestHelp(*bench.context, "walk-in.department")->id, help->id);
    EXPECT_NE(flows::requestHelp(*bench.context, "scan")->id, help->id);
    ASSERT_EQ(flows::openHelps(*bench.context)->size(), 2U);
    ASSERT_TRUE(flows::answerHelp(*bench.context, help->id, "n01"));
    ASSERT_TRUE(flows::answerHelp(*bench.context, help->id, "n02"));
    const auto answered = flows::helpOf(*bench.context, help->id);
    ASSERT_TRUE(answered);
    EXPECT_FALSE(answered->open);
    EXPECT_EQ(answered->answeredBy, "n01");
    EXPECT_EQ(flows::openHelps(*bench.context)->size(), 1U);
    EXPECT_EQ(flows::answerHelp(*bench.context, "0000000000000000", "n01").error().code,
              "unknown-help");
    bench.sync();
    EXPECT_EQ(bench.verdicts, (std::vector<std::string>{"applied", "applied", "applied"}));
}

} // namespace
