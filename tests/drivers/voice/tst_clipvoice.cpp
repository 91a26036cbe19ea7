// SPDX-License-Identifier: Apache-2.0
// Durations and silences, sample by sample.
#include "drivers/voice/clipvoice.h"

#include "tests/drivers/voice/voicebench.h"

#include <algorithm>
#include <gmock/gmock.h>

using namespace menzhen;
using namespace menzhen::voice;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

core::Announcement said(const core::SpokenWords& words, const char* number, const char* room) {
    return core::announcementOf({number, room, "", core::SpokenLanguage::Chinese, false}, words, {})
        .value();
}

bool silent(const Samples& samples, std::size_t from, std::size_t count) {
    return std::all_of(samples.begin() + static_cast<std::ptrdiff_t>(from),
                       samples.begin() + static_cast<std::ptrdiff_t>(from + count),
                       [](std::int16_t sample) { return sample == 0; });
}

Samples part(const Samples& samples, std::size_t from, std::size_t count) {
    return {samples.begin() + static_cast<std::ptrdiff_t>(from),
            samples.begin() + static_cast<std::ptrdiff_t>(from + count)};
}

} // namespace

TEST(ClipVoice, JoinsByTheRule) {
    const Samples chime(100, 1);
    const Samples a(50, 2);
    const Samples b(60, 3);
    const auto word = 50 + samplesOfMs(kBetweenWordsMs) + 60;
    const auto twice = joined(chime, {a, b}, 2);
    const auto first = 100 + samplesOfMs(kAfterChimeMs);
    const auto second = first + word + samplesOfMs(kBetweenTimesMs);
    ASSERT_EQ(twice.size(), second + word);
    EXPECT_EQ(part(twice, 0, 100), chime);
    EXPECT_TRUE(silent(twice, 100, samplesOfMs(kAfterChimeMs)));
    EXPECT_EQ(part(twice, first, 50), a);
    EXPECT_TRUE(silent(twice, first + 50, samplesOfMs(kBetweenWordsMs)));
    EXPECT_EQ(part(twice, first + 50 + samplesOfMs(kBetweenWordsMs), 60), b);
    EXPECT_TRUE(silent(twice, first + word, samplesOfMs(kBetweenTimesMs)));
    EXPECT_EQ(part(twice, first, word), part(twice, second, word));
    EXPECT_EQ(joined(chime, {a, b}, 1), part(twice, 0, first + word));
    EXPECT_EQ(joined(chime, {}, 2), chime);
}

TEST(ClipVoice, TheShippedCallKeepsItsTimes) {
    static_assert(kAfterChimeMs >= 300 && kAfterChimeMs <= 500 && kBetweenTimesMs == 1000);
    const auto words = shippedWords();
    ClipVoice voice(kClips, words, {});
    const auto call = said(words, "C047", "301");
    const auto once = voice.render(call, core::SpokenLanguage::Chinese, 1);
    const auto twice = voice.render(call, core::SpokenLanguage::Chinese, 2);
    EXPECT_THAT(once.missing, IsEmpty());
    const auto chime = *readWavFile(kClips / "chime.wav");
    EXPECT_GE(msOf(chime), 500);
    EXPECT_LE(msOf(chime), 1000);
    const auto start = chime.size() + samplesOfMs(kAfterChimeMs);
    const auto sentence = once.samples.size() - start;
    EXPECT_EQ(part(twice.samples, 0, chime.size()), chime);
    EXPECT_TRUE(silent(twice.samples, chime.size(), samplesOfMs(kAfterChimeMs)));
    EXPECT_EQ(twice.samples.size(), start + 2 * sentence + samplesOfMs(kBetweenTimesMs));
    EXPECT_EQ(part(twice.samples, start, sentence),
              part(twice.samples, start + sentence + samplesOfMs(kBetweenTimesMs), sentence));
    // 14 syllables at about 4 a second.
    EXPECT_GE(sentence, samplesOfMs(14 * 1000 / 5));
    EXPECT_LE(sentence, samplesOfMs(14 * 1000 / 3));
}

TEST(ClipVoice, AWordWithoutClipIsSynthesised) {
    const auto words = shippedWords();
    const ScratchFolder empty;
    std::vector<std::string> asked;
    ClipVoice voice(empty.path(), words, [&](const core::SpokenWord& word, core::SpokenLanguage) {
        asked.push_back(word.token);
        return Samples{1, 2, 3};
    });
    const auto rendered = voice.render(said(words, "C1", "1"), core::SpokenLanguage::Chinese, 1);
    EXPECT_THAT(asked,
                ElementsAre("qing", "letter-C", "digit-1", "hao", "dao", "zhen-shi", "jiu-zhen"))
        << "each word once";
    EXPECT_THAT(rendered.missing, IsEmpty());
    EXPECT_EQ(rendered.samples.size(),
              samplesOfMs(kAfterChimeMs) + 8 * 3 + 7 * samplesOfMs(kBetweenWordsMs));
}

TEST(ClipVoice, WithoutBothItIsTheChimeAlone) {
    const auto words = shippedWords();
    const ScratchFolder folder;
    std::filesystem::copy(kClips, folder.path(), std::filesystem::copy_options::recursive);
    std::filesystem::remove(folder.path() / "zh/zhen-shi.wav");
    ClipVoice voice(folder.path(), words, {});
    const auto rendered = voice.render(said(words, "C1", "1"), core::SpokenLanguage::Chinese, 2);
    EXPECT_THAT(rendered.missing, ElementsAre("zhen-shi"));
    EXPECT_EQ(rendered.samples, *readWavFile(kClips / "chime.wav"));
}
