// SPDX-License-Identifier: Apache-2.0
// The call pad from the outside, a FIFO as the device: recorded events of the kernel.
#include "drivers/callkeys/callpad.h"

#include "tests/drivers/callkeys/keybench.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/input-event-codes.h>
#include <sys/stat.h>
#include <unistd.h>

namespace menzhen::callkeys {
namespace {

using ports::CallAct;
using ports::CallKeysState;
using testing::ElementsAre;

const std::vector<ports::CallKey> keys{{"F13", KEY_F13, 0, CallAct::Next},
                                       {"F14", KEY_F14, 0, CallAct::Repeat}};

struct Pad : testing::Test {
    void plug() { ASSERT_EQ(mkfifo(path.c_str(), 0600), 0); }

    void start() {
        auto made = makeCallPad("evdev://" + path, keys, station.post());
        ASSERT_TRUE(made);
        pad = std::move(*made);
        pad->start(station.listener());
    }

    void send(const core::Bytes& bytes) const {
        const int fd = open(path.c_str(), O_WRONLY);
        ASSERT_GE(fd, 0);
        EXPECT_EQ(write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
        close(fd);
    }

    void press(unsigned code) const {
        send(keyBytes(code, 1));
        send(keyBytes(code, 0));
    }

    Folder folder;
    std::string path = (folder.path / "pad").string();
    Station station;
    std::unique_ptr<ports::CallKeys> pad;
};

TEST_F(Pad, OneKeyOneAct) {
    plug();
    start();
    ASSERT_TRUE(station.reaches(CallKeysState::Working));
    press(KEY_F13);
    EXPECT_TRUE(station.hears(1));
    press(KEY_A);
    press(KEY_F14);
    EXPECT_TRUE(station.hears(2));
    EXPECT_THAT(station.acts, ElementsAre(CallAct::Next, CallAct::Repeat));
}

TEST_F(Pad, AHeldKeyAndABouncingContactAreOnePress) {
    plug();
    start();
    ASSERT_TRUE(station.reaches(CallKeysState::Working));
    core::Bytes held = keyBytes(KEY_F13, 1);
    for (int i = 0; i < 200; ++i) {
        const core::Bytes again = keyBytes(KEY_F13, i % 10 == 9 ? i % 2 : 2);
        held.insert(held.end(), again.begin(), again.end());
    }
    send(held);
    press(KEY_F14);
    EXPECT_TRUE(station.hears(2));
    EXPECT_THAT(station.acts, ElementsAre(CallAct::Next, CallAct::Repeat));
}

TEST_F(Pad, APressCutInTwoIsOne) {
    plug();
    start();
    ASSERT_TRUE(station.reaches(CallKeysState::Working));
    const core::Bytes bytes = keyBytes(KEY_F13, 1);
    send({bytes.begin(), bytes.begin() + 11});
    station.idle(50);
    EXPECT_TRUE(station.acts.empty());
    send({bytes.begin() + 11, bytes.end()});
    EXPECT_TRUE(station.hears(1));
}

TEST_F(Pad, IsWaitedForUntilItIsPluggedIn) {
    start();
    ASSERT_TRUE(station.reaches(CallKeysState::Missing));
    EXPECT_THAT(station.told.back().detail, testing::HasSubstr("is not there"));
    plug();
    ASSERT_TRUE(station.reaches(CallKeysState::Working));
    EXPECT_EQ(station.told.back().detail, "");
    press(KEY_F13);
    EXPECT_TRUE(station.hears(1));
}

TEST_F(Pad, WhatIsNoInputDeviceIsFaulty) {
    path = "/dev/null";
    start();
    ASSERT_TRUE(station.reaches(CallKeysState::Faulty));
}

TEST_F(Pad, NothingIsHeardAfterStop) {
    plug();
    start();
    ASSERT_TRUE(station.reaches(CallKeysState::Working));
    press(KEY_F13);
    station.until([] { return false; }, 1); // posted, perhaps not run
    const std::size_t heard = station.acts.size();
    pad->stop();
    station.idle(100);
    EXPECT_EQ(station.acts.size(), heard);
    pad->start(station.listener());
    ASSERT_TRUE(station.reaches(CallKeysState::Working));
}

TEST(CallPadUrl, IsAnAbsolutePath) {
    for (const char* wrong :
         {"", "evdev://", "evdev://pad", "/dev/input/event0", "serial:///dev/x"})
        EXPECT_FALSE(makeCallPad(wrong, {}, [](auto) {})) << wrong;
}

} // namespace
} // namespace menzhen::callkeys
