// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/wavclip.h"

#include <gmock/gmock.h>

using namespace menzhen;
using namespace menzhen::voice;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

std::string clipErrorOf(const core::Bytes& bytes) {
    const auto samples = parseWav(bytes);
    return samples ? "" : samples.error().code + " " + samples.error().detail;
}

core::Bytes changed(core::Bytes bytes, std::size_t at, std::uint8_t value) {
    bytes[at] = value;
    return bytes;
}

} // namespace

TEST(WavClip, GoldenBytes) {
    EXPECT_EQ(core::toHex(writeWav({1, -2})),
              "52494646"
              "28000000"
              "57415645" // RIFF, 40, WAVE
              "666d7420"
              "10000000"
              "0100"
              "0100"
              "22560000"
              "44ac0000" // fmt, PCM, mono, 22050
              "0200"
              "1000"
              "64617461"
              "04000000"
              "0100feff");
}

TEST(WavClip, WhatIsWrittenIsRead) {
    EXPECT_THAT(*parseWav(writeWav({0, 32767, -32768, 5})), ElementsAre(0, 32767, -32768, 5));
    EXPECT_TRUE(parseWav(writeWav({}))->empty());
}

TEST(WavClip, EndlessLengthEndsWithTheBytes) {
    auto bytes = writeWav({7, 8});
    bytes[40] = 0x00, bytes[41] = 0xF0, bytes[42] = 0xFF,
    bytes[43] = 0x7F; // as espeak-ng writes it
    EXPECT_THAT(*parseWav(bytes), ElementsAre(7, 8));
}

TEST(WavClip, SkipsOtherChunks) {
    auto bytes = writeWav({7});
    const core::Bytes list{'L', 'I', 'S', 'T', 3, 0, 0, 0, 'a', 'b', 'c', 0};
    bytes.insert(bytes.begin() + 12, list.begin(), list.end());
    EXPECT_THAT(*parseWav(bytes), ElementsAre(7));
}

TEST(WavClip, RefusesWhatItCannotPlay) {
    const auto good = writeWav({1, 2, 3});
    EXPECT_EQ(clipErrorOf(good), "");
    EXPECT_THAT(clipErrorOf({}), HasSubstr("wav-bad Not a WAV"));
    EXPECT_THAT(clipErrorOf(changed(good, 0, 'X')), HasSubstr("Not a WAV"));
    EXPECT_THAT(clipErrorOf(changed(good, 20, 3)), HasSubstr("16-bit mono PCM"));
    EXPECT_THAT(clipErrorOf(changed(good, 22, 2)), HasSubstr("16-bit mono PCM"));
    EXPECT_THAT(clipErrorOf(changed(good, 34, 8)), HasSubstr("16-bit mono PCM"));
    EXPECT_THAT(clipErrorOf(changed(good, 25, 0)), HasSubstr("rate"));
    EXPECT_THAT(clipErrorOf(changed(good, 40, 7)), HasSubstr("cut off"));
    EXPECT_THAT(clipErrorOf(core::Bytes(good.begin(), good.begin() + 36)), HasSubstr("No data"));
    EXPECT_EQ(readWavFile("/nonexistent.wav").error().code, "file-unreadable");
}

TEST(WavClip, NoCutOfAFileHurts) {
    const auto good = writeWav({1, 2, 3});
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_FALSE(parseWav(core::ByteView(good.data(), size))) << size;
}

TEST(WavClip, ConvertsRates) {
    EXPECT_THAT(resampled({0, 100, 200}, 11025, 22050), ElementsAre(0, 50, 100, 150, 200, 200));
    EXPECT_THAT(resampled({0, 50, 100, 150}, 44100, 22050), ElementsAre(0, 100));
    auto bytes = writeWav({0, 100});
    bytes[24] = 0x11, bytes[25] = 0x2B; // 11025 Hz
    EXPECT_THAT(*parseWav(bytes), ElementsAre(0, 50, 100, 100));
}

TEST(WavClip, TrimsNearSilence) {
    Samples samples(5000, 20);
    samples[2000] = 10000;
    samples[3000] = -301;
    EXPECT_EQ(trimmed(samples).size(), 1001 + 2 * samplesOfMs(10));
    EXPECT_TRUE(trimmed(Samples(100, 0)).empty());
}

TEST(WavClip, Scales) {
    Samples samples{1000, -1000};
    scale(samples, 25);
    EXPECT_THAT(samples, ElementsAre(250, -250));
    scale(samples, 500);
    EXPECT_THAT(samples, ElementsAre(250, -250));
    scale(samples, -1);
    EXPECT_THAT(samples, ElementsAre(0, 0));
}
