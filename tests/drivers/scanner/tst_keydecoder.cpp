// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/keydecoder.h"

#include "tests/drivers/scanner/keyevents.h"

#include <gmock/gmock.h>
#include <linux/input.h>

namespace menzhen::scanner {
namespace {

using testing::ElementsAre;

std::vector<std::string> fed(KeyDecoder& decoder, const core::Bytes& bytes, std::int64_t ms = 0) {
    return decoder.feed(bytes, ms);
}

TEST(KeyDecoder, EveryPrintableCharacterComesBack) {
    std::string all;
    for (char c = ' '; c <= '~'; ++c)
        all += c;
    KeyDecoder decoder;
    EXPECT_THAT(fed(decoder, typed(all) + stroke(KEY_ENTER)), ElementsAre(all));
}

TEST(KeyDecoder, EveryCutOfTheStreamGivesTheSame) {
    const core::Bytes stream = typed("MZ1.a-B_c") + stroke(KEY_TAB);
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        const auto middle = stream.begin() + static_cast<std::ptrdiff_t>(cut);
        KeyDecoder decoder;
        auto texts = fed(decoder, {stream.begin(), middle});
        for (auto& text : fed(decoder, {middle, stream.end()}))
            texts.push_back(std::move(text));
        EXPECT_THAT(texts, ElementsAre("MZ1.a-B_c")) << "cut at " << cut;
    }
}

TEST(KeyDecoder, SilenceEndsAScan) {
    KeyDecoder decoder;
    EXPECT_THAT(fed(decoder, typed("abc"), 500), ElementsAre());
    EXPECT_THAT(decoder.silence(599), ElementsAre());
    EXPECT_THAT(decoder.silence(600), ElementsAre("abc"));
    EXPECT_THAT(fed(decoder, stroke(KEY_ENTER), 601), ElementsAre());
}

TEST(KeyDecoder, CapsLockTurnsLettersAlone) {
    KeyDecoder decoder;
    EXPECT_THAT(fed(decoder, stroke(KEY_CAPSLOCK) + typed("aB1") + stroke(KEY_CAPSLOCK) +
                                 typed("aB1") + stroke(KEY_KPENTER)),
                ElementsAre("Ab1aB1"));
}

TEST(KeyDecoder, RepeatReleaseAndUnknownKeysTypeNothing) {
    KeyDecoder decoder;
    EXPECT_THAT(fed(decoder, event(EV_KEY, KEY_A, 1) + event(EV_KEY, KEY_A, 2) +
                                 event(EV_KEY, KEY_A, 0) + event(EV_KEY, KEY_B, 0) +
                                 stroke(KEY_F5) + event(EV_MSC, MSC_SCAN, KEY_C) +
                                 stroke(KEY_ENTER)),
                ElementsAre("a"));
}

TEST(KeyDecoder, CtrlMakesControlCharactersAndTheKeypadTypes) {
    KeyDecoder decoder;
    EXPECT_THAT(fed(decoder, stroke(KEY_KP0) + event(EV_KEY, KEY_LEFTCTRL, 1) +
                                 stroke(KEY_RIGHTBRACE) + event(EV_KEY, KEY_LEFTCTRL, 0) +
                                 stroke(KEY_KP7) + stroke(KEY_ENTER)),
                ElementsAre("0\x1D"
                            "7"));
}

TEST(KeyDecoder, ForgetsHeldKeysWhenTheDeviceComesBack) {
    KeyDecoder decoder;
    fed(decoder, event(EV_KEY, KEY_LEFTSHIFT, 1) + typed("x"));
    decoder.reset();
    EXPECT_THAT(fed(decoder, typed("y") + stroke(KEY_ENTER)), ElementsAre("y"));
}

} // namespace
} // namespace menzhen::scanner
