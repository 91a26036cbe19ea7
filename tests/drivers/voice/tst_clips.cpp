// SPDX-License-Identifier: Apache-2.0
// The judge of the shipped voice: every word of the table has its clips, and what espeak-ng would
// say in their place is Chinese, not spelled English ("(en)" in its phonemes).
#include "drivers/voice/espeakvoice.h"
#include "drivers/voice/program.h"
#include "tests/drivers/voice/voicebench.h"

#include <gmock/gmock.h>
#include <regex>

using namespace menzhen;
using namespace menzhen::voice;
using testing::HasSubstr;
using testing::Not;

namespace {

bool isLetter(const core::SpokenWord& word) {
    return word.token.starts_with("letter-");
}

std::string phonemes(const std::string& voice, const std::string& text) {
    const auto program = findProgram("espeak-ng");
    if (!program) return "";
    ProgramRun run;
    run.arguments = {program->string(), "-v", voice, "-x", "-q", "--stdin"};
    run.input.assign(text.begin(), text.end());
    const auto said = runProgram(run).value();
    return {said.begin(), said.end()};
}

void expectClip(const std::filesystem::path& path) {
    const auto samples = readWavFile(path);
    ASSERT_TRUE(samples) << samples.error().detail;
    EXPECT_GE(msOf(*samples), 100) << path;
    EXPECT_LE(msOf(*samples), 1600) << path;
    int peak = 0;
    for (const auto sample : *samples)
        peak = std::max(peak, std::abs(static_cast<int>(sample)));
    EXPECT_GE(peak, 8000) << path;
    EXPECT_LT(peak, 32767) << path << " is clipped";
}

} // namespace

TEST(ShippedVoice, EveryWordHasItsClips) {
    const auto table = shippedWords();
    for (const auto& word : table.all()) {
        if (!word.pinyin.empty() && !isLetter(word))
            expectClip(kClips / "zh" / (word.token + ".wav"));
        if (!word.english.empty()) expectClip(kClips / "en" / (word.token + ".wav"));
    }
}

TEST(ShippedVoice, NoClipIsForgottenAndAllAreSmall) {
    const auto words = shippedWords();
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kClips)) {
        if (!entry.is_regular_file()) continue;
        bytes += entry.file_size();
        const auto token = entry.path().stem().string();
        EXPECT_TRUE(words.find(token) || token == "chime") << entry.path();
    }
    EXPECT_LT(bytes, 1'500'000u);
}

TEST(ShippedVoice, EveryChineseWordHasPinyinWithTones) {
    const std::regex syllables("([a-zü]+[1-5])( [a-zü]+[1-5])*|([A-Z] )*([A-Z]|[a-z]+[1-4])");
    for (const auto& table : {shippedWords(), shippedSurnames()}) {
        for (const auto& word : table.all()) {
            const bool chinese = !word.characters.empty() && !isLetter(word);
            if (!chinese) continue;
            EXPECT_TRUE(std::regex_match(word.pinyin, syllables))
                << word.token << ": " << word.pinyin;
        }
    }
}

TEST(ShippedVoice, EspeakReadsThePinyinAsChinese) {
    ASSERT_TRUE(findProgram("espeak-ng")) << "packaging/packages.txt installs it";
    EXPECT_THAT(phonemes("cmn", "好"), HasSubstr("(en)"))
        << "the judge itself: characters are misread";
    for (const auto& table : {shippedWords(), shippedSurnames()}) {
        for (const auto& word : table.all()) {
            if (word.pinyin.empty() || isLetter(word)) continue;
            EXPECT_THAT(phonemes("cmn-latn-pinyin", word.pinyin), Not(HasSubstr("(en)")))
                << word.token;
        }
    }
}

TEST(ShippedVoice, EverySentenceOfTheDemoHospitalIsChinese) {
    ASSERT_TRUE(findProgram("espeak-ng")) << "packaging/packages.txt installs it";
    const auto words = shippedWords();
    for (const auto* room : {"301", "112", "B超1", "DR1", "CT1", "前台2", "取药6", "窗口3",
                             "老年人优先窗口4", "采血4"}) {
        const auto said = core::announcementOf(
                              {"C047", room, "", core::SpokenLanguage::Chinese, false}, words, {})
                              .value();
        EXPECT_TRUE(said.unspoken.empty()) << room;
        std::string pinyin;
        for (const auto& token : said.tokens)
            if (!isLetter(*words.find(token))) pinyin += words.find(token)->pinyin + " ";
        EXPECT_THAT(phonemes("cmn-latn-pinyin", pinyin), Not(HasSubstr("(en)"))) << room;
    }
}

TEST(ShippedVoice, EspeakSpeaksAWordWithoutClip) {
    const auto espeak = EspeakVoice::find();
    ASSERT_TRUE(espeak) << "packaging/packages.txt installs espeak-ng";
    core::SpokenWord word{"ya-yi", "牙椅", "ya2 yi3", "dental chair", "", ""};
    const auto zh = espeak->say(word, core::SpokenLanguage::Chinese);
    const auto en = espeak->say(word, core::SpokenLanguage::English);
    ASSERT_TRUE(zh && en);
    EXPECT_GE(msOf(*zh), 200);
    EXPECT_NE(*zh, *en);
    word.pinyin.clear();
    EXPECT_EQ(espeak->say(word, core::SpokenLanguage::Chinese).error().code, "no-reading");
}
