// SPDX-License-Identifier: Apache-2.0
#include "drivers/callkeys/pressfilter.h"

#include <gtest/gtest.h>
#include <random>

namespace menzhen::callkeys {
namespace {

using ports::CallAct;
using Heard = std::optional<CallAct>;

std::vector<ports::CallKey> padKeys() {
    return {{"F13", 183, 0, CallAct::Next},
            {"F14", 184, 0, CallAct::Repeat},
            {"F15", 185, 0, CallAct::Next},
            {"Ctrl+F13", 183, ports::ctrlKey, CallAct::Bar}};
}

TEST(PressFilter, APressIsItsActAndOthersAreNothing) {
    PressFilter filter(padKeys());
    EXPECT_EQ(filter.down(183, 0, 0), Heard(CallAct::Next));
    EXPECT_EQ(filter.down(184, 0, 1), Heard(CallAct::Repeat));
    EXPECT_EQ(filter.down(30, 0, 2), Heard());
}

TEST(PressFilter, ModifiersAreAllOfThemAndNoOthers) {
    PressFilter filter(padKeys());
    EXPECT_EQ(filter.down(183, ports::ctrlKey | ports::shiftKey, 0), Heard());
    filter.up(183);
    EXPECT_EQ(filter.down(183, ports::ctrlKey, 1), Heard(CallAct::Bar));
}

TEST(PressFilter, AHeldKeyIsOnePressHoweverLongItRepeats) {
    PressFilter filter(padKeys());
    EXPECT_EQ(filter.down(183, 0, 0), Heard(CallAct::Next));
    for (std::int64_t ms = 660; ms < 60'000; ms += 40)
        ASSERT_EQ(filter.down(183, 0, ms), Heard()) << ms;
    filter.up(183);
    EXPECT_EQ(filter.down(183, 0, 60'100), Heard(CallAct::Next));
}

TEST(PressFilter, TwoPressesWithinHalfASecondAreOne) {
    PressFilter filter(padKeys());
    EXPECT_EQ(filter.down(183, 0, 1000), Heard(CallAct::Next));
    filter.up(183);
    EXPECT_EQ(filter.down(183, 0, 1499), Heard());
    filter.up(183);
    EXPECT_EQ(filter.down(185, 0, 1499), Heard()) << "another key for the same act";
    filter.up(185);
    EXPECT_EQ(filter.down(184, 0, 1499), Heard(CallAct::Repeat)) << "another act";
    EXPECT_EQ(filter.down(183, 0, 1500), Heard(CallAct::Next));
}

TEST(PressFilter, AKeyWhoseReleaseWasLostWorksAgain) {
    PressFilter filter(padKeys());
    EXPECT_EQ(filter.down(183, 0, 0), Heard(CallAct::Next));
    EXPECT_EQ(filter.down(183, 0, 1999), Heard());
    EXPECT_EQ(filter.down(183, 0, 3999), Heard(CallAct::Next));
    filter.reset();
    EXPECT_EQ(filter.down(183, 0, 4600), Heard(CallAct::Next));
}

TEST(PressFilter, NoActTwiceWithinTheGuardWhateverAKeyboardDoes) {
    const auto seed = std::random_device()();
    std::mt19937 chance(seed);
    PressFilter filter(padKeys());
    std::map<CallAct, std::int64_t> before;
    std::int64_t now = 0;
    for (int i = 0; i < 20'000; ++i) {
        now += chance() % 120;
        const unsigned code = 183 + chance() % 4;
        if (chance() % 3 == 0) {
            filter.up(code);
            continue;
        }
        const auto act = filter.down(code, chance() % 2 ? 0U : unsigned{ports::ctrlKey}, now);
        if (!act) continue;
        if (before.count(*act)) {
            ASSERT_GE(now - before[*act], ports::CallKeys::guardMs) << "seed " << seed;
        }
        before[*act] = now;
    }
    EXPECT_EQ(before.size(), 3U) << "seed " << seed;
}

} // namespace
} // namespace menzhen::callkeys
