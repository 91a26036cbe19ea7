// SPDX-License-Identifier: Apache-2.0
#include "drivers/wire/inputdevice.h"

#include <cstring>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/input.h>
#include <unistd.h>

namespace menzhen::wire {
namespace {

using Kind = KeyEvent::Kind;

core::Bytes event(unsigned type, unsigned code, int value) {
    input_event e{};
    e.type = static_cast<decltype(e.type)>(type);
    e.code = static_cast<decltype(e.code)>(code);
    e.value = value;
    core::Bytes out(sizeof e);
    std::memcpy(out.data(), &e, sizeof e);
    return out;
}

core::Bytes stream() {
    core::Bytes all;
    for (const auto& one :
         {event(EV_MSC, MSC_SCAN, 0x70004), event(EV_KEY, KEY_F13, 1), event(EV_SYN, SYN_REPORT, 0),
          event(EV_KEY, KEY_F13, 2), event(EV_LED, LED_CAPSL, 1), event(EV_KEY, KEY_F13, 0),
          event(EV_KEY, KEY_F14, 7), event(EV_SYN, SYN_DROPPED, 0)})
        all.insert(all.end(), one.begin(), one.end());
    return all;
}

const std::vector<KeyEvent> told{
    {KEY_F13, Kind::Pressed}, {KEY_F13, Kind::Repeated}, {KEY_F13, Kind::Released}};

TEST(KeyEvents, KeysAloneWhateverTheCut) {
    const core::Bytes all = stream();
    for (std::size_t cut = 0; cut <= all.size(); ++cut) {
        const auto middle = all.begin() + static_cast<std::ptrdiff_t>(cut);
        KeyEvents events;
        auto keys = events.feed(core::Bytes(all.begin(), middle));
        for (const KeyEvent& key : events.feed(core::Bytes(middle, all.end())))
            keys.push_back(key);
        ASSERT_EQ(keys, told) << "cut at " << cut;
    }
}

TEST(KeyEvents, ForgetsHalfAnEventWhenTheDeviceComesBack) {
    const core::Bytes one = event(EV_KEY, KEY_F13, 1);
    KeyEvents events;
    EXPECT_TRUE(events.feed(core::Bytes(one.begin(), one.begin() + 7)).empty());
    events.reset();
    EXPECT_EQ(events.feed(one), std::vector<KeyEvent>{told.front()});
}

TEST(InputDevice, WhatIsNoneSaysSo) {
    bool fifo = true;
    EXPECT_EQ(openInput("/dev/input/there-is-none", fifo), -ENOENT);
    EXPECT_FALSE(fifo);
    const int fd = openInput("/dev/null", fifo);
    ASSERT_GE(fd, 0);
    EXPECT_EQ(grabInput(fd), ENOTTY);
    close(fd);
}

} // namespace
} // namespace menzhen::wire
