// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/clipvoice.h"

namespace menzhen::voice {

namespace {

void addSilence(Samples& out, int ms) {
    out.resize(out.size() + samplesOfMs(ms), 0);
}

void addSamples(Samples& out, const Samples& more) {
    out.insert(out.end(), more.begin(), more.end());
}

} // namespace

Samples joined(const Samples& chime, const std::vector<Samples>& words, int times) {
    Samples out = chime;
    if (words.empty()) return out;
    for (int time = 0; time < times; ++time) {
        addSilence(out, time == 0 ? kAfterChimeMs : kBetweenTimesMs);
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (i > 0) addSilence(out, kBetweenWordsMs);
            addSamples(out, words[i]);
        }
    }
    return out;
}

ClipVoice::ClipVoice(std::filesystem::path clips, const core::SpokenWords& words,
                     Synthesise synthesise)
    : mClips(std::move(clips)), mWords(words), mSynthesise(std::move(synthesise)) {
    mChime = readWavFile(mClips / "chime.wav").value_or(Samples{});
}

core::Result<Samples> ClipVoice::wordOf(const std::string& token, core::SpokenLanguage language) {
    const bool letter = token.starts_with("letter-");
    const bool english = letter || language == core::SpokenLanguage::English;
    const auto key = (english ? "en/" : "zh/") + token;
    if (const auto known = mKnown.find(key); known != mKnown.end()) return known->second;
    auto samples = readWavFile(mClips / (key + ".wav"));
    const auto* word = mWords.find(token);
    if (!samples && mSynthesise && word) samples = mSynthesise(*word, language);
    if (samples && samples->empty()) return core::badData("wav-bad", key + " is silent.");
    if (samples) mKnown.emplace(key, *samples);
    return samples;
}

ClipVoice::Rendered ClipVoice::render(const core::Announcement& said, core::SpokenLanguage language,
                                      int times) {
    Rendered rendered;
    std::vector<Samples> words;
    for (const auto& token : said.tokens) {
        auto samples = wordOf(token, language);
        if (samples)
            words.push_back(*std::move(samples));
        else
            rendered.missing.push_back(token);
    }
    if (!rendered.missing.empty()) words.clear(); // half a sentence would send somebody astray
    rendered.samples = joined(mChime, words, times);
    return rendered;
}

} // namespace menzhen::voice
