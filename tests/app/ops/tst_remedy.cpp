// SPDX-License-Identifier: Apache-2.0
#include "app/ops/judgement.h"
#include "app/ops/remedy.h"

#include <gtest/gtest.h>

namespace menzhen::ops {
namespace {

TEST(Remedy, SaysWhatBecameOfASecondArrival) {
    EXPECT_EQ(remedyOf(compensated, "duplicate-arrival"),
              "the patient had arrived before: no second entry, this paper leads to the first");
}

TEST(Remedy, SaysThatARefusedMoveChangedNothing) {
    EXPECT_EQ(remedyOf(rejected, "refused:finished"),
              "the patient's state here did not allow it any more: kept, and nothing was changed");
}

TEST(Remedy, HasAWordForEveryVerdictAndCode) {
    for (const auto verdict : {compensated, rejected, kept})
        for (const auto* code : {"", "no-such-code", "hold-expired", "malformed-op"})
            EXPECT_FALSE(remedyOf(verdict, code).empty()) << verdict << " " << code;
}

} // namespace
} // namespace menzhen::ops
