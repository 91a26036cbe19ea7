// SPDX-License-Identifier: Apache-2.0
// Keys taken from a real X server, pressed by real input events.
#include "drivers/callkeys/hotkeys.h"

#include "tests/drivers/callkeys/keybench.h"

#include <cstdlib>
#include <gmock/gmock.h>
#include <linux/input-event-codes.h>

namespace menzhen::callkeys {
namespace {

using ports::CallAct;
using ports::CallKeysState;
using testing::ElementsAre;

const ports::CallKey f9{"F9", KEY_F9, 0, CallAct::Next};
const ports::CallKey ctrlF9{"Ctrl+F9", KEY_F9, ports::ctrlKey, CallAct::Bar};
const ports::CallKey f10{"F10", KEY_F10, 0, CallAct::Repeat};
constexpr int pastGuardMs = ports::CallKeys::guardMs + 100;

TEST(HotKeys, CallThroughWhateverIsInFront) {
    const XScreen screen;
    ASSERT_TRUE(screen.runs());
    Station station;
    HotKeys keys({f9, ctrlF9, f10}, station.post());
    keys.start(station.listener());
    ASSERT_TRUE(station.reaches(CallKeysState::Working));
    screen.input("key F9");
    EXPECT_TRUE(station.hears(1));
    screen.input("key ctrl+F9 F10 a shift+F9");
    EXPECT_TRUE(station.hears(3));
    station.idle(pastGuardMs);
    EXPECT_THAT(station.acts, ElementsAre(CallAct::Next, CallAct::Bar, CallAct::Repeat));
}

TEST(HotKeys, CapsLockAndNumLockMakeNoDifference) {
    const XScreen screen;
    ASSERT_TRUE(screen.runs());
    Station station;
    HotKeys keys({f9}, station.post());
    keys.start(station.listener());
    ASSERT_TRUE(station.reaches(CallKeysState::Working));
    std::size_t presses = 0;
    for (const char* lock : {"Caps_Lock", "Num_Lock", "Caps_Lock"}) {
        screen.input(std::string("key ") + lock);
        screen.input("key F9");
        EXPECT_TRUE(station.hears(++presses)) << lock;
        station.idle(pastGuardMs);
    }
}

TEST(HotKeys, AHeldKeyIsOnePress) {
    const XScreen screen;
    ASSERT_TRUE(screen.runs());
    Station station;
    HotKeys keys({f9}, station.post());
    keys.start(station.listener());
    ASSERT_TRUE(station.reaches(CallKeysState::Working));
    screen.input("keydown F9");
    station.idle(3000); // the server repeats it from 0.66 s on
    screen.input("keyup F9");
    station.idle(pastGuardMs);
    EXPECT_THAT(station.acts, ElementsAre(CallAct::Next));
    screen.input("key F9");
    EXPECT_TRUE(station.hears(2));
}

TEST(HotKeys, AKeyOfAnotherProgramIsNamedAndAskedForAgain) {
    const XScreen screen;
    ASSERT_TRUE(screen.runs());
    Station first;
    Station second;
    HotKeys holder({f9}, first.post());
    holder.start(first.listener());
    ASSERT_TRUE(first.reaches(CallKeysState::Working));
    HotKeys keys({f9, f10}, second.post());
    keys.start(second.listener());
    ASSERT_TRUE(second.reaches(CallKeysState::Taken));
    EXPECT_THAT(second.told.back().taken, ElementsAre("F9"));
    screen.input("key F10"); // the rest works
    EXPECT_TRUE(second.hears(1));
    holder.stop();
    ASSERT_TRUE(second.reaches(CallKeysState::Working));
    screen.input("key F9");
    EXPECT_TRUE(second.hears(2));
    EXPECT_TRUE(first.acts.empty());
}

TEST(HotKeys, WithoutAnXServerOrUnderWaylandTheySaySo) {
    unsetenv("DISPLAY");
    Station station;
    HotKeys keys({f9}, station.post());
    keys.start(station.listener());
    EXPECT_TRUE(station.reaches(CallKeysState::NotHere));
    keys.stop();
    setenv("WAYLAND_DISPLAY", "wayland-0", 1);
    keys.start(station.listener());
    EXPECT_TRUE(station.until([&] { return station.told.size() == 4; }));
    unsetenv("WAYLAND_DISPLAY");
    EXPECT_THAT(station.told.back().detail, testing::HasSubstr("Wayland"));
}

} // namespace
} // namespace menzhen::callkeys
