// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/espeakvoice.h"

#include "drivers/voice/program.h"

namespace menzhen::voice {

namespace {

// The figures of resources/voice/make-clips, so that a word of the hospital's own fits in.
constexpr const char* kChineseSpeed = "190";
constexpr const char* kEnglishSpeed = "190";
constexpr const char* kPitch = "45";

} // namespace

std::optional<EspeakVoice> EspeakVoice::find() {
    auto program = findProgram("espeak-ng");
    if (!program) return std::nullopt;
    return EspeakVoice(*std::move(program));
}

core::Result<Samples> EspeakVoice::say(const core::SpokenWord& word,
                                       core::SpokenLanguage language) const {
    const bool letter = word.token.starts_with("letter-");
    const bool english = letter || language == core::SpokenLanguage::English;
    const auto& text = english ? word.english : word.pinyin;
    if (text.empty()) return core::badData("no-reading", "No reading of '" + word.token + "'.");
    ProgramRun run;
    // The text goes through standard input, where a leading dash is no option.
    run.arguments = {mProgram.string(),
                     "-v",
                     english ? "en-us" : "cmn-latn-pinyin",
                     "-s",
                     english ? kEnglishSpeed : kChineseSpeed,
                     "-p",
                     kPitch,
                     "--stdin",
                     "--stdout"};
    run.input.assign(text.begin(), text.end());
    run.deadlineMs = kDeadlineMs;
    const auto wav = runProgram(run);
    if (!wav) return tl::unexpected(wav.error());
    auto samples = parseWav(*wav);
    if (!samples) return samples;
    return trimmed(*samples);
}

} // namespace menzhen::voice
